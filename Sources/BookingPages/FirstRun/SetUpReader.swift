import Booking
import CivilTime
import Operations
import Texts
import WebShell

/// Reads the set-up form into what the use case takes, and notes what cannot be read.
struct SetUpReader: Sendable {
    private var reader: FormReader

    init(_ form: Query) { reader = FormReader(form) }

    var faults: [FieldFault] { reader.faults }

    var administrator: SetUp.Administrator {
        let form = reader.form
        return SetUp.Administrator(
            name: form["administrator.name"], email: form["administrator.email"], password: form["administrator.password"],
            isBookable: reader.flag("administrator.isBookable"))
    }

    /// Everything is read even when something is wrong, so that all faults are told at once.
    mutating func setUp() -> SetUp {
        _ = reader.text("administrator.name", missing: "yourNameMissing", tooLong: "nameTooLong")
        _ = reader.text("administrator.email", limit: 254, missing: "emailMissing", tooLong: "emailTooLong")
        if administrator.password.isEmpty { reader.fault("administrator.password", "passwordMissing") }
        let currency = reader.form["business.currency"]
        return SetUp(
            code: reader.form["code"].trimmingWhitespace, administrator: administrator,
            business: SetUp.NewBusiness(
                name: reader.text("business.name", missing: "businessNameMissing", tooLong: "nameTooLong"),
                zone: reader.form["business.zone"],
                language: reader.form.value("business.language") ?? Language.english.code, currency: currency, hours: hours()),
            service: SetUp.NewService(
                name: reader.text("service.name", missing: "serviceNameMissing", tooLong: "nameTooLong"), duration: duration(),
                preBuffer: reader.minutes("service.preBuffer", malformed: "bufferMalformed") ?? .zero,
                postBuffer: reader.minutes("service.postBuffer", malformed: "bufferMalformed") ?? .zero,
                price: reader.amount("service.price", decimals: Texts.decimals(of: currency))))
    }

    private mutating func duration() -> Seconds {
        if reader.form["service.duration"].trimmingWhitespace.isEmpty { reader.fault("service.duration", "durationMissing") }
        return reader.minutes("service.duration") ?? .minutes(30)
    }

    private mutating func hours() -> WeeklyHours {
        var hours = WeeklyHours()
        for day in Weekday.allCases where reader.flag("hours.\(day.rawValue).open") {
            let from = TimeOfDay(iso8601: reader.form["hours.\(day.rawValue).from"])
            let until = TimeOfDay(iso8601: reader.form["hours.\(day.rawValue).until"])
            guard let from, let until else {
                reader.fault("hours.\(day.rawValue).from", "hoursMalformed")
                continue
            }
            guard let range = OpeningRange(from: from, to: until) else {
                reader.fault("hours.\(day.rawValue).from", "hoursEmpty")
                continue
            }
            hours[day] = [range]
        }
        return hours
    }
}
