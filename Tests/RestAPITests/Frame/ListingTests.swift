import HTTPTypes
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// What can be asked of a collection.
struct ListingTests {
    private static let currencies = "/v1.0/solutions/bookingCurrencies"

    @Test func `pages follow each other until nothing is left`() async throws {
        try await APIFixture().test { program async throws in
            let all = try await program.get(Self.currencies).texts("id")
            #expect(all.count == 50 && all == all.sorted())
            var (path, found, pages): (String?, [String], Int) = (Self.currencies + "?$top=20&$count=true", [], 0)
            while let next = path {
                let answer = try await program.get(next)
                found += answer.texts("id")
                pages += 1
                #expect(answer.json["@odata.count"] == 50)
                path = answer.json["@odata.nextLink"]?.string?.replacing("http://localhost:8080", with: "")
            }
            #expect(found == all && pages == 3)
            #expect(try await program.get(Self.currencies + "?$skip=48").texts("id") == Array(all.suffix(2)))
            #expect(try await program.get(Self.currencies + "?$skiptoken=nonsense").target == "$skiptoken")
        }
    }

    @Test func `a page is as long as the client prefers`() async throws {
        try await APIFixture().test { program async throws in
            let answer = try await program.get(Self.currencies, [.prefer: "odata.maxpagesize=7"])
            #expect(answer.texts("id").count == 7 && answer.header("Preference-Applied") == "odata.maxpagesize=7")
        }
    }

    @Test(arguments: [
        ("$filter=startswith(displayName,'Hair')", ["Haircut"]), ("%24filter=defaultPrice%20gt%2050", ["Colouring"]),
        ("$orderby=displayName", ["Colouring", "Haircut"]), ("$search=hairc", ["Haircut"]), ("$top=1", ["Haircut"]),
        ("$filter=staffMemberIds/any(s:s eq 'sana')".replacing(" ", with: "%20"), ["Haircut"]),
    ]) func `the options of OData choose and sort`(_ query: String, _ names: [String]) async throws {
        try await APIFixture().test { program async throws in
            #expect(try await program.get(Program.studio + "/services?" + query).texts("displayName") == names)
        }
    }

    @Test func `a selection leaves the rest out, and a count counts what a filter leaves`() async throws {
        try await APIFixture().test { program async throws in
            let only = try await program.get(Program.studio + "/services/vhaircut?$select=displayName")
            #expect(only.json["displayName"] == "Haircut" && only.json["defaultDuration"] == nil)
            let count = try await program.get(Program.studio + "/services/$count?$filter=displayName%20eq%20'Haircut'")
            #expect(count.text == "1" && count.header("Content-Type")?.hasPrefix("text/plain") == true)
        }
    }

    @Test func `what belongs to a business is expanded`() async throws {
        try await APIFixture().test { program async throws in
            let answer = try await program.get(Program.studio + "?$expand=services,staffMembers&$select=displayName")
            #expect(answer.json["services"]?.elements?.count == 2 && answer.json["staffMembers"]?.elements?.count == 2)
            #expect(try await program.get(Program.studio + "?$expand=rooms").target == "$expand")
        }
    }

    @Test func `an option that is not known, or does not apply, is refused by its name`() async throws {
        try await APIFixture().test { program async throws in
            for (path, option) in [
                ("/services?$filter=prise%20eq%201", "$filter"), ("/services?fields=a", "fields"), ("/services/vhaircut?$top=1", "$top"),
                ("/calendarView?start=2026-12-01T00:00:00Z", "end"), ("/calendarView?start=x&end=2026-12-01T00:00:00Z", "start"),
            ] {
                let answer = try await program.get(Program.studio + path)
                #expect((answer.status, answer.target) == (400, option), "\(path): \(answer.text)")
            }
        }
    }
}
