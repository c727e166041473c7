import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// The history through the API.
struct HistoryTests {
    private static let all = "/v1.0/history"

    let fixture: APIFixture

    init() throws { fixture = try APIFixture() }

    private func test(_ body: @Sendable (Program) async throws -> Void) async throws {
        try await fixture.test(try await fixture.token([.manage, .sync]), body)
    }

    @Test func `an entry says who did what, and what it changed`() async throws {
        try await test { program async throws in
            #expect(try await program.patch(Program.studio + "/services/vhaircut", #"{"displayName": "Cut"}"#).status == 204)
            let entry = try #require(try await program.get(Self.all + "?subject=service:vhaircut").json["value"]?.elements?.first)
            #expect(entry["action"] == "changed" && entry["subject"] == "service:vhaircut")
            #expect(entry["actor"]?.string?.hasPrefix("application:") == true && entry["createdDateTime"] == "2026-11-21T09:00:00Z")
            let change = try #require(entry["changes"]?.elements?.first { $0["displayName"] == "name" })
            #expect(change["oldValue"] == "\"Haircut\"" && change["newValue"] == "\"Cut\"")
            let read = try await program.get(Self.all + "/" + (try #require(entry["id"]?.string)))
            #expect(read.json["changes"] == entry["changes"])
        }
    }

    @Test func `the list is asked for one subject, one kind or one who did it`() async throws {
        try await test { program async throws in
            let booked = try #require(try await program.book(10).json["id"]?.string)
            #expect(try await program.patch(Program.studio + "/services/vhaircut", #"{"displayName": "Cut"}"#).status == 204)
            #expect(try await program.get(Self.all + "?subject=appointment:\(booked)").texts("action") == ["booked"])
            #expect(Set(try await program.get(Self.all + "?subjectType=service").texts("subject")) == ["service:vhaircut"])
            #expect(try await program.get(Self.all + "?actor=customer").texts("id").isEmpty)
            #expect(try await program.get(Self.all + "?subject=").status == 400)
            #expect(try await program.get(Self.all + "?subject=a%00").status == 400)
            #expect(try await program.get(Self.all + "?$skiptoken=nonsense").target == "$skiptoken")
        }
    }

    @Test func `its pages stay as they are while it grows`() async throws {
        try await test { program async throws in
            for number in 1...5 {
                #expect(try await program.patch(Program.studio + "/services/vhaircut", #"{"displayName": "Cut \#(number)"}"#).status == 204)
            }
            let first = try await program.get(Self.all + "?subjectType=service&$top=2")
            #expect(try await program.patch(Program.studio + "/services/vhaircut", #"{"displayName": "Cut 6"}"#).status == 204)
            var (found, next) = (first.texts("id"), first.json["@odata.nextLink"]?.string)
            while let link = next {
                let page = try await program.get(link.replacing("http://localhost:8080", with: ""))
                found += page.texts("id")
                next = page.json["@odata.nextLink"]?.string
            }
            let all = try await program.get(Self.all + "?subjectType=service").texts("id")
            #expect(all.count == 6 && found == Array(all.dropFirst()))
            #expect(try await program.get(Self.all + "?$top=0").json["value"] == [])
        }
    }

    @Test func `nothing in it is changed or removed, and no secret is told`() async throws {
        try await test { program async throws in
            _ = try await program.book(10)
            let path = Self.all + "/" + (try #require(try await program.get(Self.all).texts("id").first))
            for method in [HTTPRequest.Method.patch, .delete, .post] {
                let answer = try await program.ask(method, path, "{}")
                #expect((answer.status, answer.header("Allow")) == (405, "GET, HEAD"))
            }
            #expect(try await program.get(Self.all + "/999999").status == 404)
        }
        let entry = HistoryEntry(
            at: Cast.morning, actor: "system", subject: "x:1", action: "changed",
            before: #"{"feedToken": "a", "policy": {"minimumLeadTime": 1}, "name": null}"#,
            after: #"{"feedToken": "b", "policy": {"minimumLeadTime": 2, "key": {"secret": "c"}}, "name": "N"}"#)
        #expect(
            try HistoryChange.all(of: entry) == [
                HistoryChange(name: "name", before: nil, after: "\"N\""),
                HistoryChange(name: "policy.minimumLeadTime", before: "1", after: "2"),
            ])
    }

    @Test func `facts that cannot be read are no empty answer`() {
        let entry = HistoryEntry(at: Cast.morning, actor: "system", subject: "x:1", action: "changed", before: "{", after: "{}")
        #expect(throws: StoreFailure.self) { try HistoryItem(entry) }
    }
}
