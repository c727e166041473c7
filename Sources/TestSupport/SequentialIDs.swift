import Synchronization

/// Ids that look like real ones (26 characters of a–z and 2–7) and come in the same order on every run: `a…ab`, `a…ac`, and so on.
public final class SequentialIDs: Sendable {
    private let used: Mutex<UInt64>

    /// - Parameter start: how many ids count as given out already, so that two sources do not give the same.
    public init(after start: UInt64 = 0) { used = Mutex(start) }

    public func next() -> String {
        var number = used.withLock { used in
            used += 1
            return used
        }
        var digits = [UInt8](repeating: UInt8(ascii: "a"), count: 26)
        var place = digits.count - 1
        while number > 0 {
            digits[place] = alphabet[Int(number & 31)]
            number >>= 5
            place -= 1
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The source in the shape in which rooms are handed one.
    public var making: @Sendable () -> String { { self.next() } }
}

private let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
