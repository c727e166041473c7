import Booking
import CivilTime
import HTTPTypes
import Operations
import Texts
import WebShell

/// The first business of an instance whose administrator was made without a browser: all that a set-up asks besides, and the page is open.
enum BusinessFirst {
    struct View: Sendable {
        var faults: FaultSummary?
        var name: Field
        var zone: Field
        var zones: [String]
        var currency: Field
        var language: Field
        var isBookable: Field
        var hours: HoursForm
        var serviceName: Field
        var duration: Field
        var price: Field
        var preBuffer: Field
        var postBuffer: Field
    }

    static func post(_ visit: Visit) async throws -> Answer {
        guard visit.businesses.isEmpty else { return .redirect("/admin") }
        var reader = FormReader(visit.form)
        let business = business(&reader)
        let service = service(&reader, currency: business.currency)
        do {
            try reader.requireNoFaults()
            let made = try await FirstRun(visit.kalends).makeBusiness(
                business, service, isBookable: reader.flag("isBookable"), actor: visit.actor)
            return .viewing(business: made.id.rawValue, to: "/admin")
        } catch let invalid as Invalid {
            return page(visit, invalid.faults.map(placed), status: .unprocessableContent)
        }
    }

    private static func business(_ reader: inout FormReader) -> SetUp.NewBusiness {
        SetUp.NewBusiness(
            name: reader.text("name", missing: "businessNameMissing", tooLong: "nameTooLong"), zone: reader.typed("zone"),
            language: reader.form["language"], currency: reader.form["currency"], hours: HoursForm.read(&reader))
    }

    private static func service(_ reader: inout FormReader, currency: String) -> SetUp.NewService {
        SetUp.NewService(
            name: reader.text("serviceName", missing: "serviceNameMissing", tooLong: "nameTooLong"),
            duration: .minutes(reader.whole("duration", missing: "durationMissing", malformed: "durationMalformed") ?? 30),
            preBuffer: .minutes(reader.whole("preBuffer", missing: nil, malformed: "bufferMalformed") ?? 0),
            postBuffer: .minutes(reader.whole("postBuffer", missing: nil, malformed: "bufferMalformed") ?? 0),
            price: reader.amount("price", decimals: Texts.decimals(of: currency)))
    }

    /// The use case speaks of `business.name` and `service.name`; the form has one name for each field.
    private static func placed(_ fault: FieldFault) -> FieldFault {
        let parts = fault.field.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return fault }
        return FieldFault(field: fault.field == "service.name" ? "serviceName" : parts[1], key: fault.key, values: fault.values)
    }

    static func page(_ visit: Visit, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) -> Answer {
        let texts = visit.texts
        let sent = faults.isEmpty ? nil : visit.form
        let fields = FormFields(visit, area: "adminFirst", sent: sent, faults: faults)
        let weekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        let hours = WeeklyHours.every(weekdays, OpeningRange(start: 9 * 60, end: 17 * 60))
        return .page(
            AdminPage(
                "admin-business-first", title: texts["adminFirst.heading"], menu: .business, status: status,
                view: View(
                    faults: fields.summary, name: fields.text("name", required: true),
                    zone: fields.text("zone", "Europe/Berlin", required: true, list: "zones"), zones: visit.kalends.zones.names,
                    currency: fields.choice("currency", visit.business.currency, Currency.codes.map { ($0, $0) }),
                    language: fields.choice("language", visit.business.language, Language.all.map { ($0.code, $0.name) }),
                    isBookable: fields.check("isBookable", true), hours: HoursForm(hours, texts: texts, sent: sent, faults: faults),
                    serviceName: fields.text("serviceName", required: true, wide: true),
                    duration: fields.number("duration", 30, unit: "unitMinutes"), price: fields.text("price", inputMode: "decimal"),
                    preBuffer: fields.number("preBuffer", 0, unit: "unitMinutes"),
                    postBuffer: fields.number("postBuffer", 0, unit: "unitMinutes"))))
    }
}
