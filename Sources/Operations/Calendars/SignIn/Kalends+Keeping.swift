import Booking
import CalendarSync
import CivilTime
import Persistence

extension Kalends {
    /// Stores what a sign-in brought. One account of the provider is one connection of a person, known by the provider's own key of it; whoever
    /// else has connected the same one gets the new grant too, as the old one may be dead.
    func keep(_ signedIn: AuthorizedAccount, for purpose: SignInAccount.Purpose, actor: Actor) async throws -> CalendarAccount {
        try await database.write { transaction in
            let account = try keep(signedIn, for: purpose, actor: actor, transaction)
            try take(account, by: actor, transaction)
            return account
        }
    }

    private func keep(
        _ signedIn: AuthorizedAccount, for purpose: SignInAccount.Purpose, actor: Actor, _ transaction: Transaction
    ) throws -> CalendarAccount {
        try transaction.requireConnecting(actor, purpose.resource, now)
        guard try transaction.resources.find(purpose.resource) != nil else { throw NotFound("person") }
        let all = try transaction.accounts.all(purpose.provider, user: signedIn.subject)
        for other in all where other.resource != purpose.resource && other.isConnected {
            try renew(other, with: signedIn, actor: actor, transaction)
        }
        guard let known = all.first(where: { $0.resource == purpose.resource }) else {
            var account = CalendarAccount(
                id: CalendarAccount.ID(newID()), resource: purpose.resource, provider: purpose.provider, name: signedIn.name,
                address: signedIn.credentials.address, user: signedIn.subject, sealedSecret: "",
                ownAddresses: signedIn.email.map { [$0.lowercased()] } ?? [], createdAt: now)
            account.seal(signedIn.credentials.password, with: secretKey)
            try transaction.accounts.insert(account)
            try transaction.recordConnection(.calendarConnected, account, before: nil, actor, now)
            return account
        }
        return try renew(known, with: signedIn, actor: actor, transaction)
    }

    @discardableResult
    private func renew(_ known: CalendarAccount, with signedIn: AuthorizedAccount, actor: Actor, _ transaction: Transaction) throws
        -> CalendarAccount
    {
        let before = try transaction.facts(of: known)
        var account = known
        account.seal(signedIn.credentials.password, with: secretKey)
        account.refusedSince = nil
        if let email = signedIn.email?.lowercased() {
            account.name = signedIn.name
            if !account.ownAddresses.contains(email) { account.ownAddresses.insert(email, at: 0) }
        }
        try transaction.accounts.update(account)
        try transaction.recordConnection(
            known.isConnected ? .credentialsRenewed : .calendarConnected, account, before: before, actor, now)
        try forgetRefusal(of: account.id, transaction)
        try InvitationBook(kalends: self, transaction: transaction).endAgain(account, by: actor)
        // What waited for the access is due.
        for calendar in try transaction.calendars.all(account: account.id) where calendar.isRead {
            try enqueueReading(of: calendar, due: now, transaction)
        }
        try transaction.jobs.hasten(lane: lane(of: account.id), now: now)
        // What was found before is over; a test item that failed then says nothing of now.
        try diagnose(account.resource, account, transaction) { facts in
            if facts.roundTrip?.failedStep != nil { facts.roundTrip = nil }
        }
        return account
    }
}
