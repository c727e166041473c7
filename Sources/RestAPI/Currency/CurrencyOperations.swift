import Booking
import HTTPTypes
import Operations
import RestShape
import Texts

/// Graph's `bookingCurrency`.
struct CurrencyItem: Sendable {
    var id: String
    var symbol: String { Texts.symbol(of: id) }

    static let schema = ObjectSchema<CurrencyItem>(
        "bookingCurrency", fresh: { CurrencyItem(id: "EUR") },
        properties: [
            .readOnly("id", .string(3...3, form: .currencyCode), get: { $0.id }, [.searchable], isNullable: false),
            .readOnly("symbol", .string(maxLength: 10), get: { $0.symbol }),
        ])
}

/// `/solutions/bookingCurrencies` and `/solutions` itself, which only read.
enum CurrencyOperations {
    private static let path = "/solutions/bookingCurrencies"
    private static let context = "solutions/bookingCurrencies"
    private static let schema = CurrencyItem.schema

    static let routes: [APIRoute] = [
        APIRoute(
            method: .get, path: "/solutions", name: "getSolutions", summary: "Names what stands below.", scope: .read,
            result: .item(root)
        ) { call in
            .json([
                "@odata.context": call.context("solutions"),
                "bookingBusinesses@odata.navigationLink": .text(call.url("/v1.0/solutions/bookingBusinesses")),
                "bookingCurrencies@odata.navigationLink": .text(call.url("/v1.0" + path)),
            ])
        },
        .list(PathTemplate(path), "listCurrencies", "Lists the currencies that a business may have.", of: schema.definition) { call in
            try await listing.answer(call)
        },
        .count(PathTemplate(path + "/$count"), "countCurrencies", "Counts the currencies.", of: schema.definition) { call in
            listing.number(call)
        },
        .read(PathTemplate(path + "/{currency}"), "getCurrency", "Reads a currency by its ISO 4217 code.", of: schema.definition) { call in
            let code = call["currency"].uppercased()
            guard Operations.Currency.isKnown(code) else { throw NotFound("currency") }
            return schema.answer(CurrencyItem(id: code), call, context: context)
        },
    ]

    private static var listing: Listing<CurrencyItem> {
        Listing(schema: schema, items: Operations.Currency.codes.sorted().map { CurrencyItem(id: $0) }, id: { $0.id }, context: context)
    }

    private static let root = ObjectSchema<CurrencyItem>("solutionsRoot", fresh: { CurrencyItem(id: "EUR") }, properties: []).definition
}
