import CivilTime
import ICalendar

/// A calendar: it reads back as it was written, and its occurrences touch the window.
func checkCalendar(_ bytes: [UInt8]) {
    let document: CalendarDocument
    do throws(CalendarParseFailure) {
        document = try CalendarDocument.parse(bytes)
    } catch {
        if error.sentence.isEmpty { broken("a failure says nothing") }
        return
    }
    checkWriting(document)
    let expansion = document.occurrences(in: Stage.window, context: Stage.context)
    let window = Stage.window
    for occurrence in expansion.occurrences {
        let span = occurrence.span
        guard span.isEmpty ? window.contains(span.start) : window.overlaps(span) else { broken("\(span) is outside the window") }
        guard !occurrence.meaning.sentence.isEmpty else { broken("a meaning has no sentence") }
    }
    for text in expansion.findings where text.isEmpty { broken("a finding says nothing") }
    _ = (document.name, document.zoneName, document.isComplete)
    guard let (event, span) = document.singleEvent(zones: Stage.zones) else { return }
    guard span.start <= span.end, !event.isRecurring else { broken("the single event is none") }
    _ = event.recurrenceRule
}

private func checkWriting(_ document: CalendarDocument) {
    let written = document.components.flatMap { $0.serialized() }
    guard let again = try? CalendarDocument.parse(written) else { broken("what was written cannot be read: \(written.count) bytes") }
    guard again.components == document.components else { broken("what was written reads back as something else") }
    guard again.components.flatMap({ $0.serialized() }) == written else { broken("writing twice gives two texts") }
}

/// The same text in small pieces gives the same components.
func checkPieces(_ bytes: [UInt8]) {
    guard let whole = try? CalendarDocument.parse(bytes) else { return }
    for size in [1, 7] {
        var reader = ComponentReader(limits: .standard)
        var found: [Component] = []
        do throws(CalendarParseFailure) {
            for start in stride(from: 0, to: bytes.count, by: size) {
                found += components(try reader.push(Array(bytes[start..<min(start + size, bytes.count)])))
            }
            found += components(try reader.finish())
        } catch { broken("in pieces it fails, as a whole it does not: \(error)") }
        guard found == whole.components.flatMap(\.components) else { broken("in pieces it has other components") }
        guard reader.isComplete == whole.isComplete else { broken("in pieces it is complete or cut off, as a whole not") }
    }
}

private func components(_ items: [ComponentReader.Item]) -> [Component] {
    items.compactMap { if case .component(let component) = $0 { component } else { nil } }
}

/// What is wrong with a calendar, and what takes time in it, as they arrive; small limits end in a failure.
func checkFindings(_ bytes: [UInt8]) {
    var check = CalendarCheck(zones: Stage.zones)
    var contents = ContentsReader(zones: Stage.zones)
    let middle = bytes.count / 2
    do throws(CalendarParseFailure) {
        var findings = try check.push(Array(bytes[..<middle]))
        findings += try check.push(Array(bytes[middle...]))
        findings += try check.finish()
        for finding in findings where finding.description.isEmpty || finding.line < 0 { broken("a finding says nothing") }
    } catch {
        if error.sentence.isEmpty { broken("a failure says nothing") }
    }
    do throws(CalendarParseFailure) {
        _ = try contents.push(bytes)
        checkContents(try contents.finish().contents)
    } catch {
        if error.sentence.isEmpty { broken("a failure says nothing") }
    }
    let small = CalendarLimits(
        maximumBytes: 2_000, maximumLineBytes: 200, maximumComponentBytes: 1_000, maximumDepth: 2, maximumComponents: 8,
        maximumProperties: 40)
    do throws(CalendarParseFailure) {
        _ = try CalendarDocument.parse(bytes, limits: small)
    } catch {
        if error.sentence.isEmpty { broken("a failure says nothing") }
    }
}

/// A series gives as many occurrences in a list as one by one; what is set aside has a reason.
private func checkContents(_ contents: CalendarContents) {
    for one in contents.series.prefix(1) {
        var count = 0
        _ = one.forEachOccurrence(in: Stage.window, context: Stage.context) { _ in count += 1 }
        guard one.occurrences(in: Stage.window, context: Stage.context).occurrences.count == count else {
            broken("occurrences differ in number")
        }
    }
    for item in contents.setAside {
        guard !item.reason.isEmpty, !item.finding.sentence.isEmpty else { broken("a reason says nothing") }
        _ = item.readableSpan(in: Stage.context)
    }
}
