import Booking
import CivilTime

extension QueuedMail {
    /// Everything but the message's bytes.
    static let listed = """
        id, to_address, to_name, from_address, from_name, subject, kind, appointment, message_id, state, attempts, created_at, sent_at, \
        last_tried_at, last_reply
        """

    init(row: any SQLRow) throws {
        self.init(
            id: try row.text("id"), to: try row.text("to_address"), toName: try row.text("to_name"), from: try row.text("from_address"),
            fromName: try row.text("from_name"), subject: try row.text("subject"), kind: try row.text("kind"),
            appointment: try row.idOrNil("appointment"), messageID: try row.text("message_id"), state: try row.choice("state"),
            attempts: try row.count("attempts"), createdAt: try row.instant("created_at"), sentAt: try row.instantOrNil("sent_at"),
            lastTriedAt: try row.instantOrNil("last_tried_at"), lastReply: try row.text("last_reply"))
    }

    func columns(message: [UInt8]) -> Columns {
        [
            "id": id, "to_address": to, "to_name": toName, "from_address": from, "from_name": fromName, "subject": subject, "kind": kind,
            "appointment": appointment, "message_id": messageID, "state": state.rawValue, "attempts": attempts, "created_at": createdAt,
            "sent_at": sentAt, "last_tried_at": lastTriedAt, "last_reply": lastReply,
            "message": SQLValue.bytes(message),
        ]
    }
}
