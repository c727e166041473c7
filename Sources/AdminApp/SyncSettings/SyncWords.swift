import Booking
import CalendarSync
import Texts

/// The choices of one subject in words, and whose choice each is.
struct SyncWords: Sendable {
    let texts: Texts
    /// The person's name; `nil` for the organization.
    let person: String?
    let own: SyncChoices
    let organization: SyncChoices
    let services: [Service]

    var isPerson: Bool { person != nil }

    /// What is in force.
    var settings: SyncSettings {
        SyncSettings(person: isPerson ? own : SyncChoices(), organization: isPerson ? organization : own)
    }

    /// What would be in force without the subject's own choices.
    var inherited: SyncSettings { SyncSettings(person: SyncChoices(), organization: isPerson ? organization : SyncChoices()) }

    /// What other choices come to as a whole: `Off` where they end both directions, `On` where they end that, and nothing otherwise.
    func changing(to choices: SyncChoices) -> String {
        let new = SyncSettings(person: isPerson ? choices : SyncChoices(), organization: isPerson ? organization : choices)
        if new.isOff { return "Off" }
        return settings.isOff ? "On" : ""
    }

    /// Whose choice a field is, as a sentence.
    func origin<Value>(_ field: KeyPath<SyncChoices, Value?>, _ inherited: String) -> String {
        let origin = SettingOrigin(field, person: isPerson ? own : SyncChoices(), organization: isPerson ? organization : own)
        switch origin {
        case .person: return texts("adminSync.fromPerson", ["name": person ?? ""])
        case .organization where !isPerson: return texts["adminSync.fromOrganizationHere"]
        case .organization: return texts("adminSync.fromOrganization", ["value": inherited])
        case .standard: return texts("adminSync.fromStandard", ["value": inherited])
        }
    }

    /// The field with a sentence below its label.
    func telling(_ sentence: String, at field: Field) -> Field {
        var field = field
        field.hint = sentence
        field.describedBy = ["\(field.id)-hint", field.fault == nil ? nil : "\(field.id)-fault"].compactMap(\.self).joined(separator: " ")
        return field
    }

    func text(_ isOn: Bool) -> String { texts[isOn ? "adminSync.on" : "adminSync.off"] }
    func text(_ field: SentField) -> String { texts["adminSync.field\(Self.capitalized(field.rawValue))"] }
    func text(_ change: OutsideChange) -> String { texts["adminSync.change\(Self.capitalized(change.rawValue))"] }
    func text(_ limit: BookingLimit) -> String { texts["adminSync.limit\(Self.capitalized(limit.rawValue))"] }
    func days(_ count: Int) -> String { texts.count("adminSync.daysBack", count) }

    func text(_ fields: Set<SentField>) -> String {
        if fields.isEmpty { return texts["adminSync.anonymous"] }
        if fields.count == SentField.allCases.count { return texts["adminSync.all"] }
        return SentField.allCases.filter(fields.contains).map { text($0) }.joined(separator: " · ")
    }

    func text(_ fields: Set<ReadField>) -> String { texts[fields.isEmpty ? "adminSync.anonymous" : "adminSync.title"] }

    func text(_ limits: Set<BookingLimit>) -> String {
        limits.isEmpty
            ? texts["adminSync.noLimits"] : BookingLimit.allCases.filter(limits.contains).map { text($0) }.joined(separator: " · ")
    }

    func text(_ choice: ServiceChoice) -> String {
        switch choice {
        case .all: texts["adminSync.all"]
        case .only(let chosen): services.filter { chosen.contains($0.id) }.map(\.name).joined(separator: " · ")
        }
    }

    private static func capitalized(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
}
