import Booking
import CalendarSync
import Foundation
import Operations
import Persistence
import Testing
import Texts
import WebShell

@testable import AdminApp

/// Every text that the admin app asks for is in the catalogue.
struct TemplateKeysTests {
    private let texts = Texts(language: "en")

    @Test func `every text that a template names exists`() {
        for (name, bytes) in Furniture.adminApp.templates {
            let template = String(decoding: bytes, as: UTF8.self)
            for part in template.split(separator: "{{t.").dropFirst() {
                let key = String(part.prefix { $0 != "}" })
                #expect(texts.has(key), "\(name): \(key)")
            }
        }
    }

    @Test func `every partial that a template names exists`() throws {
        let known = Set(Furniture.adminApp.templates.keys)
        for (name, bytes) in Furniture.adminApp.templates {
            for part in String(decoding: bytes, as: UTF8.self).split(separator: "{{>").dropFirst() {
                let partial = String(part.prefix { $0 != "}" })
                #expect(known.contains(partial), "\(name): \(partial)")
            }
        }
    }

    @Test func `every place, role, reason, state and kind has its words`() {
        var keys = MenuEntry.allCases.map { "adminMenu.\($0.rawValue)" } + MenuEntry.Group.allCases.map { "adminMenu.\($0.rawValue)" }
        keys += Role.allCases.flatMap { ["adminUser.\($0.rawValue)", "adminUser.\($0.rawValue)Means"] }
        func word(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
        keys += SyncRun.Kind.allCases.map { "adminRun.\($0.rawValue)" }
        keys += SyncPlan.ChangedSince.Reason.allCases.map { "adminRun.since\(word($0.rawValue))" }
        keys += SyncPlan.UndoObstacle.Reason.allCases.map { "adminRun.cannot\(word($0.rawValue))" }
        keys += SyncPlan.Item.Action.allCases.flatMap { ["adminPlan.\($0.rawValue)|one", "adminPlan.\($0.rawValue)Word"] }
        keys += RunEffect.Kind.allCases.filter { $0 != .settings && $0 != .choice }.map { "adminRun.\($0.rawValue)|one" }
        keys += DuplicateGroup.Reason.allCases.map { "adminDuplicates.\($0.rawValue)" }
        keys += DuplicateGroup.Keeping.allCases.map { "adminDuplicates.keeping\(word($0.rawValue))" }
        keys += DuplicateReport.Obstacle.allCases.map { "adminDuplicates.obstacle\(word($0.rawValue))" }
        keys += [RuleBreak.outsideHours, .duringTimeOff, .personRemoved, .personNotBookable, .serviceRemoved, .personNoLongerOffersService]
            .map { "adminConfirm.\($0.rawValue)" }
        keys += ProviderKind.allCases.map { "adminCalendars.\($0.rawValue)" }
        keys += Job.State.allCases.map { "adminJob.\($0.rawValue)" }
        keys += CustomerFields.Rule.allCases.map { "adminService.rule\($0.rawValue.prefix(1).uppercased())\($0.rawValue.dropFirst())" }
        for work in RecurringWork.allCases {
            let name = camelCased("x-\(work)").dropFirst()
            keys += ["adminJob.recurring\(name)", "adminJob.recurring\(name)What|one", "adminJob.result\(name)|other"]
        }
        keys += WebhookKind.subscribable.map(WebhookWords.key)
        keys += HistoryAction.allCases.map { "adminHistory.\(camelCased($0.rawValue))" } + HistorySubject.Kind.allCases.map(\.key)
        keys += ConnectionForm.servers.map { "adminConnect.\($0.key)Hint" }
        keys += AnswerInputType.allCases.map(\.key)
        for key in keys { #expect(texts.has(key), "\(key)") }
    }
}
