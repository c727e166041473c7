import Booking
import CivilTime
import Foundation
import Testing

/// What programs store beside what is acted on.
struct ExtrasTests {
    private static let customer = Customer(
        id: Customer.ID("c"), business: Business.ID("b"), name: "Cleo", email: "", phone: "", createdAt: Instant(secondsSinceEpoch: 0))

    @Test func `what was stored before there were any is read, and none are written`() throws {
        let text = String(decoding: try JSONEncoder().encode(Self.customer), as: UTF8.self)
        #expect(!text.contains("extras"))
        #expect(try JSONDecoder().decode(Customer.self, from: Data(text.utf8)) == Self.customer)
    }

    @Test func `they come back as they were`() throws {
        var customer = Self.customer
        customer.extras["phones"] = #"[{"number":"1"}]"#
        customer.extras["gone"] = "1"
        customer.extras["gone"] = nil
        let read = try JSONDecoder().decode(Customer.self, from: JSONEncoder().encode(customer))
        #expect(read == customer && read.extras["phones"] == #"[{"number":"1"}]"# && !read.extras.isEmpty)
    }

    @Test func `a customer is kept from an appointment where its program or its service says so`() {
        let service = Service(id: Service.ID("v"), business: Business.ID("b"), slug: "", name: "")
        var closed = service
        closed.extras["isCustomerAllowedToManageBooking"] = "false"
        var appointment = Appointment(
            id: Appointment.ID("p"), business: service.business, service: service.id, serviceName: "",
            span: Span(start: Instant(secondsSinceEpoch: 0), duration: .minutes(30)), preBuffer: .zero, postBuffer: .zero, staff: [],
            attendees: [], location: "", price: nil, currency: "EUR", source: .admin, uid: "", createdAt: Instant(secondsSinceEpoch: 0),
            updatedAt: Instant(secondsSinceEpoch: 0))
        #expect(appointment.isManagedByCustomers(service: service) && !appointment.isManagedByCustomers(service: closed))
        appointment.extras["isCustomerAllowedToManageBooking"] = "true"
        #expect(appointment.isManagedByCustomers(service: closed))
        appointment.extras["isCustomerAllowedToManageBooking"] = "false"
        #expect(!appointment.isManagedByCustomers(service: service))
    }
}
