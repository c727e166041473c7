import CivilTime

extension GoogleWorld {
    /// Adds somebody with a primary calendar.
    /// - Returns: the subject of the account.
    public mutating func addPerson(email: String, name: String, timeZone: String) -> String {
        let subject = String(104_000_000_000_000_000_000 as UInt128 + UInt128(people.count + 1) * 7_919_000_000_007)
        people.append(SimulatedPerson(subject: subject, email: email, name: name))
        let email = email.lowercased()
        calendars[email] = SimulatedCalendar(id: email, summary: email, timeZone: timeZone, owner: email, isPrimary: true)
        list(email, for: subject)
        return subject
    }

    /// Carries out what a person does.
    /// - Returns: the id of what was made, if something was.
    @discardableResult
    public mutating func edit(_ edit: PersonEdit, _ moment: Moment) throws(EditRefusal) -> String? {
        begin(moment)
        do throws(GoogleRefusal) {
            return try carryOut(edit, moment)
        } catch {
            throw EditRefusal(sentence: error.message)
        }
    }

    /// Grants a client what it would be granted on the consent page.
    /// - Returns: an access and a refresh token.
    public mutating func grant(
        subject: String, client: String = "kalends", scopes: [String], _ moment: Moment
    ) -> (access: String, refresh: String) {
        begin(moment)
        let (access, refresh) = ("ya29." + newName("a0"), "1//" + newName("0r"))
        authorization.access[access] = AuthorizationState.Access(
            client: client, subject: subject, scopes: scopes, expires: moment.now + .seconds(settings.accessTokenLife))
        authorization.grants.append(
            AuthorizationState.Grant(refreshToken: refresh, client: client, subject: subject, scopes: scopes, created: moment.now))
        return (access, refresh)
    }

    private mutating func carryOut(_ edit: PersonEdit, _ moment: Moment) throws(GoogleRefusal) -> String? {
        switch edit {
        case .addEvent(let calendar, let event): return try add(event, to: calendar, moment)
        case .changeEvent(let calendar, let event, let change): try rewrite(event, in: calendar, change, moment)
        case .moveEvent(let calendar, let event, let start): try move(event, in: calendar, to: start, moment)
        case .deleteEvent(let calendar, let event):
            let (resource, _) = try found(event, in: calendar, moment)
            guard resource["status"]?.string != "cancelled" else { throw .deleted }
            cancel(resource, in: calendar, moment)
        case .splitSeries(let calendar, let occurrence, let change): return try split(occurrence, in: calendar, change, moment)
        case .transferEvent(let calendar, let event, let destination):
            let (resource, _) = try found(event, in: calendar, moment)
            guard calendars[destination]?.isDeleted == false else { throw .notFound }
            var moved = resource
            moved["organizer"] = ["email": .text(destination)]
            store(moved, in: destination, moment)
            cancel(resource, in: calendar, moment)
        case .copyEvent(let calendar, let event):
            var (copy, _) = try found(event, in: calendar, moment)
            let id = newName("")
            copy["id"] = .text(id)
            copy["iCalUID"] = .text("\(id)@google.com")
            store(copy, in: calendar, moment)
            return id
        case .addCalendar(let subject, let name, let timeZone):
            guard let person = person(subject: subject) else { throw .notFound }
            return addCalendar(name, timeZone: timeZone, of: person)
        case .deleteCalendar(let id):
            guard calendars[id]?.isDeleted == false else { throw .notFound }
            removeCalendar(id)
        case .recreateCalendar(let id):
            guard let calendar = calendars[id], !calendar.isDeleted, let person = person(email: calendar.owner) else { throw .notFound }
            removeCalendar(id)
            return addCalendar(calendar.summary, timeZone: calendar.timeZone, of: person)
        case .setRole(let calendar, let email, let role): try set(role, of: email.lowercased(), for: calendar)
        case .offerMeet(let calendar, let isOffered): calendars[calendar]?.offersMeet = isOffered
        case .revokeAccess(let subject): authorization.revoke(subject: subject)
        case .expireSyncTokens(let calendar):
            guard let revision = calendars[calendar]?.revision else { throw .notFound }
            calendars[calendar]?.oldestToken = revision + 1
            // The next token must not be older than the border.
            calendars[calendar]?.revision = revision + 1
        }
        return nil
    }
}
