import Booking
import CalendarSync
import CivilTime
import Persistence

@testable import Operations

/// Everything that the history must account for, by subject: appointments, rules, people, connections, users.
struct Ledger {
    private(set) var facts: [String: [AnyHashable]] = [:]
    private(set) var lastEntry: Int64 = 0

    init(_ world: World) throws {
        try world.read { transaction in
            lastEntry = try transaction.history.latest(limit: 1).first?.id ?? 0
            for user in try transaction.users.all() { note("user:\(user.id)", user) }
            for business in try transaction.businesses.all() {
                note("business:\(business.id)", business)
                let always = Span(Instant(secondsSinceEpoch: 0), Instant(secondsSinceEpoch: 4_000_000_000))
                for appointment in try transaction.appointments.all(in: business.id, overlapping: always, includingCancelled: true) {
                    note("appointment:\(appointment.id)", appointment)
                }
                for service in try transaction.services.all(in: business.id, includingRemoved: true) {
                    note("service:\(service.id)", service)
                }
                for question in try transaction.questions.all(in: business.id) { note("question:\(question.id)", question) }
                for member in try transaction.staff.all(in: business.id, includingRemoved: true) { note("staff:\(member.id)", member) }
            }
            for customer in try transaction.customers.search(text: "", limit: 1_000, offset: 0).rows {
                note("customer:\(customer.id)", customer)
            }
            for resource in try transaction.resources.all() {
                for timeOff in try transaction.timeOff.all(of: resource.id) { note("time-off:\(timeOff.id)", timeOff) }
            }
            for account in try transaction.accounts.all() {
                note("account:\(account.id)", [account.name, account.user, account.sealedSecret])
                note("account:\(account.id)", account.refusedSince != nil)
                for calendar in try transaction.calendars.all(account: account.id) {
                    note("account:\(account.id)", [calendar.remote.id, "\(calendar.isLinked)", "\(calendar.closesTime)"])
                    note("account:\(account.id)", calendar.failure?.failure.kind == .calendarMissing)
                }
            }
            for conflict in try transaction.conflicts.open() { note("appointment:\(conflict.appointment)", conflict.kind) }
        }
    }

    private mutating func note(_ subject: String, _ fact: some Hashable & Sendable) { facts[subject, default: []].append(fact) }

    /// The subjects that are not as they were.
    func changes(since before: Ledger) -> Set<String> {
        Set(Set(facts.keys).union(before.facts.keys).filter { facts[$0] != before.facts[$0] })
    }
}
