import CalendarSync
import Outbound

/// An answer, and the address that gave it.
struct DAVAnswer: Sendable {
    let response: OutboundResponse
    /// What hrefs in the answer are relative to.
    let address: DAVAddress

    var status: Int { response.status }
    var isSuccess: Bool { (200..<300).contains(status) }
    var isGone: Bool { status == 404 || status == 410 }

    /// The entity tag, exactly as it came.
    var version: String? {
        guard let tag = response.header("ETag"), !tag.isEmpty else { return nil }
        return tag
    }

    /// The answer read as a multistatus.
    func multistatus() throws(ProviderFailure) -> Multistatus {
        guard isSuccess else { throw failure(during: .reading) }
        let root: DAVElement
        do throws(DAVParser.Failure) {
            root = try DAVParser.parse(response.body)
        } catch {
            throw ProviderFailure(error)
        }
        guard let multistatus = Multistatus(root) else {
            throw ProviderFailure(
                .invalidAnswer, "The server’s answer is XML, but not the list that was asked for. Is this the address of a calendar?")
        }
        return multistatus
    }

    /// Whether a PROPFIND says that there is no such resource: by its status, or by the status of the only resource in a multistatus.
    func saysMissing() throws(ProviderFailure) -> Bool {
        saysMissingByStatus ? true : try multistatus().saysMissing
    }

    /// The same by the status of the answer alone.
    var saysMissingByStatus: Bool { isGone || status == 405 }

    /// The precondition that an error names (RFC 4918 section 16), such as `D:valid-sync-token`.
    func namesCondition(_ name: String) -> Bool {
        if let root = try? DAVParser.parse(response.body) { return root.name == name || root.contains(name) }
        let bare = name.split(separator: ":").last.map(String.init) ?? name
        return mentions(bare)
    }

    /// Whether the text of the answer holds the words, in any case.
    func mentions(_ words: String) -> Bool {
        String(decoding: response.body.prefix(20_000), as: UTF8.self).lowercased().contains(words.lowercased())
    }
}
