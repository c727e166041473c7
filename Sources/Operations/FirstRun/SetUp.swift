public import Booking
public import CivilTime

/// What the set-up form of an empty instance asks.
public struct SetUp: Sendable {
    public struct Administrator: Sendable {
        public var name: String
        public var email: String
        public var password: String
        /// Whether the administrator is the first person who can be booked.
        public var isBookable: Bool

        public init(name: String, email: String, password: String, isBookable: Bool = true) {
            self.name = name
            self.email = email
            self.password = password
            self.isBookable = isBookable
        }
    }

    public struct NewBusiness: Sendable {
        public var name: String
        public var zone: String
        public var language: String
        public var currency: String
        public var hours: WeeklyHours

        public init(name: String, zone: String, language: String, currency: String, hours: WeeklyHours) {
            self.name = name
            self.zone = zone
            self.language = language
            self.currency = currency
            self.hours = hours
        }
    }

    public struct NewService: Sendable {
        public var name: String
        public var duration: Seconds
        public var preBuffer: Seconds
        public var postBuffer: Seconds
        /// Minor units; `nil`: no price is shown.
        public var price: Int?

        public init(name: String, duration: Seconds, preBuffer: Seconds = .zero, postBuffer: Seconds = .zero, price: Int? = nil) {
            self.name = name
            self.duration = duration
            self.preBuffer = preBuffer
            self.postBuffer = postBuffer
            self.price = price
        }
    }

    /// The one-time code that the server printed.
    public var code: String
    public var administrator: Administrator
    public var business: NewBusiness
    public var service: NewService

    public init(code: String, administrator: Administrator, business: NewBusiness, service: NewService) {
        self.code = code
        self.administrator = administrator
        self.business = business
        self.service = service
    }
}

/// What a finished set-up leads to.
public struct SetUpResult: Sendable {
    public var user: User
    public var business: Business
}
