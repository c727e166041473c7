/// A short name of bytes, by which two of them can be told apart.
public enum Digest {
    /// BLAKE2b-256 (RFC 7693), 64 hexadecimal digits.
    public static func hex(_ bytes: [UInt8]) -> String { Sodium.hex(Sodium.hash(bytes)) }
}
