import CalendarSimulators
import CalendarSync
import CivilTime
import Testing

@testable import GoogleCalendar

/// Series: what is one item, when it is read anew, and the times that it takes.
struct SeriesTests {
    private func starts(_ google: Google, _ item: RemoteItem?, _ window: Span = december) throws -> [String] {
        let item = try #require(item)
        return google.provider.expand(item, in: window, for: vienna).occurrences.map { "\(vienna.zone.civil(at: $0.span.start))" }.sorted()
    }

    private func daily(_ google: Google, _ rule: String = "RRULE:FREQ=DAILY;COUNT=3") throws -> String {
        try google.add(hour(["recurrence": [.text(rule)]]))
    }

    @Test func `without titles a series keeps its times`() async throws {
        try await Google.run { google async throws in
            let series = try daily(google)
            try google.edit(.changeEvent(calendar: Google.email, event: "\(series)_20261202T080000Z", change: ["summary": "Oncologist"]))
            var item = try #require(try await google.read().1.items[series])
            let before = try starts(google, item)
            #expect(item.payload.contains("Oncologist") && item.payload.contains("Dentist"))
            #expect(google.provider.keptPayload(of: item, keepsTitle: true, ownAddresses: []) == item.payload)
            item.payload = google.provider.keptPayload(of: item, keepsTitle: false, ownAddresses: [])
            #expect(!item.payload.contains("Oncologist") && !item.payload.contains("Dentist"))
            #expect(try starts(google, item) == before && before.count == 3)
        }
    }

    @Test func `an occurrence that is moved, retitled or deleted changes its series and no other item`() async throws {
        try await Google.run { google async throws in
            let series = try daily(google)
            var (batch, state) = try await google.read()
            let calendar = Google.email
            let moved = Instant(secondsSinceEpoch: 1_796_220_000)
            try google.edit(.moveEvent(calendar: calendar, event: "\(series)_20261202T080000Z", start: moved))
            _ = google.calls()
            (batch, state) = try await google.read(state)
            #expect(batch.changed.map(\.id) == [series] && batch.removed.isEmpty)
            #expect(google.calls() == ["events.list", "events.get", "events.list"])
            #expect(
                try starts(google, state.items[series]) == ["2026-12-01T09:00:00", "2026-12-02T15:00:00", "2026-12-03T09:00:00"])
            try google.edit(.deleteEvent(calendar: calendar, event: "\(series)_20261203T080000Z"))
            (batch, state) = try await google.read(state)
            #expect(try starts(google, state.items[series]) == ["2026-12-01T09:00:00", "2026-12-02T15:00:00"])
            try google.edit(
                .changeEvent(calendar: calendar, event: series, change: ["summary": "Doctor", "transparency": "transparent"]))
            (batch, state) = try await google.read(state)
            let expanded = google.provider.expand(try #require(state.items[series]), in: december, for: vienna).occurrences
            #expect(expanded.map(\.title) == ["Doctor", "Dentist"] && expanded.map(\.isBusy) == [false, true])
        }
    }

    @Test func `deleting a series leaves nothing behind`() async throws {
        try await Google.run { google async throws in
            let series = try daily(google)
            try google.edit(.changeEvent(calendar: Google.email, event: "\(series)_20261202T080000Z", change: ["summary": "Doctor"]))
            var (batch, state) = try await google.read()
            try google.edit(.deleteEvent(calendar: Google.email, event: series))
            (batch, state) = try await google.read(state)
            #expect(batch.removed == [series] && state.known.isEmpty)
        }
    }

    @Test func `this and all following: the old series ends where the new one begins`() async throws {
        try await Google.run { google async throws in
            let series = try daily(google, "RRULE:FREQ=DAILY;COUNT=5")
            var (batch, state) = try await google.read()
            let later = hour(day: 3, at: "15:00:00")
            let change: JSONValue = ["start": later["start"] ?? .null, "end": later["end"] ?? .null]
            let following = try google.edit(
                .splitSeries(calendar: Google.email, occurrence: "\(series)_20261203T080000Z", change: change))
            (batch, state) = try await google.read(state)
            #expect(Set(batch.changed.map(\.id)) == [series, following] && batch.removed.isEmpty)
            #expect(try starts(google, state.items[series]) == ["2026-12-01T09:00:00", "2026-12-02T09:00:00"])
            #expect(try starts(google, state.items[following]).first == "2026-12-03T15:00:00")
        }
    }

    @Test func `many series to be read anew are read as one whole listing`() async throws {
        try await Google.run { google async throws in
            let all = try (0..<5).map { _ in try daily(google) }
            for series in all { try google.edit(.deleteEvent(calendar: Google.email, event: "\(series)_20261202T080000Z")) }
            let (_, state) = try await google.read()
            for series in all { try google.edit(.deleteEvent(calendar: Google.email, event: "\(series)_20261203T080000Z")) }
            _ = google.calls()
            let (batch, after) = try await google.read(state)
            #expect(batch.listing == Set(all) && google.calls() == ["events.list", "events.list"])
            for series in all { #expect(try starts(google, after.items[series]) == ["2026-12-01T09:00:00"]) }
        }
    }

    @Test func `an exception that came twice makes its series be read anew`() async throws {
        try await Google.run { google async throws in
            let series = try daily(google)
            let exception = "\(series)_20261202T080000Z"
            try google.edit(.changeEvent(calendar: Google.email, event: exception, change: ["summary": "Doctor"]))
            try google.edit(.changeEvent(calendar: Google.email, event: exception, change: ["summary": "Surgeon"]))
            google.fault(SimulatedFault(.oldItemLast, method: "events.list"))
            let (_, state) = try await google.read()
            let item = try #require(state.items[series])
            #expect(google.provider.expand(item, in: december, for: vienna).occurrences.map(\.title).contains("Surgeon"))
        }
    }

    @Test func `an occurrence of somebody else's series is an event of its own until its series is shown`() async throws {
        try await Google.run { google async throws in
            let orphan: [String: JSONValue] = [
                "recurringEventId": "theirseries", "organizer": ["email": "boss@example.org"], "id": "theirseries0",
                "originalStartTime": ["dateTime": "2026-12-01T09:00:00", "timeZone": "Europe/Vienna"], "iCalUID": "theirs@example.org",
            ]
            let id = try google.add(hour(orphan))
            var (batch, state) = try await google.read()
            #expect(batch.changed.map(\.id) == [id])
            #expect(try starts(google, state.items[id]) == ["2026-12-01T09:00:00"])
            try google.add(
                hour(["id": "theirseries", "recurrence": ["RRULE:FREQ=DAILY;COUNT=2"], "iCalUID": "theirs@example.org"]))
            (batch, state) = try await google.read(state)
            #expect(state.known.keys.contains("theirseries"))
            #expect(try await google.writer().item(id) == nil, "its series is shown now")
        }
    }

    @Test(arguments: [
        (
            "RDATE;TZID=Europe/Vienna:20261205T090000,20261210T090000",
            ["2026-12-01T09:00:00", "2026-12-05T09:00:00", "2026-12-10T09:00:00"]
        ),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=2", ["2026-12-01T09:00:00", "2026-12-28T09:00:00"]),
    ])
    func `every kind of rule is laid out`(rule: String, expected: [String]) async throws {
        try await Google.run { google async throws in
            let series = try daily(google, rule)
            #expect(try starts(google, await google.read().state.items[series]) == expected)
        }
    }

    @Test func `a series keeps its clock time over a clock change, in zones of half hours too`() async throws {
        try await Google.run { google async throws in
            let start: JSONValue = ["dateTime": "2026-10-24T09:00:00", "timeZone": "Europe/Vienna"]
            let end: JSONValue = ["dateTime": "2026-10-24T10:00:00", "timeZone": "Europe/Vienna"]
            let series = try google.add(["start": start, "end": end, "recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]])
            let adelaide: JSONValue = ["dateTime": "2026-12-01T09:00:00", "timeZone": "Australia/Adelaide"]
            let adelaideEnd: JSONValue = ["dateTime": "2026-12-01T09:30:00", "timeZone": "Australia/Adelaide"]
            let far = try google.add(["start": adelaide, "end": adelaideEnd, "recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]])
            let state = try await google.read().state
            let october = Span(Google.start - .days(60), Google.start)
            #expect(
                try starts(google, state.items[series], october)
                    == ["2026-10-24T09:00:00", "2026-10-25T09:00:00", "2026-10-26T09:00:00"])
            #expect(
                try starts(google, state.items[far], Span(Google.start, december.end)) == ["2026-11-30T23:30:00", "2026-12-01T23:30:00"])
        }
    }

    @Test func `a day off is a day of its owner, wherever that is`() async throws {
        try await Google.run { google async throws in
            let id = try google.add(["summary": "Day off", "start": ["date": "2026-12-24"], "end": ["date": "2026-12-26"]])
            let item = try #require(try await google.read().state.items[id])
            let auckland = CalendarOwner(
                zone: try #require(vienna.zones.zone(named: "Pacific/Auckland")), zones: vienna.zones, ownAddresses: [])
            for owner in [vienna, auckland] {
                let (only) = try #require(google.provider.expand(item, in: december, for: owner).occurrences.first)
                #expect(only.isAllDay && "\(owner.zone.civil(at: only.span.start))" == "2026-12-24T00:00:00")
                #expect(only.span.duration == .days(2) && google.provider.locate(item, for: owner).fields?.span == only.span)
            }
        }
    }
}
