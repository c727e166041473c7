extension StringProtocol {
    /// What an error repeats of a text: so many Unicode scalars, as a single character may have thousands.
    func shortened(to limit: Int) -> String {
        let start = unicodeScalars.prefix(limit + 1)
        guard start.count > limit else { return String(self) }
        return String(String.UnicodeScalarView(start.dropLast())) + "…"
    }
}
