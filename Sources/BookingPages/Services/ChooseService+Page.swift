import Booking
import Texts
import WebShell

struct ChooseServicePage: Page {
    static let template = "choose-service"

    struct Row: Sendable {
        let name: String
        let address: String
        let summary: String?
        let duration: String
        let price: String?
    }

    let title: String
    let services: [Row]
    let emptyText: String
    let contact: [String]

    init(_ business: Business, _ services: [Service], _ texts: Texts) {
        title = texts("booking.pageTitle", ["business": business.name])
        self.services = services.map { service in
            Row(
                name: service.name, address: "/b/\(business.slug)/\(service.slug)",
                summary: service.summary.isEmpty ? nil : service.summary,
                duration: texts.duration(service.duration), price: BookingSummary.price(service.price, business.currency, texts))
        }
        emptyText = texts("booking.noServicesText", ["business": business.name])
        contact = business.contactLines(texts)
    }
}

extension Business {
    /// How to reach the business, as far as it says so.
    func contactLines(_ texts: Texts) -> [String] {
        var lines: [String] = []
        if !contact.phone.isEmpty { lines.append(texts("booking.contactPhone", ["phone": contact.phone])) }
        if !contact.replyTo.isEmpty { lines.append(texts("booking.contactMail", ["email": contact.replyTo])) }
        return lines
    }
}
