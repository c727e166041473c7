import Booking
import CivilTime
import TestSupport
import Testing

/// What one of several attendees may see.
struct AttendeeTests {
    private static func attendee(_ name: String, uid: String, sequence: Int = 0, price: Int? = 900) -> Attendee {
        Attendee(
            customer: Customer.ID("c\(name)"), name: name, email: "\(name)@example.org", notes: "notes of \(name)", zone: "Europe/Berlin",
            place: AttendeePlace(uid: uid, sequence: sequence, price: price, currency: "EUR", source: .admin, since: at(5)))
    }

    private let dora = Self.attendee("dora", uid: "u-dora")
    private let emil = Self.attendee("emil", uid: "u-emil", sequence: 4, price: nil)
    private let fay = Self.attendee("fay", uid: "u-fay")

    private var shared: Appointment {
        var shared = Cast.appointment()
        shared.attendees = [dora, emil]
        shared.group = AppointmentGroup(maximumAttendeesCount: 3, formerAttendees: [fay])
        shared.staffNotes = "Dora brings a dog"
        shared.sequence = 2
        return shared
    }

    @Test func `places are counted`() {
        #expect(shared.maximumAttendeesCount == 3 && shared.filledAttendeesCount == 2 && shared.freePlaces == 1)
        let single = Cast.appointment()
        #expect(single.maximumAttendeesCount == 1 && single.filledAttendeesCount == 1 && single.freePlaces == 0)
    }

    @Test func `each sees nobody else, and the invitation and the price that are theirs`() throws {
        let seen = shared.seen(by: emil)
        let text = try json(seen)
        for other in ["dora", "Dora", "fay"] { #expect(!text.contains(other), "\(other)") }
        #expect(seen.attendees == [emil] && seen.uid == "u-emil" && seen.sequence == 6 && seen.price == nil && seen.createdAt == at(5))
        #expect(seen.status == .confirmed && seen.source == .admin)
    }

    @Test func `for whoever left it is cancelled, by a newer invitation`() {
        let seen = shared.seen(by: fay)
        #expect(seen.status == .cancelled && seen.sequence == 3 && seen.attendees == [fay])
        #expect(shared.seen(by: dora).status == .confirmed)
    }

    @Test func `what a customer has alone is seen as it is`() {
        let single = Cast.appointment()
        #expect(single.seen(by: single.attendees[0]) == single)
    }

    @Test(arguments: 0...9) func `a place that moves is always invited to by a newer invitation`(sequence: Int) throws {
        var other = shared
        (other.sequence, other.attendees) = (sequence, [])
        other.group?.formerAttendees = []
        var moved = emil
        moved.place = shared.place(of: emil, movedTo: other)
        other.attendees = [moved]
        #expect(other.seen(by: moved).sequence > shared.seen(by: emil).sequence && other.seen(by: moved).uid == "u-emil")
    }

    @Test func `an appointment that was stored before there were groups reads as one customer's`() throws {
        let text = try json(Cast.appointment())
        #expect(!text.contains("group") && !text.contains("place"))
        #expect(try decode(Appointment.self, text) == Cast.appointment())
    }
}
