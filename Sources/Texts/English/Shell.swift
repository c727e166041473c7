/// What every page has in common: errors, navigation, forms.
let englishShell: [String: String] = [:]
