import CalendarSync
import Outbound

/// Finds the calendars of an account: the principal (RFC 5397), its calendar homes (RFC 4791 section 6.2.1), and what they hold.
struct CalDAVDiscovery: Sendable {
    let client: CalDAVClient
    let typed: TypedAddress

    private static let principalProperties = [
        "D:current-user-principal", "C:calendar-home-set", "C:calendar-user-address-set",
    ]

    /// What one address says about the account.
    private struct Place {
        /// The address, and the one it has moved to for good.
        var address: DAVAddress
        var principal: DAVAddress?
        var homes: [DAVAddress] = []
        var ownAddresses: [String] = []
        /// The place itself, if it is a calendar.
        var calendar: RemoteCalendar?
    }

    func callAsFunction() async throws(ProviderFailure) -> DiscoveredAccount {
        guard typed.mailAddress == nil || !client.credentials.user.isEmpty else {
            throw ProviderFailure(.unauthorized, "Enter the user name too. On many servers it is the mail address.")
        }
        let start = try await startingPlace()
        var account = start
        if start.homes.isEmpty, let principal = start.principal {
            account = try await place(principal) ?? start
            // A server may name only the home there, and the addresses here.
            account.ownAddresses += start.ownAddresses
        }
        var calendars = try await listing(of: account.homes)
        var address = account.homes.first
        if let given = start.calendar, !calendars.contains(where: { Self.isSame($0, given) }) {
            // Shared from elsewhere: only its own address leads to it.
            calendars.insert(given, at: 0)
            address = start.address
        }
        guard let address else { throw Self.notFound(typed.address) }
        guard !calendars.isEmpty else {
            throw ProviderFailure(
                .calendarMissing, "Signing in worked, but the account has no calendar for events. Make one on the server first.")
        }
        return DiscoveredAccount(
            address: address.text, name: accountName(at: address), ownAddresses: ownAddresses(account.ownAddresses), calendars: calendars)
    }

    /// The first address that knows the account: the one given, then the well-known one (RFC 6764 section 5).
    private func startingPlace() async throws(ProviderFailure) -> Place {
        let wellKnown = typed.address.replacingPath("/.well-known/caldav")
        var refusal: ProviderFailure?
        for candidate in [typed.address, wellKnown] {
            do throws(ProviderFailure) {
                let found = try await place(candidate)
                if let found, found.principal != nil || !found.homes.isEmpty || found.calendar != nil { return found }
            } catch {
                // No answer at all is no better elsewhere on the same host.
                guard [.unauthorized, .forbidden, .invalidAnswer, .calendarMissing].contains(error.kind) else { throw error }
                let reason = error.kind == .calendarMissing ? Self.notFound(typed.address) : error
                if refusal == nil || error.kind == .unauthorized { refusal = reason }
            }
        }
        throw refusal ?? Self.notFound(typed.address)
    }

    /// Asks one address; nil where it answers as WebDAV does and knows nothing of calendars.
    private func place(_ address: DAVAddress) async throws(ProviderFailure) -> Place? {
        let answer = try await client.propfind(address, depth: 0, Self.principalProperties + CalendarListing.properties)
        if answer.status == 401 { throw refused(by: answer, askedAt: address) }
        let multistatus = try answer.multistatus()
        guard let response = multistatus.responses.first(where: \.hasProperties) else { return nil }
        let here = answer.response.permanentRedirect.flatMap { DAVAddress($0) } ?? answer.address
        var place = Place(address: here)
        if let principal = response.property("D:current-user-principal") {
            if principal.has("D:unauthenticated"), client.hasCredentials { throw ProviderFailure.unauthorized }
            place.principal = try principal.hrefs.first.flatMap { answer.address.resolving($0) }.map(trusted)
        }
        for href in response.property("C:calendar-home-set")?.hrefs ?? [] {
            guard let home = answer.address.resolving(href) else { continue }
            place.homes.append(try trusted(home).asCollection)
        }
        place.ownAddresses = response.property("C:calendar-user-address-set")?.hrefs ?? []
        place.calendar = CalendarListing(response, at: here.asCollection)?.calendar
        return place
    }

    /// The calendars of every home. One home that fails is left out, unless all do.
    private func listing(of homes: [DAVAddress]) async throws(ProviderFailure) -> [RemoteCalendar] {
        var calendars: [RemoteCalendar] = []
        var failure: ProviderFailure?
        for home in homes {
            do throws(ProviderFailure) {
                let answer = try await client.propfind(home, depth: 1, CalendarListing.properties)
                if answer.status == 401 { throw refused(by: answer, askedAt: home) }
                for response in try answer.multistatus().responses {
                    guard let href = response.hrefs.first, let address = answer.address.resolving(href),
                        client.site.sharesSite(with: address),
                        let found = CalendarListing(response, at: address.asCollection)?.calendar,
                        !calendars.contains(where: { Self.isSame($0, found) })
                    else { continue }
                    calendars.append(found)
                }
            } catch {
                failure = failure ?? error
            }
        }
        if calendars.isEmpty, let failure { throw failure }
        return calendars
    }

    /// The password is not sent to another site, even if the server names one.
    private func trusted(_ address: DAVAddress) throws(ProviderFailure) -> DAVAddress {
        guard client.site.sharesSite(with: address) else { throw elsewhere(address) }
        return address
    }

    private func refused(by answer: DAVAnswer, askedAt address: DAVAddress) -> ProviderFailure {
        if !client.site.sharesSite(with: answer.address) { return elsewhere(answer.address) }
        if !client.hasCredentials { return ProviderFailure(.unauthorized, "The server wants a user name and a password.") }
        return .unauthorized
    }

    private func elsewhere(_ address: DAVAddress) -> ProviderFailure {
        ProviderFailure(
            .unauthorized,
            """
            \(client.site.host) leads to \(address.origin), another site, so the password was not sent there. If the calendars are meant to \
            be there, enter \(address.origin) as the address.
            """)
    }

    private static func notFound(_ address: DAVAddress) -> ProviderFailure {
        ProviderFailure(
            .invalidAnswer,
            """
            No calendars were found at \(address.host). Enter the server’s CalDAV address; its help pages name it, often under “calendar sync”.
            """)
    }

    private static func isSame(_ one: RemoteCalendar, _ other: RemoteCalendar) -> Bool {
        guard let one = DAVAddress(one.id), let other = DAVAddress(other.id) else { return one.id == other.id }
        return one.isSameResource(as: other)
    }

    private func accountName(at address: DAVAddress) -> String {
        let user = client.credentials.user
        return user.isEmpty ? address.host : "\(user) at \(address.host)"
    }

    /// Every address by which the owner may be invited, in lower case.
    private func ownAddresses(_ hrefs: [String]) -> [String] {
        let listed = hrefs.map { $0.lowercased() }.filter { $0.hasPrefix("mailto:") }.map {
            DAVAddress.percentDecoded(String($0.dropFirst(7)))
        }
        let typed = [client.credentials.user.lowercased(), self.typed.mailAddress ?? ""].filter { $0.contains("@") }
        return Set(listed + typed).sorted()
    }
}
