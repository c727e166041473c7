public import Booking

/// What a copy of a business takes along: its settings, the questions that it asks, the people who work there, and its services. Customers and
/// appointments are other people's and no part of it; neither are connected calendars, users, keys and the addresses of feeds. Its ids hold
/// within the value alone.
public struct BusinessOffer: Hashable, Sendable {
    /// Somebody who works there.
    public struct Person: Hashable, Sendable {
        public var member: StaffMember
        /// By start.
        public var timeOff: [TimeOff]

        public init(_ member: StaffMember, timeOff: [TimeOff] = []) {
            self.member = member
            self.timeOff = timeOff
        }
    }

    public var business: Business
    /// In the order of the list.
    public var questions: [CustomQuestion]
    /// In the order of the list.
    public var people: [Person]
    /// In the order of the page.
    public var services: [Service]

    public init(business: Business, questions: [CustomQuestion] = [], people: [Person] = [], services: [Service] = []) {
        self.business = business
        self.questions = questions
        self.people = people
        self.services = services
    }
}
