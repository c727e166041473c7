/// The ids that we choose for our events.
enum EventName {
    private static let alphabet = Array("0123456789abcdefghijklmnopqrstuv".utf8)

    /// The UID in base32hex, lower case, without padding (RFC 4648 section 7): Google takes `a` to `v` and digits, 5 to 1,024 of them. Another
    /// UID, as each making anew of an event has one, is another id.
    static func id(forUID uid: String) -> String {
        var id: [UInt8] = []
        var (bits, count) = (0, 0)
        for byte in uid.utf8 {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                id.append(alphabet[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { id.append(alphabet[bits << (5 - count) & 31]) }
        while id.count < 5 { id.append(UInt8(ascii: "0")) }
        return String(decoding: id, as: UTF8.self)
    }
}
