import Booking
import CalendarSync
import CivilTime

/// The essentials of what an event is about, in the names of the REST API. No notes, no links by which somebody could act, no secrets.
enum WebhookFacts {
    struct OfAppointment: Encodable {
        struct Customer: Encodable {
            var customerId: String
            var name: String
            var emailAddress: String
            var phone: String
            var timeZone: String
        }

        /// Where it was before it moved.
        struct Place: Encodable {
            var startDateTime: WebhookTime
            var endDateTime: WebhookTime
            var staffMemberIds: [String]

            init(_ appointment: Appointment) {
                startDateTime = WebhookTime(appointment.span.start)
                endDateTime = WebhookTime(appointment.span.end)
                staffMemberIds = appointment.staff.map(\.rawValue)
            }
        }

        var bookingBusinessId: String
        var id: String
        var serviceId: String
        var serviceName: String
        var startDateTime: WebhookTime
        var endDateTime: WebhookTime
        var staffMemberIds: [String]
        var customers: [Customer]
        var isCancelled: Bool
        var awaitsConfirmation: Bool
        var previous: Place?

        init(_ appointment: Appointment, before: Appointment?) {
            bookingBusinessId = appointment.business.rawValue
            id = appointment.id.rawValue
            serviceId = appointment.service.rawValue
            serviceName = appointment.serviceName
            startDateTime = WebhookTime(appointment.span.start)
            endDateTime = WebhookTime(appointment.span.end)
            staffMemberIds = appointment.staff.map(\.rawValue)
            customers = appointment.attendees.map {
                Customer(customerId: $0.customer.rawValue, name: $0.name, emailAddress: $0.email, phone: $0.phone, timeZone: $0.zone)
            }
            isCancelled = appointment.status == .cancelled
            awaitsConfirmation = appointment.awaitsConfirmation
            if let before, before.span != appointment.span || before.staff != appointment.staff { previous = Place(before) }
        }
    }

    /// A booking and its calendar disagree, or do no longer.
    struct OfConflict: Encodable {
        /// What was found, or how it ended, in the words of the history: `moved-outside`.
        var cause: String
        var appointment: OfAppointment
    }

    struct OfCustomer: Encodable {
        var bookingBusinessId: String
        var id: String
        var displayName: String
        var emailAddress: String

        init(_ customer: Customer) {
            (bookingBusinessId, id) = (customer.business.rawValue, customer.id.rawValue)
            (displayName, emailAddress) = (customer.name, customer.email)
        }
    }

    struct OfService: Encodable {
        var bookingBusinessId: String
        var id: String
        var displayName: String
        /// ISO 8601.
        var defaultDuration: String
        var staffMemberIds: [String]

        init(_ service: Service) {
            (bookingBusinessId, id, displayName) = (service.business.rawValue, service.id.rawValue, service.name)
            let seconds = service.duration.count
            defaultDuration = seconds % 60 == 0 ? "PT\(seconds / 60)M" : "PT\(seconds)S"
            staffMemberIds = service.staff.map(\.rawValue)
        }
    }

    struct OfStaffMember: Encodable {
        var bookingBusinessId: String
        var id: String
        var displayName: String
        var emailAddress: String

        init(_ member: StaffMember) {
            (bookingBusinessId, id) = (member.business.rawValue, member.id.rawValue)
            (displayName, emailAddress) = (member.name, member.email)
        }
    }

    struct OfTimeOff: Encodable {
        var id: String
        var staffMemberIds: [String]
        var startDateTime: WebhookTime
        var endDateTime: WebhookTime
    }

    struct OfBusiness: Encodable {
        var id: String
        var displayName: String
        var defaultCurrencyIso: String
        var languageTag: String
        var isPublished: Bool

        init(_ business: Business) {
            (id, displayName, defaultCurrencyIso) = (business.id.rawValue, business.name, business.currency)
            (languageTag, isPublished) = (business.language, business.page.isPublished)
        }
    }

    struct OfConnection: Encodable {
        var id: String
        var displayName: String
        var staffMemberIds: [String]
        /// What happened, in the words of the history: `credentials-refused`.
        var cause: String
        /// What stands in the way, in a sentence, where more is known than the cause.
        var reason: String?
    }

    struct OfTest: Encodable {
        var subscriptionId: String
        var message: String
    }
}
