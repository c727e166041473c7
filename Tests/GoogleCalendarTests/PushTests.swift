import CalendarSimulators
import CalendarSync
import CivilTime
import Testing

@testable import GoogleCalendar

struct PushTests {
    @Test func `a channel is opened, says that something changed, and is stopped`() async throws {
        try await Google.run { google async throws in
            let channel = try await google.provider.openChannel(
                "channel-1", of: Google.calendar, to: "http://127.0.0.1:9/push", token: "t", with: google.credentials)
            #expect(channel.expires == Google.start + .days(7))
            try google.add(hour())
            let messages = google.simulator.world.channels
            #expect(messages.map(\.id) == ["channel-1"] && messages.first?.resourceID == channel.resource)
            try await google.provider.closeChannel(channel, with: google.credentials)
            try await google.provider.closeChannel(channel, with: google.credentials)
            #expect(google.simulator.world.channels.isEmpty)
        }
    }

    @Test func `a message is known by its headers, and the first one announces nothing`() async throws {
        try await Google.run { google async throws in
            var headers = [
                "x-goog-channel-id": "c", "x-goog-resource-id": "r", "x-goog-resource-state": "sync", "x-goog-channel-token": "t",
            ]
            #expect(
                google.provider.message(in: headers)
                    == ChannelMessage(channel: "c", resource: "r", token: "t", announcesChange: false))
            headers["x-goog-resource-state"] = "exists"
            #expect(google.provider.message(in: headers)?.announcesChange == true)
            #expect(google.provider.message(in: ["content-type": "text/plain"]) == nil)
        }
    }

    @Test func `an address that Google cannot reach is the operator's business`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.requiresSecurePush = true }
            let refused = try await failure {
                _ = try await google.provider.openChannel(
                    "c", of: Google.calendar, to: "http://127.0.0.1:9/", token: "t", with: google.credentials)
            }
            #expect(refused.kind == .misconfigured && refused.sentence.contains("KALENDS_BASE_URL"))
        }
    }
}
