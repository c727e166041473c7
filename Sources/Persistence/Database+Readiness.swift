extension Database {
    private static let probe = "readiness.probe"
    /// Bytes: about as much as some bookings need.
    private static let probeSize = 65_536

    /// Makes sure that the database can be read and, as far as is known, written. Once the disk had no room for a write, or refused it, or
    /// nobody can say, as much as some bookings need is written first, until that succeeds.
    /// - Throws: `StoreFailure` that stands in the way.
    public func requireReady() async throws {
        guard trouble.failure != nil else {
            _ = try await read { transaction in try transaction.availability.revision() }
            return
        }
        try await trouble.requirePassed { [self] in
            // What could be compressed would prove less.
            let letters = (0..<Self.probeSize).map { _ in UInt8.random(in: UInt8(ascii: "a")...UInt8(ascii: "z")) }
            let text = String(decoding: letters, as: UTF8.self)
            // Where writers share a commit, none shall fail with this one; elsewhere nobody need wait for it.
            try await write(alone: !engine.isRemote) { transaction in try transaction.settings.set(Self.probe, text) }
            try await write(alone: !engine.isRemote) { transaction in try transaction.settings.delete(Self.probe) }
        }
    }
}
