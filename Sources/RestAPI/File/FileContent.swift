import Booking
import CivilTime
import Operations
import RestShape

/// All that stands in the file of a business.
struct FileContent: Sendable {
    var business: BusinessEntry
    var questions: [QuestionEntry] = []
    var people: [StaffEntry] = []
    var services: [ServiceEntry] = []

    init(_ offer: BusinessOffer) {
        let people = LocalNames(offer.people.map { ($0.member.id.rawValue, $0.member.name) }, fallback: "person")
        let questions = LocalNames(offer.questions.map { ($0.id.rawValue, $0.text) }, fallback: "question")
        business = BusinessEntry(offer.business)
        self.questions = offer.questions.map { QuestionEntry($0, id: questions[$0.id.rawValue] ?? "") }
        self.people = offer.people.map { StaffEntry($0, of: offer.business, id: people[$0.member.id.rawValue] ?? "") }
        services = offer.services.map { ServiceEntry($0, of: offer.business, staff: people, questions: questions) }
    }

    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<FileContent> {
        let business = BusinessEntry.schema(isZone: isZone)
        let nobody = BusinessOffer(
            business: Business(id: Business.ID(""), slug: "", name: "", zone: "", hours: WeeklyHours(), feedToken: ""))
        return ObjectSchema<FileContent>(
            "businessFile", fresh: { FileContent(nobody) },
            properties: [
                Property("format", .string(1...80), get: { _ in BusinessFile.format }, set: { _, _ in }, [.requiredOnCreate]),
                Property("version", .int32(1...Int32.max), get: { _ in BusinessFile.version }, set: { _, _ in }, [.requiredOnCreate]),
                Property("business", .object(business), \.business, [.requiredOnCreate]),
                Property(
                    "customQuestions", .collection(of: .object(QuestionEntry.schema), maxCount: CustomQuestion.mostOfBusiness), \.questions),
                Property("staffMembers", .collection(of: .object(StaffEntry.schema(isZone: isZone)), maxCount: 1_000), \.people),
                Property("services", .collection(of: .object(ServiceEntry.schema), maxCount: 1_000), \.services),
            ])
    }
}
