/// The page about the REST API. What it lists is in the language of the API itself.
let englishAPI: [String: String] = [
    "title": "REST API",
    "heading": "REST API",
    "introduction":
        "Programs ask with a key in the header Authorization: Bearer. Keys are made in the admin app, or with kalends token create.",
    "description": "The description for tools, OpenAPI 3.1",
    "chapters": "Contents",
    "types": "Types",
    "scope": "Scope",
    "role": "Role",
    "sends": "Body",
    "answers": "Answer",
]
