import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// Businesses, services, people and customers through the API.
struct BusinessTests {
    private static let all = "/v1.0/solutions/bookingBusinesses"

    @Test func `a business is made closed, published, and removed`() async throws {
        try await APIFixture().test { program async throws in
            let made = try await program.post(Self.all, #"{"displayName": "Second", "defaultCurrencyIso": "JPY"}"#)
            #expect(made.status == 201 && made.json["isPublished"] == false && made.json["publicUrl"] == .null, "\(made.text)")
            #expect(made.json["bookingPageSettings"]?["businessTimeZone"] == "Europe/Berlin")
            #expect(made.json["createdDateTime"] == "2026-11-21T09:00:00Z")
            let path = Self.all + "/" + (try #require(made.json["id"]?.string))
            #expect(try await program.ask(.post, path + "/publish").status == 204)
            #expect(try await program.get(path).json["publicUrl"] == "http://localhost:8080/b/second")
            #expect(try await program.ask(.post, path + "/unpublish").status == 204)
            #expect(try await program.get(Self.all + "?query=SECO").texts("displayName") == ["Second"])
            #expect(try await program.ask(.delete, path).status == 204)
            #expect(try await program.get(path).status == 404)
            #expect(try await program.get(path + "/services").status == 404)
            #expect(try await program.post(Self.all, #"{"displayName": "Second"}"#).json["id"] != made.json["id"])
        }
    }

    @Test func `a business with appointments ahead stays`() async throws {
        try await APIFixture().test { program async throws in
            #expect(try await program.book(10).status == 201)
            #expect(try await program.ask(.delete, Program.studio).code == "conflict")
            #expect(try await program.get(Program.studio).status == 200)
        }
    }

    @Test func `what is told of a price is what the currency has`() async throws {
        try await APIFixture().test { program async throws in
            let path = Program.studio + "/services/vhaircut"
            #expect(try await program.get(path).json["defaultPrice"]?.description == "35")
            #expect(try await program.patch(path, #"{"defaultPrice": 49.90}"#).status == 204)
            #expect(try await program.get(path).json["defaultPrice"]?.description == "49.9")
            #expect(try await program.patch(path, #"{"defaultPriceType": "callUs"}"#).status == 204)
            let read = try await program.get(path)
            #expect(read.json["defaultPrice"]?.description == "49.9" && read.json["defaultPriceType"] == "callUs")
        }
    }

    @Test func `a policy of its own is made of the business's`() async throws {
        let fixture = try APIFixture()
        try await fixture.test { program async throws in
            let path = Program.studio + "/services/vhaircut"
            #expect(try await program.get(path).json["schedulingPolicy"] == .null)
            let body = #"{"schedulingPolicy": {"minimumLeadTime": "PT5H", "generalAvailability": {"availabilityType": "notBookable"}}}"#
            #expect(try await program.patch(path, body).status == 204)
            let policy = try await program.get(path).json["schedulingPolicy"]
            #expect(policy?["minimumLeadTime"] == "PT5H" && policy?["maximumAdvance"] == "P90D")
            #expect(policy?["generalAvailability"]?["availabilityType"] == "notBookable")
            #expect(
                try await program.patch(path, #"{"schedulingPolicy": {"minimumLeadTime": "PT90M"}}"#).target
                    == "schedulingPolicy.minimumLeadTime")
        }
        let service = try await fixture.kalends.database.read { try $0.services.find(Cast.haircut.id) }
        #expect(service?.policy?.availability?.general == .notBookable && service?.policy?.minimumLeadTime == .hours(5))
    }

    @Test func `people follow the business's hours until they have their own`() async throws {
        try await APIFixture().test { program async throws in
            let path = Program.studio + "/staffMembers/sana"
            let before = try await program.get(path)
            #expect(before.json["useBusinessHours"] == true && before.json["@odata.type"] == "#microsoft.graph.bookingStaffMember")
            #expect(before.json["workingHours"]?.elements?.count == 7 && before.json["timeZone"] == "Europe/Berlin")
            let hours = #"{"workingHours": [{"day": "monday", "timeSlots": [{"startTime": "22:00", "endTime": "06:00:00.0000000"}]}]}"#
            #expect(try await program.patch(path, hours).status == 204)
            let own = try await program.get(path)
            #expect(own.json["useBusinessHours"] == false)
            #expect(
                own.json["workingHours"]?.elements?.first?["timeSlots"] == [
                    ["endTime": "06:00:00.0000000", "startTime": "22:00:00.0000000"]
                ])
            #expect(try await program.patch(path, #"{"useBusinessHours": true}"#).status == 204)
            #expect(try await program.get(path).json["workingHours"] == own.json["workingHours"])
        }
    }

    @Test func `an address has one customer`() async throws {
        try await APIFixture().test { program async throws in
            let path = Program.studio + "/customers"
            let body =
                #"{"displayName": "Dora", "emailAddress": "Dora@Example.org", "phones": [{"number": "+49 30 5550123", "type": "home"}]}"#
            let made = try await program.post(path, body)
            #expect(made.json["emailAddress"] == "dora@example.org" && made.json["phones"]?.elements?.count == 1, "\(made.text)")
            #expect(try await program.post(path, body).target == "emailAddress")
            let one = path + "/" + (try #require(made.json["id"]?.string))
            #expect(try await program.patch(one, #"{"displayName": "Dora D."}"#).status == 204)
            #expect(try await program.get(one).json["phones"]?.elements?.first?["type"] == "home")
            #expect(try await program.ask(.delete, one).status == 204)
            #expect(try await program.get(one).status == 404)
            #expect(try await program.get(path).texts("displayName").contains("Dora D.") == false)
        }
    }
}

extension JSONValue {
    /// As it stands in an answer.
    fileprivate var description: String { serialized }
}
