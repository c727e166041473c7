extension CalendarSeries {
    /// Sorts the events and free/busy components of a calendar into series, in the order in which their UIDs first appear. What is not
    /// understood is set aside and the rest is read; to-dos, journals and alarms are left out.
    public static func series(in document: CalendarDocument) -> (series: [CalendarSeries], setAside: [SetAside]) {
        var grouping = SeriesGrouping()
        for calendar in document.components {
            grouping.begin()
            for property in calendar.properties { grouping.take(property) }
            for component in calendar.components { grouping.take(component) }
        }
        return grouping.finish()
    }
}
