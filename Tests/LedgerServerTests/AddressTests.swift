import Testing

@testable import LedgerServer

@Suite("Where a ledger listens")
struct AddressTests {
    @Test(
        "an address is read as CometBFT writes it, and written so again",
        arguments: [
            ("tcp://127.0.0.1:26658", ABCIServer.Address.tcp(host: "127.0.0.1", port: 26_658)),
            ("tcp://[::1]:0", .tcp(host: "::1", port: 0)),
            ("unix:///run/weighpost-node/abci.sock", .unix(path: "/run/weighpost-node/abci.sock")),
        ])
    func read(text: String, address: ABCIServer.Address) {
        #expect(ABCIServer.Address(text) == address)
        #expect(address.description == text)
    }

    @Test(
        "what is no address is refused, and so is IPv6 without its brackets",
        arguments: [
            "", "tcp://", "tcp://:1", "tcp://host", "tcp://host:70000", "tcp://[]:1", "unix://",
            "tcp://::1:28750", "http://host:1",
        ])
    func refused(text: String) {
        #expect(ABCIServer.Address(text) == nil)
    }
}
