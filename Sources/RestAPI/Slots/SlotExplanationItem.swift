import Booking
import CalendarSync
import Operations
import RestShape

/// Why a start is offered with one person, or not.
struct SlotExplanationItem: Sendable {
    var staff = ""
    var name = ""
    var isFree = false
    var reason = ""
    var message = ""

    init(_ answer: AskAboutSlot.Answer, _ words: DiagnosisWords) {
        (staff, name) = (answer.staff.id.rawValue, answer.staff.name)
        (isFree, reason, message) = (answer.isFree, answer.statement.key, words(answer.statement))
    }

    private init() {}

    static let schema = ObjectSchema<SlotExplanationItem>(
        "slotExplanation", fresh: { SlotExplanationItem() },
        properties: [
            .readOnly("displayName", .string(maxLength: 200), get: { $0.name }, isNullable: false),
            .readOnly("isFree", .boolean, get: { $0.isFree }, isNullable: false),
            .readOnly("message", .string(maxLength: 4000), get: { $0.message }, isNullable: false, about: "A sentence for people."),
            .readOnly(
                "reason", .string(maxLength: 100), get: { $0.reason }, isNullable: false,
                about: "The same in one word, such as slotFree, slotClaimed, slotBusy, slotTimeOff, slotTooSoon or slotOutsideHours."),
            .readOnly("staffMemberId", .string(maxLength: 100), get: { $0.staff }, isNullable: false),
        ])
}
