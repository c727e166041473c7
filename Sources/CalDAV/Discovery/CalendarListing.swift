import CalendarSync

/// A calendar as a listing shows it; nil for any other collection, and for one that takes no events.
struct CalendarListing {
    let calendar: RemoteCalendar

    static let properties = [
        "D:resourcetype", "D:displayname", "C:supported-calendar-component-set", "D:current-user-privilege-set", "D:supported-report-set",
        "D:sync-token", "CS:getctag",
    ]

    init?(_ response: Multistatus.Response, at address: DAVAddress) {
        guard response.property("D:resourcetype")?.has("C:calendar") == true else { return nil }
        // An absent set means every type (RFC 4791 section 5.2.3).
        if let components = response.property("C:supported-calendar-component-set")?.all("C:comp"), !components.isEmpty {
            guard components.contains(where: { $0.attributes["name"]?.uppercased() == "VEVENT" }) else { return nil }
        }
        let lastPart = address.decodedPath.split(separator: "/").last.map(String.init) ?? address.host
        calendar = RemoteCalendar(
            id: address.text, name: response.property("D:displayname")?.value ?? lastPart, access: Self.access(response),
            capabilities: Self.capabilities(response))
    }

    /// RFC 3744 section 5.4; a server without access control says nothing and lets everybody write who gets in.
    private static func access(_ response: Multistatus.Response) -> CalendarAccess {
        guard let privileges = response.property("D:current-user-privilege-set")?.all("D:privilege"), !privileges.isEmpty else {
            return .readWrite
        }
        let writing = ["D:all", "D:write", "D:write-content", "D:bind"]
        return privileges.contains { privilege in writing.contains { privilege.has($0) } } ? .readWrite : .readOnly
    }

    private static func capabilities(_ response: Multistatus.Response) -> [String] {
        var capabilities: [String] = []
        let reports = response.property("D:supported-report-set")
        if reports?.contains("D:sync-collection") == true || response.property("D:sync-token")?.value != nil {
            capabilities.append("sync-collection")
        }
        if response.property("CS:getctag")?.value != nil { capabilities.append("ctag") }
        return capabilities
    }
}
