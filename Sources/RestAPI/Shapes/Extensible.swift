import Booking
import RestShape

/// What keeps properties that nothing here acts on.
protocol Extensible: Sendable {
    var extras: Extras { get set }
}

extension Property where Model: Extensible {
    /// A property that is kept and answered, and nothing is done about it.
    static func stored<Value>(
        _ name: String, _ shape: ValueShape<Value>, usual: Value? = nil, _ traits: PropertyTraits = [], about: String = ""
    ) -> Property {
        extra(name, shape, usual: usual, traits.union(.storedOnly), about: about)
    }

    /// A property that is kept beside what the domain knows, where something acts on it by its name.
    static func extra<Value>(
        _ name: String, _ shape: ValueShape<Value>, usual: Value? = nil, _ traits: PropertyTraits = [], about: String = ""
    ) -> Property {
        Property(
            nullable: name, shape,
            get: { model in model.extras[name].flatMap { shape.restored($0) } ?? usual },
            set: { model, value in model.extras[name] = value.map { shape.stored($0) } },
            traits, about: about)
    }
}

extension Extras {
    func value<Value>(_ name: String, _ shape: ValueShape<Value>) -> Value? { self[name].flatMap { shape.restored($0) } }

    mutating func set<Value>(_ name: String, _ value: Value?, _ shape: ValueShape<Value>) { self[name] = value.map { shape.stored($0) } }
}
