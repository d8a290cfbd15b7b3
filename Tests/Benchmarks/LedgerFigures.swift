import Evidence
import Intake
import IntakeLedger
import LightClients
import TestKit
import Threads
import Wire

/// What an upstream node pays for batches, and for a log of a million entries.
enum LedgerFigures {
    private static let chainID = "bench-1"
    private static let gateway = "https://bench.example/gateways/1"
    private static let batchSize = 100
    private static let million = 1_000_000

    static func measured() throws -> [Figure] {
        let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32))
        return try batches(key) + cores(key) + log(key)
    }

    private static let onAllCores = SignatureChecker { Cores.firstFailure(among: $0, $1) }

    /// A block of new batches on every core, held against the bound: the machine's bare Ed25519 rate
    /// on as many cores, over the same messages.
    private static func cores(_ key: SigningKey) throws -> [Figure] {
        let transactions = try transactions(key, count: 20)
        var ledger = IntakeLedger(chainID: chainID, genesis: genesis(key))
        ledger.checker = onAllCores
        let fresh = ledger
        let seconds = try Ruler.secondsEach(runs: 7, count: 1) { _ in
            var ledger = fresh
            let outcome = ledger.finalizeBlock(height: 1, transactions: transactions)
            guard outcome.results.allSatisfy({ $0.code == .accepted }) else {
                throw BenchTrouble("a good batch is not recorded")
            }
        }
        let signatures = transactions.count * (batchSize + 1)
        let bound = try bareRate(key, transactions)
        return [
            Figure(
                "ledger-batches", unit: "batches/s",
                about:
                    "FinalizeBlock of \(transactions.count) batches of \(batchSize) loads, seen for "
                    + "the first time, signatures on all cores",
                runs: seconds.map { Double(transactions.count) / $0 }),
            Figure(
                "ledger-batches-of-bound", unit: "share",
                about:
                    "the same, of what the cores could verify together: \(signatures) signatures "
                    + "at the bare Ed25519 rate of every core at once",
                runs: zip(seconds, bound).map { Double(signatures) / $0 / $1 }),
        ]
    }

    /// Verified signatures a second, on all cores together, over the entries of these batches.
    private static func bareRate(
        _ key: SigningKey, _ transactions: [[UInt8]]
    ) throws -> [Double] {
        let publicKey = key.publicKey
        let messages = try transactions.flatMap { bytes in
            try Batch(decoding: bytes).items.compactMap {
                item -> (signature: [UInt8], bytes: [UInt8])? in
                guard case .entry(let bytes) = item else { return nil }
                return (try key.sign(bytes), bytes)
            }
        }
        return try Ruler.secondsEach(runs: 7, count: 1) { _ in
            let bad = Cores.firstFailure(among: messages.count) { place in
                publicKey.isValid(messages[place].signature, for: messages[place].bytes)
            }
            guard bad == nil else { throw BenchTrouble("a good signature is refused") }
        }.map { Double(messages.count) / $0 }
    }

    private static func genesis(_ key: SigningKey) -> LedgerGenesis {
        LedgerGenesis(gateways: [
            GatewayRegistration(gateway: gateway, site: "bench", key: key.publicKey)
        ])
    }

    /// Consecutive batches of loads.
    private static func transactions(
        _ key: SigningKey, count: Int, after start: ChainLink = .start
    ) throws -> [[UInt8]] {
        var random = SeededGenerator(seed: 1)
        let maker = EntryMaker(gateway: gateway, key: key)
        var (link, made) = (start, [[UInt8]]())
        for _ in 0..<count {
            let before = link
            var items: [BatchItem] = []
            for _ in 0..<batchSize {
                let entry = try maker.make(
                    .intake(load(link)), claims: [], after: link,
                    id: UUIDv7(milliseconds: 1_790_000_000_000, using: &random),
                    time: 1_790_000_000, salts: &random
                ).entry
                link = ChainLink(seq: entry.seq, digest: entry.digest)
                items.append(.entry(entry.bytes))
            }
            made.append(
                try Batch.make(
                    items, chainID: chainID, gateway: gateway, after: before, validUntil: 1_000,
                    key: key, id: UUIDv7(milliseconds: 1, using: &random)
                ).bytes)
        }
        return made
    }

    private static func load(_ link: ChainLink) -> IntakeBody {
        IntakeBody(
            visit: Array(link.digest.bytes.prefix(16)), weighIn: link.digest,
            code: WasteCode(scheme: "EWC", listVersion: "2014", code: "20 03 01"),
            net: .kilograms(15_380), source: WasteSource(kind: .municipality, area: "07"),
            destination: "plant-1", purpose: "R1", grades: [], outcome: .passed,
            ruleSet: .of([1]), results: [], documents: [])
    }

    private static func batches(_ key: SigningKey) throws -> [Figure] {
        let transactions = try transactions(key, count: 20)
        let fresh = IntakeLedger(chainID: chainID, genesis: genesis(key))
        let entries = Double(transactions.count * batchSize)
        let bytes = transactions[0].count
        var checked = fresh
        let checks = try Ruler.secondsEach(runs: 5, count: 1) { _ in
            checked = fresh
            for transaction in transactions {
                guard checked.checkTx(transaction, height: 1).code == .accepted else {
                    throw BenchTrouble("a good batch is refused")
                }
            }
        }
        func finalize(_ ledger: IntakeLedger) throws -> [Double] {
            try Ruler.secondsEach(runs: 5, count: 1) { _ in
                var ledger = ledger
                let outcome = ledger.finalizeBlock(height: 1, transactions: transactions)
                guard outcome.results.allSatisfy({ $0.code == .accepted }) else {
                    throw BenchTrouble("a good batch is not recorded")
                }
            }
        }
        let about = "\(transactions.count) batches of \(batchSize) loads, \(bytes) bytes each"
        return [
            Figure(
                "ledger-check", unit: "entries/s",
                about: "CheckTx of \(about): every signature, every entry, on one core",
                runs: checks.map { entries / $0 }),
            Figure(
                "ledger-finalize-known", unit: "entries/s",
                about: "FinalizeBlock of \(about), all checked before by this node",
                runs: try finalize(checked).map { entries / $0 }),
            Figure(
                "ledger-finalize-new", unit: "entries/s",
                about: "FinalizeBlock of \(about), seen for the first time, as in a replay",
                runs: try finalize(fresh).map { entries / $0 }),
        ]
    }

    /// A node's start with a million entries, and proofs out of their log.
    private static func log(_ key: SigningKey) throws -> [Figure] {
        let state = IntakeLedger(chainID: chainID, genesis: genesis(key)).stateBytes
        var ledger = IntakeLedger(chainID: chainID, genesis: genesis(key))
        let starts = try Ruler.secondsEach(runs: 3, count: 1) { _ in
            ledger = try IntakeLedger(restoring: state) { take in
                for number in 0..<million {
                    try take(
                        RecordedEntry(
                            gateway: gateway, seq: UInt64(number) + 1, digest: digest(number),
                            height: 1, hasBytes: true))
                }
            }
        }
        let blocks = try block(key, after: ledger)
        let proofs = try Ruler.perSecond(runs: 5, count: 200) { turn in
            _ = try proof(of: turn * 4_999, in: ledger)
        }
        let shown = try (0..<200).map { turn in try proof(of: turn * 4_999, in: ledger) }
        let appHash = ledger.appHash.bytes
        let verified = try Ruler.perSecond(runs: 5, count: 20_000) { turn in
            try shown[turn % shown.count].verify(appHash: appHash)
        }
        return [
            Figure(
                "ledger-start-million", unit: "s",
                about: "a node's state with 1,000,000 entries made anew from their digests",
                runs: starts),
            Figure(
                "ledger-block-million", unit: "ms",
                about: "FinalizeBlock of 500 entries, all checked before, on 1,000,000 of one "
                    + "gateway, while the state before it is kept", runs: blocks.map { $0 * 1000 }),
            Figure(
                "log-prove-million", unit: "1/s",
                about: "proofs of entries anywhere in a log of 1,000,000", runs: proofs),
            Figure(
                "log-verify-million", unit: "1/s",
                about: "such proofs verified under the app hash", runs: verified),
        ]
    }

    /// A block whose batches were checked before, held against the state before it.
    private static func block(
        _ key: SigningKey, after ledger: IntakeLedger
    ) throws -> [Double] {
        let head = ChainLink(seq: UInt64(million), digest: digest(million - 1))
        let transactions = try transactions(key, count: 5, after: head)
        var checked = ledger
        for transaction in transactions {
            guard checked.checkTx(transaction, height: 1).code == .accepted else {
                throw BenchTrouble("a good batch is refused")
            }
        }
        return try Ruler.secondsEach(count: 1) { _ in
            var next = checked
            let outcome = next.finalizeBlock(height: 1, transactions: transactions)
            guard outcome.results.allSatisfy({ $0.code == .accepted }) else {
                throw BenchTrouble("a good batch is not recorded")
            }
        }
    }

    private static func digest(_ number: Int) -> Digest {
        .of((0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
    }

    private static func proof(of number: Int, in ledger: IntakeLedger) throws -> LogProof {
        let answer = ledger.query(
            path: "/log", data: LogProof.question(of: gateway, UInt64(number) + 1))
        guard let step = answer.proof.first else { throw BenchTrouble("no proof: \(answer.log)") }
        return try LogProof(value: answer.value, data: step.data)
    }
}
