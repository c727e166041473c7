/// What the reader says about lines that are not as they should be.
extension ComponentReader {
    mutating func note(_ message: String, line: Int, rule: Rule) {
        guard told.allows(bytes: lines.consumed) else { return }
        items.append(.finding(Finding(line: line, message: message, rule: rule)))
    }

    mutating func collectFindings() {
        guard !lines.findings.isEmpty else { return }
        for finding in lines.findings where told.allows(bytes: lines.consumed) { items.append(.finding(finding)) }
        lines.findings.removeAll(keepingCapacity: true)
    }

    mutating func noteDoubles(in source: SourceLines) {
        var seen: UInt64 = 0
        for property in source.lines {
            guard let bit = SingleProperties.bit(of: property.nameHash) else { continue }
            if seen & bit != 0 {
                let name = String(decoding: source.bytes[property.name], as: UTF8.self).asciiUppercased
                if SingleProperties.names.contains(name) {
                    let counting = name == "DTSTART" ? "the first one that can be read counts" : "the first one counts"
                    note("\(name) stands more than once in its event; \(counting)", line: Int(property.number), rule: .event)
                }
            }
            seen |= bit
        }
    }

    mutating func noteUnreadable(_ line: LogicalLine) {
        guard !lines.bytes[line.range].trimmed.isEmpty else { return }
        note("This is not a name, a colon and a value; it is skipped", line: line.number, rule: .contentLine)
    }

    mutating func note(_ content: ContentLine, _ text: UnsafeBufferPointer<UInt8>, line: Int) {
        if content.hasBlankBesideName {
            let name = String(decoding: text[content.name], as: UTF8.self)
            note("A blank stands beside the name \(name)", line: line, rule: .contentLine)
        }
        let sloppiness = content.sloppiness
        if sloppiness.contains(.openQuote) {
            note("A quotation mark is not closed; quotation marks of the line are left out", line: line, rule: .parameters)
        }
        if sloppiness.contains(.noValue) { note("A parameter has no value", line: line, rule: .parameters) }
        if sloppiness.contains(.noName) { note("A parameter has no name that can be read; it is left out", line: line, rule: .parameters) }
    }
}
