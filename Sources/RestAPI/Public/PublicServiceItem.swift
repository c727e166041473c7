import Booking
import CivilTime
import RestShape
import Texts

/// A service as its booking page shows it, with all that its form asks.
struct PublicServiceItem: Sendable {
    var id = ""
    var name = ""
    var summary = ""
    var length = Seconds.minutes(30)
    var price: ExactDecimal?
    var currency = ""
    var location = ""
    var isOnline = false
    var places = 1
    var staff: [PublicPersonItem] = []
    var fields = CustomerFields()
    var questions: [PublicQuestionItem] = []
    var formToken = ""

    init(_ open: OpenService, formToken: String = "") {
        let (business, service) = (open.business, open.service)
        (id, name, summary, length) = (service.slug, service.name, service.summary, service.duration)
        price = service.price.flatMap { ExactDecimal(units: $0, fractionDigits: Texts.decimals(of: business.currency)) }
        currency = business.currency
        location = service.location.isEmpty && !service.isOnline ? business.contact.address : service.location
        (isOnline, places, fields) = (service.isOnline, service.maximumAttendeesCount, service.fields)
        staff = open.namedStaff.map { PublicPersonItem(id: $0.id.rawValue, name: $0.name) }
        questions = open.questions.map { PublicQuestionItem($0) }
        self.formToken = formToken
    }

    private init() {}

    private static let rule = ValueShape<CustomerFields.Rule>.enumeration(
        EnumDefinition("publicFieldRule", CustomerFields.Rule.allCases.map(\.rawValue)))

    static let schema = ObjectSchema<PublicServiceItem>(
        "publicService", fresh: { PublicServiceItem() },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { $0.id }, isNullable: false, about: "The last part of its page's address."),
            .readOnly("currencyCode", .string(maxLength: 3), get: { $0.currency }, isNullable: false),
            .readOnly("description", .string(maxLength: 2000), get: { $0.summary.orNil }),
            .readOnly("displayName", .string(maxLength: 200), get: { $0.name }, isNullable: false),
            .readOnly("duration", .duration(.minutes(1) ... .days(1)), get: { $0.length }, isNullable: false),
            .readOnly("emailRule", rule, get: { $0.fields.email }, isNullable: false, about: "Whether the form asks for it."),
            .readOnly(
                "formToken", .string(maxLength: 200), get: { $0.formToken }, [.singleOnly], isNullable: false,
                about: "Sent with a booking: each one books once, within 24 hours."),
            .readOnly("isLocationOnline", .boolean, get: { $0.isOnline }, isNullable: false),
            .readOnly("location", .string(maxLength: 500), get: { $0.location.orNil }),
            .readOnly(
                "maximumAttendeesCount", .int32(1...1_000), get: { $0.places }, isNullable: false,
                about: "How many customers may come together."),
            .readOnly("notesRule", rule, get: { $0.fields.notes }, isNullable: false),
            .readOnly("phoneRule", rule, get: { $0.fields.phone }, isNullable: false),
            .readOnly("price", Price.amount, get: { $0.price }, about: "null: none is shown; 0: it is free."),
            .readOnly(
                "questions", .collection(of: .object(PublicQuestionItem.schema), maxCount: 100), get: { $0.questions }, [.singleOnly],
                isNullable: false),
            .readOnly(
                "staff", .collection(of: .object(PublicPersonItem.schema), maxCount: 1_000), get: { $0.staff }, [.singleOnly],
                isNullable: false, about: "Among whom customers may choose; empty where they may not."),
        ])
}

/// Somebody who can be booked, as customers come to know them.
struct PublicPersonItem: Hashable, Sendable {
    var id = ""
    var name = ""

    static let schema = ObjectSchema<PublicPersonItem>(
        "publicPerson", fresh: { PublicPersonItem() },
        properties: [
            .readOnly("displayName", .string(maxLength: 200), get: { $0.name }, isNullable: false),
            .readOnly("staffMemberId", .string(maxLength: 100), get: { $0.id }, isNullable: false),
        ])
}

/// A question that the form asks.
struct PublicQuestionItem: Sendable {
    var id = ""
    var text = ""
    var inputType = AnswerInputType.text
    var options: [String] = []
    var isRequired = false

    init(_ asked: AssignedQuestion) {
        (id, text) = (asked.question.id.rawValue, asked.question.text)
        (inputType, options, isRequired) = (asked.question.inputType, asked.question.options, asked.isRequired)
    }

    private init() {}

    static let schema = ObjectSchema<PublicQuestionItem>(
        "publicQuestion", fresh: { PublicQuestionItem() },
        properties: [
            .readOnly("answerInputType", .enumeration(GraphEnums.answerInputType), get: { $0.inputType }, isNullable: false),
            .readOnly("answerOptions", .collection(of: .string(maxLength: 500), maxCount: 100), get: { $0.options }, isNullable: false),
            .readOnly("displayName", .string(maxLength: 1_000), get: { $0.text }, isNullable: false),
            .readOnly("isRequired", .boolean, get: { $0.isRequired }, isNullable: false),
            .readOnly("questionId", .string(maxLength: 100), get: { $0.id }, isNullable: false),
        ])
}
