import CivilTime

/// Whether the connection stands at all.
extension Examination {
    var leaver: CheckResult.Outcome {
        guard !facts.isMember else { return well("isMember") }
        guard facts.connection?.isConnected == true else { return notApplicable("noConnectionLeft") }
        return finding("leaver", ["count": .count(facts.upcomingBookings)], .manager, .disconnect)
    }

    var invitation: CheckResult.Outcome {
        guard facts.connection?.isConnected != true else { return well("invitationAnswered") }
        guard let since = facts.invitedSince else { return notApplicable("notInvited") }
        return finding("invitation", weight: .waiting, since: since, .owner, .connect)
    }

    var switchedOn: CheckResult.Outcome {
        guard let connection = facts.connection else { return finding("notConnected", weight: .chosen, .manager, .connect) }
        guard connection.isConnected else {
            return finding("disconnected", weight: .chosen, since: connection.disconnectedSince, .manager, .reconnect)
        }
        guard !facts.calendars.isEmpty else { return finding("nothingChosen", weight: .chosen, .manager, .chooseCalendars) }
        guard facts.sendsBookings || facts.readsEvents else {
            return finding("switchedOff", weight: .chosen, since: facts.offSince, .manager, .switchOn)
        }
        return well("switchedOnWell", ["count": .count(facts.calendars.count), "connection": .text(connection.name)])
    }

    var network: CheckResult.Outcome {
        guard let refusal else {
            guard case .answered(_, _, let milliseconds) = facts.look else { return wellAsLastRead("networkLastRead") }
            return well("networkWell", ["time": .milliseconds(milliseconds)])
        }
        let values: [String: Statement.Value] = ["reason": .text(refusal.sentence)]
        switch refusal.kind {
        case .unreachable:
            return finding("unreachable", values, since: since(.unreachable), .administrator, .checkAgain, message: true)
        case .throttled: return limited("throttled", by: refusal)
        default: return well("networkAnswers")
        }
    }

    var server: CheckResult.Outcome {
        switch refusal?.kind {
        case .addressRefused: refused("addressRefused", .addressRefused, .operator, .checkAgain)
        case .invalidAnswer: refused("invalidAnswer", .invalidAnswer, .administrator, .checkAgain)
        case .misconfigured: refused("misconfigured", .misconfigured, .operator, .checkAgain)
        default: well("serverWell")
        }
    }

    private func refused(
        _ cause: String, _ kind: ProviderFailure.Kind, _ actor: Finding.Actor, _ remedy: Finding.Remedy
    ) -> CheckResult.Outcome {
        finding(cause, ["reason": .text(refusal?.sentence ?? "")], since: since(kind), actor, remedy, message: true)
    }

    var appPassword: CheckResult.Outcome {
        guard let connection = facts.connection, connection.provider == .caldav else { return notApplicable("appPasswordElsewhere") }
        guard refusal?.kind == .unauthorized else { return well("appPasswordWell") }
        guard let known = AppPasswordServer.of(host: connection.host) else { return notApplicable("appPasswordUnknown") }
        return finding(
            "appPassword", ["server": .text(known.name), "place": .text(known.place)], since: connection.refusedSince, .owner, .reconnect)
    }

    var authorization: CheckResult.Outcome {
        if let refused = refusals.first(where: { $0.detail == .listRefused }) {
            return finding("listRefused", ["reason": .text(refused.sentence)], since: since(.listRefused), .owner, .reconnect)
        }
        guard let refusal, refusal.kind == .unauthorized else { return wellAsLastRead("authorizationWell") }
        // Only here is it a password that people enter; elsewhere they let us in by what they agree to, or by an address.
        let isPassword = facts.connection.map { $0.provider == .caldav } ?? true
        return finding(
            "refused", saying: isPassword ? "refused" : "refusedAccess", ["reason": .text(refusal.sentence)],
            since: facts.connection?.refusedSince ?? since(.unauthorized), .owner,
            .reconnect
        )
    }

    var permissions: CheckResult.Outcome {
        let missing = facts.connection?.missingPermissions
        if let missing, !missing.isEmpty {
            return finding("permissionsMissing", ["missing": .text(missing.joined(separator: ", "))], .owner, .reconnect)
        }
        // Granted once, and taken back since: only what the provider refuses tells of it.
        if let refused = refusals.first(where: { $0.detail == .permissionMissing }) {
            return finding("permissionLost", ["reason": .text(refused.sentence)], since: since(.permissionMissing), .owner, .reconnect)
        }
        return missing == nil ? notApplicable("permissionsNone") : well("permissionsWell")
    }

    /// Everything is ticked, and still the account as a whole may do nothing: somebody above it says so.
    var organizationRule: CheckResult.Outcome {
        guard facts.connection?.provider == .google else { return notApplicable("organizationRuleNone") }
        guard let refused = refusals.first(where: { $0.detail == .organizationRule }) else { return wellAsLastRead("organizationRuleWell") }
        return finding(
            "organizationRule", ["reason": .text(refused.sentence)], since: since(.organizationRule), .administrator, .checkAgain,
            message: true)
    }

    /// Well as far as is known: the server was not asked now, and the last reading went well.
    func wellAsLastRead(_ key: String) -> CheckResult.Outcome {
        if case .answered = facts.look { return well(key) }
        guard let readAt = facts.calendars.compactMap(\.readAt).max() else { return notLooked("notAskedYet") }
        return well("asLastRead", ["moment": .moment(readAt)])
    }
}

/// Servers that take no ordinary password once two-factor sign-in is on, and where the other one is made (D14).
struct AppPasswordServer {
    let name: String
    let place: String

    static func of(host: String) -> AppPasswordServer? {
        let host = host.lowercased()
        return all.first { host == $0.domain || host.hasSuffix(".\($0.domain)") }.map { AppPasswordServer(name: $0.name, place: $0.place) }
    }

    private static let all: [(domain: String, name: String, place: String)] = [
        ("icloud.com", "Apple iCloud", "account.apple.com"), ("me.com", "Apple iCloud", "account.apple.com"),
        ("fastmail.com", "Fastmail", "app.fastmail.com"), ("mailbox.org", "mailbox.org", "account.mailbox.org"),
        ("yahoo.com", "Yahoo", "login.yahoo.com"), ("zoho.com", "Zoho", "accounts.zoho.com"), ("zoho.eu", "Zoho", "accounts.zoho.eu"),
        ("aol.com", "AOL", "login.aol.com"), ("yandex.ru", "Yandex", "id.yandex.ru"), ("gmx.net", "GMX", "www.gmx.net"),
        ("web.de", "WEB.DE", "web.de"),
    ]
}
