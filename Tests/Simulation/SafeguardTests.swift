import Testing

/// Every safeguard is missed: without it a history fails within 50,000 steps.
@Suite(.serialized) struct SafeguardTests {
    @Test(arguments: Safeguard.allCases)
    func `without a safeguard a history fails`(_ safeguard: Safeguard) async throws {
        let result = try await Run(firstSeed: 1, steps: 50_000, without: safeguard)()
        print("simulation without \(safeguard): fails after \(result.steps) steps in \(result.histories) histories")
        let seed = try #require(result.failing, "nothing is missed without \(safeguard)")
        // It is the safeguard that is missed, and nothing else is wrong.
        let faults = try await Simulation(History(seed: seed)).play()
        #expect(faults.isEmpty)
    }
}
