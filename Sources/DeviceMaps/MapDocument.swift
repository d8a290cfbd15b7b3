package import Documents

/// A map's file: the document in it, and its bytes for the digest.
package struct MapDocument: Sendable {
    let node: DocumentNode
    let bytes: [UInt8]

    package init(_ node: DocumentNode, bytes: [UInt8]) {
        (self.node, self.bytes) = (node, bytes)
    }
}

extension PayloadMap {
    init(_ document: MapDocument) throws(DocumentError) {
        try self.init(parsing: document.node, bytes: document.bytes)
    }
}
