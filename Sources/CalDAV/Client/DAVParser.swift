import Foundation
import FoundationXML

/// Reads the XML of an answer into elements. Documents with a DOCTYPE are refused, so no entity can be declared, let alone expand.
final class DAVParser: NSObject, XMLParserDelegate {
    /// Why an answer is not read.
    enum Failure: Error, Equatable {
        case empty
        case webPage
        case declaresEntities
        case unknownEncoding(String)
        case tooDeep
        case tooManyElements
        case malformed(line: Int)
    }

    static let maximumDepth = 32
    static let maximumElements = 1_000_000

    private var open: [DAVElement] = []
    private var root: DAVElement?
    private var count = 0
    private var failure: Failure?

    /// The root element of the document.
    static func parse(_ bytes: [UInt8]) throws(Failure) -> DAVElement {
        let cleaned = try XMLText(bytes).cleaned
        let reader = DAVParser()
        let parser = XMLParser(data: Data(cleaned))
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        let isWellFormed = parser.parse()
        if let failure = reader.failure { throw failure }
        guard isWellFormed, let root = reader.root, reader.open.isEmpty else { throw .malformed(line: parser.lineNumber) }
        return root
    }

    private static func prefix(of namespace: String?) -> String {
        switch namespace {
        case "DAV:": "D:"
        case "urn:ietf:params:xml:ns:caldav": "C:"
        case "http://calendarserver.org/ns/": "CS:"
        default: "?:"
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        count += 1
        if open.count >= Self.maximumDepth { return abort(parser, .tooDeep) }
        if count > Self.maximumElements { return abort(parser, .tooManyElements) }
        let bytes = elementName.utf8
        let local = bytes.lastIndex(of: UInt8(ascii: ":")).map { String(elementName[bytes.index(after: $0)...]) } ?? elementName
        var element = DAVElement(Self.prefix(of: namespaceURI) + local)
        element.attributes = attributes
        open.append(element)
    }

    func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if !open.isEmpty { open[open.count - 1].text += string }
    }

    func parser(_ parser: XMLParser, foundCDATA CDATABlock: Data) {
        if !open.isEmpty { open[open.count - 1].text += String(decoding: CDATABlock, as: UTF8.self) }
    }

    func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
        abort(parser, .declaresEntities)
    }

    func parser(_ parser: XMLParser, foundExternalEntityDeclarationWithName name: String, publicID: String?, systemID: String?) {
        abort(parser, .declaresEntities)
    }

    func parser(_ parser: XMLParser, resolveExternalEntityName name: String, systemID: String?) -> Data? { nil }

    private func abort(_ parser: XMLParser, _ reason: Failure) {
        failure = failure ?? reason
        parser.abortParsing()
    }
}
