extension String {
    /// What the API calls null stands here as an empty text.
    var orNil: String? { isEmpty ? nil : self }
}
