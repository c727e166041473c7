extension ComponentReader {
    /// Components that stand directly in a VCALENDAR: where one begins, its predecessor has ended.
    private static let topLevel: Set<String> = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"]

    /// Puts a line where it belongs: BEGIN and END to the structure, a property to the component that is open.
    mutating func take(_ whole: LogicalLine) throws(CalendarParseFailure) {
        collectFindings()
        let line = lines.bytes[whole.range].first == Self.markStart ? withoutMark(whole) : whole
        let read = lines.bytes.withUnsafeBufferPointer { bytes -> SourceLine? in
            let text = UnsafeBufferPointer(rebasing: bytes[line.range])
            if firstLine == nil { remember(firstLine: text) }
            guard let content = ContentLine(text) else { return nil }
            if content.isSloppy { note(content, text, line: line.number) }
            return SourceLine(content, text, line)
        }
        guard let read else {
            noteUnreadable(line)
            lines.drop(from: line.range.lowerBound)
            return
        }
        switch read.nameHash {
        case Self.beginHash where isNamed(read, "BEGIN"): try begin(componentName(read), line: line)
        case Self.endHash where isNamed(read, "END"): end(componentName(read), line: line)
        default: try take(read, from: line.range.lowerBound)
        }
    }

    private static let markStart: UInt8 = 0xEF

    /// Calendars that were put one behind the other may each begin with a byte order mark.
    private mutating func withoutMark(_ line: LogicalLine) -> LogicalLine {
        guard lines.bytes[line.range].starts(with: [Self.markStart, 0xBB, 0xBF]) else { return line }
        note("The line begins with a byte order mark, which has no place in it", line: line.number, rule: .contentLine)
        return LogicalLine(range: line.range.dropFirst(3), number: line.number, isUTF8: line.isUTF8)
    }

    private static let beginHash = SourceLine.hash(ofName: "BEGIN".utf8)
    private static let endHash = SourceLine.hash(ofName: "END".utf8)

    private func isNamed(_ line: SourceLine, _ name: String) -> Bool {
        line.name.count == name.utf8.count && zip(line.name, name.utf8).allSatisfy { lines.bytes[$0].asciiUppercased == $1 }
    }

    private mutating func take(_ property: SourceLine, from start: Int) throws(CalendarParseFailure) {
        guard isInCalendar || !open.isEmpty else {
            let name = String(decoding: lines.bytes[property.name], as: UTF8.self)
            note("\(name) stands outside a calendar; it is skipped", line: Int(property.number), rule: .calendarObject)
            lines.drop(from: start)
            return
        }
        propertyCount += 1
        guard propertyCount <= limits.maximumProperties else { throw .tooManyProperties(limit: limits.maximumProperties) }
        if let outermost = open.first {
            guard lines.bytes.count <= limits.maximumComponentBytes else {
                throw .componentTooLarge(line: outermost.line, limit: limits.maximumComponentBytes)
            }
            records.append(property)
        } else {
            if hasComponents { noteLate(property) }
            items.append(.property(Property(reading: property, of: lines.bytes)))
            lines.drop(from: start)
        }
    }

    private mutating func noteLate(_ property: SourceLine) {
        let name = String(decoding: lines.bytes[property.name], as: UTF8.self)
        let message = "\(name) stands behind the components of the calendar; it counts for all of them"
        note(message, line: Int(property.number), rule: .components)
    }

    private mutating func begin(_ name: String, line: LogicalLine) throws(CalendarParseFailure) {
        lines.drop(from: line.range.lowerBound)
        guard !name.isEmpty, name.utf8.allSatisfy(ContentLine.isNameByte) else {
            note("BEGIN names no component; it is skipped", line: line.number, rule: .components)
            return
        }
        componentCount += 1
        guard componentCount <= limits.maximumComponents else { throw .tooManyComponents(limit: limits.maximumComponents) }
        if name == "VCALENDAR" {
            if isInCalendar || !open.isEmpty {
                isComplete = false
                note("END:VCALENDAR is missing before the next calendar", line: line.number, rule: .calendarObject)
                closeAll(sayingSo: false)
            }
            guard limits.maximumDepth >= 1 else { throw .tooDeep(line: line.number, limit: limits.maximumDepth) }
            if !hasCalendar { keepFirstFindings() }
            (isInCalendar, hasCalendar, calendarLine, hasComponents) = (true, true, line.number, false)
            items.append(.begin(line: line.number))
            return
        }
        if Self.topLevel.contains(name) {
            while let unfinished = open.last {
                note("END:\(unfinished.name) is missing before the next \(name)", line: unfinished.line, rule: .components)
                close()
            }
        }
        if open.isEmpty, !isInCalendar { note("\(name) stands outside a calendar", line: line.number, rule: .calendarObject) }
        // What stands outside a calendar is written within one.
        guard open.count + 1 < limits.maximumDepth else {
            throw .tooDeep(line: line.number, limit: limits.maximumDepth)
        }
        hasComponents = true
        open.append(Open(name: name, line: line.number, firstRecord: records.count, firstByte: lines.bytes.count))
    }

    private mutating func end(_ name: String, line: LogicalLine) {
        lines.drop(from: line.range.lowerBound)
        if name == "VCALENDAR", isInCalendar {
            while let unfinished = open.last {
                note("END:\(unfinished.name) is missing before END:VCALENDAR", line: unfinished.line, rule: .components)
                close()
            }
            isInCalendar = false
            items.append(.end)
            return
        }
        guard let index = open.lastIndex(where: { $0.name == name }) else {
            note("END:\(name) has no BEGIN; it is skipped", line: line.number, rule: .components)
            return
        }
        while open.count > index + 1 {
            note("END:\(open[open.count - 1].name) is missing before END:\(name)", line: open[open.count - 1].line, rule: .components)
            close()
        }
        close()
    }

    /// Closes what the end of the text, or of the calendar, left open.
    mutating func closeAll(sayingSo: Bool = true) {
        while let unfinished = open.last {
            isComplete = false
            if sayingSo {
                note(
                    "END:\(unfinished.name) is missing; the calendar may have been cut off", line: unfinished.line, rule: .components)
            }
            close()
        }
        guard isInCalendar else { return }
        isInCalendar = false
        isComplete = false
        if sayingSo {
            note("END:VCALENDAR is missing; the calendar may have been cut off", line: calendarLine, rule: .calendarObject)
        }
        items.append(.end)
    }

    /// Makes the innermost open component of its records and gives it to the one around it.
    private mutating func close() {
        let unfinished = open.removeLast()
        let source = sourceLines(of: unfinished)
        if unfinished.name == "VEVENT" { noteDoubles(in: source) }
        records.removeLast(records.count - unfinished.firstRecord)
        lines.drop(from: unfinished.firstByte)
        let component = Component(
            upperName: unfinished.name, reading: source, components: unfinished.components, line: unfinished.line)
        if open.isEmpty {
            if hasCalendar { items.append(.component(component)) }
        } else {
            open[open.count - 1].components.append(component)
        }
    }

    private func componentName(_ line: SourceLine) -> String {
        lines.bytes.withUnsafeBufferPointer { bytes in
            String(decoding: UnsafeBufferPointer(rebasing: bytes[line.value]), as: UTF8.self).trimmed.asciiUppercased
        }
    }

    private func sourceLines(of unfinished: Open) -> SourceLines {
        let bytes = lines.bytes.withUnsafeBufferPointer { Array($0[unfinished.firstByte...]) }
        let own = records.withUnsafeBufferPointer { Array($0[unfinished.firstRecord...]) }
        return SourceLines(bytes: bytes, lines: unfinished.firstByte == 0 ? own : own.map { $0.moved(by: unfinished.firstByte) })
    }
}
