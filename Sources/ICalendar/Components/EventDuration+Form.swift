import CivilTime

extension EventDuration {
    /// The letters of a length in the orders that RFC 5545 section 3.3.6 has for them: weeks stand alone, and between hours and seconds stand
    /// minutes.
    private static let forms: Set<String> = ["PW", "PD", "PTH", "PTHM", "PTHMS", "PTM", "PTMS", "PTS"]

    /// How a length that can be read is written otherwise than the standard has it; nil for one that is written so, or cannot be read.
    static func liberty(in text: String) -> String? {
        guard let length = EventDuration(text) else { return nil }
        if abs(length.days) >= longestDays || abs(length.seconds.count) >= Int64(largestNumber) {
            return "is longer than ten thousand years and taken as that"
        }
        let unsigned = text.asciiUppercased.drop { $0 == "-" || $0 == "+" }
        let letters = String(unsigned.filter { !$0.isASCII || !$0.isNumber })
        let form = letters.hasPrefix("PDT") ? "P" + letters.dropFirst(2) : letters
        return forms.contains(form) ? nil : "does not have its parts as P1W, P1DT2H3M4S or PT5M have them"
    }
}
