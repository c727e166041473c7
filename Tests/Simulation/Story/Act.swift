import TestSupport

/// One thing that happens in a history. What it comes to follows from its own seed and from what is there, so that others can be left out.
struct Act: Hashable, Sendable {
    enum Kind: String, Sendable, CaseIterable {
        /// Time passes, and the worker does what is due.
        case work
        case book, move, cancel, settle
        /// Events of others, in calendars that are read.
        case newEvent, changeEvent, crowd
        /// Our events, in somebody's own program.
        case editOurs
        case connect, disconnect, permission, loseCalendar
        /// A server shows nothing of a calendar for a while.
        case forget, remember
        case expireTokens, fault, calm
        /// A message that says "look now".
        case wake
        /// Our clock jumps.
        case jump
        case restart
        /// A second worker takes what is due.
        case otherNode
        case agree, revive
        /// Somebody changes what the sync does.
        case chooseSettings
    }

    /// What somebody else does before one of the worker's steps.
    struct Meanwhile: Hashable, Sendable {
        var after: Int
        var act: Act
    }

    var kind: Kind
    var seed: UInt64
    /// The process is killed after so many steps.
    var killedAfter: Int?
    /// The process is killed right after so many requests that changed something: their last answer is lost.
    var killedAfterWrites: Int?
    var meanwhile: [Meanwhile] = []

    private static let weights: [(Kind, Int)] = [
        (.work, 30), (.book, 14), (.move, 10), (.cancel, 3), (.settle, 4), (.newEvent, 6), (.changeEvent, 8), (.crowd, 2), (.editOurs, 22),
        (.connect, 3), (.disconnect, 2), (.permission, 1), (.loseCalendar, 1), (.forget, 2), (.remember, 2), (.expireTokens, 2),
        (.fault, 8), (.calm, 3), (.wake, 3), (.jump, 1), (.restart, 1), (.otherNode, 1), (.agree, 1), (.revive, 1),
        (.chooseSettings, 5),
    ]
    private static let between: [Kind] = [
        .book, .move, .move, .cancel, .settle, .changeEvent, .editOurs, .editOurs, .editOurs, .connect, .disconnect, .otherNode, .jump,
        .chooseSettings,
    ]

    static func drawn(_ random: inout SeededGenerator) -> Act {
        var ticket = random.int(1...weights.map(\.1).reduce(0, +))
        let kind =
            weights.first { weight in
                ticket -= weight.1
                return ticket <= 0
            }?.0 ?? .work
        var act = Act(kind: kind, seed: random.next())
        if random.oneIn(kind == .work ? 3 : 12) { act.killedAfter = random.int(1...(kind == .work ? 24 : 3)) }
        guard kind == .work else { return act }
        if random.oneIn(4) { act.killedAfterWrites = random.pick([1, 1, 2]) }
        for _ in 0..<random.pick([0, 0, 1, 1, 2, 3]) {
            act.meanwhile.append(
                Meanwhile(after: random.int(0...18), act: Act(kind: random.pick(between), seed: random.next())))
        }
        act.meanwhile.sort { $0.after < $1.after }
        return act
    }
}

extension Act: CustomStringConvertible {
    var description: String {
        let killed =
            (killedAfter.map { ", killed after \($0) steps" } ?? "") + (killedAfterWrites.map { ", killed after \($0) writes" } ?? "")
        let others = meanwhile.isEmpty ? "" : " [" + meanwhile.map { "\($0.after): \($0.act)" }.joined(separator: ", ") + "]"
        return "\(kind)\(killed)\(others)"
    }
}
