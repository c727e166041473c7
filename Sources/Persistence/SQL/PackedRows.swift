/// The rows of a query one after the other, each as PostgreSQL's binary COPY writes it: 16 bits for the number of fields, then for each field
/// 32 bits for its length (-1 for NULL) and its bytes; whole numbers have 8, the highest first. Equal rows are equal bytes on every engine.
protocol PackedRows: AnyObject {
    /// Goes to the next row.
    /// - Returns: `false` after the last one.
    /// - Throws: `StoreFailure`.
    func advance() throws -> Bool

    /// The row that was gone to, valid until the next call.
    var row: UnsafeRawBufferPointer { get }
}

/// Rows that are written together.
struct PackedBatch {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    mutating func append(_ row: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: row)
        count += 1
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Hands over the rows field by field: each row's number, and its fields, `nil` for NULL.
    func each(_ body: (_ fields: [UnsafeRawBufferPointer?]) throws -> Void) rethrows {
        try bytes.withUnsafeBytes { raw in
            var rest = raw[...]
            while !rest.isEmpty {
                let fields = PackedFields.take(from: &rest)
                try body(fields)
            }
        }
    }
}

/// The fields of packed rows.
enum PackedFields {
    static func all(of row: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer?] {
        var rest = row[...]
        return take(from: &rest)
    }

    /// - Precondition: a whole row stands in front.
    static func take(from rest: inout Slice<UnsafeRawBufferPointer>) -> [UnsafeRawBufferPointer?] {
        var position = rest.startIndex
        let base = rest.base
        let count = Int(Int16(bigEndian: base.loadUnaligned(fromByteOffset: position, as: Int16.self)))
        position += 2
        var fields: [UnsafeRawBufferPointer?] = []
        fields.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(Int32(bigEndian: base.loadUnaligned(fromByteOffset: position, as: Int32.self)))
            position += 4
            if length < 0 {
                fields.append(nil)
            } else {
                fields.append(UnsafeRawBufferPointer(rebasing: base[position..<position + length]))
                position += length
            }
        }
        rest = base[position..<rest.endIndex]
        return fields
    }

    /// - Precondition: 8 bytes.
    static func integer(_ field: UnsafeRawBufferPointer) -> Int64 { Int64(bigEndian: field.loadUnaligned(as: Int64.self)) }

    /// How a message names a field. No text begins with the byte 0 or 255, and every number of ours does.
    static func name(_ field: UnsafeRawBufferPointer?) -> String {
        guard let field else { return SQLValue.null.name }
        if field.count == 8, field[0] == 0 || field[0] == 0xFF { return String(integer(field)) }
        return String(decoding: field, as: UTF8.self)
    }
}
