public import CalendarSync
public import Texts

extension Texts {
    /// How far a first read has come, in numbers.
    public func importing(_ progress: ImportProgress?) -> String {
        guard let progress else { return self["connect.importBegins"] }
        let values = ["read": number(progress.read), "total": number(progress.total ?? 0)]
        let counted = self(progress.total == nil ? "connect.importRead" : "connect.importOf", values)
        return progress.knownUntil == nil ? counted : "\(counted) \(self["connect.importNear"])"
    }
}
