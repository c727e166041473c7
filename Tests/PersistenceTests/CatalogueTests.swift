import Booking
import Testing

@testable import Persistence

@Suite(.everyEngine) struct CatalogueTests {
    private struct Undone: Error {}

    private let place: TestPlace
    private let nodes: [Database]

    init() throws {
        place = try TestPlace.kept(.borrowed)
        nodes = [try place.open(), try place.open()]
        try nodes[0].writeNow(Cast.install)
    }

    private func named(_ name: String) -> Business {
        var business = Cast.studio
        business.name = name
        return business
    }

    private func names() throws -> [String?] {
        try nodes.flatMap { node in
            try node.readNow {
                [try $0.businesses.find(Cast.studio.id)?.name, try $0.businesses.find(slug: Cast.studio.slug)?.name]
            }
        }
    }

    @Test func `every node tells what was changed on another, from the next transaction on`() throws {
        for name in ["Studio", "Salon", "Practice"] {
            try nodes[1].writeNow { try $0.businesses.update(named(name)) }
            #expect(try names() == [name, name, name, name])
        }
    }

    @Test func `a write sees its own changes, and nobody sees what was undone`() throws {
        #expect(try names() == ["Studio", "Studio", "Studio", "Studio"])
        #expect(throws: Undone.self) {
            try nodes[0].writeNow { transaction in
                #expect(try transaction.businesses.find(Cast.studio.id)?.name == "Studio")
                try transaction.businesses.update(named("Salon"))
                #expect(try transaction.businesses.find(Cast.studio.id)?.name == "Salon")
                throw Undone()
            }
        }
        #expect(try names() == ["Studio", "Studio", "Studio", "Studio"])
    }

    @Test func `what shared a commit with a change that was undone is told as it stands`() async throws {
        try await withThrowingTaskGroup { group in
            for number in 0..<30 {
                group.addTask { [nodes] in
                    do {
                        try await nodes[0].write { transaction in
                            var member = Cast.ben
                            member.name = "Ben \(number)"
                            try transaction.staff.update(member)
                            if number % 3 > 0 { throw Undone() }
                        }
                    } catch is Undone {}
                }
                group.addTask { [nodes] in
                    _ = try await nodes[0].write { transaction in try transaction.staff.all(in: Cast.studio.id).count }
                }
            }
            try await group.waitForAll()
        }
        // Below the catalogue, which has nothing to say of people who were removed.
        let stored = try nodes[1].readNow { try $0.staff.all(in: Cast.studio.id, includingRemoved: true) }
        for node in nodes {
            #expect(try node.readNow { try $0.staff.all(in: Cast.studio.id) } == stored)
            #expect(try node.readNow { try $0.staff.find(Cast.ben.id) } == stored.first { $0.id == Cast.ben.id })
        }
    }

    @Test func `services and people are told as they are offered now`() throws {
        let node = nodes[0]
        #expect(try node.readNow { try $0.services.all(in: Cast.studio.id) } == [Cast.cut])
        try nodes[1].writeNow { transaction in
            var gone = Cast.cut
            gone.isActive = false
            try transaction.services.update(gone)
            var ben = Cast.ben
            ben.isActive = false
            try transaction.staff.update(ben)
        }
        #expect(try node.readNow { try $0.services.all(in: Cast.studio.id) } == [])
        #expect(try node.readNow { try $0.services.find(Cast.cut.id)?.isActive } == false)
        #expect(try node.readNow { try $0.services.find(slug: Cast.cut.slug, in: Cast.studio.id)?.isActive } == false)
        #expect(try node.readNow { try $0.staff.all(in: Cast.studio.id).map(\.id) } == [Cast.anaMember.id])
    }
}
