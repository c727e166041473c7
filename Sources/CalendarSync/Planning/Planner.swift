/// Decides what to do for a link. Pure: no clock, no request, no store; `docs/sync/merging.md` tells the table it follows.
public enum Planner {
    /// The effects that bring both sides together, in the order in which they are to be carried out; empty when they agree.
    ///
    /// The order survives a crash after any of them: a question stands before what was read is noted, and a note before a write.
    public static func plan(_ situation: LinkSituation) -> [Effect] {
        guard let wanted = situation.wanted else { return planRemoval(situation) }
        guard let agreement = Agreement(situation.link) else { return planMaking(wanted, situation) }
        let merge = Merge(wanted: wanted, agreement: agreement, situation: situation)
        switch situation.remote {
        case .notRead: return agreement.isRead ? merge.planUnread() : situation.closing + [.createRemoteEvent(wanted)]
        case .present(let id, let version, let fields):
            // An event that can no longer be read as one event (made a series, say) is left alone; its time is closed by its expansion.
            return fields.map { merge.planPresent(id, version, $0) } ?? []
        case .gone: return agreement.isRead ? merge.planGone() : situation.closing + [.createRemoteEvent(wanted)]
        }
    }

    /// Nothing is known of an event: make it, or take up the one that stands under our name since before a crash.
    private static func planMaking(_ wanted: OutgoingEvent, _ situation: LinkSituation) -> [Effect] {
        switch situation.remote {
        case .notRead, .gone: return situation.closing + [.createRemoteEvent(wanted)]
        case .present(_, _, nil): return []
        case .present(let id, let version, let remote?):
            return situation.closing
                + [
                    remote.normalized == wanted.fields.normalized
                        ? .adoptBase(id, version: version, fields: remote.normalized, carried: wanted.fields)
                        : .updateRemoteEvent(wanted, at: id, version: version)
                ]
        }
    }

    /// No event is wanted: remove the one there is.
    private static func planRemoval(_ situation: LinkSituation) -> [Effect] {
        let link = situation.link
        let closing: [Effect] = situation.openConflict == nil ? [] : [.closeConflict(.overtaken)]
        switch (situation.remote, link.state) {
        case (.notRead, .closed), (.gone, .closed): return closing
        case (.gone, _): return closing + [.closeLink]
        case (.notRead, _):
            let deletion: [Effect] = link.remoteID.map { [.deleteRemoteEvent($0, version: link.version)] } ?? []
            return closing + deletion + [.closeLink]
        case (.present(let id, let version, let fields), .closed):
            // A create whose answer was lost, or an event fetched back from the trash: noted first, so that its deletion is not forgotten.
            let noted = fields?.normalized ?? link.base ?? link.carried
            let noting: [Effect] = noted.map { [.adoptBase(id, version: version, fields: $0, carried: link.carried ?? $0)] } ?? []
            return closing + noting + [.deleteRemoteEvent(id, version: version), .closeLink]
        case (.present(let id, let version, _), _): return closing + [.deleteRemoteEvent(id, version: version), .closeLink]
        }
    }
}

extension LinkSituation {
    /// What ends a question that nobody need answer any more.
    var closing: [Effect] { openConflict != nil || link.state == .inConflict ? [.closeConflict(.overtaken)] : [] }
}
