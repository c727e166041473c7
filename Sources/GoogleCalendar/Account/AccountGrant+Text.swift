public import CalendarSync
import FoundationEssentials

extension AccountGrant {
    /// The form in which credentials hold it.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(self) else { preconditionFailure("A grant is texts and numbers.") }
        return String(decoding: data, as: UTF8.self)
    }

    /// Nil for any other text.
    public init?(text: String) {
        guard let grant = try? JSONDecoder().decode(AccountGrant.self, from: Data(text.utf8)) else { return nil }
        self = grant
    }
}
