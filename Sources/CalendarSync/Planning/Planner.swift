/// Decides what to do for a link. Pure: no clock, no request, no store; `docs/sync/merging.md` tells the table it follows.
public enum Planner {
    /// The effects that bring both sides together, in the order in which they are to be carried out; empty when they agree.
    public static func plan(_ situation: LinkSituation) -> [Effect] {
        guard let wanted = situation.wanted else { return planRemoval(situation) }
        switch situation.remote {
        case .notRead: return planFromBase(wanted, situation)
        case .present(let id, let version, let fields): return planMerge(wanted, situation, id, version, fields)
        case .gone: return planGone(wanted, situation)
        }
    }

    /// No event is wanted: remove the one there is.
    private static func planRemoval(_ situation: LinkSituation) -> [Effect] {
        let closing: [Effect] = situation.openConflict == nil ? [] : [.closeConflict(.overtaken)]
        guard situation.link.state != .closed else { return closing }
        switch situation.remote {
        case .gone: return closing + [.closeLink]
        case .present(let id, let version, _): return closing + [.deleteRemoteEvent(id, version: version), .closeLink]
        case .notRead:
            guard let id = situation.link.remoteID else { return closing + [.closeLink] }
            return closing + [.deleteRemoteEvent(id, version: situation.link.version), .closeLink]
        }
    }

    /// Nothing new is known of the remote side: write if the appointment changed since the base was read.
    private static func planFromBase(_ wanted: OutgoingEvent, _ situation: LinkSituation) -> [Effect] {
        let link = situation.link
        guard let id = link.remoteID, link.base != nil, link.state != .closed else { return [.createRemoteEvent(wanted)] }
        guard changedHere(wanted, link) else { return [] }
        let closing = closingByMove(wanted, situation)
        if situation.openConflict != nil, closing.isEmpty { return [] }
        return closing + [.updateRemoteEvent(wanted, at: id, version: link.version)]
    }

    /// Both sides are known: a three-way merge, time first, then the texts.
    private static func planMerge(
        _ wanted: OutgoingEvent, _ situation: LinkSituation, _ id: RemoteItem.ID, _ version: String?, _ fields: EventFields?
    ) -> [Effect] {
        let link = situation.link
        // An event that can no longer be read as one event (made a series, say) is left alone; its time is closed by its expansion.
        guard let remote = fields?.normalized else { return [] }
        guard let base = link.base?.normalized else {
            // Adopted after a crash between the write and its record: ours, so what differs is written again.
            return agrees(remote, wanted.fields)
                ? [.adoptBase(id, version: version, fields: remote, carried: wanted.fields)] : [.updateRemoteEvent(wanted, at: id, version: version)]
        }
        let movedThere = remote.span != base.span || remote.isAllDay != base.isAllDay
        let movedHere = wanted.fields.span != (link.carried ?? base).span

        if remote.span == wanted.fields.span, !remote.isAllDay {
            let closing: [Effect] = situation.openConflict == nil ? [] : [.closeConflict(.overtaken)]
            return closing + planTexts(wanted, link, id, version, remote: remote, base: base)
        }
        if movedThere {
            // A move of ours settles an open question about the place; a fresh move outside opens one.
            if movedHere, situation.openConflict != nil {
                return [.closeConflict(.overtaken), .updateRemoteEvent(wanted, at: id, version: version)]
            }
            let question = SyncConflict.Kind.movedOutside(to: remote.span)
            let noticing: [Effect] = link.version == version ? [] : [.adoptBase(id, version: version, fields: base, carried: link.carried ?? base)]
            return situation.openConflict == question ? noticing : noticing + [.openConflict(question)]
        }
        if movedHere || changedHere(wanted, link) { return [.updateRemoteEvent(wanted, at: id, version: version)] }
        return link.version == version ? [] : [.adoptBase(id, version: version, fields: remote, carried: wanted.fields)]
    }

    /// The times agree. A text changed here is written; one changed there is theirs to keep.
    private static func planTexts(
        _ wanted: OutgoingEvent, _ link: Link, _ id: RemoteItem.ID, _ version: String?, remote: EventFields, base: EventFields
    ) -> [Effect] {
        let carried = (link.carried ?? base).normalized
        let local = wanted.fields.normalized
        var merged = wanted
        merged.fields.title = choose(local.title, carried.title, remote.title)
        merged.fields.notes = choose(local.notes, carried.notes, remote.notes)
        merged.fields.location = choose(local.location, carried.location, remote.location)
        if agrees(merged.fields.normalized, remote) {
            return link.version == version && link.state == .synced && remote == base && carried == local
                ? [] : [.adoptBase(id, version: version, fields: remote, carried: wanted.fields)]
        }
        return [.updateRemoteEvent(merged, at: id, version: version)]
    }

    /// The event is gone though it is wanted.
    private static func planGone(_ wanted: OutgoingEvent, _ situation: LinkSituation) -> [Effect] {
        let link = situation.link
        // Never read back: the create was lost on the way, or its name is burnt.
        guard link.base != nil else { return [.createRemoteEvent(wanted)] }
        // A newer booking outweighs an older deletion: make it anew.
        if changedHere(wanted, link) {
            let closing: [Effect] = situation.openConflict == nil ? [] : [.closeConflict(.overtaken)]
            return closing + [.startGeneration(link.generation + 1)]
        }
        return situation.openConflict == .deletedOutside ? [] : [.openConflict(.deletedOutside)]
    }

    private static func changedHere(_ wanted: OutgoingEvent, _ link: Link) -> Bool {
        guard let carried = link.carried ?? link.base else { return true }
        return carried.normalized != wanted.fields.normalized
    }

    /// While a question is open, only a move of ours overtakes it; a change of text waits.
    private static func closingByMove(_ wanted: OutgoingEvent, _ situation: LinkSituation) -> [Effect] {
        guard situation.openConflict != nil, wanted.fields.span != (situation.link.carried ?? situation.link.base)?.span else { return [] }
        return [.closeConflict(.overtaken)]
    }

    private static func choose(_ local: String, _ carried: String, _ remote: String) -> String { local == carried ? remote : local }

    private static func agrees(_ left: EventFields, _ right: EventFields) -> Bool {
        let (left, right) = (left.normalized, right.normalized)
        return left == right
    }
}
