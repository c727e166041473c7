/// The areas of the admin app, by name: `admin` for what its pages share, others for single pages.
let englishAdminAreas: [String: [String: String]] = [
    "admin": englishAdmin
]

/// What the pages of the admin app share.
let englishAdmin: [String: String] = [:]
