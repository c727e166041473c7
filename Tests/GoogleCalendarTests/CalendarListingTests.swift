import CalendarSimulators
import CalendarSync
import Testing

@testable import GoogleCalendar

struct CalendarListingTests {
    @Test func `each calendar says what it can be used for, and why not for more`() async throws {
        try await Google.run { google async throws in
            for (number, role) in [GoogleRole.freeBusyReader, .reader, .writerWithoutPrivateAccess, .writer].enumerated() {
                let other = google.simulator.change { world, _ in
                    world.addPerson(email: "p\(number)@example.org", name: "P", timeZone: "UTC")
                }
                #expect(!other.isEmpty)
                try google.edit(.setRole(calendar: "p\(number)@example.org", email: Google.email, role: role))
            }
            let account = try await google.provider.discover(google.credentials)
            #expect(account.calendars.map(\.id) == [Google.email] + (0..<4).map { "p\($0)@example.org" })
            #expect(account.calendars.map(\.access) == [.readWrite, .readOnly, .readOnly, .readWrite, .readWrite])
            #expect(account.calendars.map { $0.limitation == nil } == [true, false, false, true, true])
            #expect(account.calendars[1].limitation?.contains("only its free and busy times are shared") == true)
            #expect(account.calendars[0].capabilities == ["role:owner", "primary", "meet"])
            #expect(account.ownAddresses == [Google.email])
            #expect(google.provider.writer(of: account.calendars[1], with: google.credentials) == nil)
        }
    }

    @Test func `a long list is read to its last page, hidden calendars too, deleted ones not`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.largestPage = 7 }
            let ids = try (0..<30).map { try google.edit(.addCalendar(subject: google.subject, name: "C\($0)", timeZone: "UTC")) }
            try google.edit(.deleteCalendar(ids[3]))
            let account = try await google.provider.discover(google.credentials)
            #expect(Set(account.calendars.map(\.id)) == Set(ids + [Google.email]).subtracting([ids[3]]))
            #expect(google.calls() == Array(repeating: "calendarList.list", count: 5))
        }
    }

    @Test func `the account is told by its primary calendar, whatever that is called`() async throws {
        try await Google.run { google async throws in
            #expect(try await google.provider.discover(google.credentials).address == "google:\(google.subject)")
        }
    }
}
