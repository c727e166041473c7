import Booking
import CalendarSync
import CivilTime
import Operations
import Texts

/// Duplicates in words.
struct DuplicateWords: Sendable {
    let visit: Visit
    /// Whether titles of events that are not ours may be shown.
    let keepsTitles: Bool
    /// What was ticked when the form was sent; `nil` before.
    let chosen: Set<String>?

    private var texts: Texts { visit.texts }

    func group(_ group: DuplicateReport.Group, number: Int) -> DuplicatesView.Group {
        DuplicatesView.Group(
            id: "group-\(number)", heading: heading(group), reason: texts["adminDuplicates.\(group.reason.rawValue)"],
            address: group.appointment.map { "/admin/appointments/\($0.id)" }, kept: item(group.kept, id: "kept-\(number)"),
            keeping: texts["adminDuplicates.keeping\(word(group.keeping.rawValue))"],
            others: group.others.enumerated().map { item($1, id: "chosen-\(number)-\($0)") })
    }

    private func heading(_ group: DuplicateReport.Group) -> String {
        guard let appointment = group.appointment else { return "\(title(group.kept)), \(time(group.kept))" }
        return "\(appointment.serviceName) · \(customers(of: appointment, texts)), \(texts.when(appointment.span, in: visit.zone))"
    }

    private func item(_ item: DuplicateReport.Item, id: String) -> DuplicatesView.Item {
        let candidate = item.candidate
        let origin = candidate.isOurs ? "ours" : candidate.item.marker != nil ? "copy" : "foreign"
        return DuplicatesView.Item(
            id: id, key: item.key, title: title(item), place: "\(time(item)) · “\(item.calendar)”",
            origin: texts["adminDuplicates.\(origin)"],
            warning: item.isDelicate ? texts["adminDuplicates.delicate"] : nil,
            obstacle: item.obstacle.map { texts["adminDuplicates.obstacle\(word($0.rawValue))"] },
            isChosen: item.obstacle == nil && (chosen?.contains(item.key) ?? item.isProposed),
            label: texts(
                "adminDuplicates.takeOutOne", ["title": title(item), "time": time(item), "calendar": item.calendar]))
    }

    private func title(_ item: DuplicateReport.Item) -> String {
        let candidate = item.candidate
        guard keepsTitles || candidate.isOurs else { return texts["adminDuplicates.noTitle"] }
        let title = candidate.item.fields?.title ?? ""
        if candidate.item.fields == nil { return texts["adminDuplicates.series"] }
        return title.isEmpty ? texts["adminDuplicates.untitled"] : title
    }

    private func time(_ item: DuplicateReport.Item) -> String {
        item.candidate.item.fields.map { visit.when($0.span) } ?? texts["adminDuplicates.series"]
    }

    private func word(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
}
