// https://www.rfc-editor.org/rfc/rfc5545 · https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
import CalendarSync
import ICalendar
import Outbound

/// A feed as it was downloaded.
struct Feed: Sendable {
    let document: CalendarDocument
    /// A hash of the bytes.
    let digest: String
    let entityTag: String?
    let lastModified: String?
    /// The address that the feed has moved to for good.
    let movedTo: String?
}

/// Requests for one feed.
struct FeedClient: Sendable {
    let http: any HTTPSending
    let credentials: CalendarCredentials

    enum Download: Sendable {
        case feed(Feed)
        /// 304, or the same bytes as before.
        case unchanged
    }

    private static let deadline = 60.0

    /// Fetches the feed unless it is as the cursor says. Only a whole calendar is believed.
    func download(_ address: String, unless cursor: FeedCursor? = nil) async throws(ProviderFailure) -> Download {
        var request = OutboundRequest(.GET, address, headers: [("Accept", "text/calendar, */*;q=0.5")])
        request.deadline = Self.deadline
        if !credentials.user.isEmpty || !credentials.password.isEmpty {
            request.basicCredentials = (credentials.user, credentials.password)
        }
        if let tag = cursor?.entityTag { request.headers.append(("If-None-Match", tag)) }
        if let date = cursor?.lastModified { request.headers.append(("If-Modified-Since", date)) }
        let response: OutboundResponse
        do throws(OutboundFailure) {
            response = try await http.send(request)
        } catch {
            throw ProviderFailure(error)
        }
        if response.status == 304, cursor != nil { return .unchanged }
        guard response.status == 200 else { throw ProviderFailure(response) }
        let digest = Fingerprint(response.body).text
        if let cursor, cursor.digest == digest { return .unchanged }
        return .feed(
            Feed(
                document: try document(response), digest: digest, entityTag: response.header("ETag"),
                lastModified: response.header("Last-Modified"), movedTo: response.permanentRedirect))
    }

    private func document(_ response: OutboundResponse) throws(ProviderFailure) -> CalendarDocument {
        if response.isWebPage { throw ProviderFailure.webPage }
        let document: CalendarDocument
        do throws(CalendarParseFailure) {
            document = try CalendarDocument.parse(response.body)
        } catch {
            throw ProviderFailure(error)
        }
        guard document.isComplete else {
            throw ProviderFailure(
                .invalidAnswer, "The calendar breaks off in the middle, so nothing was taken from it. What was read before stays in use.")
        }
        return document
    }
}
