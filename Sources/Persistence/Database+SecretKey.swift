extension Database {
    static let fingerprintSetting = "secret-key.fingerprint"

    /// Makes sure that every node of this database seals and signs with the same key; the first one to ask decides which.
    /// - Parameter fingerprint: a text that follows from the key and does not give it away.
    /// - Throws: `StoreFailure.otherSecretKey` when the database was used with another key.
    public func requireSecretKey(fingerprint: String) throws(StoreFailure) {
        try StoreFailure.only {
            engine.watch(fingerprint: fingerprint) { [weak self] in self?.end(for: $0) }
            if try secretKeyFingerprint() == fingerprint { return }
            try writeNow { transaction in
                let known = try transaction.settings.get(Self.fingerprintSetting)
                if let known, known != fingerprint { throw StoreFailure.otherSecretKey }
                if known == nil { try transaction.settings.set(Self.fingerprintSetting, fingerprint) }
            }
        }
    }

    /// What follows from the key that the database is used with; `nil` before its first use.
    public func secretKeyFingerprint() throws(StoreFailure) -> String? {
        try StoreFailure.only { try readNow { try $0.settings.get(Self.fingerprintSetting) } }
    }
}
