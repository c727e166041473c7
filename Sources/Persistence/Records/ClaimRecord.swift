import Booking
import CivilTime

extension Claim: Record {
    static var table: String { "claims" }
    static var key: [String] { ["resource", "start_at"] }

    init(row: any SQLRow) throws {
        // One cause exists so far; the schema refuses every other.
        self.init(resource: try row.id("resource"), span: try row.span(), cause: .appointment(try row.id("appointment")))
    }

    func columns() -> Columns {
        switch cause {
        case .appointment(let appointment):
            ["resource": resource, "start_at": span.start, "end_at": span.end, "cause": "appointment", "appointment": appointment]
        }
    }
}
