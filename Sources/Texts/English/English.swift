/// The English catalogue: one dictionary for each area, each in its own file.
let englishAreas: [String: [String: String]] = {
    var areas: [String: [String: String]] = englishAdminAreas
    areas["api"] = englishAPI
    areas["booking"] = englishBooking
    areas["connect"] = englishConnect
    areas["diagnosis"] = englishDiagnosis
    areas["fault"] = englishFault
    areas["mail"] = englishMail
    areas["setup"] = englishSetup
    areas["shell"] = englishShell
    areas["time"] = englishTime
    return areas
}()
