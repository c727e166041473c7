import Booking
import CivilTime
import Testing

@testable import Persistence

@Suite struct SQLRowTests {
    private struct Row: SQLRow {
        let columns = SQLColumns(["word", "number", "none", "json"])
        func value(at index: Int) -> SQLValue { [.text("maybe"), .integer(7), .null, .text("{")][index] }
    }

    @Test func `a value of the wrong kind is named with its column`() {
        #expect(throws: StoreFailure.corrupt("the column word holds text where a whole number is expected")) { try Row().integer("word") }
        #expect(throws: StoreFailure.corrupt("the column none holds nothing where text is expected")) { try Row().text("none") }
        #expect(throws: StoreFailure.corrupt("the column number holds a whole number where text is expected")) {
            try Row().textOrNil("number")
        }
    }

    @Test func `a missing column, an unknown choice, broken JSON and a span that runs backwards are errors`() {
        #expect(throws: StoreFailure.self) { try Row().text("absent") }
        #expect(throws: StoreFailure.corrupt("the column word holds the unknown value maybe")) { try Row().choice("word") as Role }
        #expect(throws: StoreFailure.self) { try Row().json("json") as [String] }
        #expect(throws: StoreFailure.self) { try Row().jsonOrNil("json") as [String]? }
    }

    @Test func `nothing is read as nothing only where it may be missing`() throws {
        #expect(try Row().textOrNil("none") == nil)
        #expect(try Row().instantOrNil("none") == nil)
        #expect(throws: StoreFailure.self) { try Row().instant("none") }
    }

    @Test func `lists of placeholders come in few lengths`() throws {
        var lengths: [Int] = []
        for count in [0, 1, 2, 17, 1_025] {
            try Placeholders.chunks((0..<count).map { .integer(Int64($0)) }) { list, values in
                #expect(list.filter { $0 == "?" }.count == values.count)
                lengths.append(values.count)
            }
        }
        #expect(lengths == [1, 4, 64, 1_024, 1])
    }
}
