import Booking
import CivilTime
import Hummingbird
import Operations
import Texts
import WebShell

/// One sending of the details form.
struct BookingAttempt: Sendable {
    enum Outcome: Sendable {
        case booked(token: String)
        case refused(Refusal)
    }

    /// Why nothing was booked, for the form that is shown again.
    struct Refusal: Sendable {
        var status: HTTPResponse.Status = .unprocessableContent
        var faults: [FieldFault] = []
        var notice: BookingNotice?
    }

    let site: PublicSite
    let open: OpenService
    let form: Query
    let state: PickerState

    static func purpose(_ open: OpenService) -> String { "book:\(open.service.id)" }

    func callAsFunction() async throws -> Outcome {
        let formID: String
        switch site.shell.formTokens.check(form["token"], purpose: Self.purpose(open)) {
        case .valid(let id): formID = id
        case .expired: return .refused(Refusal(notice: .formExpired))
        case .forged: return .refused(Refusal(notice: .formBroken))
        }
        // Whoever wanted a certain person is not given another one unasked; a form that has booked is answered as before.
        if !form["staff"].isEmpty, state.staff == nil, try await BookAppointment(site.kalends).confirmation(ofForm: formID) == nil {
            return .refused(Refusal(status: .conflict, faults: [FieldFault(field: "staff", key: "staffGone")]))
        }
        switch ChosenTime(form, now: site.kalends.now) {
        case .missing: return .refused(Refusal(faults: [FieldFault(field: "start", key: "timeMissing")]))
        case .malformed: return .refused(Refusal(faults: [FieldFault(field: "start", key: "timeMalformed")]))
        case .chosen(let start): return try await book(start, formID)
        }
    }

    private func book(_ start: Instant, _ formID: String) async throws -> Outcome {
        let zone = state.zoneName ?? open.business.zone
        let details = CustomerDetails(
            name: form["name"], email: form["email"], phone: form["phone"], notes: form["notes"],
            answers: form.fields.compactMap { GivenAnswer(field: $0.name, value: $0.value) })
        let request = BookAppointment.Request(
            business: open.business.id, service: open.service.id, staff: state.staff, start: start, details: details, zone: zone,
            language: site.texts(of: open.business).language.code, formID: formID, actor: .customer)
        do {
            return .booked(token: try await BookAppointment(site.kalends)(request).manageToken)
        } catch let invalid as Invalid {
            return .refused(Refusal(faults: invalid.faults))
        } catch let failure as BookAppointment.Failure {
            return .refused(Refusal(status: .conflict, notice: site.notice(failure, start, site.kalends.zone(named: zone), isSent: true)))
        }
    }
}

extension PublicSite {
    /// What is said about a start that is refused.
    func notice(_ failure: BookAppointment.Failure, _ start: Instant, _ zone: Zone, isSent: Bool) -> BookingNotice {
        .refused(
            BookingNotice.RefusedStart(
                failure: failure, start: start, zone: zone, isPast: start <= kalends.now, isSent: isSent,
                isMailed: kalends.settings.isMailConfigured))
    }
}
