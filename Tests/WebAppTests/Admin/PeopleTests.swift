import Booking
import CivilTime
import Foundation
import Hummingbird
import Operations
import Persistence
import Secrets
import TestSupport
import Testing

@testable import AdminApp

/// Customers, users and one's own account.
struct PeopleTests {
    @Test func `a search finds by any part and says when it finds nobody`() async throws {
        try await AdminFixture().test(as: AdminFixture.vera) { vera in
            #expect(try await vera.get("/admin/customers?q=5550199").text.contains("/admin/customers/ccleo"))
            let none = try await vera.get("/admin/customers?q=nobody")
            #expect(none.text.contains("Nobody matches this search"))
            #expect(none.values(of: "q") == ["nobody"])
        }
    }

    @Test func `a thousand customers come in pages that lead to each other`() async throws {
        let fixture = try AdminFixture { transaction in
            for number in 0..<1000 {
                try transaction.customers.insert(
                    Customer(
                        id: Customer.ID("c\(number)"), business: Cast.studio.id, name: "Guest \(number)", email: "", phone: "",
                        createdAt: Cast.morning))
            }
        }
        try await fixture.test { ana in
            let first = try await ana.get("/admin/customers?q=guest")
            #expect(first.text.contains("1–50 of 1,000"))
            #expect(first.attributes("href").contains("/admin/customers?q=guest&page=2"))
            let last = try await ana.get("/admin/customers?q=guest&page=20")
            #expect(last.text.contains("951–1,000 of 1,000") && !last.text.contains("rel=\"next\""))
        }
    }

    @Test func `another business's customer is not in the list`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.businesses.insert(Cast.darioBusiness)
            try transaction.customers.insert(Cast.dario)
        }
        try await fixture.test { ana in
            let (list, dario) = (try await ana.get("/admin/customers"), try await ana.get("/admin/customers/cdario"))
            #expect(list.text.contains("/admin/customers/ccleo") && !list.text.contains("/admin/customers/cdario"))
            #expect(dario.text.contains("<h1>Dario</h1>"))
        }
    }

    @Test func `a correction says how many bookings follow, and a faulty one keeps what was typed`() async throws {
        let fixture = try AdminFixture()
        let appointment = try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let faulty = try await ben.post("/admin/customers/ccleo/edit", ["name": "", "email": "cleo@", "phone": "", "notes": "VIP"])
            #expect(faulty.status == .unprocessableContent)
            #expect(
                faulty.text.contains("id=\"name-fault\"") && faulty.text.contains("id=\"email-fault\"")
                    && faulty.text.contains("VIP</textarea>"))
            let saved = try await ben.post(
                "/admin/customers/ccleo/edit", ["name": "Cleopatra", "email": "cleo@example.org", "phone": "", "notes": ""])
            let page = try await ben.follow(saved)
            #expect(page.text.contains("<h1>Cleopatra</h1>") && page.text.contains("One booking ahead follows the correction."))
        }
        #expect(try await fixture.read { try $0.appointments.find(appointment.id)?.attendees.first?.name } == "Cleopatra")
    }

    @Test func `the export is a JSON file of everything held`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book()
        try await fixture.test(as: Cast.ben) { ben in
            let file = try await ben.get("/admin/customers/ccleo/export")
            #expect(file.headers[.contentType] == "application/json")
            #expect(file.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            let held = try #require(try JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any])
            #expect((held["appointments"] as? [Any])?.count == 1)
        }
    }

    @Test func `erasing says what will happen and happens only when confirmed`() async throws {
        let fixture = try AdminFixture()
        try await fixture.book()
        try await fixture.test { ana in
            let asked = try await ana.post("/admin/customers/ccleo/erase")
            #expect(asked.status == .ok && asked.text.contains("Erase Cleo?") && asked.text.contains("One booking is still ahead"))
            #expect(try await fixture.read { try $0.customers.find(Cast.cleo.id)?.erasedAt } == nil)
            _ = try await ana.post("/admin/customers/ccleo/erase", ["confirmed": "1"])
            let page = try await ana.get("/admin/customers/ccleo")
            #expect(page.text.contains("Erased customer") && !page.text.contains("Cleo"))
            #expect(!(try await ana.get("/admin?date=2026-11-23")).text.contains("Cleo"))
        }
    }

    @Test func `an invitation's link is shown once, for copying`() async throws {
        try await AdminFixture(isMailConfigured: false).test { ana in
            let answer = try await ana.post("/admin/users", ["name": "Nils", "email": "nils@example.org", "role": "viewer"])
            #expect(answer.text.contains("http://localhost:8080/admin/password/"))
            #expect(answer.text.contains("This server cannot send mail yet"))
            let list = try await ana.get("/admin/users")
            #expect(list.text.contains("invited, no answer yet") && !list.text.contains("/admin/password/"))
        }
    }

    @Test func `an invitation to an address that is taken keeps what was typed`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post("/admin/users", ["name": "Ben again", "email": "BEN@example.org", "role": "viewer"])
            #expect(answer.status == .unprocessableContent && answer.text.contains("id=\"email-fault\""))
            #expect(answer.values(of: "name") == ["Ben again"])
        }
    }

    @Test func `the last administrator stays one`() async throws {
        let fixture = try AdminFixture { transaction in
            for var user in [Cast.ana, Cast.ben] {
                user.passwordHash = "hash"
                try transaction.users.update(user)
            }
        }
        try await fixture.test { ana in
            let demoted = try await ana.post("/admin/users/uana/role", ["role": "viewer"])
            let removed = try await ana.post("/admin/users/uana/remove", ["confirmed": "1"])
            #expect(demoted.status == .conflict && removed.status == .conflict)
            let promoted = try await ana.post("/admin/users/uben/role", ["role": "administrator"])
            let demotedThen = try await ana.post("/admin/users/uana/role", ["role": "viewer"])
            #expect(promoted.status == .seeOther && demotedThen.status == .seeOther)
            #expect(try await ana.get("/admin/users").status == .forbidden)
        }
    }

    @Test func `removing a user asks first and ends their sessions`() async throws {
        let fixture = try AdminFixture()
        try await fixture.test { ana in
            #expect(try await ana.post("/admin/users/uben/remove").text.contains("Remove Ben?"))
            _ = try await ana.post("/admin/users/uben/remove", ["confirmed": "1"])
        }
        try await fixture.test(as: Cast.ben) { ben in
            let answer = try await ben.get("/admin")
            #expect(answer.location == "/admin/sign-in")
        }
    }

    @Test func `sessions are listed by browser and ended one by one`() async throws {
        let fixture = try AdminFixture { transaction in
            try transaction.sessions.insert(
                Session(
                    tokenHash: String(repeating: "f", count: 64), user: Cast.ana.id, createdAt: Cast.morning, lastSeenAt: Cast.morning,
                    expiresAt: Cast.morning + .days(1), userAgent: "Safari/605 iPhone", address: "198.51.100.7"))
        }
        try await fixture.test { ana in
            let page = try await ana.get("/admin/account")
            #expect(page.text.contains("Firefox · Linux") && page.text.contains("Safari · iPhone") && page.text.contains("this browser"))
            #expect(!page.text.contains(String(repeating: "f", count: 17)))
            _ = try await ana.post("/admin/account/sessions/\(String(repeating: "f", count: 16))/end")
            #expect(!(try await ana.get("/admin/account")).text.contains("iPhone"))
        }
    }

    @Test func `nobody ends the session of somebody else`() async throws {
        try await AdminFixture().test(as: Cast.ben) { ben in
            let anas = Token.hash(AdminFixture.token(of: Cast.ana)).prefix(16)
            let answer = try await ben.post("/admin/account/sessions/\(anas)/end")
            #expect(answer.status == .notFound)
        }
    }

    @Test func `the present password is asked for before a new one counts`() async throws {
        try await AdminFixture().test { ana in
            let answer = try await ana.post("/admin/account/password", ["current": "guess", "new": "a long enough one"])
            #expect(answer.status == .unprocessableContent && answer.text.contains("id=\"current-fault\""))
            #expect(!answer.text.contains("a long enough one"))
        }
    }
}
