public import CivilTime

/// One thing to do for a link. Effects are values: they can be printed, stored and shown before anything is done, and doing one twice
/// comes to the same.
public enum Effect: Hashable, Sendable {
    /// Write the event under its name, unless one stands there.
    case createRemoteEvent(OutgoingEvent)
    case updateRemoteEvent(OutgoingEvent, at: RemoteItem.ID, version: String?)
    case deleteRemoteEvent(RemoteItem.ID, version: String?)
    /// Take what was read as the new base, and what the appointment said then: an echo of our own write, or an edit that is theirs to make.
    case adoptBase(RemoteItem.ID, version: String?, fields: EventFields, carried: EventFields)
    /// The event stands nowhere any more and is wanted nowhere: keep the link as a memory.
    case closeLink
    /// Make the event anew under the next generation: a trash bin may refuse the old name.
    case startGeneration(Int)
    /// Somebody made something else of the event, a series say: it is theirs from now on, and stays. Our own is made under that generation, if one
    /// is wanted.
    case leaveToOwner(next: Int)
    /// A change outside that a person must settle. The event's time stays closed beside the appointment's.
    case openConflict(SyncConflict.Kind)
    /// Both sides changed these texts: ours is written, and theirs is kept for whoever wants it back.
    case keepOverwritten([EditedText])
    /// Move the appointment to the time at which its event stands, its length included: a move made outside is followed.
    case moveAppointment(to: Span)
    /// Cancel the appointment: a deletion made outside is followed.
    case cancelAppointment
    /// The conflict is no more: the event is back where the appointment is, or the appointment followed or was cancelled.
    case closeConflict(SyncConflict.Settlement)
}

extension Effect: CustomStringConvertible {
    public var description: String {
        switch self {
        case .createRemoteEvent(let event): "Create “\(event.fields.title)” at \(event.fields.span.start) as \(event.uid)"
        case .updateRemoteEvent(let event, let id, _): "Change \(id) to “\(event.fields.title)” at \(event.fields.span.start)"
        case .deleteRemoteEvent(let id, _): "Delete \(id)"
        case .adoptBase(let id, let version, _, _): "Take \(id) as read (version \(version ?? "none"))"
        case .closeLink: "Close the link"
        case .startGeneration(let number): "Start generation \(number)"
        case .leaveToOwner(let number): "Leave the event to its owner, and go on with generation \(number)"
        case .openConflict(.movedOutside(let span)): "Ask about the move to \(span.start)"
        case .openConflict(.deletedOutside): "Ask about the deletion"
        case .openConflict(.cancelledOutside): "Ask about the cancellation"
        case .openConflict(.overlapped(let clash)): "Ask about the event at \(clash.span.start)"
        case .openConflict(.editedTwice): "Ask about the texts"
        case .keepOverwritten(let texts): "Keep their \(texts.map(\.field.rawValue).joined(separator: ", "))"
        case .moveAppointment(let span): "Move the appointment to \(span.start)"
        case .cancelAppointment: "Cancel the appointment"
        case .closeConflict(let settlement): "Close the conflict: \(settlement.rawValue)"
        }
    }
}
