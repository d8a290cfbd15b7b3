import Delivery
import TestKit
import Wire

/// Everything around the machine, as hostile as the seed makes it, in simulated time.
///
/// It performs the machine's actions, loses, delays and repeats, restarts the box from its store,
/// and writes down every breach of what delivery promises. Some time on the weather clears, and
/// from there all must end well.
struct HostileWorld {
    /// What went against the promises of delivery, in words.
    var complaints: [String] = []
    var ledger: HostileLedger
    var store = BoxStore()
    var machine: DeliveryMachine
    var random: SeededGenerator
    let policy: BatchPolicy
    /// How many entries the journal will have.
    let entries: UInt64

    /// Milliseconds since the world began.
    var now: Int64 = 0
    /// When the box was started last; its own clock begins anew with every start.
    var startedAt: Int64 = 0
    /// How often the box was started.
    var life = 0
    var nodeIsThere = true
    /// When the machine wants to be woken.
    var wakeAt: Int64?
    /// The batches that left the box, in this life or another, or of which a node says so.
    var left: Set<BatchID> = []
    /// The batches whose bytes the machine gave up.
    var givenUp: Set<BatchID> = []
    /// The batches that an answer gave a reason to supersede.
    var mayBeSuperseded: Set<BatchID> = []
    /// When the weather clears.
    let clearsAt: Int64
    private var agenda: [Appointment] = []
    private var appointments = 0

    private struct Appointment {
        let time: Int64
        let order: Int
        /// The box's life it belongs to; nil for what happens outside the box.
        let life: Int?
        let what: Happening
    }

    /// A world that follows from a seed.
    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var policy = BatchPolicy()
        policy.maxEntries = Int.random(in: 1...12, using: &random)
        policy.inFlight = Int.random(in: 1...4, using: &random)
        policy.validForBlocks = Int64.random(in: 10...400, using: &random)
        policy.proofPatience = Int.random(in: 1...30, using: &random)
        policy.answerWithin = 20_000
        let entries = UInt64.random(in: 1...60, using: &random)
        var forbidden: Set<UInt64> = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            forbidden.insert(UInt64.random(in: 1...entries, using: &random))
        }
        ledger = HostileLedger(
            forbidden: forbidden, mostEntries: Int.random(in: 1...12, using: &random),
            judgesContentFirst: .random(using: &random))
        machine = DeliveryMachine(restored: [], journalLast: 0, policy: policy, seed: seed)
        clearsAt = Int64.random(in: 60_000...1_200_000, using: &random)
        self.entries = entries
        self.policy = policy
        self.random = random
    }

    var isHostile: Bool { now < clearsAt }

    /// Whether one of so many times out of a hundred; never once the weather is clear.
    mutating func happens(_ percent: Int) -> Bool {
        let draw = Int.random(in: 0..<100, using: &random)
        return isHostile && draw < percent
    }

    /// A pause: short, and now and then long while the weather is bad.
    mutating func delay() -> Int64 {
        let most: Int64 = happens(5) ? 60_000 : happens(30) ? 5_000 : 80
        return Int64.random(in: 1...most, using: &random)
    }

    /// Notes what will happen in the box; a restart makes it void.
    mutating func inBox(after pause: Int64, _ what: Happening) {
        note(at: now + pause, life: life, what)
    }

    /// Notes what will happen outside the box, whatever becomes of the box.
    mutating func outside(after pause: Int64, _ what: Happening) {
        note(at: now + pause, life: nil, what)
    }

    private mutating func note(at time: Int64, life: Int?, _ what: Happening) {
        appointments += 1
        agenda.append(Appointment(time: time, order: appointments, life: life, what: what))
    }

    /// Lets time run until every entry has its receipt, or for a day after the weather cleared.
    mutating func run() {
        outside(after: 1, .growth)
        outside(after: 2, .nodeNews)
        outside(after: 3, .block)
        outside(after: 30_000, .crash)
        outside(after: 50_000, .nodeRestart)
        while now < clearsAt + 86_400_000, complaints.isEmpty {
            if !isHostile, machine.deliveredThrough == entries { break }
            guard let next = agenda.min(by: { ($0.time, $0.order) < ($1.time, $1.order) })
            else { break }
            now = max(now, min(next.time, wakeAt ?? next.time))
            if let time = wakeAt, time < next.time {
                wakeAt = nil
                tell(.tick)
            } else {
                agenda.removeAll { $0.order == next.order }
                if next.life == nil || next.life == life { happen(next.what) }
            }
        }
        checkTheEnd()
    }

    private mutating func checkTheEnd() {
        for seq in 1...entries {
            let (recorded, receipt) = (ledger.recorded[seq] ?? 0, store.receipts[seq])
            if recorded != 1 || receipt == nil {
                complaints.append("entry \(seq): recorded \(recorded)x, \(receipt as Any)")
            }
        }
        if machine.deliveredThrough != entries || !machine.underWay.isEmpty {
            complaints.append("at the end: \(machine.deliveredThrough), \(machine.underWay)")
        }
    }

    /// The box starts anew from what it stored.
    mutating func restart() {
        life += 1
        startedAt = now
        wakeAt = nil
        // Some stores name how far delivery came, others leave the machine to find out.
        let through = happens(50) ? 0 : store.deliveredThrough
        machine = DeliveryMachine(
            restored: store.batches.values.filter { $0.last > through }
                .shuffled(using: &random),
            journalLast: store.journalLast, deliveredThrough: through,
            lastBatch: store.batches.keys.max() ?? BatchID(0), policy: policy,
            seed: random.next())
        tell(.tick)
    }

    /// Hands the machine an event and performs what it asks for, or a part when the box dies.
    mutating func tell(_ event: DeliveryMachine.Event) {
        let actions = machine.receive(event, now: now - startedAt)
        for action in actions {
            if happens(1) { return restart() }
            perform(action)
        }
    }
}
