/// The first run.
let englishSetup: [String: String] = [:]
