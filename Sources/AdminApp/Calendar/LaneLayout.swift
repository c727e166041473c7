/// Stands items that overlap side by side, as a calendar's day does.
enum LaneLayout {
    struct Place: Hashable {
        /// From 0, left to right.
        var lane: Int
        /// How many lanes the item's cluster of overlapping items has.
        var lanes: Int
    }

    /// The lane of each item, in the order of the items; ranges are half-open, an empty one takes its start.
    ///
    /// Items that overlap directly or through others share their width evenly; an item takes the first lane that is free at its start.
    static func places(of items: [Range<Int>]) -> [Place] {
        let order = items.indices.sorted { left, right in
            let first = items[left]
            let second = items[right]
            if first.lowerBound != second.lowerBound { return first.lowerBound < second.lowerBound }
            return first.upperBound == second.upperBound ? left < right : first.upperBound > second.upperBound
        }
        var places = [Place](repeating: Place(lane: 0, lanes: 1), count: items.count)
        var cluster: [Int] = []
        var laneEnds: [Int] = []
        var clusterEnd = Int.min

        func close() {
            for index in cluster { places[index].lanes = laneEnds.count }
            cluster = []
            laneEnds = []
        }

        for index in order {
            let start = items[index].lowerBound
            let end = max(items[index].upperBound, start + 1)
            if start >= clusterEnd { close() }
            if let free = laneEnds.firstIndex(where: { $0 <= start }) {
                laneEnds[free] = end
                places[index].lane = free
            } else {
                places[index].lane = laneEnds.count
                laneEnds.append(end)
            }
            cluster.append(index)
            clusterEnd = cluster.count == 1 ? end : max(clusterEnd, end)
        }
        close()
        return places
    }
}
