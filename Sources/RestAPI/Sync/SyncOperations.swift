import CivilTime

/// What Graph does not have: calendar accounts, what the sync does, its conflicts and its diagnosis. All of it takes the scope
/// `Kalends.Sync.ReadWrite.All` of an administrator.
struct SyncOperations: Sendable {
    let zones: ZoneDatabase

    var routes: [APIRoute] {
        CalendarAccountOperations().routes + SyncSettingsOperations().routes + ConflictOperations().routes + DiagnosisOperations().routes
    }
}
