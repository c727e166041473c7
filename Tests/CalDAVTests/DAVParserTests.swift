import Testing

@testable import CalDAV

struct DAVParserTests {
    private func parse(_ text: String) throws(DAVParser.Failure) -> DAVElement { try DAVParser.parse(Array(text.utf8)) }

    @Test(arguments: [
        #"<multistatus xmlns="DAV:"><response><href>/a</href></response></multistatus>"#,
        #"<D:multistatus xmlns:D="DAV:"><D:response><D:href> /a </D:href></D:response></D:multistatus>"#,
        "\u{FEFF}<?xml version='1.0' encoding='UTF-8'?><!-- hello --><x:multistatus xmlns:x='DAV:'><x:response>\n<x:href>/a</x:href></x:response></x:multistatus>",
    ])
    func `any prefix of a namespace is read alike`(text: String) throws {
        let multistatus = try #require(Multistatus(try parse(text)))
        #expect(multistatus.responses.map(\.hrefs) == [["/a"]])
    }

    @Test func `a name of another namespace is not taken for ours`() throws {
        #expect(Multistatus(try parse(#"<multistatus xmlns="urn:other"/>"#)) == nil)
        #expect(
            try parse(#"<a xmlns="DAV:"><b xmlns="urn:ietf:params:xml:ns:caldav"/><c xmlns="http://calendarserver.org/ns/"/></a>"#)
                .children.map(\.name) == ["C:b", "CS:c"])
    }

    @Test func `the billion laughs are refused before the parser sees them`() {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>
            <multistatus xmlns="DAV:"><response><href>&lol2;</href></response></multistatus>
            """
        #expect(throws: DAVParser.Failure.declaresEntities) { try parse(bomb) }
        let external = #"<!-- x --><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>"#
        #expect(throws: DAVParser.Failure.declaresEntities) { try parse(external) }
    }

    @Test func `markup hidden in another encoding is refused`() {
        #expect(throws: DAVParser.Failure.unknownEncoding("utf-7")) { try parse("<?xml version='1.0' encoding='UTF-7'?><a/>") }
        let wide = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".utf8.flatMap { [$0, UInt8(0)] }
        #expect(throws: DAVParser.Failure.declaresEntities) { try DAVParser.parse(wide) }
    }

    @Test func `a DOCTYPE inside an event's notes is only text`() throws {
        let root = try parse("<a xmlns='DAV:'><b><![CDATA[X-ALT-DESC:<!DOCTYPE HTML><html>&amp;</html>]]></b></a>")
        #expect(root.first("D:b")?.text == "X-ALT-DESC:<!DOCTYPE HTML><html>&amp;</html>")
    }

    @Test func `control characters from one event do not spoil the answer`() throws {
        let root = try parse("<a xmlns='DAV:'><b>one\u{0B}two&#x1F;three&#13;&#10;&#x1F600;&#0;</b></a>")
        #expect(root.first("D:b")?.text == "onetwothree\r\n😀")
    }

    @Test(arguments: [
        ("&#13;", "\r"), ("&#x0d;", "\r"), ("&#X1f;a", "a"), ("&#0009;", "\t"), ("&#31;b", "b"), ("&#xFFFE;c", "c"), ("&#xD800;d", "d"),
        ("&#x10FFFF;", "\u{10FFFF}"), ("&#x110000;e", "e"), ("e&#1;&#2;f", "ef"), ("&amp;#1;", "&#1;"), ("\u{1}\u{2}g\u{3}", "g"),
        ("&#x1F", nil), ("&#;", nil), ("&", nil), ("&#x123456789;", nil),
    ])
    func `references that XML does not allow go, the others stay, and what is none is not well-formed`(text: String, read: String?) throws {
        if let read {
            #expect(try parse("<a xmlns='DAV:'>\(text)</a>").text == read)
        } else {
            #expect(
                performing: { try parse("<a xmlns='DAV:'>\(text)</a>") },
                throws: { if case DAVParser.Failure.malformed = $0 { true } else { false } })
        }
    }

    @Test func `bytes that are no UTF-8 are replaced and the rest is read`() throws {
        let bytes = Array("<a xmlns='DAV:'><b>caf".utf8) + [0xE9] + Array("</b><c>ok</c></a>".utf8)
        #expect(try DAVParser.parse(bytes).first("D:c")?.text == "ok")
    }

    @Test(arguments: ["<a xmlns='DAV:'><b>", "<a></b>", "<a>&nbsp;</a>", "plain text", "<a><b></a></b>", "<a b=>x</a>"])
    func `what is cut off or not well-formed fails`(text: String) {
        #expect(performing: { try parse(text) }, throws: { if case DAVParser.Failure.malformed = $0 { true } else { false } })
    }

    @Test func `nothing, a web page and a tower are told apart`() {
        #expect(throws: DAVParser.Failure.empty) { try parse(" \n") }
        #expect(throws: DAVParser.Failure.webPage) { try parse("\n<!DOCTYPE html><html></html>") }
        #expect(throws: DAVParser.Failure.webPage) { try parse("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>") }
        let tower = String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40)
        #expect(throws: DAVParser.Failure.tooDeep) { try parse(tower) }
    }

    @Test func `only properties that were found count`() throws {
        let root = try parse(
            """
            <multistatus xmlns="DAV:"><response><href>/a</href>
            <propstat><prop><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat>
            <propstat><prop><displayname>no</displayname></prop><status>HTTP/1.1 404 Not Found</status></propstat></response></multistatus>
            """)
        let response = try #require(Multistatus(root)?.responses.first)
        #expect(response.property("D:getetag")?.value == "\"1\"")
        #expect(response.property("D:displayname") == nil)
        #expect(response.status == nil)
    }
}
