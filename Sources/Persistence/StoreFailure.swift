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
    /// The disk did not do what it was told to, in the driver's words.
    case diskTrouble(String)
    /// The address of the database cannot be used, in words that hold nothing of its password.
    case wrongAddress(String)
    /// The server of the database cannot be reached, or was lost before the commit: nothing was written.
    case connectionLost(String)
    /// The server was lost during the commit: what was to be written is stored either whole or not at all. Look before doing it again, or
    /// repeat only what is harmless twice.
    case outcomeUnknown
    /// Something that only its administrator can do is missing in the database; the sentence names the command.
    case unprepared(String)
    /// The node has another secret key than the nodes that use this database.
    case otherSecretKey
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
        case .readOnly: "The database cannot be written; check the owner and the rights of its file and folder, or that it is no standby."
        case .diskTrouble(let what):
            "The disk refuses what the database writes or reads (\(what)); check it, and the owner and the rights of the file and its folder."
        case .wrongAddress(let what): "The address of the database cannot be used: \(what)"
        case .connectionLost(let reason): "The database cannot be reached (\(reason)); nothing was changed. Try again in a moment."
        case .outcomeUnknown:
            "The connection to the database was lost while the change was being stored: look whether it is there before you try again."
        case .unprepared(let what): "The database is not ready for Kalends: \(what)"
        case .otherSecretKey:
            "This node's secret key is not the one that the database was used with; give every node the same KALENDS_SECRET_KEY_FILE."
        case .newerDatabase(let found, let known):
            "The database was written by a newer Kalends (schema \(found), this program knows \(known)); start that version or a later one."
        case .corrupt(let what): "The database is damaged: \(what). Restore a backup, or ask for help before you go on."
        case .other(let what): "The database refused: \(what)"
        }
    }
}

extension StoreFailure {
    /// Whether it is the machine's trouble, or the network's, and passes when somebody sees to it: the same may succeed later.
    public var isPassing: Bool {
        switch self {
        case .busy, .diskFull, .readOnly, .diskTrouble, .connectionLost, .outcomeUnknown, .unprepared: true
        case .overlap, .unique, .missing, .wrongAddress, .otherSecretKey, .newerDatabase, .corrupt, .other: false
        }
    }
}

extension StoreFailure {
    /// Whether it says that something in the database is not what it should be.
    var isDamage: Bool {
        switch self {
        case .corrupt, .unprepared, .other: true
        default: false
        }
    }

    /// A part of the schema, "trigger claims_overlap_on_insert", that somebody took away or changed.
    static func missingPart(_ part: String) -> String {
        "The \(part) is missing, or is not as Kalends made it. Copy everything into a new database (“kalends database copy”), which has it again."
    }
}

extension StoreFailure: CustomStringConvertible {
    public var description: String { sentence }
}
