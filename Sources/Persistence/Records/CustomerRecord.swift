import Booking
import CivilTime

extension Customer: Record {
    static var table: String { "customers" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.id("id"), business: try row.id("business"), name: try row.text("name"), email: try row.text("email"),
            phone: try row.text("phone"), notes: try row.text("notes"), createdAt: try row.instant("created_at"),
            erasedAt: try row.instantOrNil("erased_at"))
        extras = try row.json("extras")
    }

    func columns() throws -> Columns {
        [
            "id": id, "business": business, "name": name, "email": email, "email_folded": FoldedText.fold(email), "phone": phone,
            "notes": notes, "search_text": searchText, "created_at": createdAt, "erased_at": erasedAt,
            "extras": try JSONText.encode(extras),
        ]
    }

    /// What a search looks through: name, address, the number as written and its digits alone.
    private var searchText: String {
        FoldedText.fold([name, email, phone, phone.filter { $0.isASCII && $0.isNumber }].joined(separator: "\n"))
    }
}
