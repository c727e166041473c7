import Booking
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

struct FirstRunTests {
    let world: World

    init() throws { world = try World(isEmpty: true) }

    private func setUp(code: String, email: String = "ana@example.org", isBookable: Bool = true) -> SetUp {
        SetUp(
            code: code, administrator: .init(name: "Ana", email: email, password: "correct horse", isBookable: isBookable),
            business: .init(name: "Ana’s Studio", zone: "Europe/Berlin", language: "en", currency: "EUR", hours: Cast.workingWeek),
            service: .init(name: "Haircut", duration: .minutes(30), price: 3_500))
    }

    @Test func `with the code the set-up makes an administrator, a business and a service that can be booked`() async throws {
        #expect(try await FirstRun(world.kalends).isNeeded())
        let code = try await FirstRun(world.kalends).newCode()
        let made = try await FirstRun(world.kalends).complete(setUp(code: " \(code.uppercased()) "))
        #expect(made.user.role == .administrator && made.business.slug == "ana-s-studio")
        #expect(try await !FirstRun(world.kalends).isNeeded())
        let service = try #require(try world.read { try $0.services.all(in: made.business.id).first })
        #expect(
            try await FindSlots(world.kalends).offered(service, business: made.business, in: Span(monday(9), monday(10))).slots.count == 2)
        #expect(
            try await SignIn(world.kalends)(email: "ANA@example.org", password: "correct horse", userAgent: "", address: "").user.id
                == made.user.id)
        #expect(try world.history("business:\(made.business.id)").map(\.action) == ["created"])
    }

    @Test func `the administrator can be nobody to book`() async throws {
        let code = try await FirstRun(world.kalends).newCode()
        let made = try await FirstRun(world.kalends).complete(setUp(code: code, isBookable: false))
        #expect(try world.read { try $0.staff.all(in: made.business.id) }.isEmpty)
    }

    @Test func `a wrong code, and the code before the last one, make nothing`() async throws {
        let old = try await FirstRun(world.kalends).newCode()
        _ = try await FirstRun(world.kalends).newCode()
        for (code, fault) in [("", "codeMissing"), ("aaaa-bbbb-cccc", "codeWrong"), (old, "codeWrong")] {
            #expect(
                try await failure(of: Invalid.self) { _ = try await FirstRun(world.kalends).complete(setUp(code: code)) }
                    == Invalid("code", fault))
        }
        #expect(try world.read { try $0.users.count() } == 0)
    }

    @Test func `every node and every start prints the same code, which only their key makes of what is stored`() async throws {
        let code = try await FirstRun(world.kalends).code()
        #expect(try await FirstRun(world.kalends).code() == code)
        #expect(try await FirstRun(world.kalends).accepts(code: code))
        let stored = try #require(try world.read { try $0.settings.get("setup-code") })
        #expect(try await !FirstRun(world.kalends).accepts(code: stored))
        _ = try await FirstRun(world.kalends).newCode()
        #expect(try await !FirstRun(world.kalends).accepts(code: code))
    }

    @Test func `wrong codes from one place keep nobody else from the set-up`() async throws {
        let code = try await FirstRun(world.kalends).newCode()
        for _ in 0..<5 {
            _ = try await failure(of: Invalid.self) { _ = try await FirstRun(world.kalends).complete(setUp(code: "x"), household: "a") }
        }
        #expect(
            try await failure(of: TooManyAttempts.self) {
                _ = try await FirstRun(world.kalends).complete(setUp(code: code), household: "a")
            }
                != nil)
        _ = try await FirstRun(world.kalends).complete(setUp(code: code), household: "b")
    }

    @Test func `the code counts however it was copied`() async throws {
        let code = try await FirstRun(world.kalends).newCode()
        for copied in [code.replacing("-", with: ""), code.replacing("-", with: " "), " \(code.uppercased())\n"] {
            #expect(try await FirstRun(world.kalends).accepts(code: copied), "\(copied)")
        }
        #expect(try await !FirstRun(world.kalends).accepts(code: String(code.dropLast())))
    }

    @Test func `an administrator made without a browser makes the first business, and only the first`() async throws {
        let user = try await CreateAdministrator(world.kalends)(name: "Ana", email: "ana@example.org", password: "correct horse")
        let asked = setUp(code: "")
        let made = try await FirstRun(world.kalends).makeBusiness(
            asked.business, asked.service, isBookable: true, actor: .user(user.id))
        let service = try #require(try world.read { try $0.services.all(in: made.id).first })
        #expect(
            try await FindSlots(world.kalends).offered(service, business: made, in: Span(monday(9), monday(10))).slots.count == 2)
        #expect(
            try await failure(of: NotAllowed.self) {
                _ = try await FirstRun(world.kalends).makeBusiness(asked.business, asked.service, isBookable: true, actor: .user(user.id))
            } != nil)
    }

    @Test func `guessing the code is slowed down`() async throws {
        _ = try await FirstRun(world.kalends).newCode()
        for _ in 0..<5 { _ = try await failure(of: Invalid.self) { _ = try await FirstRun(world.kalends).complete(setUp(code: "x")) } }
        #expect(try await failure(of: TooManyAttempts.self) { _ = try await FirstRun(world.kalends).complete(setUp(code: "x")) } != nil)
    }

    @Test func `nobody runs it a second time, with the code or without`() async throws {
        let code = try await FirstRun(world.kalends).newCode()
        _ = try await FirstRun(world.kalends).complete(setUp(code: code))
        #expect(try await failure(of: NotAllowed.self) { _ = try await FirstRun(world.kalends).complete(setUp(code: code)) } != nil)
        let administrator = SetUp.Administrator(name: "Eve", email: "eve@example.org", password: "correct horse")
        #expect(
            try await failure(of: NotAllowed.self) {
                _ = try await FirstRun(world.kalends).loadSample(code: code, administrator: administrator, zone: "Europe/Berlin")
            } != nil)
    }

    @Test func `two who set up at the same moment make one instance`() async throws {
        let code = try await FirstRun(world.kalends).newCode()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<2 {
                group.addTask {
                    do {
                        _ = try await FirstRun(world.kalends).complete(setUp(code: code, email: "ana\(number)@example.org"))
                        return true
                    } catch { return false }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 1)
        #expect(try world.read { try $0.users.count() } == 1)
    }

    @Test func `faults are told by the part of the form they stand in`() async throws {
        var wrong = setUp(code: try await FirstRun(world.kalends).newCode(), email: "ana")
        wrong.business.zone = "Nowhere"
        wrong.service.duration = .zero
        let invalid: Invalid? = try await failure { _ = try await FirstRun(world.kalends).complete(wrong) }
        #expect(invalid?.faults.map(\.field) == ["administrator.email", "business.zone", "service.duration"])
    }

    @Test func `the sample business has people, services and bookings, and writes to no customer`() async throws {
        let code = try await FirstRun(world.kalends).newCode()
        let administrator = SetUp.Administrator(name: "Ana", email: "ana@example.org", password: "correct horse", isBookable: false)
        let made = try await FirstRun(world.kalends).loadSample(code: code, administrator: administrator, zone: "Europe/Helsinki")
        try await world.run()
        let booked = try world.read { try $0.appointments.upcoming(in: made.business.id, from: world.clock.now) }
        #expect(booked.count == 8 && booked.allSatisfy { $0.attendees[0].email.isEmpty })
        #expect(try world.mails().isEmpty)
    }
}
