import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// Appointments through the API, by the rules that hold for the admin app.
struct AppointmentTests {
    private static let all = Program.studio + "/appointments"

    @Test func `a booking is told as it was agreed, and stands in both collections`() async throws {
        try await APIFixture().test { program async throws in
            let made = try await program.book(10, #", "serviceNotes": "VIP", "price": 20.5"#)
            #expect(made.status == 201, "\(made.text)")
            let id = try #require(made.json["id"]?.string)
            #expect(made.json["endDateTime"]?["dateTime"] == "2026-11-23T09:30:00.0000000")
            #expect(made.json["customers"]?.elements?.first?["name"] == "Cleo" && made.json["customerName"] == "Cleo")
            #expect(made.json["price"].map(\.kind) == "a number" && made.json["serviceNotes"] == "VIP")
            #expect(made.json["selfServiceAppointmentId"] == "00000000-0000-0000-0000-000000000000")
            #expect(try await program.get(Self.all).texts("id") == [id])
            #expect(try await program.get(Self.all).json["value"]?.elements?.first?["serviceNotes"] == nil)
            let view = Program.studio + "/calendarView?start=2026-11-23T00:00:00%2B01:00&end=2026-11-24T00:00:00%2B01:00"
            #expect(try await program.get(view).texts("id") == [id])
            #expect(try await program.get(view.replacing("-11-2", with: "-10-2")).texts("id") == [])
        }
    }

    @Test func `nobody is booked twice`() async throws {
        try await APIFixture().test { program async throws in
            let id = try #require(try await program.book(10).json["id"]?.string)
            let again = try await program.book(10)
            #expect((again.status, again.code) == (409, "conflict"))
            let other = try #require(try await program.book(12).json["id"]?.string)
            let moved = try await program.patch(
                Self.all + "/" + other, #"{"startDateTime": {"dateTime": "2026-11-23T09:15:00Z", "timeZone": "UTC"}}"#)
            #expect((moved.status, moved.target) == (409, "startDateTime"))
            #expect(try await program.get(Self.all).texts("id") == [id, other])
        }
    }

    @Test func `a cancelled one is gone, and can be booked anew`() async throws {
        let fixture = try APIFixture()
        try await fixture.test { program async throws in
            let path = Self.all + "/" + (try #require(try await program.book(10).json["id"]?.string))
            #expect(try await program.post(path + "/cancel", #"{"cancellationMessage": "Ill"}"#).status == 204)
            #expect(try await program.get(path).status == 404)
            #expect(try await program.post(path + "/cancel", "{}").status == 404)
            #expect(try await program.book(10).status == 201)
        }
        let history = try await fixture.kalends.database.read { try $0.history.latest(limit: 50) }
        #expect(history.first { $0.action == "cancelled" }?.reason == "Ill")
        #expect(history.first { $0.action == "booked" }?.actor.hasPrefix("application:") == true)
    }

    @Test func `a deleted one is gone without a word`() async throws {
        let fixture = try APIFixture()
        try await fixture.test { program async throws in
            let id = try #require(try await program.book(10).json["id"]?.string)
            func waiting() async throws -> Int {
                try await fixture.kalends.database.read { try $0.jobs.all(lane: "appointment:\(id)").count }
            }
            let before = try await waiting()
            #expect(before == 1)
            #expect(try await program.ask(.delete, Self.all + "/" + id).status == 204)
            #expect(try await waiting() == before)
            #expect(try await program.get(Self.all).texts("id").isEmpty)
        }
    }

    @Test func `all of it is changed at once, but for its service and customer`() async throws {
        try await APIFixture().test { program async throws in
            let path = Self.all + "/" + (try #require(try await program.book(10).json["id"]?.string))
            let body = #"""
                {"startDateTime": {"dateTime": "2026-11-23T12:00:00", "timeZone": "UTC"}, "duration": "PT1H", "staffMemberIds": ["sben"],
                 "serviceLocation": {"displayName": "Garden"}, "customerPhone": "+49 30 5550111", "priceType": "free", "price": 0}
                """#
            #expect(try await program.patch(path, body).status == 204)
            let read = try await program.get(path)
            #expect(read.json["endDateTime"]?["dateTime"] == "2026-11-23T13:00:00.0000000")
            #expect(read.json["staffMemberIds"] == ["sben"] && read.json["serviceLocation"]?["displayName"] == "Garden")
            #expect(read.json["customers"]?.elements?.first?["phone"] == "+49 30 5550111")
            #expect(read.json["price"] == 0 && read.json["priceType"] == "free")
            #expect(try await program.patch(path, #"{"serviceId": "vcoloring"}"#).code == "notProcessable")
            #expect(try await program.patch(path, #"{"customers": [{"customerId": "cdario"}]}"#).code == "notProcessable")
            #expect(try await program.patch(path, #"{"staffMemberIds": ["sdario"]}"#).target == "staffMemberIds")
            #expect(
                try await program.patch(path, #"{"endDateTime": {"dateTime": "2026-11-23T11:00:00", "timeZone": "UTC"}}"#).status == 400)
            #expect(try await program.get(path).text == read.text)
        }
    }

    @Test func `a scheduler keeps to the hours and to the service's length`() async throws {
        let fixture = try APIFixture()
        try await fixture.test(try await fixture.token(role: .scheduler)) { program async throws in
            #expect(try await program.book(20).code == "notProcessable")
            let long = try await program.book(10, #", "endDateTime": {"dateTime": "2026-11-23T12:00:00", "timeZone": "Europe/Berlin"}"#)
            #expect((long.code, long.target) == ("notProcessable", "endDateTime"))
            #expect(try await program.book(10).status == 201)
        }
        try await fixture.test { program async throws in #expect(try await program.book(20).status == 201) }
    }

    @Test func `a customer is named by id, and must be the business's`() async throws {
        try await APIFixture().test { program async throws in
            let made = try await program.post(
                Program.studio + "/customers", #"{"displayName": "Dora", "emailAddress": "dora@example.org"}"#)
            let id = try #require(made.json["id"]?.string)
            func book(_ customer: String) async throws -> Answer {
                try await program.post(
                    Self.all,
                    """
                    {"serviceId": "vhaircut", "startDateTime": {"dateTime": "2026-11-23T10:00:00", "timeZone": "UTC"},
                     "customers": [{"customerId": "\(customer)"}]}
                    """)
            }
            #expect(try await book("cdario").target == "customers[0].customerId")
            let booked = try await book(id)
            #expect(booked.json["customerEmailAddress"] == "dora@example.org", "\(booked.text)")
            #expect(booked.json["customers"]?.elements?.first?["customerId"]?.string == id)
        }
    }

    @Test func `availability tells what is free and what is taken`() async throws {
        try await APIFixture().test { program async throws in
            _ = try await program.book(10)
            let answer = try await program.post(
                Program.studio + "/getStaffAvailability",
                """
                {"staffIds": ["sana"], "startDateTime": {"dateTime": "2026-11-23T00:00:00", "timeZone": "Europe/Berlin"},
                 "endDateTime": {"dateTime": "2026-11-24T00:00:00", "timeZone": "Europe/Berlin"}}
                """)
            let items = answer.json["value"]?.elements?.first?["availabilityItems"]?.elements ?? []
            #expect(items.compactMap { $0["status"]?.string } == ["available", "busy", "available"], "\(answer.text)")
            #expect(items.compactMap { $0["startDateTime"]?["dateTime"]?.string?.dropFirst(11).prefix(5) } == ["08:00", "09:00", "09:30"])
        }
    }
}
