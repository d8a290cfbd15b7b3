import Wire

/// The proof of a gateway's head: how far the ledger has its journal.
package struct HeadProof: Hashable, Sendable {
    /// The type of the proof operation in an answer to `/head`.
    package static let operation = "weighpost/head/2"

    /// What the ledger keeps of a gateway: `[gateway, last, digest after]`.
    package struct Head: Hashable, Sendable {
        package let gateway: String
        package let link: ChainLink

        /// A gateway's last entry.
        package init(gateway: String, link: ChainLink) {
            (self.gateway, self.link) = (gateway, link)
        }

        /// The leaf under the root of all heads.
        package var bytes: [UInt8] {
            CBOR.array([.text(gateway), .unsigned(link.seq), .digest(link.digest)]).encoded()
        }

        /// Reads a leaf; anything but its one spelling is refused.
        package init(decoding bytes: [UInt8]) throws(EvidenceError) {
            do throws(CBORError) {
                guard let parts = try CBOR(decoding: bytes).arrayValue, parts.count == 3,
                    let gateway = parts[0].textValue, let seq = parts[1].uint,
                    let digest = parts[2].digest
                else { throw CBORError.wrongType("[gateway, last, digest]") }
                self.init(gateway: gateway, link: ChainLink(seq: seq, digest: digest))
            } catch {
                throw EvidenceError("not a head", error)
            }
        }
    }

    package let head: Head
    package let way: LedgerPath

    /// A head, and its way to the root of all heads.
    package init(head: Head, way: LedgerPath) {
        (self.head, self.way) = (head, way)
    }

    /// The data of the proof operation; the head is the answer's value.
    package var bytes: [UInt8] { way.bytes }

    /// Reads an answer: the value, and the data of its proof operation.
    package init(value: [UInt8], data: [UInt8]) throws(EvidenceError) {
        self.init(head: try Head(decoding: value), way: try LedgerPath(decoding: data))
    }

    /// Checks the proof against the `app_hash` of a verified header.
    ///
    /// Throws `EvidenceError` when the head is another gateway's or the hashes do not meet.
    package func verify(gateway: String, appHash: [UInt8]) throws(EvidenceError) {
        guard head.gateway.utf8.elementsEqual(gateway.utf8) else {
            throw EvidenceError("the head of '\(head.gateway)', not of '\(gateway)'")
        }
        try way.verify(
            head.bytes, under: \.heads, appHash: appHash,
            orElse: "the head is not among the ledger's heads")
    }
}
