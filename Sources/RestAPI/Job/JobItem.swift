import Booking
import CivilTime
import Operations
import Persistence
import RestShape

/// A piece of work that is left to workers.
struct JobItem: Sendable {
    var job: Job
    /// What it is about; `nil` for nothing in particular.
    var subject: JobSubject?

    private var appointment: String? { if case .appointment(let appointment, _, _) = subject { appointment.id.rawValue } else { nil } }

    private var about: String? {
        switch subject {
        case .appointment(let appointment, _, let calendar): calendar ?? appointment.serviceName
        case .calendar(let name, _), .person(let name), .webhook(let name): name
        case .mail(let subject, _): subject
        case nil: nil
        }
    }

    static let schema = ObjectSchema<JobItem>(
        "job",
        fresh: {
            let epoch = Instant(secondsSinceEpoch: 0)
            return JobItem(
                job: Job(
                    id: 0, kind: "", payload: "", lane: "", key: nil, due: epoch, attempts: 0, leaseUntil: nil, worker: nil,
                    state: .waiting,
                    lastError: nil, createdAt: epoch))
        },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { String($0.job.id) }, isNullable: false),
            .readOnly(
                "about", .string(maxLength: 1_000), get: { $0.about }, [.searchable],
                about: "The name of the calendar, service, person or subscription, or the subject of the mail."),
            .readOnly("appointmentId", .string(maxLength: 100), get: { $0.appointment }),
            .readOnly("attemptCount", .int32(0...Int32.max), get: { $0.job.attempts }, isNullable: false),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.job.createdAt }, isNullable: false),
            .readOnly("dueDateTime", .dateTimeOffset, get: { $0.job.due }, isNullable: false),
            .readOnly("kind", .string(maxLength: 100), get: { $0.job.kind }, [.searchable], isNullable: false),
            .readOnly("lastError", .string(maxLength: 10_000), get: { $0.job.lastError }, [.searchable]),
            .readOnly(
                "state", .enumeration(OwnEnums.jobState), get: { $0.job.state }, isNullable: false,
                about: "dead: given up until somebody retries or discards it."),
        ])
}
