extension Database {
    private static let setting = "secret-key.fingerprint"

    /// Makes sure that every node of this database seals and signs with the same key; the first one to ask decides which.
    /// - Parameter fingerprint: a text that follows from the key and does not give it away.
    /// - Throws: `StoreFailure.otherSecretKey` when the database was used with another key.
    public func requireSecretKey(fingerprint: String) throws(StoreFailure) {
        try StoreFailure.only {
            if try readNow({ try $0.settings.get(Self.setting) }) == fingerprint { return }
            try writeNow { transaction in
                let known = try transaction.settings.get(Self.setting)
                if let known, known != fingerprint { throw StoreFailure.otherSecretKey }
                if known == nil { try transaction.settings.set(Self.setting, fingerprint) }
            }
        }
    }
}
