/// An enumeration: its members in the order in which they are declared, which is also the order in which they sort.
public struct EnumDefinition: Hashable, Sendable {
    /// Without namespace: `bookingPriceType`.
    public let name: String
    /// All members, `unknownFutureValue` among them where the enumeration may grow.
    public let members: [String]

    /// A definition; every member stands once.
    public init(_ name: String, _ members: [String]) {
        self.name = name
        self.members = members
    }

    /// What Graph puts in the place of members that a client may not know yet.
    public static let unknownFutureValue = "unknownFutureValue"

    /// The declared spelling of a member in any case of letters; nil when there is no such member.
    public func member(named text: String) -> String? {
        let wanted = text.lowercased()
        return members.first { $0.lowercased() == wanted }
    }

    /// The place of a member, from 0; nil when there is no such member.
    public func order(of member: String) -> Int? { members.firstIndex(of: member) }

    /// The members that a value may have: all but `unknownFutureValue`.
    public var values: [String] { members.filter { $0 != EnumDefinition.unknownFutureValue } }

    /// The member as a client gets it that did not ask for more: those declared after `unknownFutureValue` become that (Graph, *Best
    /// practices: handling future members in evolvable enumerations*).
    public func known(_ member: String) -> String {
        guard let border = order(of: EnumDefinition.unknownFutureValue), let place = order(of: member) else { return member }
        return place > border ? EnumDefinition.unknownFutureValue : member
    }
}
