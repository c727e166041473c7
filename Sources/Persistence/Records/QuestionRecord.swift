import Booking
import CivilTime

extension CustomQuestion: Record {
    static var table: String { "custom_questions" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), business: try row.id("business"), text: try row.text("text"), inputType: try row.choice("input_type"),
            options: try row.json("options"), position: try row.count("position"), createdAt: try row.instant("created_at"),
            updatedAt: try row.instant("updated_at"))
    }

    func columns() throws -> Columns {
        [
            "id": id, "business": business, "text": text, "input_type": inputType.rawValue, "options": try JSONText.encode(options),
            "position": position, "created_at": createdAt, "updated_at": updatedAt,
        ]
    }
}
