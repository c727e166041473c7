public import CalendarSync
import CivilTime
import Outbound

extension GoogleProvider: CalendarPush {
    /// Google takes HTTPS addresses alone; a stand-in without TLS of its own takes any.
    public func delivers(to address: String) -> Bool {
        address.hasPrefix("https://") || client.configuration.apiURL.hasPrefix("http://")
    }

    public func openChannel(
        _ id: String, of calendar: RemoteCalendar, to address: String, token: String, with credentials: CalendarCredentials
    ) async throws(ProviderFailure) -> CalendarChannel {
        let body: JSONBody = .object([
            "id": .text(id), "type": .text("web_hook"), "address": .text(address), "token": .text(token),
        ])
        let answer = try await client.session(credentials).send(
            .POST, "calendars/\(FormText.encoded(calendar.id))/events/watch", body: body)
        guard answer.isSuccess else { throw Self.refusal(answer) }
        guard let opened: OpenedChannel = answer.decoded() else { throw ProviderFailure.notAList }
        // In milliseconds, as a text; a week where Google does not say.
        let expires = opened.expiration.flatMap { Int64($0) }.map { Instant(secondsSinceEpoch: $0 / 1_000) }
        return CalendarChannel(id: id, resource: opened.resourceId, expires: expires ?? client.clock() + .days(7))
    }

    public func closeChannel(_ channel: CalendarChannel, with credentials: CalendarCredentials) async throws(ProviderFailure) {
        let body: JSONBody = .object(["id": .text(channel.id), "resourceId": .text(channel.resource)])
        let answer = try await client.session(credentials).send(.POST, "channels/stop", body: body)
        guard answer.isSuccess || answer.isGone else { throw answer.failure(during: .writing) }
    }

    public func message(in headers: [String: String]) -> ChannelMessage? {
        guard let channel = headers["x-goog-channel-id"], let resource = headers["x-goog-resource-id"],
            let state = headers["x-goog-resource-state"]
        else { return nil }
        return ChannelMessage(
            channel: channel, resource: resource, token: headers["x-goog-channel-token"], announcesChange: state != "sync")
    }

    /// What stands in the way is our address in most cases, and then the operator's business.
    private static func refusal(_ answer: GoogleAnswer) -> ProviderFailure {
        switch answer.reason {
        case "webhookUrlNotHttps", "webhookUrlUnauthorized", "pushWebhookUrlInvalid":
            ProviderFailure(
                .misconfigured,
                """
                Google does not send news to this installation: the address in KALENDS_BASE_URL must begin with https:// and be reachable from the \
                internet. Calendars are read regularly all the same.
                """
            )
        case "pushNotSupportedForRequestedResource":
            ProviderFailure(.eventRefused, "Google sends no news about this calendar. It is read regularly all the same.")
        case "channelIdNotUnique": ProviderFailure(.alreadyExists, "There is a channel of this name already; another name is taken.")
        default:
            answer.isGone ? .calendarMissing : answer.failure(during: .reading)
        }
    }
}

private struct OpenedChannel: Decodable {
    var resourceId: String
    var expiration: String?
}
