import ArgumentParser
import Booking
import Operations
import Persistence
import RestAPI

struct BusinessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "business", abstract: "Businesses: list them, and copy one by way of a file.",
        subcommands: [BusinessList.self, BusinessExport.self, BusinessImport.self])
}

struct BusinessList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all businesses by the address of their page.")

    @OptionGroup var options: InstanceOptions

    func run() async throws {
        try await describing {
            let kalends = try Instance(existing: options).kalends
            for business in try await kalends.database.read({ try $0.businesses.all() }) {
                print("\(business.slug)  \(business.name.onOneLine)  \(business.page.isPublished ? "open" : "closed")")
            }
        }
    }
}

struct BusinessExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a business to standard output, as one JSON file.",
        discussion: """
            In it are its settings, page, hours and policies, its questions, its services, and its people with their hours and time off. \
            Customers and appointments are not: a copy takes over what is offered, not whom it was offered to (“kalends backup” keeps \
            everything). Connected calendars, users, keys and webhooks stay behind too.
            """)

    @OptionGroup var options: InstanceOptions

    @Argument(help: "The address of its page, as “kalends business list” shows it.")
    var business: String

    func run() async throws {
        try await describing {
            let kalends = try Instance(existing: options).kalends
            let all = try await kalends.database.read { try $0.businesses.all() }
            guard let found = all.first(where: { $0.slug == business || $0.id.rawValue == business }) else {
                let known = all.map(\.slug).joined(separator: ", ")
                throw CommandFailure("There is no business “\(business)”. Choose one of: \(known.isEmpty ? "none is there yet" : known).")
            }
            let offer = try await ExportBusiness(kalends)(found.id, actor: .system)
            do {
                let text = try BusinessFile(zones: kalends.zones).text(of: offer)
                for line in text.split(separator: "\n") { try StandardOutput.print(String(line).withEscapedControls) }
                try StandardOutput.flush()
            } catch let failure as BusinessFile.Failure {
                throw CommandFailure(failure.sentences.map { "\(business): \($0.onOneLine)" }.joined(separator: "\n"))
            } catch let failure as Unreadable {
                throw CommandFailure(failure.sentence)
            }
        }
    }
}

struct BusinessImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a business of a file that “kalends business export” wrote.",
        discussion: """
            All of it or nothing. Its people are new people without connected calendars, also where somebody of that name is there already: \
            what is booked with one is not in the other's way. Its page stays closed until it is published, as with every new business.
            """)

    @OptionGroup var options: InstanceOptions

    @Argument(help: "The file, or “-” for standard input.")
    var file: String

    @Option(name: .customLong("as"), help: "The address of its page, where it is to be another one than in the file.")
    var slug: String?

    @Option(help: "Its name, where it is to be another one than in the file.")
    var name: String?

    @Flag(help: "Open its page at once.")
    var publish = false

    func run() async throws {
        try await describing {
            let instance = try Instance(existing: options)
            let kalends = instance.kalends
            do {
                var bytes: [UInt8] = []
                try InputFile(path: file, noun: "file of a business").forEachChunk { bytes += $0 }
                var offer = try BusinessFile(zones: kalends.zones).offer(from: bytes)
                offer.business.slug = slug ?? offer.business.slug
                offer.business.name = name ?? offer.business.name
                let made = try await ImportBusiness(kalends)(offer, isPublished: publish, actor: .system)
                print("\(made.name.onOneLine) is there, with \(offer.people.count) people and \(offer.services.count) services.")
                let address = "\(instance.configuration.baseURL)/b/\(made.slug)"
                print(publish ? "Its page is open: \(address)" : "Its page is closed; it will be \(address). Open it in the settings.")
            } catch let failure as Unreadable {
                throw CommandFailure(failure.sentence)
            } catch let failure as BusinessFile.Failure {
                throw refusal(failure)
            } catch ImportBusiness.Failure.addressTaken(let taken) {
                throw CommandFailure("There is a business at “\(taken)” already. Choose another address with --as.")
            } catch let failure as ImportBusiness.Failure {
                throw refusal(BusinessFile.failure(failure))
            }
        }
    }

    private func refusal(_ failure: BusinessFile.Failure) -> CommandFailure {
        CommandFailure(failure.sentences.map { "\(file): \($0.onOneLine)" }.joined(separator: "\n"))
    }
}
