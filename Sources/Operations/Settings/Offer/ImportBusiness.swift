public import Booking
import CivilTime
import Persistence
import Secrets

/// Makes a business of an offer: all of it or nothing. Everything in it gets ids of its own; people get timelines of their own, and nobody signs in
/// as them.
public struct ImportBusiness: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        /// The offer breaks the rules of the forms.
        case faulty([BusinessOffer.Fault])
        /// Another business has this address.
        case addressTaken(String)
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter isPublished: whether its page is open at once.
    /// - Throws: `Failure`, `NotAllowed`, `StoreFailure`.
    public func callAsFunction(_ offer: BusinessOffer, isPublished: Bool = false, actor: Actor) async throws -> Business {
        let tidied = offer.tidied()
        let faults = tidied.faults(zones: kalends.zones)
        guard faults.isEmpty else { throw Failure.faulty(faults) }
        let copy = tidied.renewed(kalends, isPublished: isPublished)
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let business = copy.business
            guard try transaction.businesses.find(slug: business.slug) == nil else { throw Failure.addressTaken(business.slug) }
            try transaction.businesses.insert(business)
            try transaction.recordSetting("business:\(business.id)", Business?.none, business.withoutSecret, actor, kalends.now)
            for question in copy.questions {
                try transaction.questions.insert(question)
                try transaction.recordSetting("question:\(question.id)", CustomQuestion?.none, question, actor, kalends.now)
            }
            for person in copy.people { try insert(person, actor, transaction) }
            for service in copy.services {
                try transaction.services.insert(service)
                try transaction.recordSetting("service:\(service.id)", Service?.none, service, actor, kalends.now)
            }
            return business
        }
    }

    private func insert(_ person: BusinessOffer.Person, _ actor: Actor, _ transaction: Transaction) throws {
        let member = person.member
        try transaction.resources.insert(Resource(id: member.resource, name: member.name))
        try transaction.staff.insert(member)
        try transaction.recordSetting("staff:\(member.id)", StaffMember?.none, member.withoutSecret, actor, kalends.now)
        for timeOff in person.timeOff {
            try transaction.timeOff.insert(timeOff)
            try transaction.recordSetting("time-off:\(timeOff.id)", TimeOff?.none, timeOff, actor, kalends.now)
        }
    }
}

extension BusinessOffer {
    /// As the forms would store it.
    fileprivate func tidied() -> BusinessOffer {
        var offer = self
        offer.business.name = business.name.trimmed
        offer.questions = questions.map { $0.tidied() }
        for index in offer.people.indices {
            offer.people[index].member.name = people[index].member.name.trimmed
            offer.people[index].member.email = people[index].member.email.trimmed.lowercased()
        }
        for index in offer.services.indices { offer.services[index].name = services[index].name.trimmed }
        return offer
    }

    /// With ids and secrets of its own, in the order in which it stands here.
    fileprivate func renewed(_ kalends: Kalends, isPublished: Bool) -> BusinessOffer {
        var offer = self
        let id = Business.ID(kalends.newID())
        (offer.business.id, offer.business.feedToken, offer.business.isActive) = (id, Token.random(), true)
        offer.business.page.isPublished = isPublished
        let questions = Dictionary(questions.map { ($0.id, CustomQuestion.ID(kalends.newID())) }) { first, _ in first }
        let people = Dictionary(people.map { ($0.member.id, StaffMember.ID(kalends.newID())) }) { first, _ in first }
        offer.questions = self.questions.enumerated().map { position, known in
            var question = known
            (question.id, question.business, question.position) = (questions[known.id] ?? known.id, id, position)
            (question.createdAt, question.updatedAt) = (kalends.now, kalends.now)
            return question
        }
        offer.people = self.people.enumerated().map { position, person in
            person.renewed(people[person.member.id] ?? person.member.id, business: id, position: position, kalends)
        }
        offer.services = services.enumerated().map { position, known in
            var service = known
            (service.id, service.business, service.position, service.isActive) = (Service.ID(kalends.newID()), id, position, true)
            service.staff = known.staff.compactMap { people[$0] }
            service.questions = known.questions.compactMap { asked in
                questions[asked.question].map { QuestionAssignment(question: $0, isRequired: asked.isRequired) }
            }
            return service
        }
        return offer
    }
}

extension BusinessOffer.Person {
    fileprivate func renewed(_ id: StaffMember.ID, business: Business.ID, position: Int, _ kalends: Kalends) -> BusinessOffer.Person {
        var person = self
        let resource = Resource.ID(kalends.newID())
        (person.member.id, person.member.business, person.member.resource) = (id, business, resource)
        (person.member.user, person.member.feedToken) = (nil, Token.random())
        (person.member.isActive, person.member.position) = (true, position)
        person.timeOff = timeOff.map { known in
            TimeOff(id: TimeOff.ID(kalends.newID()), resource: resource, span: known.span, reason: known.reason)
        }
        return person
    }
}
