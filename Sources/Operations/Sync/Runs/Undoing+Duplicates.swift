import Booking
import CalendarSync
import CivilTime
import Persistence

/// Duplicates that were taken out are put back, and those that were put back are taken out again.
extension Undoing {
    func takeBackDuplicates() throws {
        for effect in effects {
            guard let item = effect.change.item, let id = effect.calendar, let calendar = try transaction.calendars.find(id) else {
                continue
            }
            switch effect.outcome {
            case .leftAlone: tell(.leftAlone, nil, calendar.remote.name)
            case .pending:
                // Not done yet: it need not be.
                try transaction.syncRuns.settle(effect.id, .leftAlone)
                show(effect, item, calendar)
            case .done:
                guard try transaction.accounts.find(calendar.account)?.isConnected == true else {
                    tell(.disconnected, nil, calendar.remote.name)
                    continue
                }
                guard calendar.canBeWritten else {
                    tell(.unwritable, nil, calendar.remote.name)
                    continue
                }
                try leaveWork(effect, item, calendar)
                show(effect, item, calendar)
            }
        }
    }

    private func leaveWork(_ effect: RunEffect, _ item: RemoteItem, _ calendar: ConnectedCalendar) throws {
        let isRemoved = if case .removed = effect.change { true } else { false }
        let opposite = try book.note(
            isRemoved ? .restored(item) : .removed(item.withoutData), resource: effect.resource, calendar: calendar.id,
            appointment: effect.appointment,
            outcome: .pending)
        try kalends.leave(isRemoved ? .restoreItem : .removeItem, ItemWorkPayload(effect: opposite), in: calendar.id, transaction)
    }

    private func show(_ effect: RunEffect, _ item: RemoteItem, _ calendar: ConnectedCalendar) {
        let isRemoved = if case .removed = effect.change { true } else { false }
        foreign.append(
            SyncPlan.ForeignItem(
                action: isRemoved ? .create : .remove, title: item.fields?.title ?? "", span: item.fields?.span,
                calendar: calendar.remote.name))
    }
}
