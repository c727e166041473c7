import AdminApp
import BookingPages
import CivilTime
public import Hummingbird
public import Operations
import Persistence
import RestAPI
public import WebShell

// WebApp: joins what answers requests into one router. Each area's own table of routes is its site map.

/// Everything that answers requests.
public struct WebApp: Sendable {
    public let shell: WebShell
    private let kalends: Kalends

    /// - Throws: `TemplateLibrary.Failure`.
    public init(_ kalends: Kalends, settings: WebShell.Settings) throws {
        self.kalends = kalends
        shell = try WebShell(settings: settings, furniture: [.bookingPages, .adminApp, .restAPI], translate: Self.problem(of:))
    }

    /// What an error of the rooms below is for a person, when no handler has said it better.
    private static func problem(of error: any Error) -> Problem? {
        switch error {
        case is NotAllowed: .forbidden
        case is NotFound: .notFound
        case StoreFailure.busy: Problem(.serviceUnavailable, "shell.busy", retryAfter: .seconds(5))
        case StoreFailure.connectionLost: Problem(.serviceUnavailable, "shell.away", retryAfter: .seconds(15))
        case StoreFailure.diskFull, StoreFailure.readOnly, StoreFailure.diskTrouble: Problem(.serviceUnavailable, "shell.cannotStore")
        case StoreFailure.outcomeUnknown: Problem(.serviceUnavailable, "shell.outcomeUnknown", retryAfter: .seconds(15))
        default: nil
        }
    }

    public func makeRouter() -> Router<KalendsRequestContext> {
        let router = shell.makeRouter()
        Health(kalends: kalends).addRoutes(to: router)
        Feeds(kalends: kalends).addRoutes(to: router)
        News(kalends: kalends).addRoutes(to: router)
        router.get("b/{business}/{service}/slots.json", use: SlotAnswers(kalends).answer)
        router.addBookingPages(kalends: kalends, shell: shell)
        addAdminApp(to: router, kalends: kalends, shell: shell)
        RestAPI(kalends, shell: shell).addRoutes(to: router)
        shell.finish(router)
        return router
    }

    /// Tells open pages of every commit, until the task is cancelled; then ends their streams.
    public func publishCommits() async {
        for await commit in kalends.database.commits() {
            shell.events.publish(Set(commit.topics.map(\.rawValue)))
        }
        shell.events.finish()
    }
}
