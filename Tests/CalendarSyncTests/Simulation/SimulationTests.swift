import CalendarSync
import TestSupport
import Testing

/// The invariants of the sync under random edits on both sides, crashes between effect and record, and lost answers.
/// A failing seed is printed with its story and can be run alone.
struct SimulationTests {
    @Test func `20,000 histories come to rest with one event each, nothing orphaned, nothing lost and nothing more to do`() {
        var writes = 0
        var questions = 0
        for seed in 1...20_000 as ClosedRange<UInt64> {
            var history = History(seed: seed)
            let faults = history.faults(checkingEdits: true)
            guard faults.isEmpty else {
                Issue.record("seed \(seed): \(faults) after \(history.story)")
                return
            }
            writes += history.sync.remote.writes
            questions += history.sync.questions.count
        }
        // The histories are worth something: events were written and people were asked.
        #expect(writes > 30_000 && questions > 5_000)
    }

    @Test func `an executor that does not announce its writes may ask too much, but leaves no orphan and comes to rest`() {
        for seed in 100_001...105_000 as ClosedRange<UInt64> {
            var history = History(seed: seed, announces: false)
            let faults = history.faults(checkingEdits: false)
            guard faults.isEmpty else {
                Issue.record("seed \(seed): \(faults) after \(history.story)")
                return
            }
        }
    }
}
