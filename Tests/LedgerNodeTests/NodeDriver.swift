import Foundation
import Glibc
import LedgerServer
import TestKit
import Wire

/// A CometBFT node's side of one connection: blocking, one answer for each request, in order.
final class ABCIConnection {
    private let socket: Int32
    private var frames = ABCIFrames()

    /// Connects to `tcp://127.0.0.1:port` or `unix://path`.
    init(_ address: ABCIServer.Address) throws {
        switch address {
        case .tcp(_, let port):
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = in_port_t(port).bigEndian
            place.sin_addr.s_addr = inet_addr("127.0.0.1")
            let result = withUnsafePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw Trouble("no connection to port \(port)") }
        case .unix(let path):
            socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var place = sockaddr_un()
            place.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
            let result = withUnsafePointer(to: &place) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard result == 0 else { throw Trouble("no connection to \(path)") }
        }
    }

    deinit { close(socket) }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends requests in one write, then a flush, as a node does.
    func send(_ requests: [ABCIRequest]) {
        send((requests + [.flush]).flatMap { ABCIFrames.framed($0.bytes) })
    }

    /// The next answer; nil when the application has closed the connection.
    func answer() throws -> ABCIResponse? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let message = try frames.next() { return try ABCIResponse(decoding: message) }
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            frames.append(buffer[..<count])
        }
    }

    /// Asks one thing and gets its answer.
    func ask(_ request: ABCIRequest) throws -> ABCIResponse {
        send([request])
        guard let answer = try answer(), try self.answer() == .flush else {
            throw Trouble("the connection ended instead of an answer")
        }
        return answer
    }
}

/// Plays a CometBFT node's exact order of messages over its four connections.
final class NodeDriver {
    let query: ABCIConnection
    let snapshot: ABCIConnection
    let mempool: ABCIConnection
    let consensus: ABCIConnection

    init(_ address: ABCIServer.Address) throws {
        query = try ABCIConnection(address)
        snapshot = try ABCIConnection(address)
        mempool = try ABCIConnection(address)
        consensus = try ABCIConnection(address)
    }

    func info() throws -> ABCIInfo.Answer {
        guard case .info(let answer) = try query.ask(.info(ABCIInfo.Question())) else {
            throw Trouble("no Info")
        }
        return answer
    }

    @discardableResult
    func initChain(
        _ appState: [UInt8], chainID: String, initialHeight: Int64 = 1, maxBytes: Int64? = nil
    ) throws -> [UInt8] {
        var question = ABCIInitChain.Question()
        (question.chainID, question.appStateBytes) = (chainID, appState)
        question.initialHeight = initialHeight
        if let maxBytes {
            var block = ABCIConsensusParams.Block()
            block.maxBytes = maxBytes
            question.consensusParams = ABCIConsensusParams()
            question.consensusParams?.block = block
        }
        guard case .initChain(let answer) = try consensus.ask(.initChain(question)) else {
            throw Trouble("no InitChain")
        }
        return answer.appHash
    }

    func checkTx(_ transaction: [UInt8], again: Bool = false) throws -> ABCITxResult {
        let question = ABCICheckTx.Question(transaction, kind: again ? .recheck : .new)
        guard case .checkTx(let answer) = try mempool.ask(.checkTx(question)) else {
            throw Trouble("no CheckTx")
        }
        return answer
    }

    func prepare(_ transactions: [[UInt8]], height: Int64) throws -> [[UInt8]] {
        var question = ABCIPrepareProposal.Question()
        (question.transactions, question.height) = (transactions, height)
        question.maxTransactionBytes = 4_000_000
        guard case .prepareProposal(let answer) = try consensus.ask(.prepareProposal(question))
        else { throw Trouble("no PrepareProposal") }
        return answer.transactions
    }

    func process(_ transactions: [[UInt8]], height: Int64) throws -> Bool {
        var question = ABCIProcessProposal.Question()
        (question.transactions, question.height) = (transactions, height)
        guard case .processProposal(let answer) = try consensus.ask(.processProposal(question))
        else { throw Trouble("no ProcessProposal") }
        return answer.verdict == .accept
    }

    func finalize(
        _ transactions: [[UInt8]], height: Int64
    ) throws -> ABCIFinalizeBlock.Answer {
        var question = ABCIFinalizeBlock.Question()
        (question.transactions, question.height) = (transactions, height)
        guard case .finalizeBlock(let answer) = try consensus.ask(.finalizeBlock(question))
        else { throw Trouble("no FinalizeBlock") }
        return answer
    }

    @discardableResult
    func commit() throws -> Int64 {
        guard case .commit(let answer) = try consensus.ask(.commit) else {
            throw Trouble("no Commit")
        }
        return answer.retainHeight
    }

    /// A block as it goes through a proposer.
    @discardableResult
    func block(_ waiting: [[UInt8]], height: Int64) throws -> ABCIFinalizeBlock.Answer {
        let proposal = try prepare(waiting, height: height)
        guard try process(proposal, height: height) else {
            throw Trouble("our own proposal for \(height) is rejected")
        }
        let answer = try finalize(proposal, height: height)
        try commit()
        return answer
    }
}
