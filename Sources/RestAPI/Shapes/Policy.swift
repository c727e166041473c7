import Booking
import CivilTime
import RestShape

/// Graph's `bookingSchedulingPolicy`. What is null comes from the business, or is as usual there.
struct Policy: Hashable, Sendable {
    var interval: Seconds?
    var leadTime: Seconds?
    var advance: Seconds?
    var allowsStaffSelection: Bool?
    var general: GeneralAvailability?
    var windows: [AvailabilityWindow] = []
    var invitesCustomers: Bool?
    var confirmsToOwner: Bool?

    static let schema = ObjectSchema<Policy>(
        "bookingSchedulingPolicy", fresh: { Policy() },
        properties: [
            Property("allowStaffSelection", .boolean, \.allowsStaffSelection),
            Property("customAvailabilities", .collection(of: .object(AvailabilityWindow.schema), maxCount: 100), \.windows),
            Property("generalAvailability", .object(GeneralAvailability.schema), \.general),
            Property("isMeetingInviteToCustomersEnabled", .boolean, \.invitesCustomers, [.storedOnly]),
            Property("maximumAdvance", .duration(.zero ... .days(730)), \.advance, about: "In whole days."),
            Property("minimumLeadTime", .duration(.zero ... .days(365)), \.leadTime, about: "In whole hours."),
            Property("sendConfirmationsToOwner", .boolean, \.confirmsToOwner, [.storedOnly]),
            Property("timeSlotInterval", .duration(.minutes(5) ... .days(1)), \.interval, about: "In whole minutes."),
        ])

    static let shape = ValueShape<Policy>.object(schema)
    private static let invites = "schedulingPolicy.isMeetingInviteToCustomersEnabled"
    private static let confirms = "schedulingPolicy.sendConfirmationsToOwner"

    init() {}

    /// - Parameter extras: of whatever has the policy.
    init(_ policy: SchedulingPolicy, _ extras: Extras) {
        (interval, leadTime, advance) = (policy.timeSlotInterval, policy.minimumLeadTime, policy.maximumAdvance)
        allowsStaffSelection = policy.allowStaffSelection
        let availability = policy.availability ?? ServiceAvailability()
        general = GeneralAvailability(availability.general)
        windows = availability.windows.map(AvailabilityWindow.init)
        invitesCustomers = extras.value(Self.invites, .boolean) ?? false
        confirmsToOwner = extras.value(Self.confirms, .boolean) ?? false
    }

    /// The policy that it stands for.
    /// - Parameter usual: for what is null.
    func policy(usual: SchedulingPolicy) -> SchedulingPolicy {
        var policy = usual
        policy.timeSlotInterval = interval ?? usual.timeSlotInterval
        policy.minimumLeadTime = leadTime ?? usual.minimumLeadTime
        policy.maximumAdvance = advance ?? usual.maximumAdvance
        policy.allowStaffSelection = allowsStaffSelection ?? usual.allowStaffSelection
        let availability = ServiceAvailability(general: general?.rule ?? .whenStaffAreFree, windows: windows.map(\.window))
        policy.availability = availability.isPlain ? nil : availability
        return policy
    }

    /// Keeps what no policy of ours has.
    func keep(in extras: inout Extras) {
        extras.set(Self.invites, invitesCustomers, .boolean)
        extras.set(Self.confirms, confirmsToOwner, .boolean)
    }

    static func forget(in extras: inout Extras) { Policy().keep(in: &extras) }
}
