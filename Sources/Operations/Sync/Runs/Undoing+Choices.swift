import Booking
import CalendarSync
import CivilTime
import Persistence

/// What somebody chose is put back; what follows from it in the calendars is planned like after any other choice.
extension Undoing {
    /// The choices of the run that stand as it left them, or are put back all the same.
    func choicesToRestore() throws -> [RunEffect] {
        try effects.filter { effect in
            switch effect.change {
            case .settings(_, let number):
                let last = try transaction.syncSettings.versions(of: effect.resource).last?.number
                return last == number || isIncluded("settings", .settings)
            case .choice(_, let after):
                guard let resource = effect.resource else { return false }
                return try transaction.uses(of: resource) == after || isIncluded("choice", .choice)
            default: return false
            }
        }
    }

    func restore(_ choices: [RunEffect]) throws {
        var reached: Set<Resource.ID> = []
        let kept = try judgeEvents()
        for effect in choices {
            switch effect.change {
            case .settings(let before, _): reached.formUnion(try restore(before, effect.resource))
            case .choice(let before, _):
                guard let resource = effect.resource else { continue }
                try hold(kept, of: [resource])
                try restore(before, of: resource, keeping: Set(kept.map(\.appointment)))
                concerned.insert(resource)
            default: continue
            }
        }
        try hold(kept, of: reached)
        for resource in reached.sorted() {
            try restoreOwnTexts(of: resource, besides: kept)
            try kalends.pushUpcoming(of: resource, book.stamp, keeping: Set(kept.map(\.appointment)), transaction)
        }
        concerned.formUnion(reached)
        for resource in concerned.sorted() { try kalends.rediagnose(accountsOf: resource, transaction) }
        try noteLostTexts(besides: kept)
    }

    // MARK: Settings

    /// - Returns: the people whose events of bookings made before are reached.
    private func restore(_ before: [SyncChoicesVersion], _ subject: Resource.ID?) throws -> Set<Resource.ID> {
        let people = Set(try transaction.calendars.all().map(\.resource)).filter { subject == nil || $0 == subject }
        let old = try Dictionary(uniqueKeysWithValues: people.map { ($0, try transaction.syncSettings.terms(of: $0).current) })
        let now = try transaction.syncSettings.versions(of: subject)
        let reachesExisting = now.contains { $0.number > before.last?.number ?? 0 && $0.reachesExisting }
        for version in versions(before, after: now.last?.number ?? 0, reachesExisting) {
            try transaction.syncSettings.append(version, of: subject)
        }
        try book.note(.settings(before: now, number: transaction.syncSettings.versions(of: subject).last?.number ?? 0), resource: subject)
        try transaction.record(
            .changed, "sync:\(subject?.rawValue ?? "all")", by: actor, at: kalends.now, before: now.last?.choices ?? SyncChoices(),
            after: before.last?.choices ?? SyncChoices())
        restored.append(.settings(person: try subject.flatMap { try transaction.resources.find($0)?.name }))
        concerned.formUnion(people)
        for resource in people.sorted() {
            guard let before = old[resource] else { continue }
            let after = try transaction.syncSettings.terms(of: resource).current
            let followed = try kalends.follow(before, after, of: resource, transaction)
            (read, opened) = (read + followed.read, opened + followed.opened)
        }
        return reachesExisting ? people : []
    }

    /// The states that say again what held before. Where the run reached bookings made earlier, each of them gets back what it was made under:
    /// the whole row of states is told once more.
    private func versions(_ before: [SyncChoicesVersion], after number: Int, _ reachesExisting: Bool) -> [SyncChoicesVersion] {
        let standard = SyncChoicesVersion(number: 0, since: kalends.now, reachesExisting: true, choices: SyncChoices())
        var last = before.last ?? standard
        (last.since, last.reachesExisting) = (kalends.now, false)
        let row = reachesExisting ? [standard] + before : [last]
        return row.enumerated().map { index, version in
            var version = version
            version.number = number + 1 + index
            return version
        }
    }

    // MARK: Calendars

    private func restore(_ before: [AccountUse], of resource: Resource.ID, keeping: Set<Appointment.ID>) throws {
        let now = try transaction.uses(of: resource)
        let closing = try transaction.calendars.all(of: resource).filter(\.closesTime)
        var uses: [(account: CalendarAccount, use: AccountUse)] = []
        for account in try transaction.accounts.all(of: resource) {
            let idle = AccountUse(account: account.id, linked: nil, closing: [])
            let use = before.first { $0.account == account.id } ?? idle
            guard now.first(where: { $0.account == account.id }) ?? idle != use else { continue }
            guard account.isConnected else {
                tell(.disconnected, nil, account.name)
                continue
            }
            uses.append((account, try possible(use, of: account)))
            if use.isIdle { tell(.signIn, nil, account.name) }
        }
        // One calendar is linked at a time: whoever gives it up comes first.
        for (account, use) in uses.sorted(by: { $0.use.linked == nil && $1.use.linked != nil }) {
            let facts = try transaction.facts(of: account)
            let calendars = try transaction.calendars.all(account: account.id)
            try CalendarChoice(
                kalends: kalends, transaction: transaction, account: account, actor: actor, run: book.stamp, keeping: keeping
            ).apply(linked: use.linked, conflicts: Set(use.closing), discovered: calendars.map(\.remote))
            try transaction.recordConnection(.calendarsChosen, account, before: facts, actor, kalends.now)
            restored.append(.choice(account: account.name, linked: calendars.first { $0.remote.id == use.linked }?.remote.name))
            read += try transaction.calendars.all(account: account.id).filter { $0.isRead && $0.readAt == nil }.map(\.remote.name)
        }
        let after = try transaction.uses(of: resource)
        if now != after { try book.note(.choice(before: now, after: after), resource: resource) }
        if try transaction.syncSettings.terms(of: resource).current.readsEvents { opened += try transaction.closingNoMore(closing) }
    }

    /// A calendar that can only be read by now is not linked again.
    private func possible(_ use: AccountUse, of account: CalendarAccount) throws -> AccountUse {
        var use = use
        let known = try transaction.calendars.all(account: account.id)
        if let linked = use.linked, let calendar = known.first(where: { $0.remote.id == linked }), !calendar.canBeWritten {
            tell(.unwritable, nil, calendar.remote.name)
            use.linked = nil
        }
        return use
    }
}

extension ConnectedCalendar {
    /// Whether, as far as is known, events can be written into it.
    var canBeWritten: Bool {
        remote.access == .readWrite && failure?.failure.kind != .calendarMissing && failure?.failure.kind != .forbidden
    }
}

extension Transaction {
    /// What a person's calendars are used for, account by account.
    func uses(of resource: Resource.ID) throws -> [AccountUse] {
        try accounts.all(of: resource).map { account in
            let calendars = try calendars.all(account: account.id)
            return AccountUse(
                account: account.id, linked: calendars.first(where: \.isLinked)?.remote.id,
                closing: calendars.filter(\.closesTime).map(\.remote.id).sorted())
        }.filter { !$0.isIdle }.sorted { $0.account < $1.account }
    }
}

extension SyncRunBook {
    /// Keeps how another choice of calendars changed what they are used for.
    func noteChoice(of resource: Resource.ID, _ change: () throws -> Void) throws {
        let before = try transaction.uses(of: resource)
        try change()
        let after = try transaction.uses(of: resource)
        if before != after { try note(.choice(before: before, after: after), resource: resource) }
    }
}
