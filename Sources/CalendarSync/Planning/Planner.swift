/// Decides what to do for a link. Pure: no clock, no request, no store; `docs/sync/merging.md` tells the table it follows.
public enum Planner {
    /// The effects that bring both sides together, in the order in which they are to be carried out; empty when they agree.
    ///
    /// The order survives a crash after any of them: a question is asked before what was read is noted, and what was read is noted before a
    /// question is closed or anything is written.
    public static func plan(_ situation: LinkSituation) -> [Effect] {
        // A person left it as it is.
        if situation.link.heldBack != nil { return [] }
        guard let wanted = situation.wanted else { return planRemoval(situation) }
        guard let agreement = Agreement(situation.link) else { return planMaking(wanted, situation) }
        let merge = Merge(wanted: wanted, agreement: agreement, situation: situation)
        switch situation.remote {
        case .notRead: return agreement.isRead ? merge.planUnread() : situation.closing + [.createRemoteEvent(wanted)]
        case .present(let id, let version, let fields):
            return fields.map { merge.planPresent(id, version, $0) } ?? merge.planSeries()
        case .gone: return agreement.isRead ? merge.planGone() : situation.closing + [.createRemoteEvent(wanted)]
        }
    }

    /// Nothing is known of an event: make it, or take up the one that stands under our name since before a crash.
    private static func planMaking(_ wanted: OutgoingEvent, _ situation: LinkSituation) -> [Effect] {
        switch situation.remote {
        case .notRead, .gone: return situation.closing + [.createRemoteEvent(wanted)]
        // Ours, but a series by now: whoever made it one keeps it.
        case .present(_, _, nil): return [.leaveToOwner(next: situation.link.generation + 1)] + situation.closing
        case .present(let id, let version, let remote?):
            let agrees = remote.normalized == wanted.fields.normalized
            // Ours, so what differs is written again; noted first, so that it is known where it stands.
            return [.adoptBase(id, version: version, fields: remote.normalized, carried: agrees ? wanted.fields : remote.normalized)]
                + situation.closing + (agrees ? [] : [.updateRemoteEvent(wanted, at: id, version: version)])
        }
    }

    /// No event is wanted: remove the one there is.
    private static func planRemoval(_ situation: LinkSituation) -> [Effect] {
        let link = situation.link
        let closing: [Effect] = situation.openConflict == nil ? [] : [.closeConflict(.overtaken)]
        switch (situation.remote, link.state) {
        case (.notRead, .closed), (.gone, .closed): return closing
        case (.gone, _): return [.closeLink] + closing
        case (.notRead, _):
            // Asked about its deletion, so gone on evidence.
            guard let id = link.remoteID, situation.openConflict != .deletedOutside else { return [.closeLink] + closing }
            var there: EventFields?
            if case .movedOutside(let place)? = situation.openConflict {
                there = link.base?.normalized
                there?.span = place
            }
            return noting(id, link.version, there, link) + closing + [.deleteRemoteEvent(id, version: link.version), .closeLink]
        case (.present(_, _, nil), _):
            // What somebody made a series is not ours to take away: its other days were never part of the appointment.
            return [.leaveToOwner(next: link.generation + 1), .closeLink] + closing
        case (.present(let id, let version, let fields), _):
            return noting(id, version, fields?.normalized, link) + closing + [.deleteRemoteEvent(id, version: version), .closeLink]
        }
    }

    /// What stands where nothing is wanted is noted before it is deleted: a create whose answer was lost, an event fetched back from the trash,
    /// or one that was changed there. So its deletion is not forgotten, and should the appointment come back first, it is written as wanted.
    private static func noting(_ id: RemoteItem.ID, _ version: String?, _ fields: EventFields?, _ link: Link) -> [Effect] {
        let isNew = link.state == .closed || link.remoteID != id
        guard let noted = fields ?? (isNew ? link.base ?? link.carried : nil) else { return [] }
        guard isNew || link.version != version || link.base?.normalized != noted else { return [] }
        return [.adoptBase(id, version: version, fields: noted, carried: noted)]
    }
}

extension LinkSituation {
    /// What ends a question that nobody need answer any more.
    var closing: [Effect] { openConflict != nil || link.state == .inConflict ? [.closeConflict(.overtaken)] : [] }
}
