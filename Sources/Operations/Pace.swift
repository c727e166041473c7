/// How a process waits within one piece of work, and how much it does at the same time. A simulation waits by its own clock, and does one thing
/// after the other.
struct Pace: Sendable {
    /// So many calendars are looked at at the same time.
    var width = 8
    /// Lets so much time pass; ends early, with an error, when the task is cancelled.
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
}
