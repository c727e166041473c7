/// Properties that RFC 5545 section 3.6.1 allows an event once.
enum SingleProperties {
    static let names = [
        "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP",
        "CLASS", "SEQUENCE", "ORGANIZER", "URL", "CREATED", "LAST-MODIFIED", "GEO", "PRIORITY",
    ]

    /// A bit of its own for each of the names, nil for any other.
    static func bit(of hash: UInt32) -> UInt64? {
        let place = bits[Int(hash >> 8 & 255)]
        return place.hash == hash ? place.bit : nil
    }

    /// By the second lowest byte of the hash, which is another one for each of the names.
    private static let bits: [(hash: UInt32, bit: UInt64)] = {
        var bits = [(hash: UInt32, bit: UInt64)](repeating: (0, 0), count: 256)
        for (index, name) in names.enumerated() {
            let hash = SourceLine.hash(ofName: name.utf8)
            precondition(bits[Int(hash >> 8 & 255)].bit == 0, "Two names share a place.")
            bits[Int(hash >> 8 & 255)] = (hash, 1 << UInt64(index))
        }
        return bits
    }()
}
