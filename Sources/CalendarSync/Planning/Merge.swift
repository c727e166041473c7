import CivilTime

/// The three-way merge of one event: what the appointment wants, what stands there, and what both sides last agreed on.
struct Merge {
    let wanted: OutgoingEvent
    let agreement: Agreement
    let situation: LinkSituation

    private var link: Link { situation.link }
    private var base: EventFields { agreement.base }
    private var meant: EventFields { agreement.meant }

    /// Whether the appointment was moved since the last agreement, or since a question was asked; or is to stand where both sides agreed that
    /// the event is called off.
    private var isMovedHere: Bool { wanted.fields.span != meant.span || meant.isCancelled }

    /// Nothing new is known of the remote side: the base stands for it.
    func planUnread() -> [Effect] {
        guard let id = link.remoteID else { return situation.closing + [.createRemoteEvent(wanted)] }
        switch situation.openConflict {
        case .movedOutside(let place)?:
            // While a question is open, only a move of ours overtakes it; a change of text waits.
            var there = base
            (there.span, there.isAllDay, there.isCancelled) = (place, false, false)
            return isMovedHere || wanted.fields.span == place ? overtake(there, id, link.version) : []
        case .cancelledOutside?:
            var there = base
            there.isCancelled = true
            return isMovedHere ? overtake(there, id, link.version) : []
        case .deletedOutside?: return isMovedHere ? [.startGeneration(link.generation + 1), .closeConflict(.overtaken)] : []
        case .overlapped?, .editedTwice?, nil:
            let outgoing = merged(with: base)
            // A question that was closed without a word to the link leaves the event where it was asked about.
            let isLeftOver = link.state == .inConflict
            guard isMovedHere || isLeftOver || agreement.isUnanswered || !haveSameTexts(outgoing.fields, base) else { return [] }
            return [.updateRemoteEvent(outgoing, at: id, version: link.version)]
        }
    }

    /// The event can be read as one no more: somebody made a series of it. While the appointment stays where it is, the series stands for it and
    /// is left alone; its times are closed by its expansion. It is neither moved nor taken away: once the appointment is elsewhere, the series is
    /// its owner's, and ours is made anew.
    func planSeries() -> [Effect] {
        let isElsewhere = agreement.isUnanswered ? wanted.fields.span != base.span : isMovedHere
        guard isElsewhere || !agreement.isRead else { return [] }
        return [.leaveToOwner(next: link.generation + 1)] + situation.closing
    }

    /// Both sides are known: time first, then the texts.
    ///
    /// Whatever is to be written for what was read is noted in the link first, so that it is planned again from the link alone.
    func planPresent(_ id: RemoteItem.ID, _ version: String?, _ remote: EventFields) -> [Effect] {
        let isWhereWanted = remote.span == wanted.fields.span && !remote.isCancelled
        if isMovedThere(remote), !isWhereWanted { return planMovedOutside(id, version, remote) }
        // An event that was moved back from where it was asked about has not followed the moves of ours that came before the question.
        let needsMove = !isWhereWanted && (isMovedHere || agreement.isUnanswered || !situation.closing.isEmpty)
        let outgoing = merged(with: remote)
        let isRead = link.remoteID == id && link.version == version && link.base?.normalized == remote.normalized
        if needsMove || !haveSameTexts(outgoing.fields, remote) {
            var carried = meant
            if needsMove || isWhereWanted { (carried.span, carried.isCancelled) = (remote.span, remote.isCancelled) }
            let isNoted = isRead && situation.closing.isEmpty
            let noting: [Effect] = isNoted ? [] : [.adoptBase(id, version: version, fields: remote.normalized, carried: carried)]
            return keepingOverwritten(remote) + noting + situation.closing + [.updateRemoteEvent(outgoing, at: id, version: version)]
        }
        let isKnown = isRead && link.state != .pending && link.carried?.normalized == wanted.fields.normalized
        return situation.closing + (isKnown ? [] : [.adoptBase(id, version: version, fields: remote.normalized, carried: wanted.fields)])
    }

    private func planMovedOutside(_ id: RemoteItem.ID, _ version: String?, _ remote: EventFields) -> [Effect] {
        let question = remote.isCancelled ? SyncConflict.Kind.cancelledOutside : .movedOutside(to: remote.span)
        let isAsked = situation.openConflict == question
        let wasAsked = situation.openConflict == nil && link.state == .inConflict && link.version == version
        if isAsked || wasAsked, isMovedHere { return overtake(remote, id, version) }
        if let answer = answer(to: question, id, version, remote) { return answer }
        // What they wrote there is noted as it is; where they put it waits for the answer.
        var read = remote.normalized
        (read.span, read.isAllDay, read.isCancelled) = (base.span, base.isAllDay, base.isCancelled)
        if isAsked {
            let isKnown = link.remoteID == id && link.version == version && haveSameTexts(read, base)
            return isKnown ? [] : keepingOverwritten(read) + [.adoptBase(id, version: version, fields: read, carried: meant)]
        }
        // The question is put to the appointment as it is now: only a later move of ours overtakes it.
        var asked = meant
        (asked.span, asked.isCancelled) = (wanted.fields.span, false)
        return [.openConflict(question)] + keepingOverwritten(read) + [.adoptBase(id, version: version, fields: read, carried: asked)]
    }

    /// What the settings say to a change that was made there alone; `nil` when a person is to decide.
    private func answer(to question: SyncConflict.Kind, _ id: RemoteItem.ID, _ version: String?, _ remote: EventFields) -> [Effect]? {
        guard isUndisputed, !isMovedHere else { return nil }
        switch remote.isCancelled ? situation.deletions : situation.moves {
        case .ask: return nil
        case .putBack: return [.openConflict(question)] + overtake(remote, id, version, as: .putBack)
        case .follow where remote.isCancelled: return [.openConflict(question), .closeConflict(.followed), .cancelAppointment]
        case .follow:
            guard situation.isMoveFollowed else { return nil }
            var there = meant
            there.span = remote.span
            // The appointment moves first: noted before, their place would look like one that we moved away from.
            return [.openConflict(question), .closeConflict(.followed)] + keepingOverwritten(remote) + [
                .moveAppointment(to: remote.span), .adoptBase(id, version: version, fields: remote.normalized, carried: there),
            ]
        }
    }

    /// Whether nobody is being asked, and what both sides agreed on is known: only then is a change answered without a person.
    private var isUndisputed: Bool {
        situation.openConflict == nil && link.state != .inConflict && agreement.isRead && !agreement.isUnanswered
    }

    /// The event is gone though it is wanted.
    func planGone() -> [Effect] {
        let isMoved = wanted.fields.span != (agreement.isUnanswered ? base.span : meant.span)
        let isAsked = situation.openConflict == .deletedOutside
        guard isMoved else { return isAsked ? [] : [.openConflict(.deletedOutside)] + answerToDeletion }
        // A newer booking outweighs an older deletion: make the event anew. The deletion is kept among the conflicts all the same.
        return (isAsked ? [] : [.openConflict(.deletedOutside)]) + [.startGeneration(link.generation + 1), .closeConflict(.overtaken)]
    }

    private var answerToDeletion: [Effect] {
        guard isUndisputed else { return [] }
        return switch situation.deletions {
        case .ask: []
        case .putBack: [.startGeneration(link.generation + 1), .closeConflict(.putBack)]
        case .follow: [.closeConflict(.followed), .cancelAppointment]
        }
    }

    /// A move of ours answers the question about a place: from now on the event counts as agreed to stand there, and is written as wanted.
    /// - Parameter there: the event as it stands at that place.
    private func overtake(
        _ there: EventFields, _ id: RemoteItem.ID, _ version: String?, as settlement: SyncConflict.Settlement = .overtaken
    ) -> [Effect] {
        var here = meant
        (here.span, here.isCancelled) = (there.span, there.isCancelled)
        let noting: [Effect] =
            keepingOverwritten(there) + [
                .adoptBase(id, version: version, fields: there.normalized, carried: here), .closeConflict(settlement),
            ]
        let outgoing = merged(with: there)
        guard wanted.fields.span != there.span || there.isCancelled || !haveSameTexts(outgoing.fields, there) else { return noting }
        return noting + [.updateRemoteEvent(outgoing, at: id, version: version)]
    }

    /// Whether somebody else changed when the event is. A write of ours that was carried out without an answer is no move of theirs.
    private func isMovedThere(_ remote: EventFields) -> Bool {
        if remote.span == base.span, remote.isAllDay == base.isAllDay, remote.isCancelled == base.isCancelled { return false }
        return !(agreement.isUnanswered && remote.span == meant.span && !remote.isAllDay && !remote.isCancelled)
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

    /// What both sides changed since they last agreed, and not to the same: ours is about to be written over theirs, now or once a question
    /// about the event's place is settled. Noted before theirs becomes the base.
    private func keepingOverwritten(_ remote: EventFields) -> [Effect] {
        // Where the event stands as it stood before, what was sent without an answer was not carried out.
        let wasNotCarriedOut = remote.span == base.span && remote.span != meant.span
        guard agreement.isRead, !agreement.isUnanswered || wasNotCarriedOut else { return [] }
        let (local, meant, remote, base) = (wanted.fields.normalized, meant.normalized, remote.normalized, base.normalized)
        let fields: [(EditedText.Field, KeyPath<EventFields, String>)] = [(.title, \.title), (.notes, \.notes), (.location, \.location)]
        let texts = fields.compactMap { field, text -> EditedText? in
            // A title or notes agreed on as empty were blanked with their customer: what stands there is that customer's name.
            let isBlanked = field != .location && base[keyPath: text].isEmpty && meant[keyPath: text].isEmpty
            return !isBlanked && local[keyPath: text] != meant[keyPath: text] && remote[keyPath: text] != base[keyPath: text]
                && local[keyPath: text] != remote[keyPath: text]
                ? EditedText(field, ours: local[keyPath: text], theirs: remote[keyPath: text]) : nil
        }
        return texts.isEmpty ? [] : [.keepOverwritten(texts)]
    }

    private func haveSameTexts(_ left: EventFields, _ right: EventFields) -> Bool {
        let (left, right) = (left.normalized, right.normalized)
        return left.title == right.title && left.notes == right.notes && left.location == right.location
    }
}
