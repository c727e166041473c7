import Booking
import CalendarSync
import Texts
import WebShell

/// The fields of a person's or the organization's choices; each says whose choice is in force.
struct SyncSettingsForm: Sendable {
    var sendsBookings: Field
    var sentDetail: Field
    var sentFields: Field
    var sentServices: Field
    var sentServiceList: Field
    var readsEvents: Field
    var readDetail: Field
    var readDays: Field
    var moves: Field
    var deletions: Field
    var breakable: Field
    var breakableLimits: Field

    init(_ words: SyncWords, _ fields: FormFields, services: [Service]) {
        let texts = words.texts
        let (own, inForce) = (words.own, words.settings)

        func choice<Value>(
            _ name: String, _ key: KeyPath<SyncChoices, Value?>, _ inherited: String, _ stored: (Value) -> String,
            _ choices: [(value: String, label: String)]
        ) -> Field {
            let first = (value: "", label: texts(words.isPerson ? "adminSync.inherit" : "adminSync.inheritStandard", ["value": inherited]))
            let field = fields.choice(name, own[keyPath: key].map(stored) ?? "", [first] + choices, required: true)
            return words.telling(words.origin(key, inherited), at: field)
        }

        let onOff = [(value: "on", label: texts["adminSync.on"]), (value: "off", label: texts["adminSync.off"])]
        let word: (Bool) -> String = { $0 ? "on" : "off" }
        let changes = OutsideChange.allCases.map { (value: $0.rawValue, label: words.text($0)) }
        sendsBookings = choice("sendsBookings", \.sendsBookings, words.text(words.inherited.sendsBookings), word, onOff)
        sentDetail = choice(
            "sentDetail", \.sentFields, words.text(words.inherited.sentFields), { $0.isEmpty ? "anonymous" : "fields" },
            [(value: "anonymous", label: texts["adminSync.anonymous"]), (value: "fields", label: texts["adminSync.details"])])
        sentFields = words.telling(
            texts["adminSync.sentFieldsNote"],
            at: fields.several(
                "sentFields", Set(inForce.sentFields.map(\.rawValue)), SentField.allCases.map { ($0.rawValue, words.text($0)) }))
        sentServices = choice(
            "sentServices", \.sentServices, words.text(words.inherited.sentServices), { $0 == .all ? "all" : "only" },
            [(value: "all", label: texts["adminSync.all"]), (value: "only", label: texts["adminSync.only"])])
        sentServiceList = words.telling(
            texts["adminSync.sentServiceListNote"],
            at: fields.several(
                "sentServiceList", Set(services.filter { inForce.sentServices.contains($0.id) }.map(\.id.rawValue)),
                services.map { ($0.id.rawValue, $0.name) }))
        readsEvents = choice("readsEvents", \.readsEvents, words.text(words.inherited.readsEvents), word, onOff)
        readDetail = choice(
            "readDetail", \.readFields, words.text(words.inherited.readFields), { $0.isEmpty ? "anonymous" : "title" },
            [(value: "title", label: texts["adminSync.title"]), (value: "anonymous", label: texts["adminSync.anonymous"])])
        readDays = words.telling(
            words.origin(\.readDays, words.days(words.inherited.readDays)),
            at: fields.number("readDays", own.readDays, unit: "unitDays", required: false))
        moves = choice("moves", \.moves, words.text(words.inherited.moves), \.rawValue, changes)
        deletions = choice("deletions", \.deletions, words.text(words.inherited.deletions), \.rawValue, changes)
        breakable = choice(
            "breakable", \.breakableLimits, words.text(words.inherited.breakableLimits), { $0.isEmpty ? "none" : "limits" },
            [(value: "none", label: texts["adminSync.noLimits"]), (value: "limits", label: texts["adminSync.limits"])])
        breakableLimits = words.telling(
            texts["adminSync.breakableLimitsNote"],
            at: fields.several(
                "breakableLimits", Set(inForce.breakableLimits.map(\.rawValue)),
                BookingLimit.allCases.map { ($0.rawValue, words.text($0)) }))
    }

    /// What was sent. A part that was disabled sends nothing and stays as it is stored.
    static func read(_ form: Query, over stored: SyncChoices, services: [Service]) throws -> SyncChoices {
        var reader = FormReader(form)
        var choices = stored
        if form.contains("outward") {
            choices.sendsBookings = form.value("sendsBookings").map { $0 == "on" }
            choices.sentFields = form.value("sentDetail").map {
                $0 == "fields" ? Set(form.all("sentFields").compactMap(SentField.init)) : []
            }
            let known = Set(services.map(\.id))
            choices.sentServices = form.value("sentServices").map { word in
                word == "only" ? .only(Set(form.all("sentServiceList").map { Service.ID($0) }).intersection(known)) : .all
            }
        }
        if form.contains("inward") {
            choices.readsEvents = form.value("readsEvents").map { $0 == "on" }
            choices.readFields = form.value("readDetail").map { $0 == "title" ? [.title] : [] }
            choices.readDays = reader.number(
                "readDays", in: SyncChoices.readableDays, malformed: "readDays", outside: "readDays")
            choices.moves = form.value("moves").flatMap(OutsideChange.init)
            choices.deletions = form.value("deletions").flatMap(OutsideChange.init)
            choices.breakableLimits = form.value("breakable").map { word in
                word == "limits" ? Set(form.all("breakableLimits").compactMap(BookingLimit.init)) : []
            }
        }
        try reader.requireNoFaults()
        return choices
    }
}
