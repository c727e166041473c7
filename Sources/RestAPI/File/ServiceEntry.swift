import Booking
import CivilTime
import RestShape

/// A service as a file tells it: the properties of the API, and what only we have. Staff and questions are named by the file's own ids.
struct ServiceEntry: Sendable {
    var item: ServiceItem
    var staff: [String]
    var questions: [AskedEntry]
    /// Of the service's own policy.
    var cancellationLeadTime: Seconds?

    /// - Parameters:
    ///   - staff: the file's words for people.
    ///   - questions: the file's words for questions.
    init(_ service: Service, of business: Business, staff: LocalNames, questions: LocalNames) {
        item = ServiceItem(service, of: business)
        self.staff = service.staff.compactMap { staff[$0.rawValue] }
        self.questions = service.questions.compactMap { asked in
            questions[asked.question.rawValue].map { AskedEntry(question: $0, isRequired: asked.isRequired) }
        }
        cancellationLeadTime = service.policy?.cancellationLeadTime
    }

    /// The service without an id.
    /// - Throws: `GraphError` for a price that the currency does not have.
    func service(of business: Business) throws(GraphError) -> Service {
        var service = try item.service(of: business)
        service.policy?.cancellationLeadTime = cancellationLeadTime
        service.staff = staff.map { StaffMember.ID($0) }
        service.questions = questions.map {
            Booking.QuestionAssignment(question: CustomQuestion.ID($0.question), isRequired: $0.isRequired)
        }
        return service
    }

    private static var fresh: ServiceEntry {
        let business = Business(id: Business.ID(""), slug: "", name: "", zone: "UTC", hours: WeeklyHours(), feedToken: "")
        let names = LocalNames([], fallback: "")
        let service = Service(id: Service.ID(""), business: business.id, slug: "", name: "")
        return ServiceEntry(service, of: business, staff: names, questions: names)
    }

    private static let fieldRules = EnumDefinition("customerFieldRule", CustomerFields.Rule.allCases.map(\.rawValue))

    private static let fields = ObjectSchema<CustomerFields>(
        "customerFields", fresh: { CustomerFields() },
        properties: [
            Property("email", .enumeration(fieldRules), \.email),
            Property("phone", .enumeration(fieldRules), \.phone),
            Property("notes", .enumeration(fieldRules), \.notes),
        ])

    /// What a file tells in another way than the API, or with its own ids.
    private static let own: Set = ["customQuestions", "maximumAttendeesCount", "staffMemberIds"]

    private static let known: [Property<ServiceEntry>] = ServiceItem.schema.properties.filter { property in
        !property.definition.traits.contains(.readOnly) && !own.contains(property.definition.name)
    }.map { $0.within(\.item) }

    private static let ours: [Property<ServiceEntry>] = [
        Property("staffMemberIds", .collection(of: .string(1...100, form: .line), maxCount: 1_000), \.staff),
        Property("customQuestions", AskedEntry.list, \.questions),
        Property("maximumAttendeesCount", .int32(1...Int32(Service.mostAttendees)), \.item.service.maximumAttendeesCount),
        Property("customerFields", .object(fields), \.item.service.fields, about: "What customers are asked for."),
        Property(
            "cancellationLeadTime", .duration(.zero ... .days(365)), \.cancellationLeadTime,
            about: "Of its schedulingPolicy; null: the minimum lead time counts."),
        Property("color", .string(7...7, form: .color), \.item.service.color),
    ]

    private static let slug = Property<ServiceEntry>(
        "slug", .string(1...Slug.maximumLength), \.item.service.slug, [.requiredOnCreate], about: "The last part of its page's address.")

    static let schema = ObjectSchema<ServiceEntry>("service", fresh: { fresh }, properties: [slug] + known + ours)
}
