import CivilTime

/// The date form of HTTP headers (RFC 9110 section 5.6.7).
enum HTTPDate {
    static func text(_ instant: Instant) -> String {
        let civil = Zone.utc.civil(at: instant)
        let (date, time) = (civil.date, civil.time)
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let clock = [time.hour, time.minute, time.second].map(twoDigits).joined(separator: ":")
        return "\(days[date.weekday.rawValue - 1]), \(twoDigits(date.day)) \(months[date.month - 1]) \(date.year) \(clock) GMT"
    }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
