public import CivilTime

extension CalendarSeries {
    /// Sorts the events and free/busy components of a calendar into series, in the order in which their UIDs first appear. What is not
    /// understood is set aside and the rest is read; to-dos, journals and alarms are left out. The tz database matters to
    /// several calendars in one document, see ``SeriesGrouping``.
    public static func series(
        in document: CalendarDocument, zones: ZoneDatabase? = nil
    ) -> (series: [CalendarSeries], setAside: [SetAside]) {
        var grouping = SeriesGrouping(zones: zones)
        for calendar in document.components {
            grouping.begin()
            for property in calendar.properties { grouping.take(property) }
            for component in calendar.components { grouping.take(component) }
        }
        return grouping.finish()
    }
}
