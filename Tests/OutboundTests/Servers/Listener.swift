import Glibc
import Synchronization
import Testing

/// A TCP server on a free loopback port; each connection gets a thread of its own. Closed when the test lets go of it.
final class Listener: Sendable {
    let port: Int
    private let socketFD: Int32
    private let accepted = Mutex(0)

    var connectionCount: Int { accepted.withLock { $0 } }

    init(serve: @escaping @Sendable (Connection) -> Void) throws {
        let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(fd >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (isBound, port) = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                let isBound = bind(fd, plain, length) == 0 && listen(fd, 64) == 0 && getsockname(fd, plain, &length) == 0
                return (isBound, UnsafeRawPointer(plain).load(fromByteOffset: 2, as: UInt16.self).bigEndian)
            }
        }
        try #require(isBound)
        socketFD = fd
        self.port = Int(port)
        startThread { [weak self] in
            while true {
                let client = accept(fd, nil, nil)
                guard client >= 0 else {
                    // Closed here and not in deinit: a number given out anew would have this thread serve another test's server.
                    close(fd)
                    return
                }
                self?.accepted.withLock { $0 += 1 }
                startThread {
                    let connection = Connection(client)
                    serve(connection)
                    connection.close()
                }
            }
        }
    }

    deinit { shutdown(socketFD, Int32(SHUT_RDWR)) }
}

/// One accepted connection, read and written by its own thread.
final class Connection {
    private let fd: Int32
    private var buffer: [UInt8] = []
    private var isOpen = true

    init(_ fd: Int32) { self.fd = fd }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// False once the other side is gone.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(fd, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// The next line without its end; nil when the other side has closed.
    func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = buffer[..<end].filter { $0 != 13 }
                buffer.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            guard receive() else { return nil }
        }
    }

    func bytes(_ count: Int) -> [UInt8]? {
        while buffer.count < count { guard receive() else { return nil } }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// Everything up to and including the end given.
    func bytes(through end: String) -> String? {
        let wanted = Array(end.utf8)
        while true {
            if buffer.count >= wanted.count, let start = buffer.firstRange(of: wanted) {
                let taken = Array(buffer[..<start.upperBound])
                buffer.removeFirst(start.upperBound)
                return String(decoding: taken, as: UTF8.self)
            }
            guard receive() else { return nil }
        }
    }

    /// Returns when the other side has closed.
    func waitForClose() { while receive() { buffer = [] } }

    func close() {
        if isOpen { Glibc.close(fd) }
        isOpen = false
    }

    private func receive() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(fd, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk.prefix(count)
        return true
    }
}

func startThread(_ work: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let work: @Sendable () -> Void
        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { context in
            Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().work()
            return nil
        }, Unmanaged.passRetained(Box(work)).toOpaque())
    pthread_detach(thread)
}
