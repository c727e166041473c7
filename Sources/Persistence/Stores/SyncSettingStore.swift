public import Booking
public import CalendarSync

/// What the sync does: the organization's choices and each person's, with every state they were in.
public struct SyncSettingStore {
    let transaction: Transaction

    /// Every state, the first one first.
    /// - Parameter resource: whose; the organization's when `nil`.
    public func versions(of resource: Resource.ID?) throws -> [SyncChoicesVersion] {
        try transaction.rows(
            "SELECT * FROM sync_settings WHERE organization = ? AND subject = ? ORDER BY number", transaction.organization,
            Self.subject(resource)
        ) { row in
            SyncChoicesVersion(
                number: try row.count("number"), since: try row.instant("since"), reachesExisting: try row.flag("reaches_existing"),
                earlier: try row.json("earlier"), choices: try row.json("choices"))
        }
    }

    /// Everything that concerns one person.
    public func terms(of resource: Resource.ID) throws -> SyncTerms {
        let terms = try transaction.catalogued(.syncTerms(resource)) {
            SyncTerms(organization: try versions(of: nil), person: try versions(of: resource))
        }
        return terms ?? SyncTerms()
    }

    /// Adds a state to those there are.
    /// - Throws: `StoreFailure.unique` when there is one of its number.
    public func append(_ version: SyncChoicesVersion, of resource: Resource.ID?) throws {
        // A booking looks once whether it travels.
        try transaction.changeCatalogue()
        transaction.touch(.calendars)
        try transaction.insert(
            [
                "subject": Self.subject(resource), "number": version.number, "since": version.since,
                "reaches_existing": version.reachesExisting, "earlier": try JSONText.encode(version.earlier.sorted()),
                "choices": try JSONText.encode(version.choices),
            ], into: "sync_settings")
    }

    private static func subject(_ resource: Resource.ID?) -> String { resource?.rawValue ?? "" }
}
