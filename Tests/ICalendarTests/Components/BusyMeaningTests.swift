import ICalendar
import Testing

/// One test a row of the table that decides whether an event closes its time.
@Suite struct BusyMeaningTests {
    private func meaning(_ lines: String) throws -> BusyMeaning {
        BusyMeaning.of(try Cast.read("DTSTART:20261121T090000Z\n" + lines), ownAddresses: ["ana@example.org", "ana@home.example"])
    }

    @Test func `an event is busy unless it says otherwise`() throws {
        #expect(try meaning("SUMMARY:x") == .busy(.opaque))
        #expect(try meaning("TRANSP:OPAQUE\nSTATUS:CONFIRMED") == .busy(.opaque))
        #expect(try meaning("TRANSP:X-ODD\nSTATUS:X-ODD") == .busy(.opaque))
    }

    @Test func `a transparent event is free`() throws {
        #expect(try meaning("TRANSP: transparent") == .free(.transparent))
    }

    @Test func `a cancelled event is free`() throws {
        #expect(try meaning("STATUS:CANCELLED\nTRANSP:OPAQUE") == .free(.cancelled))
    }

    @Test func `a tentative event is busy`() throws {
        #expect(try meaning("STATUS:TENTATIVE") == .busy(.tentative))
        #expect(try meaning("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE") == .busy(.tentative))
    }

    @Test func `an invitation that the owner declined is free`() throws {
        #expect(try meaning("ATTENDEE;PARTSTAT=DECLINED:MAILTO:Ana@example.org") == .free(.declined))
    }

    @Test func `an invitation that somebody else declined is busy`() throws {
        #expect(try meaning("ATTENDEE;PARTSTAT=DECLINED:mailto:ben@example.org") == .busy(.opaque))
        #expect(
            try meaning("ATTENDEE;PARTSTAT=DECLINED:mailto:ben@example.org\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.org")
                == .busy(.opaque))
    }

    @Test func `an invitation that one address of the owner declined and another accepted is busy`() throws {
        #expect(try meaning("ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.org\nATTENDEE:mailto:ana@home.example") == .busy(.opaque))
    }

    @Test func `an invitation without an answer is busy`() throws {
        #expect(try meaning("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@example.org") == .busy(.opaque))
    }

    @Test func `what Outlook marks free is free`() throws {
        #expect(try meaning("X-MICROSOFT-CDO-BUSYSTATUS:FREE") == .free(.markedFree))
        #expect(try meaning("X-MICROSOFT-CDO-INTENDEDSTATUS:FREE") == .free(.markedFree))
    }

    @Test func `the actual mark of Outlook counts more than the intended one`() throws {
        #expect(try meaning("X-MICROSOFT-CDO-INTENDEDSTATUS:FREE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY") == .busy(.opaque))
    }

    @Test func `out of office and working elsewhere are busy`() throws {
        #expect(try meaning("X-MICROSOFT-CDO-BUSYSTATUS:OOF") == .busy(.outOfOffice))
        #expect(try meaning("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE") == .busy(.workingElsewhere))
    }

    @Test func `other spellings of Microsoft's mark are known`() throws {
        #expect(try meaning("X-MICROSOFT-MSNCALENDAR-BUSYSTATUS:OOF") == .busy(.outOfOffice))
        #expect(try meaning("X-MICROSOFT-CDO-BUSYSTATUS:OUTOFOFFICE") == .busy(.outOfOffice))
    }

    @Test func `an invitation that the owner accepted tentatively is busy as tentative`() throws {
        #expect(try meaning("ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.org") == .busy(.tentative))
    }

    @Test func `a whole day is busy unless it says otherwise`() throws {
        let day = try Cast.read("DTSTART;VALUE=DATE:20261121")
        #expect(BusyMeaning.of(day, ownAddresses: []) == .busy(.opaque))
        let free = try Cast.read("DTSTART;VALUE=DATE:20261121\nTRANSP:TRANSPARENT")
        #expect(BusyMeaning.of(free, ownAddresses: []) == .free(.transparent))
    }

    @Test func `where somebody works is free, whatever else the event says`() {
        #expect(BusyMeaning.of(BusyFacts(mark: .busy, purpose: .workingLocation)) == .free(.workingLocation))
    }

    @Test func `a birthday is free`() {
        #expect(BusyMeaning.of(BusyFacts(purpose: .birthday)) == .free(.birthday))
    }

    @Test func `out of office is busy by its purpose too`() {
        #expect(BusyMeaning.of(BusyFacts(purpose: .outOfOffice)) == .busy(.outOfOffice))
    }

    @Test func `focus time is busy`() {
        #expect(BusyMeaning.of(BusyFacts(purpose: .focusTime)) == .busy(.focusTime))
    }

    @Test func `a cancelled event is free even where it is out of office`() {
        #expect(BusyMeaning.of(BusyFacts(status: .cancelled, mark: .outOfOffice, purpose: .outOfOffice)) == .free(.cancelled))
    }

    @Test func `a declined event is free even where it is marked busy`() {
        #expect(BusyMeaning.of(BusyFacts(ownAnswers: [.declined], mark: .busy)) == .free(.declined))
    }

    @Test func `what is transparent is free even where it is marked working elsewhere`() {
        // Exchange writes both for that mark.
        #expect(BusyMeaning.of(BusyFacts(isTransparent: true, mark: .workingElsewhere)) == .free(.transparent))
    }

    @Test func `every meaning has its own sentence`() {
        let meanings: [BusyMeaning] = [
            .busy(.opaque), .busy(.tentative), .busy(.outOfOffice), .busy(.workingElsewhere), .busy(.focusTime),
            .busy(.freeBusy), .busy(.notUnderstood), .free(.workingLocation), .free(.birthday),
            .free(.transparent),
            .free(.cancelled), .free(.declined), .free(.markedFree),
        ]
        #expect(Set(meanings.map(\.sentence)).count == meanings.count)
    }
}
