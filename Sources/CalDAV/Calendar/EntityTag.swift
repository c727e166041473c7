/// Versions as servers write them (RFC 9110 section 8.8.3).
enum EntityTag {
    /// Whether both name one version. Servers add a mark of weakness, an encoding's suffix or percent-encoding on one way and not on another.
    static func isSame(_ one: String?, _ other: String?) -> Bool {
        guard let one, let other, !one.isEmpty, !other.isEmpty else { return false }
        return one == other || bare(one) == bare(other)
    }

    /// A weak tag never matches in If-Match.
    static func isStrong(_ tag: String) -> Bool { !tag.hasPrefix("W/") && !tag.hasPrefix("w/") && !tag.isEmpty }

    private static func bare(_ tag: String) -> String {
        var tag = DAVAddress.percentDecoded(tag)
        if tag.hasPrefix("W/") || tag.hasPrefix("w/") { tag.removeFirst(2) }
        tag = tag.filter { $0 != "\"" }
        for suffix in ["-gzip", "--gzip", ";gzip"] where tag.hasSuffix(suffix) { tag.removeLast(suffix.count) }
        return tag
    }
}
