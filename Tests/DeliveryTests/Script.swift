import Wire

@testable import Delivery

/// A machine that is told one thing after the other, as a test of one transition needs it.
struct Script {
    var machine: DeliveryMachine
    var now: Int64 = 0

    /// A machine with a short policy: no waiting for company, small batches.
    init(
        restored: [StoredBatch] = [], journalLast: UInt64 = 0, deliveredThrough: UInt64 = 0,
        change: (inout BatchPolicy) -> Void = { _ in }
    ) {
        var policy = BatchPolicy()
        policy.maxEntries = 10
        policy.maxAge = 0
        policy.validForBlocks = 100
        change(&policy)
        machine = DeliveryMachine(
            restored: restored, journalLast: journalLast, deliveredThrough: deliveredThrough,
            policy: policy, seed: 1)
    }

    /// Tells the machine something; what it does besides naming its next wake time.
    @discardableResult
    mutating func tell(
        _ event: DeliveryMachine.Event, after pause: Int64 = 0
    ) -> [DeliveryMachine.Action] {
        now += pause
        return machine.receive(event, now: now).filter {
            if case .wakeAt = $0 { false } else { true }
        }
    }

    /// The hash that stands for the bytes of a batch.
    static func hash(_ number: Int64) -> Digest { Digest.of([UInt8(number)]) }

    /// Brings entries to a node that took them: batch `number` is sent.
    mutating func send(_ number: Int64, last: UInt64) {
        tell(.journalGrew(last: last))
        tell(.nodeReachable(height: 50))
        tell(.signed(BatchID(number), last: last, txHash: Script.hash(number)))
        tell(.sendAnswered(BatchID(number), .accepted))
    }

    /// Brings a batch that was sent into a block.
    mutating func include(_ number: Int64, height: Int64) {
        tell(.tick, after: 5_000)
        tell(.lookedUp(BatchID(number), .found(height: height)))
    }

    /// How far a batch has come; nil when it is on its way no more.
    func state(_ number: Int64) -> DeliveryState? {
        machine.underWay.first { $0.id == BatchID(number) }?.state
    }

    /// A batch as a store keeps it, valid until height 150.
    static func stored(
        _ number: Int64, _ entries: ClosedRange<UInt64>, _ state: DeliveryState
    ) -> StoredBatch {
        StoredBatch(
            id: BatchID(number), first: entries.lowerBound, last: entries.upperBound,
            txHash: hash(number), validUntil: 150, state: state)
    }
}
