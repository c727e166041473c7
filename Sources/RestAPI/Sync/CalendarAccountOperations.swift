import Booking
import CalendarSync
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/solutions/calendarAccounts`: the connections of the organization's people.
struct CalendarAccountOperations: Sendable {
    private static let path = "/solutions/calendarAccounts"
    private static let context = "solutions/calendarAccounts"

    private let schema = CalendarAccountItem.schema
    private let calendar = ConnectedCalendarItem.schema

    var routes: [APIRoute] {
        let one = PathTemplate(Self.path + "/{account}")
        return [
            .list(
                PathTemplate(Self.path), "listCalendarAccounts", "Lists the calendar accounts, also those that are disconnected.",
                of: schema.definition
            ) { call in
                try await listing(call).answer(call)
            }.forSync(),
            .count(
                PathTemplate(Self.path + "/$count"), "countCalendarAccounts", "Counts the calendar accounts.", of: schema.definition
            ) { call in
                try await listing(call).number(call)
            }.forSync(),
            .read(one, "getCalendarAccount", "Reads a calendar account.", of: schema.definition) { call in
                let item = try await call.read { transaction in
                    let account = try Self.find(call, transaction)
                    return CalendarAccountItem(account, try SyncPeople(account.resource, transaction))
                }
                return schema.answer(item, call, context: Self.context)
            }.forSync(),
            .list(
                PathTemplate(Self.path + "/{account}/calendars"), "listConnectedCalendars",
                "Lists the calendars of an account that take part in the sync, or did.", of: calendar.definition
            ) { call in
                let items = try await call.read { transaction in
                    try transaction.calendars.all(account: Self.find(call, transaction).id).map { ConnectedCalendarItem($0) }
                }
                let context = "\(Self.context)('\(call["account"])')/calendars"
                return try await Listing(schema: calendar, items: items, id: { $0.id }, context: context).answer(call)
            }.forSync(),
            .syncAction(
                PathTemplate(Self.path + "/{account}/disconnect"), "disconnectCalendarAccount",
                "Ends a connection: its calendars close no time any more, and events of ours stay where they are.", .nothing
            ) { call in
                try await DisconnectAccount(call.kalends)(call.id("account"), actor: call.actor)
                return .nothing
            },
        ]
    }

    private static func find(_ call: APICall, _ transaction: Transaction) throws -> CalendarAccount {
        guard let account = try transaction.accounts.find(call.id("account")) else { throw NotFound("calendar account") }
        return account
    }

    private func listing(_ call: APICall) async throws -> Listing<CalendarAccountItem> {
        let items = try await call.read { transaction in
            try transaction.accounts.all().map { CalendarAccountItem($0, try SyncPeople($0.resource, transaction)) }
        }
        return Listing(schema: schema, items: items, id: { $0.id }, context: Self.context)
    }
}
