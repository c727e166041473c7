import Persistence

/// The look at all connections that time asks for.
struct WatchCalendars {
    let kalends: Kalends

    func callAsFunction() async throws {
        try await kalends.database.write { transaction in
            try CalendarWatch(kalends: kalends, transaction: transaction)()
            try AwaitedCalendars(kalends: kalends, transaction: transaction)()
        }
    }
}
