import Booking
import CivilTime

/// One statement for all resources and causes, put together once for each number of resources. A single resource is compared with
/// directly; several come as a list that drives the search of every table by its index.
struct TakenQuery {
    /// What a `?` stands for.
    private enum Slot: Hashable {
        case organization, resource, start, end
        case earliest(LengthClass)
    }

    let sql: String
    /// How many resources are listed before the slots; 0 for the query of one.
    private let room: Int
    private let slots: [Slot]

    static func of(resources: Int) -> TakenQuery { queries[Placeholders.roundedUp(resources)] ?? TakenQuery(room: resources) }

    private static let queries = Dictionary(uniqueKeysWithValues: [1, 4, 16, 64, 256, 1_024].map { ($0, TakenQuery(room: $0)) })

    private init(room: Int) {
        let isSingle = room == 1
        self.room = isSingle ? 0 : room
        var text = Self.parts.joined(separator: " UNION ALL ")
        text = text.replacing(":number", with: isSingle ? "0" : "wanted.number")
        text = text.replacing(":from", with: isSingle ? "FROM" : "FROM wanted CROSS JOIN")
        if !isSingle { text = text.replacing(":resource", with: "wanted.resource") }

        let names: [String: Slot] = [
            "organization": .organization, "resource": .resource, "start": .start, "end": .end, "earliestShort": .earliest(.short),
            "earliestLong": .earliest(.long),
        ]
        var slots: [Slot] = []
        var sql = isSingle ? "" : "WITH wanted (number, resource) AS (VALUES \(Self.list(room))) "
        for (index, piece) in text.split(separator: ":", omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                sql += piece
                continue
            }
            let name = piece.prefix { $0.isLetter }
            guard let slot = names[String(name)] else { preconditionFailure("no slot is called \(name)") }
            slots.append(slot)
            sql += "?" + piece.dropFirst(name.count)
        }
        self.sql = sql
        self.slots = slots
    }

    private static func list(_ room: Int) -> String { (0..<room).map { "(\($0), ?)" }.joined(separator: ", ") }

    func arguments(organization: Organization.ID, resources: [Resource.ID], span: Span) -> [SQLValue] {
        // What fills up the list is nobody's id.
        var arguments = room == 0 ? [] : resources.map(\.sqlValue) + Array(repeating: .null, count: room - resources.count)
        let (start, end) = (span.start.sqlValue, span.end.sqlValue)
        for slot in slots {
            switch slot {
            case .organization: arguments.append(organization.sqlValue)
            case .resource: arguments.append(resources[0].sqlValue)
            case .start: arguments.append(start)
            case .end: arguments.append(end)
            case .earliest(let length): arguments.append(length.earliestStart(reaching: span.start).sqlValue)
            }
        }
        return arguments
    }

    /// Which resource, why (0 claim, 1 busy, 2 time off, 3 to 5 a calendar that is ageing, stale or dead), from when, until when.
    private static let parts = [
        """
        SELECT :number, 0, c.start_at, c.end_at :from claims c
        WHERE c.organization = :organization AND c.resource = :resource AND c.start_at < :end AND c.end_at > :start
            AND c.start_at >= COALESCE(
                (SELECT p.start_at FROM claims p
                    WHERE p.organization = :organization AND p.resource = :resource AND p.start_at <= :start
                    ORDER BY p.start_at DESC LIMIT 1),
                :start)
        """,
        blocks(.short, "AND b.start_at > :earliestShort"),
        blocks(.long, "AND b.start_at > :earliestLong"),
        blocks(.longest, ""),
        """
        SELECT :number, 1, h.start_at, h.end_at :from conflict_holds h
        WHERE h.organization = :organization AND h.resource = :resource AND h.end_at > :start AND h.start_at < :end
            AND h.end_at > h.start_at
        """,
        """
        SELECT :number, 2, t.start_at, t.end_at :from time_off t
        WHERE t.organization = :organization AND t.resource = :resource AND t.end_at > :start AND t.start_at < :end
        """,
        // A calendar that is not known says nothing of any time.
        """
        SELECT :number, CASE o.age WHEN 'ageing' THEN 3 WHEN 'stale' THEN 4 ELSE 5 END, CAST(:start AS BIGINT), CAST(:end AS BIGINT)
        :from calendar_outages o
        WHERE o.organization = :organization AND o.resource = :resource
        """,
    ]

    private static func blocks(_ length: LengthClass, _ condition: String) -> String {
        """
        SELECT :number, 1, b.start_at, b.end_at :from busy_blocks b
        WHERE b.organization = :organization AND b.resource = :resource AND b.length_class = \(length.rawValue) \(condition)
            AND b.start_at < :end AND b.end_at > :start AND b.end_at > b.start_at AND b.is_busy = 1
        """
    }
}
