import CivilTime
import Secrets

extension GoogleWorld {
    /// Opens a channel; a `sync` message says that it is there.
    mutating func watch(
        _ watched: PushChannel.Subject, uri: String, by person: SimulatedPerson, _ body: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) -> SimulatedAnswer {
        guard let id = body["id"]?.string, (1...64).contains(id.count), body["type"]?.string == "web_hook",
            let address = body["address"]?.string
        else { throw .required("Required") }
        guard address.hasPrefix("https://") || (!settings.requiresSecurePush && address.hasPrefix("http://")) else {
            throw GoogleRefusal(400, "webhookUrlNotHttps", "WebHook callback must be HTTPS: \(address)")
        }
        if let token = body["token"]?.string, token.count > 256 { throw .invalid("Channel token is too long.") }
        guard !channels.contains(where: { $0.id == id && $0.expires > moment.now }) else {
            throw GoogleRefusal(400, "channelIdNotUnique", "Channel id \(id) not unique")
        }
        let longest = moment.now + .seconds(settings.channelLife)
        var expires = longest
        if let asked = body["expiration"]?.integer { expires = min(longest, Instant(secondsSinceEpoch: asked / 1_000)) }
        if let life = body["params"]?["ttl"]?.integer { expires = min(expires, moment.now + Seconds(life)) }
        guard expires > moment.now else { throw .invalid("Invalid expiration.") }
        let channel = PushChannel(
            id: id, resourceID: resourceID(of: watched), resourceURI: uri, subject: watched, address: address, token: body["token"]?.string,
            expires: expires, owner: person.subject)
        channels.removeAll { $0.expires <= moment.now }
        channels.append(channel)
        send("sync", to: channels.count - 1, moment)
        var answer: JSONValue = [
            "kind": "api#channel", "id": .text(id), "resourceId": .text(channel.resourceID), "resourceUri": .text(uri),
            "expiration": .text(String(expires.secondsSinceEpoch * 1_000)),
        ]
        if let token = channel.token { answer["token"] = .text(token) }
        return .json(answer)
    }

    mutating func stopChannel(by person: SimulatedPerson, _ body: JSONValue) throws(GoogleRefusal) -> SimulatedAnswer {
        guard let id = body["id"]?.string, let resource = body["resourceId"]?.string else { throw .required("Required") }
        guard let index = channels.firstIndex(where: { $0.id == id && $0.resourceID == resource && $0.owner == person.subject }) else {
            throw GoogleRefusal(404, "notFound", "Channel '\(id)' not found for project 'kalends'")
        }
        channels.remove(at: index)
        return .empty
    }

    /// Tells whoever watches the events of a calendar.
    mutating func notify(events calendar: String, _ moment: Moment) {
        for index in channels.indices where channels[index].subject == .events(calendar: calendar) && channels[index].expires > moment.now {
            send("exists", to: index, moment)
        }
    }

    /// Tells whoever watches a person's list of calendars.
    mutating func notify(list subject: String) {
        let now = latest
        for index in channels.indices where channels[index].subject == .list(subject: subject) && channels[index].expires > now {
            send("exists", to: index, now: now)
        }
    }

    /// The notifications whose time has come; they are taken out.
    mutating func takeDueMessages(_ now: Instant) -> [PushMessage] {
        guard !messages.isEmpty else { return [] }
        let due = messages.filter { $0.due <= now }
        messages.removeAll { $0.due <= now }
        return due
    }

    private mutating func send(_ state: String, to index: Int, _ moment: Moment) { send(state, to: index, now: moment.now) }

    private mutating func send(_ state: String, to index: Int, now: Instant) {
        // Numbers rise, and not one by one.
        channels[index].count += state == "sync" ? 1 : 1 + channels[index].count % 3
        let channel = channels[index]
        var headers = [
            "X-Goog-Channel-ID": channel.id, "X-Goog-Resource-ID": channel.resourceID, "X-Goog-Resource-URI": channel.resourceURI,
            "X-Goog-Resource-State": state, "X-Goog-Message-Number": String(channel.count),
            "X-Goog-Channel-Expiration": HTTPDate.text(channel.expires),
        ]
        if let token = channel.token { headers["X-Goog-Channel-Token"] = token }
        let calendar: String? = if case .events(let id) = channel.subject { id } else { nil }
        let kinds: Set<SimulatedFault.Kind> = [.loseMessage, .doubleMessage, .delayMessage, .strangeMessage]
        let fault = take(kinds, method: "message", calendar: calendar)
        var message = PushMessage(address: channel.address, headers: headers, due: now)
        switch fault?.kind {
        case .loseMessage: return
        case .doubleMessage: messages.append(message)
        case .delayMessage: message = PushMessage(address: channel.address, headers: headers, due: now + .seconds(fault?.seconds ?? 0))
        case .strangeMessage:
            headers["X-Goog-Channel-ID"] = "nobodys-channel"
            messages.append(PushMessage(address: channel.address, headers: headers, due: now))
        default: break
        }
        messages.append(message)
    }

    private func resourceID(of subject: PushChannel.Subject) -> String {
        let name =
            switch subject {
            case .events(let calendar): "events:" + calendar
            case .list(let person): "list:" + person
            }
        return String(Token.hash(name).prefix(28))
    }
}
