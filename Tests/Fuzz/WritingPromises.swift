import CivilTime
import ICalendar

/// An event of ours made of any texts: it reads back as what was meant.
func checkDraft(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    func line(_ index: Int) -> String { index < lines.count ? lines[index] : "" }
    let numbers = bytes.map(Int64.init)
    let start = Stage.window.start + .seconds(Int(numbers.reduce(0, +)))
    let status: ParticipationStatus? = bytes.count % 2 == 0 ? .accepted : nil
    let draft = EventDraft(
        uid: "uid-" + line(0), span: Span(start, start + .minutes(bytes.count % 90)), stamp: start, sequence: bytes.count, summary: line(1),
        notes: line(2), location: line(3), status: bytes.count % 3 == 0 ? .tentative : .confirmed,
        organizer: Party(address: line(4), name: line(5)), attendees: [Party(address: line(6), name: line(7), participationStatus: status)],
        url: line(8), isTransparent: bytes.count % 5 == 0, isPrivate: bytes.count % 7 == 0,
        extra: [Property(name: line(9), value: line(10))])
    let method: CalendarMethod? = bytes.count % 2 == 0 ? .request : nil
    let calendar = Component.calendar(method: method, events: [draft.component(), Component("VTIMEZONE")], name: lines.first, extra: [])
    let written = calendar.serialized()
    for row in written.split(separator: 10) where row.count > 76 { broken("a line of \(row.count) bytes was written") }
    guard let read = try? CalendarDocument.parse(written), let component = read.components.first?.components.last,
        let event = try? CalendarEvent(component)
    else { broken("an event of ours cannot be read") }
    guard read.components.count == 1, read.components[0].components.count == 2, read.isComplete else { broken("a text added a component") }
    guard read.components[0].serialized() == written else { broken("an event of ours is written in two ways") }
    guard event.start == .utc(start), event.sequence == bytes.count, event.stamp == start else { broken("an event of ours lost its time") }
    // A name that no line can carry is not written.
    let (own, found) = (draft.component().properties.count, component.properties.count)
    guard found == own || found == own - 1 else { broken("a text added a line") }
    guard CalendarMethod(read.components[0]) == method else { broken("the method of ours was lost") }
    let hidden = component.withoutPrivateText()
    if event.isPrivate, hidden.first("SUMMARY") != nil { broken("a private event tells its summary") }
    checkBusyTable(bytes)
}

/// Every row of the table has a sentence, and cancelled events are free.
private func checkBusyTable(_ bytes: [UInt8]) {
    func pick<Element>(_ index: Int, _ elements: [Element]) -> Element {
        elements[Int(index < bytes.count ? bytes[index] : 0) % elements.count]
    }
    let facts = BusyFacts(
        status: pick(0, [nil, .tentative, .confirmed, .cancelled]),
        ownAnswers: pick(1, [[], [.declined], [.tentative], [.accepted, nil]]),
        isTransparent: pick(2, [false, true]), mark: pick(3, [nil, .free, .tentative, .busy, .outOfOffice, .workingElsewhere]),
        purpose: pick(4, [.ordinary, .workingLocation, .birthday, .outOfOffice, .focusTime]))
    let meaning = BusyMeaning.of(facts)
    guard !meaning.sentence.isEmpty, facts.status != .cancelled || !meaning.isBusy else { broken("\(facts) mean \(meaning)") }
}

/// A calendar that is changed: what is set stands there once, what is removed is gone, hiding leaves no private text.
func checkEdits(_ bytes: [UInt8]) {
    guard let document = try? CalendarDocument.parse(bytes), var calendar = document.components.first else { return }
    calendar.set(Property("X-WR-CALNAME", text: "New; name"))
    calendar.remove("PRODID")
    guard calendar.all("x-wr-calname").map(\.text) == ["New; name"], calendar.first("PRODID") == nil else { broken("an edit was lost") }
    for index in calendar.components.indices {
        var first = calendar.components[index].properties.first
        first?.parameters.append(Parameter("X-P", values: ["a", "b"]))
        first?.value += "!"
        if let first { calendar.components[index].replace(first.name, with: [first, first]) }
    }
    let hidden = calendar.withoutPrivateText()
    for event in hidden.components where event.name == "VEVENT" {
        guard let read = try? CalendarEvent(event), read.isPrivate else { continue }
        if read.summary != nil || read.organizer != nil || read.notes != nil || !event.components.isEmpty {
            broken("a private event tells something")
        }
    }
    do throws(CalendarParseFailure) {
        let again = try CalendarDocument.parse(calendar.serialized())
        guard again.components.first == calendar else { broken("an edited calendar reads back as something else") }
    } catch { broken("an edited calendar cannot be read: \(error)") }
    guard Set([calendar, hidden]).contains(calendar) else { broken("equal components have different hashes") }
}
