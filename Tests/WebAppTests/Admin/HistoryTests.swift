import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import TestSupport
import Testing
import Texts

@testable import AdminApp

/// What was done, as administrators read it.
struct HistoryTests {
    private func fixture() async throws -> (AdminFixture, Appointment) {
        let fixture = try AdminFixture()
        let booked = try await fixture.book()
        var service = Cast.haircut
        service.name = "Haircut and <wash>"
        service.duration = .minutes(50)
        service.price = 4_100
        _ = try await SaveService(fixture.kalends)(service, actor: .user(Cast.ana.id), confirmed: true)
        return (fixture, booked)
    }

    @Test func `the page tells who did what to what, and what it changed`() async throws {
        let (fixture, booked) = try await fixture()
        try await fixture.test { ana in
            let page = try await ana.get("/admin/history")
            #expect(page.status == .ok)
            #expect(page.words.contains("“Haircut” → “Haircut and <wash>”"))
            #expect(page.words.contains("30 min → 50 min"))
            #expect(page.text.contains("/admin/services/\(Cast.haircut.id)") && page.text.contains("/admin/appointments/\(booked.id)"))
            #expect(page.words.contains("Booked") && page.words.contains("The customer") && page.words.contains("Ana"))
            #expect(!page.text.contains("<wash>"))
        }
    }

    @Test(arguments: [
        ("?kind=service", true, false), ("?kind=appointment", false, true), ("?kind=nonsense", true, true),
        ("?actor=customer", false, true),
        ("?actor=user:uana", true, false), ("?subject=service:vhaircut", true, false), ("?kind=appointment&actor=user:uana", false, false),
        ("?before=0", false, false), ("?before=x", true, true),
        ("?subject=%00", true, true), ("?actor=%00customer", false, true),
    ])
    func `a filter shows its part`(_ query: String, _ showsService: Bool, _ showsBooking: Bool) async throws {
        let (fixture, booked) = try await fixture()
        try await fixture.test { ana in
            let page = try await ana.get("/admin/history\(query)")
            #expect(page.status == .ok)
            #expect(page.text.contains("href=\"/admin/services/\(Cast.haircut.id)\"") == showsService)
            #expect(page.text.contains("href=\"/admin/appointments/\(booked.id)\"") == showsBooking)
            #expect(page.words.contains("Nothing here") == (!showsService && !showsBooking))
        }
    }

    @Test func `where one would look there is a way to it`() async throws {
        let (fixture, booked) = try await fixture()
        try await fixture.test { ana in
            let places = [
                "/admin/services/\(Cast.haircut.id)": "service:\(Cast.haircut.id)",
                "/admin/staff/\(Cast.benMember.id)": "staff:\(Cast.benMember.id)",
                "/admin/settings": "business:\(Cast.studio.id)",
                "/admin/customers/\(booked.attendees[0].customer)": "customer:\(booked.attendees[0].customer)",
            ]
            for (place, subject) in places {
                let page = try await ana.get(place)
                #expect(page.text.contains("/admin/history?subject=\(subject)"), "\(place)")
            }
            let page = try await ana.get("/admin/appointments/\(booked.id)")
            #expect(page.words.contains("Booked"))
        }
    }

    @Test func `a long history has pages that stay as they are while it grows`() async throws {
        let fixture = try AdminFixture { transaction in
            for number in 0..<120 {
                try transaction.history.append(
                    HistoryEntry(at: Cast.morning, actor: "system", subject: "job:\(number)", action: "discarded", reason: "no. \(number).")
                )
            }
        }
        try await fixture.test { ana in
            let first = try await ana.get("/admin/history")
            #expect(first.text.contains("no. 119.") && first.text.contains("no. 70.") && !first.text.contains("no. 69."))
            let older = try #require(first.text.firstMatch(of: /href="(\/admin\/history\?before=\d+)"/)).output.1
            let second = try await ana.get(String(older))
            #expect(second.text.contains("no. 69.") && second.text.contains("no. 20.") && !second.text.contains("no. 70."))
        }
    }

    @Test func `only administrators read it`() async throws {
        try await AdminFixture().test(as: Cast.ben) { ben in
            let (history, home) = (try await ben.get("/admin/history"), try await ben.get("/admin"))
            #expect(history.status == .forbidden)
            #expect(!home.text.contains("/admin/history"))
        }
    }
}

struct HistoryChangesTests {
    private func lines(_ before: String?, _ after: String?) -> [HistoryChanges.Line] {
        HistoryChanges(
            HistoryEntry(at: Cast.morning, actor: "system", subject: "s", action: "changed", before: before, after: after),
            texts: Texts(language: "en"), zone: .utc
        ).lines
    }

    @Test func `facts that differ are told by name, inner ones too`() {
        #expect(
            lines(
                #"{"name":"Cut","revision":1,"policy":{"minimumLeadTime":3600},"hours":[1],"isActive":true,"summary":"a\nb"}"#,
                #"{"name":"Trim","revision":2,"policy":{"minimumLeadTime":7200},"hours":[2],"isActive":false,"summary":""}"#) == [
                    HistoryChanges.Line(name: "Hours"), HistoryChanges.Line(name: "Is offered", before: "yes", after: "no"),
                    HistoryChanges.Line(name: "Name", before: "“Cut”", after: "“Trim”"),
                    HistoryChanges.Line(name: "Shortest notice", before: "1 h", after: "2 h"), HistoryChanges.Line(name: "Description"),
                ])
    }

    @Test func `what is made or removed, or cannot be read, has no lines`() {
        for (before, after) in [(nil, "{}"), ("{}", nil), ("nonsense", "{}"), ("[]", "{}"), ("{}", "{}")] as [(String?, String?)] {
            #expect(lines(before, after).isEmpty)
        }
        #expect(lines(#"{"position":1}"#, #"{"position":2}"#).map(\.name) == ["Details"])
    }
}
