import CivilTime

extension CivilDate {
    /// A date of an address or a form, within the years that the admin app shows.
    init?(typed text: String) {
        guard let date = CivilDate(iso8601: text), (1990...2200).contains(date.year) else { return nil }
        self = date
    }
}
