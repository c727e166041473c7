import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// Appointments that several customers share, through the API.
struct GroupTests {
    private static let all = Program.studio + "/appointments"

    private let fixture: APIFixture

    /// The haircut is a class of three.
    init() throws {
        fixture = try APIFixture { transaction in
            var yoga = Cast.haircut
            yoga.maximumAttendeesCount = 3
            try transaction.services.update(yoga)
        }
    }

    private static func booking(_ customers: String, _ more: String = "") -> String {
        """
        {"serviceId": "vhaircut", "staffMemberIds": ["sana"],
         "startDateTime": {"dateTime": "2026-11-23T10:00:00", "timeZone": "UTC"}, "customers": [\(customers)]\(more)}
        """
    }

    private static func guest(_ name: String, _ more: String = "") -> String {
        #"{"name": "\#(name)", "emailAddress": "\#(name.lowercased())@example.org"\#(more)}"#
    }

    private static func names(_ answer: Answer) -> [String] {
        (answer.json["customers"]?.elements ?? []).compactMap { $0["name"]?.string }
    }

    /// Makes a class that Dora and Emil come to.
    private static func made(_ program: Program) async throws -> (path: String, answer: Answer) {
        let guests = [guest("Dora"), guest("Emil", #", "timeZone": "Europe/Vienna""#)]
        let made = try await program.post(all, booking(guests.joined(separator: ",")))
        return (all + "/" + (try #require(made.json["id"]?.string, "\(made.text)")), made)
    }

    @Test func `several customers are booked at once, each with a link and mails of their own`() async throws {
        try await fixture.test { program async throws in
            let (path, made) = try await Self.made(program)
            #expect(made.status == 201 && Self.names(made) == ["Dora", "Emil"])
            #expect(made.json["maximumAttendeesCount"] == 3 && made.json["filledAttendeesCount"] == 2)
            #expect(made.json["customers"]?.elements?.last?["timeZone"] == "Europe/Vienna")
            #expect(try await program.get(path).json == made.json)
            let id = String(path.split(separator: "/").last ?? "")
            let mails = try await fixture.kalends.database.read { try $0.jobs.all(lane: "appointment:\(id)") }
            #expect(mails.count == 2)
        }
    }

    @Test func `nobody is booked where not all of them have a place`() async throws {
        try await fixture.test { program async throws in
            let four = ["Dora", "Emil", "Fay", "Gus"].map { Self.guest($0) }.joined(separator: ",")
            let tooMany = try await program.post(Self.all, Self.booking(four))
            #expect((tooMany.status, tooMany.target) == (422, "customers"), "\(tooMany.text)")
            let twice = try await program.post(Self.all, Self.booking([Self.guest("Dora"), Self.guest("Dora")].joined(separator: ",")))
            #expect((twice.status, twice.code) == (409, "conflict"))
            #expect(try await program.get(Self.all).texts("id").isEmpty)
            let (path, _) = try await Self.made(program)
            let full = try await program.post(Self.all, Self.booking([Self.guest("Fay"), Self.guest("Gus")].joined(separator: ",")))
            #expect((full.status, full.target) == (409, "customers"), "\(full.text)")
            #expect(Self.names(try await program.get(path)) == ["Dora", "Emil"])
            #expect(try await program.post(Self.all, Self.booking(Self.guest("Fay"))).json["filledAttendeesCount"] == 3)
        }
    }

    @Test func `a change of the list adds and removes, and leaves the others alone`() async throws {
        try await fixture.test { program async throws in
            let (path, made) = try await Self.made(program)
            let emil = try #require(made.json["customers"]?.elements?.last?["customerId"]?.string)
            let list = [Self.guest("Fay"), #"{"customerId": "\#(emil)", "phone": "+49 30 5550111"}"#, #"{"customerId": "ccleo"}"#]
            let changed = try await program.patch(path, #"{"customers": [\#(list.joined(separator: ","))]}"#)
            #expect(changed.status == 204, "\(changed.text)")
            let read = try await program.get(path)
            #expect(Self.names(read) == ["Emil", "Fay", "Cleo"] && read.json["filledAttendeesCount"] == 3)
            #expect(read.json["customers"]?.elements?.first?["phone"] == "+49 30 5550111")
            let four = ["Emil", "Fay", "Cleo", "Gus"].map { Self.guest($0) }.joined(separator: ",")
            let full = try await program.patch(path, #"{"customers": [\#(four)]}"#)
            #expect((full.status, full.target) == (409, "customers"), "\(full.text)")
            #expect(try await program.patch(path, #"{"customers": []}"#).status == 422)
            #expect(try await program.patch(path, #"{"customers": [{"customerId": "cdario"}]}"#).target == "customers[0].customerId")
            #expect(try await program.get(path).text == read.text)
            #expect(try await program.patch(path, #"{"customers": [\#(Self.guest("Gus")), \#(Self.guest("Hal"))]}"#).status == 204)
            #expect(Self.names(try await program.get(path)) == ["Gus", "Hal"])
        }
        let actions = try await fixture.kalends.database.read { try $0.history.latest(limit: 50).map(\.action) }
        #expect(actions.filter { $0 == "left" }.count == 4 && actions.filter { $0 == "joined" }.count == 5)
    }

    @Test func `the places of one appointment are raised, and never below those who attend`() async throws {
        try await fixture.test { program async throws in
            let (path, _) = try await Self.made(program)
            #expect(try await program.patch(path, #"{"maximumAttendeesCount": 4}"#).status == 204)
            let four = ["Dora", "Emil", "Fay", "Gus"].map { Self.guest($0) }.joined(separator: ",")
            #expect(try await program.patch(path, #"{"customers": [\#(four)]}"#).status == 204)
            let low = try await program.patch(path, #"{"maximumAttendeesCount": 3}"#)
            #expect((low.status, low.target) == (422, "maximumAttendeesCount"))
            #expect(try await program.patch(path, #"{"maximumAttendeesCount": 1}"#).target == "maximumAttendeesCount")
            #expect(try await program.get(path).json["maximumAttendeesCount"] == 4)
            let alone = try await program.post(Self.all, Self.booking(Self.guest("Ida"), #", "maximumAttendeesCount": 1"#))
            #expect(alone.status == 409)
        }
    }

    @Test func `where somebody is to be told beside the appointment stays theirs`() async throws {
        let ids = try await fixture.test { program async throws in
            let (path, made) = try await Self.made(program)
            let ids = (made.json["customers"]?.elements ?? []).compactMap { $0["customerId"]?.string }
            let body = ids.map { #"{"customerId": "\#($0)", "location": {"displayName": "Home of \#($0)"}}"# }.joined(separator: ",")
            #expect(try await program.patch(path, #"{"customers": [\#(body)]}"#).status == 204)
            let last = #"{"customerId": "\#(ids[1])", "location": {"displayName": "Home of \#(ids[1])"}}"#
            #expect(try await program.patch(path, #"{"customers": [\#(last)]}"#).status == 204)
            let left = try await program.get(path).json["customers"]?.elements ?? []
            #expect(left.count == 1 && left.first?["location"]?["displayName"]?.string == "Home of \(ids[1])")
            return ids
        }
        let kept = try await fixture.kalends.database.read { try $0.appointments.all(overlapping: AppointmentOperations.ever)[0].extras }
        #expect(ids.map { kept[attendee: Customer.ID($0)] == nil } == [true, false])
    }

    @Test func `whoever is erased takes along what was stored with the appointment, but not what holds for the others`() async throws {
        try await fixture.test { program async throws in
            let (path, made) = try await Self.made(program)
            let dora = try #require(made.json["customers"]?.elements?.first?["customerId"]?.string)
            let body = #"{"optOutOfCustomerEmail": true, "isCustomerAllowedToManageBooking": false, "appointmentLabel": "Dora's"}"#
            #expect(try await program.patch(path, body).status == 204)
            #expect(try await program.ask(.delete, Program.studio + "/customers/" + dora).status == 204)
            let read = try await program.get(path)
            #expect(read.json["optOutOfCustomerEmail"] == true && read.json["isCustomerAllowedToManageBooking"] == false)
            #expect(read.json["appointmentLabel"] == .null && !read.text.contains("Dora"))
        }
    }

    @Test func `availability tells of places that are left`() async throws {
        try await fixture.test { program async throws in
            _ = try await Self.made(program)
            let answer = try await program.post(
                Program.studio + "/getStaffAvailability",
                """
                {"staffIds": ["sana"], "startDateTime": {"dateTime": "2026-11-23T00:00:00", "timeZone": "UTC"},
                 "endDateTime": {"dateTime": "2026-11-24T00:00:00", "timeZone": "UTC"}}
                """)
            let items = answer.json["value"]?.elements?.first?["availabilityItems"]?.elements ?? []
            #expect(items.compactMap { $0["status"]?.string } == ["available", "slotsAvailable", "available"], "\(answer.text)")
            #expect(items.map { $0["serviceId"] } == [.null, "vhaircut", .null])
        }
    }
}
