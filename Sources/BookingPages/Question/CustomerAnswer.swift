import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Hummingbird
import Operations
import Texts
import WebShell

/// `/question/<token>`: what a customer was asked by mail. Opening it changes nothing; a button does.
struct CustomerAnswer: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        try page(try await asked(context))
    }

    @Sendable func take(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let asked = try await asked(context)
        let form = try await site.shell.form(request)
        guard case .valid = site.shell.formTokens.check(form["token"], purpose: AnswerPage.purpose(asked)),
            let answer = ConflictQuestion.Answer(formValue: form["answer"])
        else { return try page(asked, notice: "booking.formOld", status: .unprocessableContent) }
        do {
            try await AnswerQuestion(site.kalends)(token: asked.token, answer)
            return .see("/question/\(asked.token)")
        } catch AnswerQuestion.Failure.over {
            return .see("/question/\(asked.token)")
        } catch AnswerQuestion.Failure.taken {
            // Asked anew: it shows what is free now.
            return try page(try await self.asked(context), notice: "booking.answerTaken", status: .conflict)
        }
    }

    private func asked(_ context: KalendsRequestContext) async throws -> AskedQuestion {
        let token = try context.parameters.require("token")
        guard let found = try await AnswerQuestion(site.kalends).find(token: token) else { throw Problem(.notFound, "booking.unknownLink") }
        return found
    }

    private func page(_ asked: AskedQuestion, notice: String? = nil, status: HTTPResponse.Status = .ok) throws -> Response {
        let texts = site.texts(of: asked.business)
        let zone = site.kalends.zone(named: asked.business.page.showsBusinessZoneOnly ? asked.business.zone : asked.attendee.zone)
        let page = AnswerPage(
            asked, zone: zone, notice: notice.map { texts[$0] },
            token: site.shell.formTokens.make(purpose: AnswerPage.purpose(asked)), texts: texts)
        return try site.privatePage(page, of: asked.business, status: status)
    }
}
