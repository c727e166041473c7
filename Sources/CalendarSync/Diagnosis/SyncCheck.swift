/// The checks of a connection, by the numbers under which support articles and our requirements list them.
public enum SyncCheck: Int, Hashable, Sendable, Codable, CaseIterable {
    case switchedOn = 1
    case authorization
    case permissions
    case organizationRule
    case appPassword
    case server
    case calendarThere
    case writable
    case readable
    case closesTime
    case direction
    case services
    case markedFree
    case markedPrivate
    case assignment
    case madeBefore
    case filters
    case outbound
    case inbound
    case duplicates
    case conflicts
    case leaver
    case invitation
    case importing
    case network
    case meetingLink
    case pageVersion

    /// All of them, each after those it depends on: the first that fails is the cause.
    public static let inOrder: [SyncCheck] = [
        .leaver, .invitation, .switchedOn, .network, .server, .appPassword, .authorization, .permissions, .organizationRule, .calendarThere,
        .readable, .writable, .direction, .closesTime, .services, .importing, .assignment, .markedFree, .markedPrivate, .madeBefore,
        .filters, .outbound, .inbound, .duplicates, .conflicts, .meetingLink, .pageVersion,
    ]

    /// Without these it says nothing: while one of them fails, or cannot be looked at for the same reason, it is not asked.
    public var dependsOn: [SyncCheck] {
        switch self {
        case .leaver, .invitation, .duplicates, .conflicts, .pageVersion: []
        case .switchedOn: [.leaver, .invitation]
        case .network, .direction, .closesTime, .madeBefore, .filters: [.switchedOn]
        case .server: [.network]
        case .appPassword: [.server]
        case .authorization: [.appPassword]
        case .permissions: [.authorization]
        case .meetingLink: [.authorization, .direction]
        case .organizationRule: [.permissions]
        case .calendarThere: [.organizationRule]
        case .readable, .writable: [.calendarThere]
        case .services, .assignment: [.direction]
        case .importing: [.readable]
        case .markedFree, .markedPrivate: [.importing]
        case .outbound: [.writable, .direction]
        case .inbound: [.outbound, .readable]
        }
    }
}
