/// The booking page, the confirmation and the manage page.
let englishBooking: [String: String] = [:]
