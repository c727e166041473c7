import Booking
import CivilTime
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// What can be booked, and why something cannot, for programs.
struct SlotTests {
    private static let slots = Program.studio + "/slots?serviceId=vhaircut&start=2026-11-23T00:00:00Z&end=2026-11-24T00:00:00Z"
    private static let explain = Program.studio + "/explain?serviceId=vhaircut&start=2026-11-23T"

    private func starts(_ answer: Answer) -> [String] { (answer.json["slots"]?.elements ?? []).compactMap { $0["start"]?.string } }

    @Test func `slots are found for anyone and for one person, in the business's zone or another`() async throws {
        try await APIFixture().test { program async throws in
            let all = try await program.get(Self.slots)
            #expect(starts(all).count == 16 && starts(all).first == "2026-11-23T08:00:00Z", "\(all.text)")
            let first = try #require(all.json["slots"]?.elements?.first)
            #expect(first["startDateTime"] == ["dateTime": "2026-11-23T09:00:00.0000000", "timeZone": "Europe/Berlin"])
            #expect(first["staffMemberIds"] == ["sana", "sben"])
            #expect(try await program.book(10).status == 201)
            #expect(starts(try await program.get(Self.slots)).count == 16)
            let ana = try await program.get(Self.slots + "&staffMemberId=sana&zone=UTC")
            #expect(starts(ana).count == 15 && !starts(ana).contains("2026-11-23T09:00:00Z"))
            #expect(ana.json["slots"]?.elements?.first?["startDateTime"]?["timeZone"] == "UTC")
        }
    }

    @Test func `what is asked wrongly is refused by its parameter`() async throws {
        try await APIFixture().test { program async throws in
            let wrong = [
                ("serviceId", Self.slots.replacing("vhaircut", with: "vdario")), ("staffMemberId", Self.slots + "&staffMemberId=sdario"),
                ("zone", Self.slots + "&zone=Nowhere"), ("end", Self.slots.replacing("2026-11-24", with: "2026-11-22")),
                ("start", Self.slots.replacing("2026-11-23", with: "yesterday")), ("$top", Self.slots + "&$top=3"),
                ("start", Self.explain.replacing("2026", with: "9999") + "09:00:00Z"),
            ]
            for (target, path) in wrong {
                let answer = try await program.get(path)
                #expect((answer.status, answer.target) == (400, target), "\(path): \(answer.text)")
            }
        }
    }

    @Test func `a time that is closed says why, person by person`() async throws {
        try await APIFixture().test { program async throws in
            #expect(try await program.book(10).status == 201)
            let answer = try await program.get(Self.explain + "09:00:00Z")
            #expect(answer.texts("staffMemberId") == ["sana", "sben"] && answer.texts("reason") == ["slotClaimed", "slotFree"])
            #expect(answer.texts("message").first?.contains("Haircut – Cleo") == true, "\(answer.text)")
            #expect(answer.json["value"]?.elements?.map { $0["isFree"] } == [false, true])
            #expect(try await program.get(Self.explain + "20:00:00Z").texts("reason") == ["slotOutsideHours", "slotOutsideHours"])
            let odd = try await program.get(Self.explain + "09:10:00Z&staffMemberId=sben&zone=UTC")
            #expect(odd.texts("reason") == ["slotBetweenStarts"] && odd.texts("message").first?.contains("9:30") == true)
        }
    }
}
