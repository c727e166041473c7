import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// Subscriptions and their messages through the API.
struct WebhookTests {
    private static let all = "/v1.0/webhooks"
    private static let body = #"""
        {"displayName": "Till", "notificationUrl": "https://till.example.org/hook", "eventTypes": ["appointment.created", "Appointment.Cancelled"]}
        """#

    let fixture: APIFixture

    init() throws { fixture = try APIFixture() }

    private func test(_ body: @Sendable (Program) async throws -> Void) async throws {
        try await fixture.test(try await fixture.token([.manage, .webhooks]), body)
    }

    private func make(_ program: Program) async throws -> (path: String, answer: Answer) {
        let made = try await program.post(Self.all, Self.body)
        return (Self.all + "/" + (try #require(made.json["id"]?.string, "\(made.text)")), made)
    }

    @Test func `a subscription tells its secret once, and everything else whenever it is read`() async throws {
        try await test { program async throws in
            let (path, made) = try await make(program)
            #expect(made.status == 201 && made.header("Location") == "http://localhost:8080" + path)
            #expect(made.json["secret"]?.string?.hasPrefix("whsec_") == true)
            let read = try await program.get(path)
            #expect(read.json["secret"] == nil && read.header("ETag") == made.header("ETag"))
            #expect(read.json["displayName"] == "Till" && read.json["notificationUrl"] == "https://till.example.org/hook")
            #expect(read.json["eventTypes"] == ["appointment.created", "appointment.cancelled"])
            #expect(read.json["isEnabled"] == true && read.json["createdDateTime"] == "2026-11-21T09:00:00Z")
            #expect(try await program.get(Self.all + "?$filter=displayName%20eq%20'Till'").texts("displayName") == ["Till"])
            #expect(try await program.get(Self.all + "/$count").text == "1")
            #expect(try await !program.get(Self.all).text.contains("whsec_"))
        }
    }

    @Test(arguments: [
        (#"{"displayName": "Till"}"#, "notificationUrl"), (body.replacing("https:", with: "ftp:"), "notificationUrl"),
        (body.replacing("till.example.org", with: "me:key@till.example.org"), "notificationUrl"),
        (body.replacing("appointment.created", with: "webhook.test"), "eventTypes[0]"), (body.replacing("Till", with: " "), "displayName"),
        (body.replacing(#""appointment.created", "Appointment.Cancelled""#, with: ""), "eventTypes"),
        (body.replacing("displayName", with: "name"), "name"),
    ]) func `a subscription that could not be served is refused by its path`(_ body: String, _ target: String) async throws {
        try await test { program async throws in
            let answer = try await program.post(Self.all, body)
            #expect((answer.status, answer.code) == (400, "invalidRequest"))
            let details = answer.json["error"]?["details"]?.elements ?? []
            #expect(answer.target == target || details.contains { $0["target"]?.string == target }, "\(answer.text)")
            #expect(try await program.get(Self.all).texts("id").isEmpty)
        }
    }

    @Test func `a change counts for the version that it names, and a removed one is gone`() async throws {
        try await test { program async throws in
            let (path, made) = try await make(program)
            let tag = try #require(made.header("ETag"))
            let changed = try await program.patch(path, #"{"eventTypes": ["customer.erased"], "isEnabled": false}"#, [.ifMatch: tag])
            #expect(changed.status == 204, "\(changed.text)")
            let read = try await program.get(path)
            #expect(read.json["eventTypes"] == ["customer.erased"] && read.json["displayName"] == "Till" && read.json["isEnabled"] == true)
            #expect(try await program.patch(path, #"{"displayName": "Desk"}"#, [.ifMatch: tag]).status == 412)
            #expect(try await program.ask(.delete, path, nil, [.ifMatch: tag]).status == 412)
            #expect(try await program.ask(.delete, path).status == 204)
            #expect(try await program.get(path).status == 404)
        }
        let history = try await fixture.kalends.database.read { try $0.history.latest(limit: 10) }
        #expect(history.map(\.action).contains("webhook-removed"))
        #expect(history.filter { $0.subject.hasPrefix("webhook:") }.allSatisfy { $0.actor.hasPrefix("application:") })
    }

    @Test func `a new secret is told once, and the old one signs on for a day`() async throws {
        try await test { program async throws in
            let (path, made) = try await make(program)
            let renewed = try await program.ask(.post, path + "/rotateSecret")
            #expect(renewed.status == 200 && renewed.json["secret"]?.string?.hasPrefix("whsec_") == true)
            #expect(renewed.json["secret"] != made.json["secret"])
            #expect(renewed.json["formerSecretUntilDateTime"] == "2026-11-22T09:00:00Z")
            fixture.clock.advance(by: .days(1))
            #expect(try await program.get(path).json["formerSecretUntilDateTime"] == .null)
        }
    }

    @Test func `a booking stands among the messages, whole where it is read by itself`() async throws {
        try await test { program async throws in
            let (path, _) = try await make(program)
            let booked = try #require(try await program.book(10).json["id"]?.string)
            let list = try await program.get(path + "/deliveries")
            #expect(list.texts("eventType") == ["appointment.created"] && list.texts("subject") == ["appointment:\(booked)"])
            #expect(list.json["value"]?.elements?.first?["payload"] == nil)
            let one = try await program.get(path + "/deliveries/" + (try #require(list.texts("id").first)))
            #expect(one.json["state"] == "waiting" && one.json["attemptCount"] == 0 && one.json["attempts"] == [])
            let payload = try JSONValue(parsing: try #require(one.json["payload"]?.string))
            #expect(payload["data"]?["id"]?.string == booked && payload["type"] == "appointment.created")
            #expect(try await program.get(path + "/deliveries/$count?$filter=state%20eq%20'delivered'").text == "0")
        }
    }

    @Test func `a message shows each attempt, and is repeated`() async throws {
        try await test { program async throws in
            let (path, _) = try await make(program)
            let tested = try await program.ask(.post, path + "/test")
            #expect(tested.status == 201 && tested.json["eventType"] == "webhook.test", "\(tested.text)")
            let id = try #require(tested.json["id"]?.string)
            #expect(tested.header("Location") == "http://localhost:8080\(path)/deliveries/\(id)")
            let delivery = try #require(Int64(id))
            try await fixture.kalends.database.write { transaction in
                var stored = try #require(try transaction.webhookDeliveries.find(delivery))
                (stored.state, stored.attempts, stored.nextAt) = (.failed, 1, nil)
                try transaction.webhookDeliveries.update(stored)
                try transaction.webhookDeliveries.append(
                    WebhookAttempt(number: 1, at: Cast.morning, status: nil, failure: "It hung.", answer: "", milliseconds: 15_000),
                    of: delivery)
            }
            let failed = try await program.get(path + "/deliveries/\(id)")
            #expect(failed.json["state"] == "failed" && failed.json["attempts"]?.elements?.first?["failure"] == "It hung.")
            let asked = path + "/deliveries?$filter=attempts/any(a:a/milliseconds%20gt%201000)"
            #expect(try await program.get(asked).texts("id") == [id])
            #expect(try await program.ask(.post, path + "/deliveries/\(id)/repeat").status == 204)
            let again = try await program.get(path + "/deliveries/\(id)")
            #expect(again.json["state"] == "waiting" && again.json["messageId"] == failed.json["messageId"])
            #expect(again.json["attempts"] == failed.json["attempts"])
        }
    }

    @Test func `nothing is sent while it is switched off`() async throws {
        try await test { program async throws in
            let (path, _) = try await make(program)
            let id = try #require(try await program.ask(.post, path + "/test").json["id"]?.string)
            #expect(try await program.ask(.post, path + "/disable").status == 204)
            let off = try await program.get(path)
            #expect(off.json["isEnabled"] == false && off.json["disabledReason"] == "byHand")
            #expect(try await program.get(path + "/deliveries/\(id)").json["state"] == "dropped")
            for action in ["/test", "/deliveries/\(id)/repeat"] {
                let refused = try await program.ask(.post, path + action)
                #expect((refused.status, refused.code) == (409, "conflict"))
            }
            #expect(try await program.book(10).status == 201)
            #expect(try await program.get(path + "/deliveries").texts("id") == [id])
            #expect(try await program.ask(.post, path + "/enable").status == 204)
            #expect(try await program.get(path).json["disabledReason"] == .null)
            #expect(try await program.ask(.post, path + "/test").status == 201)
        }
    }

    @Test func `a message is found below its own subscription alone`() async throws {
        try await test { program async throws in
            let (one, other) = (try await make(program).path, try await make(program).path)
            let id = try #require(try await program.ask(.post, one + "/test").json["id"]?.string)
            #expect(try await program.get(one + "/deliveries/\(id)").status == 200)
            #expect(try await program.get(other + "/deliveries/\(id)").status == 404)
            #expect(try await program.ask(.post, other + "/deliveries/\(id)/repeat").status == 404)
        }
    }
}
