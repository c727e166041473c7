public import Booking

/// The stores as one transaction sees them. Use it inside the closure that received it only.
public struct Transaction {
    public let organization: Organization.ID
    let connection: any SQLConnection
    private let touched = Touched()

    private final class Touched {
        var topics: Set<Topic> = []
    }

    init(_ connection: any SQLConnection, organization: Organization.ID) {
        self.connection = connection
        self.organization = organization
    }

    var topics: Set<Topic> { touched.topics }

    func touch(_ topics: Topic...) { touched.topics.formUnion(topics) }

    /// Within a write that may only read: what it read is promised to somebody, and is on the disk before the write answers. Where a commit
    /// is seen before that, its writer may not have been answered yet.
    public func requireDurable() { connection.requireDurable() }

    // Who: people who sign in, and people who book.
    public var users: UserStore { UserStore(transaction: self) }
    public var sessions: SessionStore { SessionStore(transaction: self) }
    public var passwordLinks: PasswordLinkStore { PasswordLinkStore(transaction: self) }
    public var attempts: AttemptStore { AttemptStore(transaction: self) }
    public var customers: CustomerStore { CustomerStore(transaction: self) }

    // What can be booked.
    public var businesses: BusinessStore { BusinessStore(transaction: self) }
    public var services: ServiceStore { ServiceStore(transaction: self) }
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
    public var conflicts: ConflictStore { ConflictStore(transaction: self) }

    // What was done, and what is still to do.
    public var history: HistoryStore { HistoryStore(transaction: self) }
    public var jobs: JobStore { JobStore(transaction: self) }
    public var recurringRuns: RecurringRunStore { RecurringRunStore(transaction: self) }
    public var mails: MailStore { MailStore(transaction: self) }
    public var settings: SettingStore { SettingStore(transaction: self) }
}

@available(*, unavailable)
extension Transaction: Sendable {}
