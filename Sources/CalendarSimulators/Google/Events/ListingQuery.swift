/// What a client asks of a listing.
struct ListingQuery {
    let showsDeleted: Bool?
    let isExpanded: Bool
    let order: String?
    let window: ListingWindow
    let size: Int
    /// Parameters that stay the same through all pages and all later syncs.
    let lasting: String
    /// Parameters that a sync token excludes.
    let excluded: [String]
    let fields: FormFields

    init(_ fields: FormFields, settings: GoogleSettings) throws(GoogleRefusal) {
        self.fields = fields
        showsDeleted = try fields.flag("showDeleted")
        isExpanded = try fields.flag("singleEvents") ?? false
        order = fields["orderBy"]
        window = try ListingWindow(fields)
        size = min(try fields.count("maxResults") ?? 250, 2_500, settings.largestPage)
        guard order == nil || order == "updated" || (order == "startTime" && isExpanded) else {
            throw .invalid("The requested ordering is not available for the particular query.", parameter: "orderBy")
        }
        let names = ["singleEvents", "eventTypes", "showHiddenInvitations", "maxAttendees", "alwaysIncludeEmail"]
        lasting = names.map { fields.all($0).joined(separator: ",") }.joined(separator: ";")
        let exclusive: Set<String> = [
            "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin",
        ]
        excluded = fields.names.intersection(exclusive).sorted()
    }

    /// Whether a sync can go on from this listing.
    var leadsToToken: Bool { excluded.allSatisfy { $0 == "timeMin" || $0 == "timeMax" } }

    func matches(_ event: JSONValue) -> Bool {
        let types = fields.all("eventTypes")
        if !types.isEmpty, !types.contains(event["eventType"]?.string ?? "default") { return false }
        if let uid = fields["iCalUID"], event["iCalUID"]?.string != uid { return false }
        for (name, kind) in [("privateExtendedProperty", "private"), ("sharedExtendedProperty", "shared")] {
            for constraint in fields.all(name) {
                let parts = constraint.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, event["extendedProperties"]?[kind]?[parts[0]]?.string == parts[1] else { return false }
            }
        }
        if let words = fields["q"]?.lowercased() {
            let texts = ["summary", "description", "location"].compactMap { event[$0]?.string?.lowercased() }
            guard texts.contains(where: { $0.contains(words) }) else { return false }
        }
        return true
    }
}
