extension StringProtocol {
    func trimmedOf(_ isUnwanted: (Character) -> Bool) -> String {
        let start = drop(while: isUnwanted)
        guard let last = start.lastIndex(where: { !isUnwanted($0) }) else { return "" }
        return String(start[...last])
    }

    /// Without the spaces, tabs and line ends around it.
    var trimmedOfWhitespace: String { trimmedOf { $0 == " " || $0 == "\t" || $0.isNewline } }
}
