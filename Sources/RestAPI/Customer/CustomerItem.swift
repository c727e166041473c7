import Booking
import CivilTime
import RestShape

/// Graph's `bookingCustomer`.
struct CustomerItem: Extensible {
    var customer: Customer
    var phones: [Phone]
    var changed: Instant?

    var extras: Extras {
        get { customer.extras }
        set { customer.extras = newValue }
    }

    init(_ customer: Customer, changed: Instant? = nil) {
        self.customer = customer
        self.changed = changed ?? customer.createdAt
        let stored = customer.extras.value("phones", Phone.list) ?? []
        let isCurrent = (stored.first?.number ?? "") == customer.phone
        phones = isCurrent ? stored : [Phone(number: customer.phone)].filter { $0.number != "" }
    }

    /// The first number; the others are kept.
    var phone: String { phones.first?.number ?? "" }

    /// With all that was read.
    var keptExtras: Extras {
        var extras = customer.extras
        extras.set("phones", phones.isEmpty ? nil : phones, Phone.list)
        return extras
    }

    /// What the API calls the fields of a customer.
    static let names = ["name": "displayName", "email": "emailAddress", "phone": "phones[0].number"]

    static let schema = ObjectSchema<CustomerItem>(
        "bookingCustomer", base: "bookingCustomerBase",
        fresh: {
            let epoch = Instant(secondsSinceEpoch: 0)
            return CustomerItem(
                Customer(id: Customer.ID(""), business: Business.ID(""), name: "", email: "", phone: "", createdAt: epoch))
        },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { $0.customer.id.rawValue }, isNullable: false),
            .stored("addresses", .collection(of: .object(PhysicalAddress.schema), maxCount: 20), usual: []),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.customer.createdAt }),
            Property("displayName", .string(1...200, form: .line), \.customer.name, [.requiredOnCreate, .searchable]),
            Property(
                nullable: "emailAddress", .string(maxLength: 254, form: .emailAddress), get: { $0.customer.email.orNil },
                set: { $0.customer.email = $1 ?? "" }, [.searchable], about: "One customer of a business has it."),
            .readOnly("lastUpdatedDateTime", .dateTimeOffset, get: { $0.changed }),
            Property("phones", Phone.list, \.phones, [.searchable], about: "The first one is called; the others are kept."),
        ])
}
