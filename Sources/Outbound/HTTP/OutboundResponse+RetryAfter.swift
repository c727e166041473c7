import CCurl

extension OutboundResponse {
    /// Seconds to wait before the next try, as `Retry-After` asks (RFC 9110 section 10.2.3); a date counts from the answer's own `Date`.
    ///
    /// Not bounded: a server may ask for a year. A date without a `Date` header beside it is nil; see `retryAfter(now:)`.
    public var retryAfter: Double? {
        retryAfter(since: header("Date").flatMap(Self.secondsSinceEpoch(httpDate:)))
    }

    /// The same, with a date counted from `now`, in seconds since 1970, when the answer does not say its own time.
    public func retryAfter(now: Double) -> Double? {
        retryAfter(since: header("Date").flatMap(Self.secondsSinceEpoch(httpDate:)) ?? now)
    }

    private func retryAfter(since origin: Double?) -> Double? {
        guard let text = header("Retry-After") else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Double(text) }
        guard let due = Self.secondsSinceEpoch(httpDate: text), let origin else { return nil }
        return max(0, due - origin)
    }

    /// Any of the three forms of RFC 9110 section 5.6.7.
    static func secondsSinceEpoch(httpDate text: String) -> Double? {
        // curl_getdate also reads lone numbers as dates; every form of HTTP has a clock time in it.
        guard text.contains(":") else { return nil }
        let seconds = curl_getdate(text, nil)
        return seconds == -1 ? nil : Double(seconds)
    }
}
