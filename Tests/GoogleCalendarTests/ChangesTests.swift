import CalendarSimulators
import CalendarSync
import CivilTime
import Testing

@testable import GoogleCalendar

struct ChangesTests {
    @Test func `a first read lists everything, later ones only what changed, and nothing costs one request`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 3 }
            let ids = try (1...7).map { try google.add(hour(day: $0)) }
            var (batch, state) = try await google.read()
            #expect(batch.listing == Set(ids) && Set(batch.changed.map(\.id)) == Set(ids))
            #expect(google.calls() == Array(repeating: "events.list", count: 3))
            (batch, state) = try await google.read(state)
            #expect(batch.changed.isEmpty && batch.removed.isEmpty && batch.listing == nil)
            #expect(google.calls() == ["events.list"])
            try google.edit(.deleteEvent(calendar: Google.email, event: ids[1]))
            try google.edit(.changeEvent(calendar: Google.email, event: ids[4], change: ["summary": "Doctor"]))
            (batch, state) = try await google.read(state)
            #expect(batch.removed == [ids[1]] && batch.changed.map(\.fields?.title) == ["Doctor"])
            #expect(try await google.writer().item(ids[1]) == nil, "a removal is verified by asking for the very event")
        }
    }

    @Test func `a hundred changed events cost one read`() async throws {
        try await Google.run { google async throws in
            let ids = try (0..<100).map {
                try google.add(hour(day: 1 + $0 % 28, $0 % 4 == 0 ? ["recurrence": ["RRULE:FREQ=WEEKLY"]] : [:]))
            }
            var (batch, state) = try await google.read()
            _ = google.calls()
            for id in ids { try google.edit(.changeEvent(calendar: Google.email, event: id, change: ["summary": "Doctor"])) }
            (batch, state) = try await google.read(state)
            #expect(batch.changed.count == 100 && google.calls() == ["events.list"])
            #expect(state.known.count == 100)
        }
    }

    @Test func `our own write coming back is no change`() async throws {
        try await Google.run { google async throws in
            var (_, state) = try await google.read()
            let written = try await google.writer().create(ours)
            state.known[written.id] = written.version
            #expect(try await google.read(state).batch.changed.isEmpty)
        }
    }

    @Test(arguments: [1, 2, 3])
    func `a token that expires at any page leads to a whole listing, from which deletions follow`(page: Int) async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 2 }
            let ids = try (1...6).map { try google.add(hour(day: $0)) }
            var (batch, state) = try await google.read()
            for id in ids.dropFirst() { try google.edit(.changeEvent(calendar: Google.email, event: id, change: ["summary": "Doctor"])) }
            try google.edit(.deleteEvent(calendar: Google.email, event: ids[0]))
            google.fault(SimulatedFault(.refuse, method: "events.list", page: page, status: 410, reason: "fullSyncRequired"))
            (batch, state) = try await google.read(state)
            #expect(batch.listing == Set(ids.dropFirst()) && batch.removed.isEmpty)
            #expect(Set(state.known.keys) == Set(ids.dropFirst()))
            #expect(try await google.read(state).batch.changed.isEmpty)
        }
    }

    @Test func `a listing that keeps expiring is told, and leaves everything as it is`() async throws {
        try await Google.run { google async throws in
            google.fault(SimulatedFault(.refuse, method: "events.list", times: 0, status: 410, reason: "fullSyncRequired"))
            #expect(try await failure { _ = try await google.read() }.kind == .unreachable)
        }
    }

    @Test func `tokens that are old, foreign or damaged lead to a whole listing`() async throws {
        try await Google.run { google async throws in
            let id = try google.add(hour())
            let (_, state) = try await google.read()
            try google.edit(.expireSyncTokens(calendar: Google.email))
            #expect(try await google.read(state).batch.listing == [id])
            for cursor in ["g1|0|nonsense", "sync|0|http://x", "", "g1|x|y"] {
                let batch = try await google.writer().changes(since: SyncCursor(cursor), known: [:])
                #expect(batch.listing == [id])
            }
        }
    }

    @Test func `an access token that runs out between pages is renewed on the way`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 2 }
            let ids = try (1...6).map { try google.add(hour(day: $0)) }
            google.fault(SimulatedFault(.refuse, method: "events.list", page: 2, status: 401, reason: "authError"))
            #expect(try await google.read().batch.listing == Set(ids))
        }
    }

    @Test(arguments: [SimulatedFault.Kind.emptyPage, .repeatPage])
    func `a page that is empty or comes again is read over`(kind: SimulatedFault.Kind) async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 2 }
            let ids = try (1...5).map { try google.add(hour(day: $0)) }
            google.fault(SimulatedFault(kind, method: "events.list", page: 2))
            let (batch, state) = try await google.read()
            #expect(batch.listing == Set(ids) && batch.changed.count == 5)
            #expect(try await google.read(state).batch.changed.isEmpty)
        }
    }

    @Test(arguments: [SimulatedFault.Kind.repeatItem, .oldItemLast], [true, false])
    func `an event that comes twice in different versions is asked for by itself`(kind: SimulatedFault.Kind, isFirst: Bool) async throws {
        try await Google.run { google async throws in
            let id = try google.add(hour())
            var state = ReadState()
            if !isFirst { state = try await google.read().state }
            try google.edit(.changeEvent(calendar: Google.email, event: id, change: ["summary": "Doctor"]))
            google.fault(SimulatedFault(kind, method: "events.list"))
            _ = google.calls()
            let (batch, _) = try await google.read(state)
            #expect(batch.changed.map(\.fields?.title) == ["Doctor"])
            #expect(google.calls() == ["events.list", "events.get"])
        }
    }

    @Test func `exceptions that come before their series belong to it all the same`() async throws {
        try await Google.run { google async throws in
            let series = try google.add(hour(["recurrence": ["RRULE:FREQ=DAILY;COUNT=5"]]))
            try google.edit(.deleteEvent(calendar: Google.email, event: "\(series)_20261203T080000Z"))
            google.fault(SimulatedFault(.reverseItems, method: "events.list"))
            let (batch, _) = try await google.read()
            #expect(batch.changed.map(\.id) == [series] && batch.listing == [series])
            #expect(google.provider.expand(batch.changed[0], in: december, for: vienna).occurrences.count == 4)
        }
    }

    @Test func `what changes while pages are read is read in the end`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 2 }
            let ids = try (1...4).map { try google.add(hour(day: $0)) }
            var (_, state) = try await google.read()
            for id in ids { try google.edit(.changeEvent(calendar: Google.email, event: id, change: ["summary": "Doctor"])) }
            // Deleted after the first page was answered: the listing goes on, the next read tells.
            google.settings { $0.visibilityDelay = 60 }
            try google.edit(.deleteEvent(calendar: Google.email, event: ids[0]))
            state = try await google.read(state).state
            google.simulator.advance(by: .minutes(2))
            state = try await google.read(state).state
            #expect(Set(state.known.keys) == Set(ids.dropFirst()))
            #expect(state.items.values.allSatisfy { $0.fields?.title == "Doctor" })
        }
    }

    @Test(arguments: [SimulatedFault.Kind.cutAnswer, .webPage, .loseAnswer])
    func `an answer that breaks off or is none changes nothing`(kind: SimulatedFault.Kind) async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 2 }
            _ = try (1...3).map { try google.add(hour(day: $0)) }
            // libcurl asks again by itself when a kept connection ends without an answer.
            google.fault(SimulatedFault(kind, method: "events.list", skip: 1, times: kind == .loseAnswer ? 0 : 1))
            let refused = try await failure { _ = try await google.read() }
            #expect(refused.kind == (kind == .webPage ? .invalidAnswer : .unreachable))
        }
    }

    @Test func `one event that cannot be read is set aside, the others are taken`() async throws {
        try await Google.run { google async throws in
            let id = try google.add(hour())
            google.fault(SimulatedFault(.brokenItem, method: "events.list"))
            let (batch, state) = try await google.read()
            #expect(batch.changed.map(\.id) == [id] && batch.troubled.map(\.id) == ["brokenitem"])
            #expect(batch.listing?.contains("brokenitem") == true, "what cannot be read is not gone")
            #expect(GoogleCursor(state.cursor)?.reads == GoogleCursor.readsBetweenListings - 5, "it is looked for again soon")
        }
    }

    @Test func `every two hundredth read lists the whole calendar`() async throws {
        try await Google.run { google async throws in
            let id = try google.add(hour())
            var (_, state) = try await google.read()
            state.cursor = GoogleCursor(token: GoogleCursor(state.cursor)?.token ?? "", reads: 199).value
            #expect(try await google.read(state).batch.listing == [id])
        }
    }

    @Test func `a calendar that only seems to be gone is not given up`() async throws {
        try await Google.run { google async throws in
            google.fault(SimulatedFault(.refuse, method: "events.list", times: 0, every: 2, status: 404, reason: "notFound"))
            #expect(try await failure { _ = try await google.read() }.kind == .unreachable)
            #expect(try await google.read().batch.listing == [])
        }
    }

    @Test func `a calendar that is gone or not shared any more is missing, and so is one made anew`() async throws {
        try await Google.run { google async throws in
            let id = try google.edit(.addCalendar(subject: google.subject, name: "Team", timeZone: "UTC"))
            let team = RemoteCalendar(id: id, name: "Team", access: .readWrite)
            _ = try await google.writer(team).changes(since: nil, known: [:])
            try google.edit(.recreateCalendar(id))
            #expect(try await failure { _ = try await google.writer(team).changes(since: nil, known: [:]) }.kind == .calendarMissing)
            #expect(try await failure { _ = try await google.writer(team).item("x") }.kind == .calendarMissing)
        }
    }

    @Test func `what was just written may not be listed yet, and is not lost by it`() async throws {
        try await Google.run { google async throws in
            var (_, state) = try await google.read()
            google.settings { $0.visibilityDelay = 60 }
            let id = try google.add(hour())
            state = try await google.read(state).state
            #expect(state.known.isEmpty)
            google.simulator.advance(by: .minutes(2))
            #expect(try await google.read(state).batch.changed.map(\.id) == [id])
        }
    }
}
