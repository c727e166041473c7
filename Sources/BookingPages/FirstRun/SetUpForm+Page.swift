import CivilTime
import Operations
import Texts
import WebShell

struct SetUpPage: Page {
    static let template = "set-up"

    struct Day: Sendable {
        let id: String
        let name: String
        let openLabel: String
        let fromLabel: String
        let untilLabel: String
        let isOpen: Bool
        let from: String
        let until: String
        let fault: String?
    }

    let title: String
    var notice: String?
    let errors: ErrorSummary?
    let code: FormField
    let administrator: [FormField]
    let isBookable: Bool
    let business: [FormField]
    let days: [Day]
    let service: [FormField]
    let sample: [FormField]
    let sampleErrors: ErrorSummary?
    let isSampleOpen: Bool
    let isSampleBookable: Bool

    init(
        _ kalends: Kalends, _ texts: Texts, typed: Query = Query(), faults: [FieldFault] = [], sample: Query = Query(),
        sampleFaults: [FieldFault] = []
    ) {
        let fields = Fields(texts: texts, typed: typed, faults: faults, prefix: "")
        let sampleFields = Fields(texts: texts, typed: sample, faults: sampleFaults, prefix: "sample-")
        title = texts["setup.title"]
        errors = ErrorSummary(faults, texts: texts)
        code = fields.code
        administrator = fields.administrator
        isBookable = typed.isEmpty || typed.contains("administrator.isBookable")
        business =
            [
                fields.text("business.name", "businessName", hint: "businessNameHint", autocomplete: "organization", isWide: true),
                fields.zone(kalends.zones), fields.currency,
            ] + fields.language
        days = Weekday.allCases.map { Self.day($0, typed, faults, texts) }
        service = [
            fields.text("service.name", "serviceName", hint: "serviceNameHint", isWide: true),
            fields.text("service.duration", "duration", standard: "30", inputMode: "numeric", suffix: texts["setup.minutes"]),
            fields.text("service.price", "price", hint: "priceHint", isRequired: false, inputMode: "decimal"),
            fields.text("service.preBuffer", "preBuffer", standard: "0", inputMode: "numeric", suffix: texts["setup.minutes"]),
            fields.text("service.postBuffer", "postBuffer", standard: "0", inputMode: "numeric", suffix: texts["setup.minutes"]),
        ]
        self.sample = [sampleFields.code] + sampleFields.administrator + [sampleFields.zone(kalends.zones)]
        sampleErrors = ErrorSummary(
            sampleFaults.map { FieldFault(field: "sample-\($0.field)", key: $0.key, values: $0.values) }, texts: texts)
        isSampleOpen = !sample.isEmpty
        isSampleBookable = sample.isEmpty || sample.contains("administrator.isBookable")
    }

    private static func day(_ day: Weekday, _ typed: Query, _ faults: [FieldFault], _ texts: Texts) -> Day {
        let id = "hours.\(day.rawValue)"
        let name = texts.weekday(day)
        return Day(
            id: id, name: name, openLabel: texts("setup.open", ["day": name]), fromLabel: texts("setup.from", ["day": name]),
            untilLabel: texts("setup.until", ["day": name]), isOpen: typed.isEmpty ? day <= .friday : typed.contains("\(id).open"),
            from: typed.isEmpty ? "09:00" : typed["\(id).from"], until: typed.isEmpty ? "17:00" : typed["\(id).until"],
            fault: faults.first { $0.field == "\(id).from" }?.sentence(in: texts))
    }
}

extension SetUpPage {
    /// Makes the fields of one of the page's two forms.
    private struct Fields {
        let texts: Texts
        let typed: Query
        let faults: [FieldFault]
        let prefix: String

        func text(
            _ name: String, _ key: String, standard: String = "", type: String = "text", hint: String? = nil, isRequired: Bool = true,
            autocomplete: String? = nil, inputMode: String? = nil, suffix: String? = nil, isWide: Bool = false,
            choices: [FormField.Choice] = []
        ) -> FormField {
            FormField(
                name, texts["setup.\(key)"], id: prefix + name, value: typed.isEmpty ? standard : typed[name], type: type,
                hint: hint.map { texts["setup.\($0)"] }, faults: faults, texts: texts, isRequired: isRequired, autocomplete: autocomplete,
                inputMode: inputMode, suffix: suffix, isWide: isWide, choices: choices)
        }

        var code: FormField { text("code", "code", hint: "codeHint", autocomplete: "off") }

        /// A password is never sent back to the browser.
        var administrator: [FormField] {
            var password = text("administrator.password", "password", type: "password", hint: "passwordHint", autocomplete: "new-password")
            password.value = ""
            return [
                text("administrator.name", "yourName", autocomplete: "name"),
                text(
                    "administrator.email", "yourEmail", type: "email", hint: "yourEmailHint", autocomplete: "username", inputMode: "email"),
                password,
            ]
        }

        func zone(_ zones: ZoneDatabase) -> FormField {
            let chosen = typed.value("business.zone") ?? "Europe/Berlin"
            return text(
                "business.zone", "zone", hint: "zoneHint",
                choices: zones.names.map { FormField.Choice($0, texts.zoneName($0), isChosen: $0 == chosen) })
        }

        var currency: FormField {
            let chosen = typed.value("business.currency") ?? "EUR"
            return text(
                "business.currency", "currency", hint: "currencyHint",
                choices: Currency.codes.map { FormField.Choice($0, $0, isChosen: $0 == chosen) })
        }

        var language: [FormField] {
            let chosen = typed.value("business.language") ?? texts.language.code
            return [
                text(
                    "business.language", "language",
                    choices: Language.all.map { FormField.Choice($0.code, $0.name, isChosen: $0.code == chosen) })
            ]
        }
    }
}

struct SetUpDonePage: Page {
    static let template = "set-up-done"

    let title: String
    let heading: String
    let text: String
    let page: String
    let address: String?
}
