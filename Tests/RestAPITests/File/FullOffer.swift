import Booking
import CivilTime
import Operations
import TestSupport

/// Two businesses to copy: one of which everything was said that can be said, and one of which nothing was.
enum FullOffer {
    static let full: BusinessOffer = {
        var offer = BusinessOffer(business: business)
        offer.questions = [
            question("qvisit", "First visit?", .radioButton, ["yes", "no"]), question("qwhy", "Why do you come?", .text, []),
            question("qagain", "First visit?", .text, []),
        ]
        offer.people = [
            BusinessOffer.Person(
                ana, timeOff: [timeOff("o1", from: .days(3), for: .days(7)), timeOff("o2", from: .days(40), for: .hours(2))]),
            BusinessOffer.Person(
                StaffMember(
                    id: StaffMember.ID("sben"), business: business.id, resource: Resource.ID("rben"), name: "Ana", feedToken: "feed-2")),
        ]
        offer.services = [colour, Service(id: Service.ID("vcut"), business: business.id, slug: "cut", name: "Cut", staff: [])]
        return offer
    }()

    /// One with nothing but what there has to be.
    static let plain: BusinessOffer = {
        let id = Business.ID("bplain")
        var offer = BusinessOffer(
            business: Business(
                id: id, slug: "plain", name: "Plain", zone: "UTC", hours: Cast.workingWeek, page: BookingPageSettings(isPublished: false),
                feedToken: "feed"))
        offer.questions = [
            CustomQuestion(id: CustomQuestion.ID("q"), business: id, text: "Plain?", createdAt: Cast.morning, updatedAt: Cast.morning)
        ]
        let member = StaffMember(id: StaffMember.ID("s"), business: id, resource: Resource.ID("r"), name: "Somebody", feedToken: "feed")
        let span = Span(start: Cast.morning, duration: .hours(1))
        offer.people = [BusinessOffer.Person(member, timeOff: [TimeOff(id: TimeOff.ID("o"), resource: member.resource, span: span)])]
        offer.services = [Service(id: Service.ID("v"), business: id, slug: "something", name: "Something")]
        return offer
    }()

    private static let evenings = WeeklyHours.every([.tuesday, .friday], OpeningRange(start: 18 * 60, end: 26 * 60))

    private static func ranges(_ pairs: (Int, Int)...) -> [OpeningRange] {
        pairs.compactMap { OpeningRange(start: $0 * 60, end: $1 * 60) }
    }

    private static func policy(interval: Int) -> SchedulingPolicy {
        var policy = SchedulingPolicy(
            timeSlotInterval: .minutes(interval), minimumLeadTime: .hours(interval), maximumAdvance: .days(200 + interval),
            cancellationLeadTime: .hours(30 + interval), allowStaffSelection: false)
        policy.availability = ServiceAvailability(
            general: .weekly(evenings),
            windows: [
                ServiceAvailability.Window(first: Cast.day(24), last: Cast.day(26), rule: .notBookable),
                ServiceAvailability.Window(first: Cast.day(27), last: Cast.day(28), rule: .whenStaffAreFree),
                ServiceAvailability.Window(first: Cast.day(29), last: Cast.day(29), rule: .weekly(Cast.workingWeek)),
            ])
        return policy
    }

    private static let business: Business = {
        var page = BookingPageSettings(
            isPublished: true, isIndexed: false, showsBusinessZoneOnly: true, allowedFrameOrigins: ["https://example.org"],
            accent: "#1A7f5A",
            unreadCalendars: UnreadCalendars(stale: .confirm, dead: .confirm))
        (page.isForOrganizationOnly, page.asksOneTimePassword) = (true, true)
        var business = Business(
            id: Business.ID("bfull"), slug: "full-studio", name: "Full Studio", introduction: "Hair,\nunhurried.", zone: "America/New_York",
            currency: "USD", hours: evenings,
            overrides: [
                DateOverride(date: Cast.day(24), ranges: [], note: "Christmas"),
                DateOverride(date: Cast.day(31), ranges: ranges((9, 12), (13, 14))),
                DateOverride(date: Cast.day(30), ranges: ranges((0, 24))),
            ],
            policy: policy(interval: 45), page: page,
            contact: BusinessContact(
                address: "12 Market Street\n10001 New York\nNY\nUSA", phone: "+1 212 5550100", website: "https://studio.example.org",
                replyTo: "desk@example.org", senderName: "The Studio"),
            feedToken: "feed-full")
        business.extras["address"] =
            #"{"city":"New York","countryOrRegion":"USA","postalCode":"10001","state":"NY","street":"12 Market Street"}"#
        business.extras["businessType"] = #""Hair""#
        business.extras["languageTag"] = #""de-AT""#
        for name in ["customerConsentMessage", "privacyPolicyWebUrl", "termsAndConditionsWebUrl"] {
            business.extras["bookingPageSettings." + name] = #""https://example.org/\#(name)""#
        }
        for name in [
            "bookingPageSettings.isBusinessLogoDisplayEnabled", "bookingPageSettings.isCustomerConsentEnabled",
            "schedulingPolicy.isMeetingInviteToCustomersEnabled", "schedulingPolicy.sendConfirmationsToOwner",
        ] { business.extras[name] = "true" }
        return business
    }()

    private static func question(_ id: String, _ text: String, _ kind: AnswerInputType, _ options: [String]) -> CustomQuestion {
        CustomQuestion(
            id: CustomQuestion.ID(id), business: business.id, text: text, inputType: kind, options: options, createdAt: Cast.morning,
            updatedAt: Cast.morning)
    }

    private static let ana: StaffMember = {
        var member = StaffMember(
            id: StaffMember.ID("sana-2"), business: business.id, resource: Resource.ID("rfull"), name: "Ana", email: "ana@example.org",
            user: Cast.ana.id, hours: evenings, overrides: [DateOverride(date: Cast.day(5), ranges: ranges((10, 11)), note: "Half a day")],
            zone: "Europe/Vienna", isBookable: false, color: "#7A4fbf", meetings: .none, feedToken: "feed-1", position: 4)
        member.extras["availabilityIsAffectedByPersonalCalendar"] = "false"
        member.extras["isEmailNotificationEnabled"] = "false"
        member.extras["membershipStatus"] = #""pendingAcceptance""#
        member.extras["role"] = #""teamMember""#
        return member
    }()

    private static func timeOff(_ id: String, from start: Seconds, for length: Seconds) -> TimeOff {
        TimeOff(
            id: TimeOff.ID(id), resource: Resource.ID("rfull"), span: Span(start: Cast.morning + start, duration: length),
            reason: "Away \(id)")
    }

    private static let colour: Service = {
        var service = Service(
            id: Service.ID("vcolour"), business: business.id, slug: "colour", name: "Colour", summary: "With a talk\nbeforehand.",
            duration: .minutes(95), preBuffer: .minutes(10), postBuffer: .minutes(20), price: 4_990, location: "Room 4", isOnline: true,
            maximumAttendeesCount: 12, staff: [StaffMember.ID("sben"), StaffMember.ID("sana-2")],
            fields: CustomerFields(email: .optional, phone: .required, notes: .hidden),
            questions: [
                Booking.QuestionAssignment(question: CustomQuestion.ID("qwhy"), isRequired: true),
                Booking.QuestionAssignment(question: CustomQuestion.ID("qvisit")),
            ],
            policy: policy(interval: 50), color: "#a83B6b", position: 7)
        service.isHidden = true
        service.extras["additionalInformation"] = #""Bring a towel.""#
        service.extras["defaultLocation"] = """
            {"address":{"city":"New York","countryOrRegion":"USA","postalCode":"10001","state":"NY","street":"12 Market Street"},\
            "coordinates":{"accuracy":5,"altitude":34.5,"altitudeAccuracy":1.5,"latitude":52.5,"longitude":13.25},"displayName":"Room 4",\
            "locationEmailAddress":"room@example.org","locationUri":"https://example.org/room","uniqueId":"room-4","uniqueIdType":"private"}
            """
        service.extras["defaultPriceType"] = #""startingAt""#
        service.extras["defaultReminders"] = #"[{"message":"Soon","offset":"P1D","recipients":"customer"}]"#
        service.extras["isCustomerAllowedToManageBooking"] = "false"
        service.extras["languageTag"] = #""de-DE""#
        service.extras["notes"] = #""For staff.""#
        for name in [
            "isAnonymousJoinEnabled", "smsNotificationsEnabled", "schedulingPolicy.isMeetingInviteToCustomersEnabled",
            "schedulingPolicy.sendConfirmationsToOwner",
        ] { service.extras[name] = "true" }
        return service
    }()
}

extension Cast {
    /// A day of December 2026.
    static func day(_ number: Int) -> CivilDate { CivilDate(iso8601: "2026-12-\(number < 10 ? "0" : "")\(number)") ?? .first }
}
