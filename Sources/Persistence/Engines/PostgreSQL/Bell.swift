#if PostgreSQL
import Glibc

/// Wakes a thread that waits for a socket.
final class Bell: Sendable {
    private let ear: Int32
    private let hand: Int32

    init() {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { preconditionFailure("no pipe can be made: too many files are open") }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (ear, hand) = (ends[0], ends[1])
    }

    deinit {
        close(ear)
        close(hand)
    }

    func ring() {
        var byte: UInt8 = 1
        // A full pipe rings already.
        _ = write(hand, &byte, 1)
    }

    /// Waits for the bell, for the socket when there is one, or for the time to pass.
    func wait(_ socket: Int32?, milliseconds: Int32) {
        var events = [pollfd(fd: ear, events: Int16(POLLIN), revents: 0)]
        if let socket { events.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&events, nfds_t(events.count), milliseconds)
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(ear, &bytes, bytes.count) > 0 {}
    }
}
#endif
