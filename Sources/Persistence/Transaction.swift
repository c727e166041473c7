public import Booking

/// The stores as one transaction sees them. Use it inside the closure that received it only.
public struct Transaction {
    public let organization: Organization.ID
    let connection: any SQLConnection
    private let catalogue: Catalogue
    private let touched = Touched()

    private final class Touched {
        var topics: Set<Topic> = []
        /// The catalogue's stamp, once it was read.
        var stamp: String?
        var changesCatalogue = false
    }

    init(_ connection: any SQLConnection, organization: Organization.ID, catalogue: Catalogue) {
        self.connection = connection
        self.organization = organization
        self.catalogue = catalogue
    }

    var topics: Set<Topic> { touched.topics }

    func touch(_ topics: Topic...) { touched.topics.formUnion(topics) }

    /// Within a write that may only read: what it read is promised to somebody, and is on the disk before the write answers. Where a commit
    /// is seen before that, its writer may not have been answered yet.
    public func requireDurable() { connection.requireDurable() }

    /// From here on no other write is under way, on any node: for a change of what others rely on without looking again. The body may be
    /// begun anew for it.
    public func requireAlone() throws { try connection.requireAlone() }

    /// What the catalogue holds ready, or `read` finds. What is not there is looked for anew each time.
    func catalogued<T: Sendable>(_ key: Catalogue.Key, read: () throws -> T?) throws -> T? {
        // What it changes itself is not in the catalogue yet.
        guard !touched.changesCatalogue, let stamp = try stamp() else { return try read() }
        if let known = catalogue.value(key, at: stamp) as? T { return known }
        guard let value = try read() else { return nil }
        catalogue.keep(value, key, at: stamp)
        return value
    }

    private func stamp() throws -> String? {
        if touched.stamp == nil { touched.stamp = try settings.get(Catalogue.stamp) }
        return touched.stamp
    }

    /// Comes before every change of the catalogue.
    func changeCatalogue() throws {
        touch(.availability, .settings)
        touched.changesCatalogue = true
        try requireAlone()
    }

    /// Comes at the end of every write.
    func stampCatalogue() throws {
        if touched.changesCatalogue { try settings.set(Catalogue.stamp, Catalogue.newStamp()) }
    }

    // Who: people who sign in, and people who book.
    public var users: UserStore { UserStore(transaction: self) }
    public var sessions: SessionStore { SessionStore(transaction: self) }
    public var passwordLinks: PasswordLinkStore { PasswordLinkStore(transaction: self) }
    public var accessTokens: AccessTokenStore { AccessTokenStore(transaction: self) }
    public var attempts: AttemptStore { AttemptStore(transaction: self) }
    public var customers: CustomerStore { CustomerStore(transaction: self) }

    // What can be booked.
    public var businesses: BusinessStore { BusinessStore(transaction: self) }
    public var services: ServiceStore { ServiceStore(transaction: self) }
    public var questions: QuestionStore { QuestionStore(transaction: self) }
    public var staff: StaffStore { StaffStore(transaction: self) }
    public var resources: ResourceStore { ResourceStore(transaction: self) }

    // What is booked, and what takes time.
    public var appointments: AppointmentStore { AppointmentStore(transaction: self) }
    public var manageLinks: ManageLinkStore { ManageLinkStore(transaction: self) }
    public var submissions: SubmissionStore { SubmissionStore(transaction: self) }
    public var claims: ClaimStore { ClaimStore(transaction: self) }
    public var timeOff: TimeOffStore { TimeOffStore(transaction: self) }
    public var busyBlocks: BusyBlockStore { BusyBlockStore(transaction: self) }
    public var availability: AvailabilityStore { AvailabilityStore(transaction: self) }

    // The outside calendars.
    public var accounts: AccountStore { AccountStore(transaction: self) }
    public var calendars: CalendarStore { CalendarStore(transaction: self) }
    public var remoteItems: RemoteItemStore { RemoteItemStore(transaction: self) }
    public var links: LinkStore { LinkStore(transaction: self) }
    public var channels: ChannelStore { ChannelStore(transaction: self) }
    public var grantRenewals: GrantRenewalStore { GrantRenewalStore(transaction: self) }
    public var invitations: InvitationStore { InvitationStore(transaction: self) }
    public var spentStates: SpentStateStore { SpentStateStore(transaction: self) }
    public var conflicts: ConflictStore { ConflictStore(transaction: self) }
    public var conflictQuestions: ConflictQuestionStore { ConflictQuestionStore(transaction: self) }
    public var syncSettings: SyncSettingStore { SyncSettingStore(transaction: self) }
    public var outages: OutageStore { OutageStore(transaction: self) }
    public var diagnoses: DiagnosisStore { DiagnosisStore(transaction: self) }
    public var probes: ProbeStore { ProbeStore(transaction: self) }

    // What was done, and what is still to do.
    public var history: HistoryStore { HistoryStore(transaction: self) }
    public var syncRuns: SyncRunStore { SyncRunStore(transaction: self) }
    public var syncLog: SyncLogStore { SyncLogStore(transaction: self) }
    public var jobs: JobStore { JobStore(transaction: self) }
    public var recurringRuns: RecurringRunStore { RecurringRunStore(transaction: self) }
    public var mails: MailStore { MailStore(transaction: self) }
    public var webhooks: WebhookStore { WebhookStore(transaction: self) }
    public var webhookDeliveries: WebhookDeliveryStore { WebhookDeliveryStore(transaction: self) }
    public var keptAnswers: KeptAnswerStore { KeptAnswerStore(transaction: self) }
    public var settings: SettingStore { SettingStore(transaction: self) }
}

@available(*, unavailable)
extension Transaction: Sendable {}
