/// Why the database did not do what was asked.
public enum StoreFailure: Error, Hashable, Sendable {
    /// The overlap guard refused a claim: the resource's time is taken.
    case overlap
    /// Another row has the same value where only one may.
    case unique(constraint: String)
    /// A row that was to be changed is not there.
    case missing(table: String, key: String)
    /// Another writer held the database longer than the busy timeout.
    case busy
    case diskFull
    case readOnly
    /// The file was written by a newer program.
    case newerDatabase(found: Int, known: Int)
    /// The file, or a value in it, is not what it should be.
    case corrupt(String)
    case other(String)

    /// What happened and what to do, for a person.
    public var sentence: String {
        switch self {
        case .overlap: "That time is already taken; choose another."
        case .unique(let constraint): "Another entry already has this value (\(constraint)); choose a different one."
        case .missing(let table, let key): "The entry \(key) is no longer in \(table); reload and try again."
        case .busy: "The database is busy; try again in a moment."
        case .diskFull: "The disk is full; free some space and try again."
        case .readOnly: "The database cannot be written; check the owner and the rights of its file and folder."
        case .newerDatabase(let found, let known):
            "The database was written by a newer Kalends (schema \(found), this program knows \(known)); start that version or a later one."
        case .corrupt(let what): "The database is damaged: \(what). Restore a backup, or ask for help before you go on."
        case .other(let what): "The database refused: \(what)"
        }
    }
}

extension StoreFailure: CustomStringConvertible {
    public var description: String { sentence }
}
