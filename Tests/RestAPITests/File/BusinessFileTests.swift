import Booking
import CivilTime
import Operations
import Persistence
import RestShape
import TestSupport
import Testing

@testable import RestAPI

/// A business as a file: written, read back, and made anew of it.
struct BusinessFileTests {
    private let fixture: APIFixture
    private let file = BusinessFile(zones: TestZones.database)

    init() throws { fixture = try APIFixture() }

    private func copy(_ offer: BusinessOffer, as slug: String) async throws -> BusinessOffer {
        var offer = offer
        offer.business.slug = slug
        let made = try await ImportBusiness(fixture.kalends)(offer, actor: .system)
        return try await ExportBusiness(fixture.kalends)(made.id, actor: .system)
    }

    private func json(_ offer: BusinessOffer) throws -> JSONValue { try JSONValue(parsing: try file.text(of: offer)) }

    /// What must not change when nothing is stored.
    private func rows() async throws -> [Int] {
        try await fixture.kalends.database.read { transaction in
            [
                try transaction.businesses.all().count, try transaction.resources.all().count,
                try transaction.history.latest(limit: 500).count,
            ]
        }
    }

    // MARK: the copy

    @Test func `the export of the copy is that of the original but for its address`() async throws {
        for (offer, slug) in [(FullOffer.full, "full-studio"), (FullOffer.plain, "plain")] {
            let text = try file.text(of: offer)
            let first = try await copy(try file.offer(from: Array(text.utf8)), as: slug)
            #expect(try file.text(of: first) == text)
            let second = try await copy(first, as: slug + "-2")
            #expect(try file.text(of: second) == text.replacing(#""slug": "\#(slug)""#, with: #""slug": "\#(slug)-2""#))
        }
    }

    @Test func `a copy has ids, timelines and addresses of feeds of its own, and is closed`() async throws {
        let first = try await copy(FullOffer.full, as: "first")
        let second = try await copy(first, as: "second")
        let (one, two) = (PropertyLeaves.of(first), PropertyLeaves.of(second))
        for path in ["business.id", "business.feedToken", "question.id", "staff.id", "staff.resource", "staff.feedToken", "timeOff.id"] {
            #expect(one[path] != two[path], "\(path)")
        }
        #expect(second.business.page.isPublished == false && second.people.allSatisfy { $0.member.user == nil })
        var offer = second
        offer.business.slug = "third"
        #expect(try await ImportBusiness(fixture.kalends)(offer, isPublished: true, actor: .system).page.isPublished)
    }

    @Test func `the history tells of everything that was made`() async throws {
        let before = try await rows()
        let made = try await copy(FullOffer.full, as: "made")
        let entries = try await fixture.kalends.database.read { try $0.history.latest(limit: 10) }
        #expect(entries.allSatisfy { $0.action == "created" && $0.actor == "system" })
        // The business, three questions, two people, two times off, two services.
        #expect(try await rows() == [before[0] + 1, before[1] + 2, before[2] + 10])
        #expect(Set(entries.map(\.subject)).contains("service:\(made.services[0].id)"))
    }

    // MARK: nothing is forgotten

    /// What stays behind, and why.
    private static let staysBehind = [
        "business.id": "made anew", "business.feedToken": "a secret of its own", "business.isActive": "a removed one is not exported",
        "business.page.isPublished": "a copy is closed until somebody publishes it", "business.slug": "names the copy",
        "business.extras": "by the names of the API", "question.id": "made anew", "question.business": "made anew",
        "question.position": "the order of the list", "question.createdAt": "made anew", "question.updatedAt": "made anew",
        "staff.id": "made anew", "staff.business": "made anew", "staff.resource": "a timeline of its own",
        "staff.user": "nobody signs in as them",
        "staff.isActive": "a removed one is not exported", "staff.feedToken": "a secret of its own",
        "staff.position": "the order of the list",
        "staff.extras": "by the names of the API", "timeOff.id": "made anew", "timeOff.resource": "a timeline of its own",
        "service.id": "made anew", "service.business": "made anew", "service.position": "the order of the page",
        "service.isActive": "a removed one is not exported", "service.extras": "by the names of the API",
        "service.staff": "by the words of the file", "service.questions": "by the words of the file",
    ]

    @Test func `every property of the domain is in the file, or it is said why it stays behind`() async throws {
        let (full, plain) = (PropertyLeaves.of(FullOffer.full), PropertyLeaves.of(FullOffer.plain))
        #expect(Set(Self.staysBehind.keys).isSubset(of: full.keys))
        let back = PropertyLeaves.of(try await copy(try file.offer(from: Array(try file.text(of: FullOffer.full).utf8)), as: "copy"))
        for (path, value) in full where Self.staysBehind[path] == nil {
            // There is one language so far.
            let isOther = plain[path] != value || path == "business.language"
            #expect(isOther, "\(path) is as usual in the test's business: give it another value, or say why it stays behind")
            #expect(back[path] == value, "\(path)")
        }
    }

    @Test func `every property of the file is written and read`() throws {
        let (full, plain) = (PropertyLeaves.of(try json(FullOffer.full)), PropertyLeaves.of(try json(FullOffer.plain)))
        let same = full.filter { plain[$0.key] == $0.value || $0.value == .null }.keys
        // There is one language so far.
        #expect(same.sorted() == ["business.language", "format", "version"])
        let api = [
            "business": BusinessItem.schema(isZone: { _ in true }).definition,
            "staffMembers": StaffItem.schema(isZone: { _ in true }).definition,
            "services": ServiceItem.schema.definition,
        ]
        for (part, definition) in api {
            for property in definition.properties where !property.traits.contains(.readOnly) {
                let path = "\(part).\(property.name)"
                #expect(full.keys.contains { $0 == path || $0.hasPrefix(path + ".") }, "\(path)")
            }
        }
    }

    @Test func `people and questions are called by words that stay the same`() throws {
        let json = try json(FullOffer.full)
        let ids = { (list: String) in json[list]?.elements?.compactMap { $0["id"]?.string } }
        #expect(ids("staffMembers") == ["ana", "ana-2"])
        #expect(ids("customQuestions") == ["first-visit", "why-do-you-come", "first-visit-2"])
        #expect(json["services"]?.elements?.first?["staffMemberIds"] == ["ana-2", "ana"])
        let asked = json["services"]?.elements?.first?["customQuestions"]?.elements?.map { $0["questionId"] }
        #expect(asked == ["why-do-you-come", "first-visit"])
    }

    // MARK: refusals

    private func faults(_ text: String) -> [String] {
        do throws(BusinessFile.Failure) {
            _ = try file.offer(from: Array(text.utf8))
            return []
        } catch {
            return error.sentences
        }
    }

    @Test(arguments: [
        (#""displayName": "Full Studio""#, #""displayName": 4"#, "business.displayName is a number: write a text in quotes."),
        (#""displayName": "Full Studio","#, "", "business.displayName is missing: add it to the file."),
        (#""slug": "colour""#, #""slug": "Co lour""#, "services[0].slug: This cannot be part of an address."),
        (#""slug": "colour""#, #""slug": "cut""#, "services[1].slug: Another page has this address already."),
        (##""color": "#7A4fbf""##, #""colour": "red""#, "staffMembers[0].colour is not a property of staffMember"),
        (#""businessTimeZone": "America/New_York""#, #""businessTimeZone": null"#, "bookingPageSettings.businessTimeZone is missing"),
        (#""timeZone": "Europe/Vienna""#, #""timeZone": "Europe/Nowhere""#, "staffMembers[0].timeZone cannot be taken: write a time zone"),
        (#""defaultPrice": 49.9"#, #""defaultPrice": 49.901"#, "services[0].defaultPrice is 49.901: write at most 2 digits"),
        (#""reason": "Away o2""#, #""reason": 1"#, "staffMembers[0].timeOff[1].reason is a number"),
        (#""startDateTime": "2026-12-31T09:00:00Z""#, #""startDateTime": "2027-12-31T09:00:00Z""#, "timeOff[1].endDateTime lies before"),
        (#""questionId": "first-visit""#, #""questionId": "q""#, #"services[0].customQuestions[1] is "q", which is none of the"#),
        (#""id": "ana-2""#, #""id": "ana""#, #"staffMembers[1].id is "ana" like one before"#),
        (#""version": 1"#, #""version": 1, "version": 1"#, #"The name "version" stands twice"#),
        (#""version": 1"#, #""version": 2"#, "The file has version 2 of the format, and this Kalends reads up to 1: bring"),
        (#""format": "kalends-business""#, #""format": "other""#, "This is no business: name a file that “kalends business"),
    ])
    func `what cannot be taken is told with path and remedy`(before: String, after: String, words: String) throws {
        let text = try file.text(of: FullOffer.full)
        try #require(text.contains(before), "\(before)")
        let found = faults(text.replacing(before, with: after, maxReplacements: 1))
        #expect(found.contains { $0.contains(words) }, "\(found)")
    }

    @Test func `all that is wrong is told at once`() throws {
        let text = try file.text(of: FullOffer.full)
        let shapes = text.replacing(#""USD""#, with: "1").replacing(#""PT1H35M""#, with: #""long""#)
            .replacing(#""isBookable": false"#, with: #""isBookable": 0"#)
        #expect(faults(shapes).count == 3, "\(faults(shapes))")
        let rules = text.replacing(#""slug": "colour""#, with: #""slug": "-""#).replacing(#""+1 212 5550100""#, with: #""1""#)
            .replacing(#""questionId": "first-visit""#, with: #""questionId": "q""#).replacing("49.9", with: "49.901")
        #expect(
            faults(rules).map { $0.prefix { $0 != ":" && $0 != " " } } == [
                "services[0].customQuestions[1]", "services[0].defaultPrice", "business.phone", "services[0].slug",
            ], "\(faults(rules))")
        for broken in ["", "[]", "null", "{", #"{"format": 1}"#, "\u{FEFF}{}"] { #expect(faults(broken).count == 1, "\(broken)") }
    }

    @Test func `whatever keeps a part from being stored keeps all of it`() async throws {
        let before = try await rows()
        var taken = FullOffer.full
        taken.business.slug = Cast.studio.slug
        let offer = taken
        await #expect(throws: ImportBusiness.Failure.addressTaken("studio")) {
            try await ImportBusiness(fixture.kalends)(offer, actor: .system)
        }
        var faulty = FullOffer.full
        faulty.services[1].duration = .zero
        let other = faulty
        await #expect(throws: ImportBusiness.Failure.self) { try await ImportBusiness(fixture.kalends)(other, actor: .system) }
        #expect(try await rows() == before)
    }

    @Test func `only administrators copy`() async throws {
        let ben = Actor.user(Cast.ben.id)
        await #expect(throws: NotAllowed.self) { try await ExportBusiness(fixture.kalends)(Cast.studio.id, actor: ben) }
        await #expect(throws: NotAllowed.self) { try await ImportBusiness(fixture.kalends)(FullOffer.full, actor: ben) }
        #expect(try await ExportBusiness(fixture.kalends)(Cast.studio.id, actor: .user(Cast.ana.id)).people.count == 2)
    }

    @Test func `customers and their appointments stay where they are`() async throws {
        _ = try await fixture.test { try await $0.book(10) }
        let text = try file.text(of: try await ExportBusiness(fixture.kalends)(Cast.studio.id, actor: .system))
        #expect(!text.contains("Cleo") && !text.contains("feed-") && !text.contains("sana") && text.contains("Lindenstraße"))
    }
}
