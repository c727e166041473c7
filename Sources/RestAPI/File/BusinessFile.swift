public import CivilTime
public import Operations
import RestShape

/// A business as one JSON file: what it offers and who works there, by the names of the API. It is read as strictly as a body of the API.
public struct BusinessFile: Sendable {
    /// Why a file cannot be read, or not be taken: a sentence for each fault, with path and remedy.
    public struct Failure: Error, Hashable, Sendable {
        public var sentences: [String]
    }

    /// What the property `format` says.
    public static let format = "kalends-business"
    /// The newest version of the format that is read, and the one that is written.
    public static let version = 1

    private static let limits = JSONLimits(bytes: 16 << 20, values: 500_000)

    private let schema: ObjectSchema<FileContent>
    private let zones: ZoneDatabase

    public init(zones: ZoneDatabase) {
        self.zones = zones
        schema = FileContent.schema { zones.zone(tzid: $0) != nil }
    }

    /// The text of the file; two businesses that are the same give the same text but for their addresses and names.
    /// - Throws: `Failure` for an offer that could not be read back, as what was once stored breaks the rules of today.
    public func text(of offer: BusinessOffer) throws(Failure) -> String {
        let text = written(offer)
        guard try written(self.offer(from: Array(text.utf8))) == text else {
            throw Failure(sentences: [
                "What is stored cannot be written so that it reads back the same: save the business, its people and its services once more in "
                    + "the admin app, then export it again."
            ])
        }
        return text
    }

    private func written(_ offer: BusinessOffer) -> String {
        schema.write(FileContent(offer), WritingStyle(isSingle: true, includesUnknownMembers: true)).indented + "\n"
    }

    /// What a file offers. Ids in it are the file's own.
    /// - Throws: `Failure` for what is no such file, for a newer one, and for all that is wrong in it.
    public func offer(from bytes: [UInt8]) throws(Failure) -> BusinessOffer {
        let content = try content(bytes)
        var faults: [String] = []
        let offer = content.offer(zoneName: { zones.zone(tzid: $0)?.name }, faults: &faults)
        // What was said in the file's words need not be said again in those of the forms.
        let said = faults
        faults += offer.faults(zones: zones).filter { fault in !said.contains { $0.hasPrefix(fault.path) } }.map(\.sentence)
        guard faults.isEmpty else { throw Failure(sentences: faults) }
        return offer
    }

    /// What keeps an offer from being stored.
    public static func failure(_ failure: ImportBusiness.Failure) -> Failure {
        switch failure {
        case .faulty(let faults): Failure(sentences: faults.map(\.sentence))
        case .addressTaken(let slug): Failure(sentences: ["business.slug: there is a business at “\(slug)” already."])
        }
    }

    private func content(_ bytes: [UInt8]) throws(Failure) -> FileContent {
        let json: JSONValue
        do throws(JSONFault) {
            json = try JSONValue(parsing: bytes, limits: Self.limits)
        } catch {
            throw Failure(sentences: [error.sentence(of: "file")])
        }
        try requireFormat(json)
        do throws(ShapeFailure) {
            return try schema.create(from: json).model
        } catch {
            throw Failure(sentences: error.faults.map { $0.sentence(of: "file") })
        }
    }

    /// Before anything else is looked at: what a newer version means nobody can tell here.
    private func requireFormat(_ json: JSONValue) throws(Failure) {
        guard json["format"]?.string == Self.format else {
            throw Failure(sentences: [
                "This is no business: name a file that “kalends business export” wrote, whose format is \(Self.format)."
            ])
        }
        guard case .number(let number)? = json["version"], let version = number.integer, version > Self.version else { return }
        throw Failure(sentences: [
            "The file has version \(version) of the format, and this Kalends reads up to \(Self.version): bring Kalends up to date first."
        ])
    }
}
