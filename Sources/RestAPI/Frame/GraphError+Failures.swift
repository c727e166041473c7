import Booking
import Operations
import Persistence
import RestShape
import Texts

extension GraphError {
    /// What an error of the rooms below is for a client; `nil` for a fault of ours.
    init?(failure: any Error, names: [String: String] = [:]) {
        switch failure {
        case let error as GraphError: self = error
        case let error as ShapeFailure: self.init(error)
        case let error as JSONFault: self.init(error)
        case let error as QueryFault: self.init(error)
        case let invalid as Invalid: self.init(invalid, names)
        case is NotAllowed: self.init(.accessDenied, "Whoever holds this token may not do this: ask somebody with another role.")
        case let missing as NotFound: self.init(.itemNotFound, "The \(missing.what) is not there, or not any more: check its id.")
        default:
            guard let known = GraphError(booking: failure) ?? GraphError(own: failure) ?? GraphError(store: failure) else { return nil }
            self = known
        }
    }

    /// - Parameter names: what the API calls the fields.
    private init(_ invalid: Invalid, _ names: [String: String]) {
        let texts = Texts(language: "en")
        let details = invalid.faults.map { fault in
            Detail(.invalidRequest, fault.sentence(in: texts), target: names[fault.field] ?? fault.field)
        }
        let first = details.first
        self.init(
            .invalidRequest, first?.message ?? "Something in the body cannot be taken: check it.", target: first?.target,
            details: details.count > 1 ? details : [])
    }

    private init?(booking failure: any Error) {
        switch failure {
        case BookAppointment.Failure.closed:
            self.init(.conflict, "The service is not offered, or none of its people can be booked: choose another one.")
        case BookAppointment.Failure.taken, ReviseAppointment.Failure.taken:
            self.init(
                .conflict, "Somebody who is needed has another appointment then: choose another time or other staff.",
                target: "startDateTime")
        case BookAppointment.Failure.tooSoon, BookAppointment.Failure.tooFar:
            self.init(.notProcessable, "The start is too near or too far away: choose another one.", target: "startDateTime")
        case BookAppointment.Failure.notOffered:
            self.init(
                .notProcessable,
                "The start lies outside of the hours or not on the grid: choose one that getStaffAvailability shows as free.",
                target: "startDateTime")
        case BookAppointment.Failure.attendsAlready, AddAttendee.Failure.attendsAlready:
            self.init(.conflict, "The customer has a place in this appointment already: name each customer once.", target: "customers")
        case AddAttendee.Failure.full:
            self.init(
                .conflict, "All places of the appointment are taken: choose another time, or raise maximumAttendeesCount.",
                target: "customers")
        case AddAttendee.Failure.notShared:
            self.init(
                .notProcessable, "The appointment is for one customer: send one entry, or make an appointment for several.",
                target: "customers")
        case ReviseAppointment.Failure.deserted:
            self.init(
                .notProcessable, "Nobody would be left in the appointment: keep one customer, or cancel the appointment.",
                target: "customers")
        case ReviseAppointment.Failure.tooFewPlaces(let attendees):
            self.init(
                .notProcessable, "The appointment has \(attendees) customers: write \(attendees) or more.",
                target: "maximumAttendeesCount")
        case AddAttendee.Failure.cancelled, ReviseAppointment.Failure.cancelled, CancelAppointment.Failure.alreadyCancelled:
            self.init(.itemNotFound, "The appointment was cancelled: make a new one.")
        case ReviseAppointment.Failure.unknownStaff(let id):
            self.init(.invalidRequest, "\(id) is no member of staff here: check the id.", target: "staffMemberIds")
        case CancelAppointment.Failure.tooLate: self.init(.notProcessable, "The time for changes is over: call the business.")
        case RemoveBusiness.Failure.hasAppointments(let count):
            self.init(.conflict, "The business has \(count) appointments ahead: cancel or delete them first.")
        case RemoveBusiness.Failure.isLast:
            self.init(.conflict, "This is the only business, and one has to be there: make another one first.")
        default: return nil
        }
    }

    private init?(store failure: any Error) {
        switch failure {
        case StoreFailure.busy, StoreFailure.connectionLost:
            self.init(.serviceNotAvailable, "The database is busy and nothing was changed: ask again in some seconds.")
        case StoreFailure.diskFull, StoreFailure.readOnly, StoreFailure.diskTrouble:
            self.init(.serviceNotAvailable, "Nothing can be stored just now: tell whoever runs this server, and ask again later.")
        case StoreFailure.outcomeUnknown:
            self.init(.serviceNotAvailable, "Nobody can say whether it was stored: read what is there before you repeat it.")
        case StoreFailure.overlap: self.init(.conflict, "Somebody who is needed has another appointment then: choose another time.")
        case StoreFailure.unique: self.init(.nameAlreadyExists, "Something of that name or address is there already: choose another one.")
        default: return nil
        }
    }
}
