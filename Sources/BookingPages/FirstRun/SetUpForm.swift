import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import Texts
import WebShell

/// The set-up of an empty instance, on one page; once it is done, nothing of it answers any more.
struct SetUpForm: Sendable {
    let site: PublicSite

    func show(_ context: KalendsRequestContext) throws -> Response { try page(SetUpPage(site.kalends, context.texts), context) }

    @Sendable func complete(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        try await requireEmptyInstance()
        let form = try await site.shell.form(request, limit: 524_288)
        var reader = SetUpReader(form)
        let setUp = reader.setUp()
        do {
            let faults = try await codeFaults(setUp.code) + reader.faults
            guard faults.isEmpty else { throw Invalid(faults) }
            _ = try await FirstRun(site.kalends).complete(setUp)
            return .see("/set-up/done")
        } catch {
            return try answer(error, context) { SetUpPage(site.kalends, context.texts, typed: form, faults: $0) }
        }
    }

    @Sendable func loadSample(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        try await requireEmptyInstance()
        let form = try await site.shell.form(request, limit: 524_288)
        let reader = SetUpReader(form)
        do {
            _ = try await FirstRun(site.kalends).loadSample(
                code: form["code"], administrator: reader.administrator, zone: form.value("business.zone") ?? "UTC")
            return .see("/set-up/done")
        } catch {
            return try answer(error, context) { SetUpPage(site.kalends, context.texts, sample: form, sampleFaults: $0) }
        }
    }

    @Sendable func done(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        if try await FirstRun(site.kalends).isNeeded() { return .see("/") }
        let businesses = try await site.kalends.database.read { transaction in try transaction.businesses.all() }.filter(\.page.isPublished)
        let page = SetUpDonePage(
            title: context.texts["setup.doneTitle"], page: businesses.count == 1 ? "/b/\(businesses[0].slug)" : "/",
            address: businesses.count == 1 ? site.shell.address("/b/\(businesses[0].slug)") : nil)
        return try self.page(page, context)
    }

    private func requireEmptyInstance() async throws {
        guard try await FirstRun(site.kalends).isNeeded() else { throw Problem.notFound }
    }

    /// Told together with what is wrong with the other fields; guessing is slowed down by the use case itself.
    private func codeFaults(_ code: String) async throws -> [FieldFault] {
        if code.isEmpty { return [FieldFault(field: "code", key: "codeMissing")] }
        return try await FirstRun(site.kalends).accepts(code: code) ? [] : [FieldFault(field: "code", key: "codeWrong")]
    }

    private func answer(_ error: any Error, _ context: KalendsRequestContext, _ make: ([FieldFault]) -> SetUpPage) throws -> Response {
        switch error {
        case let invalid as Invalid: return try page(make(invalid.faults), context, status: .unprocessableContent)
        case let tooMany as TooManyAttempts:
            var shown = make([])
            let zone = Zone.utc
            shown.notice = context.texts("setup.tooManyTries", ["time": context.texts.when(tooMany.until, in: zone)])
            return try page(shown, context, status: .tooManyRequests)
        default: throw error
        }
    }

    private func page(_ page: some Page, _ context: KalendsRequestContext, status: HTTPResponse.Status = .ok) throws -> Response {
        try site.shell.page(
            page, frame: PublicFrame(robots: "noindex", stylesheets: ["booking.css"], modules: ["set-up.js"], showsColophon: false),
            context,
            status: status)
    }
}
