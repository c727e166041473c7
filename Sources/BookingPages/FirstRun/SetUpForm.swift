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

    /// Its address without a form: the set-up is the first page of an empty instance, and nowhere afterwards.
    @Sendable static func start(_ request: Request, _ context: KalendsRequestContext) -> Response { .see("/") }

    @Sendable func complete(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        guard try await FirstRun(site.kalends).isNeeded() else { return Self.already }
        let form = try await site.shell.form(request, limit: 524_288)
        var reader = SetUpReader(form)
        let setUp = reader.setUp()
        do {
            let unread = reader.faults
            guard unread.isEmpty else {
                // Told together with what is wrong with the values that could be read.
                let others = try await FirstRun(site.kalends).faults(of: setUp, household: context.clientHousehold).filter { fault in
                    !unread.contains { $0.field == fault.field }
                }
                throw Invalid(others.filter { $0.field == "code" } + unread + others.filter { $0.field != "code" })
            }
            _ = try await FirstRun(site.kalends).complete(setUp, household: context.clientHousehold)
            return .see("/set-up/done")
        } catch {
            return try answer(error, context) { SetUpPage(site.kalends, context.texts, typed: form, faults: $0) }
        }
    }

    @Sendable func loadSample(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        guard try await FirstRun(site.kalends).isNeeded() else { return Self.already }
        let form = try await site.shell.form(request, limit: 524_288)
        let reader = SetUpReader(form)
        do {
            _ = try await FirstRun(site.kalends).loadSample(
                code: form["code"], administrator: reader.administrator, zone: form.value("business.zone") ?? "UTC",
                household: context.clientHousehold)
            return .see("/set-up/done")
        } catch {
            return try answer(error, context) { SetUpPage(site.kalends, context.texts, sample: form, sampleFaults: $0) }
        }
    }

    @Sendable func done(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        if try await FirstRun(site.kalends).isNeeded() { return .see("/") }
        let businesses = try await site.kalends.database.read { transaction in try transaction.businesses.all() }.filter(\.page.isOpen)
        let isAlready = request.queryFields.contains("already")
        let texts = context.texts
        let page = SetUpDonePage(
            title: texts["setup.doneTitle"],
            heading: texts[businesses.isEmpty ? "setup.doneTitle" : isAlready ? "setup.alreadyHeading" : "setup.doneHeading"],
            text: texts[businesses.isEmpty ? "setup.noBusinessText" : isAlready ? "setup.alreadyText" : "setup.doneText"],
            page: businesses.count == 1 ? "/b/\(businesses[0].slug)" : "/",
            address: businesses.count == 1 ? site.shell.address("/b/\(businesses[0].slug)") : nil)
        return try self.page(page, context)
    }

    /// Where whoever comes second is led: a form sent twice at once, or a page that was left open.
    private static let already = Response.see("/set-up/done?already=1")

    private func answer(_ error: any Error, _ context: KalendsRequestContext, _ make: ([FieldFault]) -> SetUpPage) throws -> Response {
        switch error {
        // Somebody else's form was quicker by a moment.
        case is NotAllowed: return Self.already
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
