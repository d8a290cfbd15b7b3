import IntakeLedger

/// One page of the groups that are told, while all groups go by in their order.
///
/// Whoever takes what is told from the sum of all of it has what is not told. So that this is never one
/// group alone, nor fewer loads than may be told, the smallest group that could be told is kept back
/// with the others where they are one, or have fewer loads together. One is always enough: it has
/// `LoadSum.fewest` loads itself.
struct SumsPage {
    private let first: Int
    private let limit: Int
    /// From the page's first group on, and one more than it has: the one that is kept back may be any.
    private var sums: [LoadSum] = []
    /// The groups that could be told so far, and the smallest of them; of equal ones the first.
    private var told = 0
    private var smallest: (place: Int, loads: Int64)?
    private var withheld: (groups: Int64, loads: Int64) = (0, 0)

    /// A page of so many groups, behind the first `first` that are told.
    init(from first: Int, limit: Int) {
        (self.first, self.limit) = (first, limit)
    }

    /// A group that could be told.
    mutating func add(_ sum: LoadSum) {
        if told >= first, sums.count <= limit { sums.append(sum) }
        if sum.loads < smallest?.loads ?? .max { smallest = (told, sum.loads) }
        told += 1
    }

    /// Groups that are not told, with so many loads together.
    mutating func withhold(_ groups: Int64, loads: Int64) {
        withheld.groups += groups
        withheld.loads += loads
    }

    /// The group that could be told and is not.
    private var hidden: Int? {
        let isTooLittle = withheld.groups == 1 || withheld.loads < LoadSum.fewest
        return withheld.groups > 0 && isTooLittle ? smallest?.place : nil
    }

    /// What is told, when all groups have gone by.
    var answer: LoadSums {
        guard let hidden else { return answer(sums, told: told, withheld: withheld.groups) }
        var others = sums
        // One before the page moves the page on by one.
        let place = max(0, hidden - first)
        if others.indices.contains(place) { others.remove(at: place) }
        return answer(others, told: told - 1, withheld: withheld.groups + 1)
    }

    private func answer(_ sums: [LoadSum], told: Int, withheld: Int64) -> LoadSums {
        let page = Array(sums.prefix(limit))
        let next = first + page.count
        return LoadSums(sums: page, withheld: withheld, next: next < told ? next : nil)
    }
}
