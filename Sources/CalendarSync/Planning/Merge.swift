import CivilTime

/// The three-way merge of one event: what the appointment wants, what stands there, and what both sides last agreed on.
struct Merge {
    let wanted: OutgoingEvent
    let agreement: Agreement
    let situation: LinkSituation

    private var link: Link { situation.link }
    private var base: EventFields { agreement.base }
    private var meant: EventFields { agreement.meant }

    /// Whether the appointment was moved since the last agreement, or since a question was asked.
    private var isMovedHere: Bool { wanted.fields.span != meant.span }

    /// Nothing new is known of the remote side: the base stands for it.
    func planUnread() -> [Effect] {
        guard let id = link.remoteID else { return situation.closing + [.createRemoteEvent(wanted)] }
        switch situation.openConflict {
        case .movedOutside(let place)?:
            // While a question is open, only a move of ours overtakes it; a change of text waits.
            return isMovedHere ? overtake(place, isAllDay: false, id, link.version, texts: base) : []
        case .deletedOutside?: return isMovedHere ? [.closeConflict(.overtaken), .startGeneration(link.generation + 1)] : []
        case nil:
            let outgoing = merged(with: base)
            // A question that was closed without a word to the link leaves the event where it was asked about.
            let isLeftOver = link.state == .inConflict
            guard isMovedHere || isLeftOver || agreement.isUnanswered || !haveSameTexts(outgoing.fields, base) else { return [] }
            return [.updateRemoteEvent(outgoing, at: id, version: link.version)]
        }
    }

    /// Both sides are known: time first, then the texts.
    func planPresent(_ id: RemoteItem.ID, _ version: String?, _ remote: EventFields) -> [Effect] {
        let isWhereWanted = remote.span == wanted.fields.span
        if isMovedThere(remote), !isWhereWanted { return planMovedOutside(id, version, remote) }
        let outgoing = merged(with: remote)
        let needsMove = !isWhereWanted && (isMovedHere || agreement.isUnanswered)
        if needsMove || !haveSameTexts(outgoing.fields, remote) {
            return situation.closing + [.updateRemoteEvent(outgoing, at: id, version: version)]
        }
        let isKnown =
            link.remoteID == id && link.version == version && link.state != .pending && link.base?.normalized == remote.normalized
            && link.carried?.normalized == wanted.fields.normalized
        return situation.closing + (isKnown ? [] : [.adoptBase(id, version: version, fields: remote.normalized, carried: wanted.fields)])
    }

    private func planMovedOutside(_ id: RemoteItem.ID, _ version: String?, _ remote: EventFields) -> [Effect] {
        let question = SyncConflict.Kind.movedOutside(to: remote.span)
        let isAsked = situation.openConflict == question
        let wasAsked = situation.openConflict == nil && link.state == .inConflict && link.version == version
        if isAsked || wasAsked, isMovedHere { return overtake(remote.span, isAllDay: remote.isAllDay, id, version, texts: remote) }
        if isAsked {
            return link.remoteID == id && link.version == version ? [] : [.adoptBase(id, version: version, fields: base, carried: meant)]
        }
        // The question is put to the appointment as it is now: only a later move of ours overtakes it.
        var asked = meant
        asked.span = wanted.fields.span
        return [.openConflict(question), .adoptBase(id, version: version, fields: base, carried: asked)]
    }

    /// The event is gone though it is wanted.
    func planGone() -> [Effect] {
        let isMoved = wanted.fields.span != (agreement.isUnanswered ? base.span : meant.span)
        let isAsked = situation.openConflict == .deletedOutside
        guard isMoved else { return isAsked ? [] : [.openConflict(.deletedOutside)] }
        // A newer booking outweighs an older deletion: make the event anew. The deletion is kept among the conflicts all the same.
        let wasAsked = isAsked || (situation.openConflict == nil && link.state == .inConflict)
        return (wasAsked ? [] : [.openConflict(.deletedOutside)]) + [.closeConflict(.overtaken), .startGeneration(link.generation + 1)]
    }

    /// A move of ours answers the question about a place: from now on the event counts as agreed to stand there, and is written as wanted.
    private func overtake(_ place: Span, isAllDay: Bool, _ id: RemoteItem.ID, _ version: String?, texts: EventFields) -> [Effect] {
        var (there, here) = (base, meant)
        there.span = place
        there.isAllDay = isAllDay
        here.span = place
        let noting: [Effect] = [.closeConflict(.overtaken), .adoptBase(id, version: version, fields: there, carried: here)]
        let outgoing = merged(with: texts)
        guard wanted.fields.span != place || !haveSameTexts(outgoing.fields, texts) else { return noting }
        return noting + [.updateRemoteEvent(outgoing, at: id, version: version)]
    }

    /// Whether somebody else changed when the event is. A write of ours that was carried out without an answer is no move of theirs.
    private func isMovedThere(_ remote: EventFields) -> Bool {
        if remote.span == base.span, remote.isAllDay == base.isAllDay { return false }
        return !(agreement.isUnanswered && remote.span == meant.span && !remote.isAllDay)
    }

    /// The event as it is to be written over what stands there: a text changed here is ours, any other is theirs to keep.
    private func merged(with remote: EventFields) -> OutgoingEvent {
        var outgoing = wanted
        outgoing.fields.isAllDay = remote.isAllDay && remote.span == wanted.fields.span
        let (local, meant) = (wanted.fields.normalized, meant.normalized)
        if local.title == meant.title { outgoing.fields.title = remote.title }
        if local.notes == meant.notes { outgoing.fields.notes = remote.notes }
        if local.location == meant.location { outgoing.fields.location = remote.location }
        return outgoing
    }

    private func haveSameTexts(_ left: EventFields, _ right: EventFields) -> Bool {
        let (left, right) = (left.normalized, right.normalized)
        return left.title == right.title && left.notes == right.notes && left.location == right.location
    }
}
