import Booking

/// Whose connections are to be checked, and how deeply.
struct DiagnosePayload: Codable {
    var resource: Resource.ID
    var depth: DiagnoseConnection.Depth
}
