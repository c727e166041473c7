import Booking
public import CivilTime
public import Texts

extension BusinessOffer {
    /// Something that keeps an offer from being taken, and where it stands.
    public struct Fault: Hashable, Sendable {
        /// Places are counted from 0.
        public enum Place: Hashable, Sendable {
            case business
            case question(Int)
            case person(Int)
            case timeOff(person: Int, Int)
            case service(Int)
        }

        public var place: Place
        public var fault: FieldFault

        public init(_ place: Place, _ fault: FieldFault) {
            self.place = place
            self.fault = fault
        }
    }

    /// All that keeps it from being stored, by the rules of the forms; what only the database knows is not among it.
    public func faults(zones: ZoneDatabase) -> [Fault] {
        var faults = business.faults(zones: zones).map { Fault(.business, $0) }
        for (index, question) in questions.enumerated() {
            faults += question.tidied().faults().map { Fault(.question(index), $0) }
        }
        if questions.count > CustomQuestion.mostOfBusiness {
            let most = CustomQuestion.mostOfBusiness
            let fault = FieldFault(field: "text", key: "questionsTooMany", values: ["limit": String(most)])
            faults.append(Fault(.question(most), fault))
        }
        for (index, person) in people.enumerated() {
            faults += person.member.faults(zones: zones).map { Fault(.person(index), $0) }
            for (number, timeOff) in person.timeOff.enumerated() {
                faults += timeOff.faults().map { Fault(.timeOff(person: index, number), $0) }
            }
        }
        return faults + serviceFaults()
    }

    private func serviceFaults() -> [Fault] {
        let (people, questions) = (Set(people.map(\.member.id)), Set(questions.map(\.id)))
        var (faults, slugs) = ([Fault](), Set<String>())
        for (index, service) in services.enumerated() {
            var found = service.faults()
            if !slugs.insert(service.slug).inserted { found.append(FieldFault(field: "slug", key: "slugTaken")) }
            if !people.isSuperset(of: service.staff) || Set(service.staff).count != service.staff.count {
                found.append(FieldFault(field: "staff", key: "staffUnknown"))
            }
            let asked = service.questions.map(\.question)
            if asked.count > CustomQuestion.mostOfService {
                let limit = ["limit": String(CustomQuestion.mostOfService)]
                found.append(FieldFault(field: "questions", key: "questionsOfServiceTooMany", values: limit))
            }
            if !questions.isSuperset(of: asked) || Set(asked).count != asked.count {
                found.append(FieldFault(field: "questions", key: "questionUnknown"))
            }
            faults += found.map { Fault(.service(index), $0) }
        }
        return faults
    }
}

extension TimeOff {
    /// What keeps the time off from being stored, by field.
    func faults() -> [FieldFault] {
        var faults = Check.text(reason, field: "reason", limit: 500, noun: "reason")
        if span.isEmpty { faults.append(FieldFault(field: "end", key: "endBeforeStart")) }
        if span.duration > .days(1100) { faults.append(FieldFault(field: "end", key: "spanTooLong")) }
        return faults
    }
}
