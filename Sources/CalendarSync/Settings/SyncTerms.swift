public import Booking
public import CivilTime

/// One state of the choices of an organization or a person, and since when.
public struct SyncChoicesVersion: Hashable, Sendable, Codable {
    /// Counts from 1 for each subject.
    public var number: Int
    public var since: Instant
    /// Whether it reaches the appointments that were made before it (E-L7); otherwise they keep what they were made under (E14).
    public var reachesExisting: Bool
    /// Appointments of the same second, or by a clock that is ahead, that were made before it nonetheless.
    public var earlier: Set<Appointment.ID>
    public var choices: SyncChoices

    public init(number: Int, since: Instant, reachesExisting: Bool, earlier: Set<Appointment.ID> = [], choices: SyncChoices) {
        self.number = number
        self.since = since
        self.reachesExisting = reachesExisting
        self.earlier = earlier
        self.choices = choices
    }

    func reaches(_ appointment: Appointment.ID, madeAt instant: Instant) -> Bool {
        reachesExisting || since <= instant && !earlier.contains(appointment)
    }
}

/// The choices that concern one person, with every state they were in: an appointment keeps what held when it was made.
public struct SyncTerms: Hashable, Sendable {
    /// In order of their numbers.
    public var organization: [SyncChoicesVersion]
    public var person: [SyncChoicesVersion]

    public init(organization: [SyncChoicesVersion] = [], person: [SyncChoicesVersion] = []) {
        self.organization = organization
        self.person = person
    }

    /// What holds for whatever happens from now on: reading, and changes made outside.
    public var current: SyncSettings {
        SyncSettings(
            person: person.last?.choices ?? SyncChoices(), organization: organization.last?.choices ?? SyncChoices())
    }

    /// Since when nothing is read or written; `nil` while something is.
    public var offSince: Instant? {
        var since: Instant?
        for moment in Set((organization + person).map(\.since)).sorted(by: >) {
            func choices(_ versions: [SyncChoicesVersion]) -> SyncChoices {
                versions.last { $0.since <= moment }?.choices ?? SyncChoices()
            }
            guard SyncSettings(person: choices(person), organization: choices(organization)).isOff else { break }
            since = moment
        }
        return since
    }

    /// What holds for how an appointment is written: the newest state that is not younger than it, or that was made to reach it.
    public func settings(for appointment: Appointment.ID, madeAt instant: Instant) -> SyncSettings {
        func choices(_ versions: [SyncChoicesVersion]) -> SyncChoices {
            versions.last { $0.reaches(appointment, madeAt: instant) }?.choices ?? SyncChoices()
        }
        return SyncSettings(person: choices(person), organization: choices(organization))
    }

    /// `settings(for:madeAt:)` of a whole appointment.
    public func settings(for appointment: Appointment) -> SyncSettings { settings(for: appointment.id, madeAt: appointment.createdAt) }
}
