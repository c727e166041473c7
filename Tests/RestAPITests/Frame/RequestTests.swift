import CivilTime
import HTTPTypes
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// What every request has in common.
struct RequestTests {
    private static let services = Program.studio + "/services"

    @Test func `an unknown address is not found, and a method that does not apply is told which do`() async throws {
        try await APIFixture().test { program async throws in
            for path in ["/v1.0/me", "/v1.0/public", "/v1.0/public/studio/me", Self.services + "/%00", "/v1.0/public/%00"] {
                #expect(try await program.get(path).code == "itemNotFound", "\(path)")
            }
            let odd = try await program.get(Program.studio + "/slots?serviceId=%00&start=2026-12-01T00:00:00Z&end=2026-12-02T00:00:00Z")
            #expect((odd.code, odd.target) == ("invalidRequest", "serviceId"))
            let answer = try await program.ask(.put, Self.services + "/vhaircut", "{}")
            #expect((answer.status, answer.code) == (405, "notAllowed"))
            #expect(answer.header("Allow") == "DELETE, GET, HEAD, PATCH")
            #expect(try await program.post("/v1.0/solutions/bookingCurrencies", "{}").header("Allow") == "GET, HEAD")
        }
    }

    @Test func `the ids of a request stand in every answer`() async throws {
        try await APIFixture().test { program async throws in
            let name = try #require(HTTPField.Name("client-request-id"))
            let answer = try await program.get("/v1.0/me", [name: "abc-1"])
            #expect(answer.header("client-request-id") == "abc-1" && answer.header("request-id")?.isEmpty == false)
            #expect(answer.json["error"]?["innerError"]?["client-request-id"] == "abc-1")
            #expect(try await program.get(Self.services, [name: "a b"]).header("client-request-id") == nil)
        }
    }

    @Test(arguments: [
        (#"{"displayName": 7}"#, 400, "displayName"), (#"{"displayname": "Shave"}"#, 400, "displayname"),
        (#"{"displayName": "Shave", "defaultPriceType": "cheap"}"#, 400, "defaultPriceType"), (#"{"displayName": "Shave""#, 400, ""),
        (#"{"displayName": "Shave", "displayName": "Cut"}"#, 400, ""), ("{}", 400, "displayName"), ("[]", 400, ""),
        (#"{"displayName": "Shave", "defaultPrice": 9.999}"#, 400, "defaultPrice"),
        (#"{"displayName": "Shave", "staffMemberIds": ["sdario"]}"#, 400, "staffMemberIds"),
    ]) func `a body that cannot be taken is refused by its path`(_ body: String, _ status: Int, _ target: String) async throws {
        try await APIFixture().test { program async throws in
            let answer = try await program.post(Self.services, body)
            #expect((answer.status, answer.target) == (status, target), "\(answer.text)")
            #expect(try await program.get(Self.services).texts("displayName") == ["Haircut", "Colouring"])
        }
    }

    @Test func `annotations, read-only properties and the case of members are passed over`() async throws {
        try await APIFixture().test { program async throws in
            let body = #"""
                {"@odata.type": "#microsoft.graph.bookingService", "id": "mine", "displayName": "Shave", "defaultPriceType": "FREE",
                 "defaultDuration@odata.type": "Duration", "defaultDuration": "0:20:00"}
                """#
            let made = try await program.post(Self.services, body)
            #expect(made.status == 201 && made.json["id"] != "mine", "\(made.text)")
            #expect(made.json["defaultPriceType"] == "free" && made.json["defaultDuration"] == "PT20M")
            #expect(made.header("Location")?.hasSuffix("/services/" + (made.json["id"]?.string ?? "?")) == true)
        }
    }

    @Test func `a body is JSON, and not too large`() async throws {
        try await APIFixture().test { program async throws in
            let form = try await program.ask(.post, Self.services, "displayName=Shave", [.contentType: "application/x-www-form-urlencoded"])
            #expect((form.status, form.code) == (415, "unsupportedMediaType"))
            let large = try await program.post(Self.services, #"{"displayName": ""# + String(repeating: "a", count: 1 << 20) + #""}"#)
            #expect((large.status, large.code) == (413, "requestTooLarge"))
            #expect(try await program.ask(.post, Self.services).code == "invalidRequest")
        }
    }

    @Test func `a change counts only for the version that it names`() async throws {
        try await APIFixture().test { program async throws in
            let path = Self.services + "/vhaircut"
            let read = try await program.get(path)
            let tag = try #require(read.header("ETag"))
            #expect(read.json["@odata.etag"]?.string == tag)
            #expect(try await program.get(path, [.ifNoneMatch: tag]).status == 304)
            let changed = try await program.patch(path, #"{"description": "Short"}"#, [.ifMatch: tag])
            #expect(changed.status == 204 && changed.header("ETag") != tag)
            let late = try await program.patch(path, #"{"description": "Long"}"#, [.ifMatch: tag])
            #expect((late.status, late.code) == (412, "resourceModified"))
            #expect(try await program.ask(.delete, path, nil, [.ifMatch: tag]).status == 412)
            #expect(try await program.get(path).json["description"] == "Short")
            #expect(try await program.patch(path, #"{"description": "Long"}"#, [.ifMatch: "*"]).status == 204)
        }
    }

    @Test func `a change answers with what came of it where that is preferred`() async throws {
        try await APIFixture().test { program async throws in
            let answer = try await program.patch(
                Self.services + "/vhaircut", #"{"description": "Short"}"#, [.prefer: "return=representation"])
            #expect(answer.status == 200 && answer.json["description"] == "Short")
            #expect(answer.header("Preference-Applied") == "return=representation")
        }
    }

    @Test func `times are told in the zone that is preferred`() async throws {
        try await APIFixture().test { program async throws in
            let id = try #require(try await program.book(10).json["id"]?.string)
            let path = Program.studio + "/appointments/" + id
            #expect(try await program.get(path).json["startDateTime"] == ["dateTime": "2026-11-23T09:00:00.0000000", "timeZone": "UTC"])
            let told = try await program.get(path, [.prefer: "outlook.timezone=\"W. Europe Standard Time\""])
            #expect(told.json["startDateTime"] == ["dateTime": "2026-11-23T10:00:00.0000000", "timeZone": "Europe/Berlin"])
            #expect(told.header("ETag") == (try await program.get(path).header("ETag")))
            #expect(try await program.get(path, [.prefer: "outlook.timezone=\"Nowhere\""]).status == 400)
        }
    }

    @Test func `each token has its requests, which the headers tell`() async throws {
        let fixture = try APIFixture(rateLimit: 3)
        let (first, second) = (try await fixture.token(), try await fixture.token())
        try await fixture.test(first) { program async throws in
            for left in [2, 1, 0] {
                let answer = try await program.get(Self.services)
                #expect(answer.status == 200 && answer.header("RateLimit-Remaining") == "\(left)")
                #expect(answer.header("RateLimit-Limit") == "3")
            }
            let refused = try await program.get(Self.services)
            #expect((refused.status, refused.code) == (429, "activityLimitReached"))
            #expect(refused.header("Retry-After") == "20")
        }
        try await fixture.test(second) { program async throws in #expect(try await program.get(Self.services).status == 200) }
        fixture.clock.advance(by: .seconds(20))
        try await fixture.test(first) { program async throws in #expect(try await program.get(Self.services).status == 200) }
    }
}
