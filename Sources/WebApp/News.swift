import CalendarSync
import Hummingbird
import Operations
import WebShell

/// `POST /push/<provider>`: a provider says that a calendar changed. Answered at once, and alike whoever asks: the reading is a job.
struct News {
    let kalends: Kalends

    func addRoutes(to router: Router<KalendsRequestContext>) {
        router.post("push/{provider}") { request, context -> Response in
            guard let provider = ProviderKind(rawValue: try context.parameters.require("provider")) else { throw Problem.notFound }
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            try await HearNews(kalends)(provider, headers: headers)
            return Response(status: .noContent)
        }
    }
}
