import Mosquitto
import TestKit
import Testing
import Threads

@Suite(
    "A broker behind a door",
    .enabled(if: TestBroker.isInstalled && TestAuthority.isInstalled, "mosquitto or openssl"))
struct AccessTests {
    private static let key = "0123456789abcdef0123456789abcdef"

    private static func access(
        _ protection: MosquittoAccess.Protection = .none, user: String? = nil,
        password: String? = nil
    ) -> MosquittoAccess {
        var access = MosquittoAccess()
        (access.protection, access.user, access.password) = (protection, user, password)
        return access
    }

    private static func certificates(
        _ authority: TestAuthority, own: TestAuthority? = nil
    ) -> MosquittoAccess.Protection {
        let files = own?.files(of: "client")
        return .certificates(
            authorities: authority.certificate,
            own: files.map {
                MosquittoAccess.Certificate(certificate: $0.certificate, key: $0.key)
            })
    }

    private func client(_ access: MosquittoAccess, _ inbox: Inbox) throws -> MosquittoClient {
        try MosquittoClient(
            id: "gateway", cleanSession: true, access: access, retry: .milliseconds(50),
            onMessage: {
                inbox.take($0)
                return true
            }, onStateChange: inbox.note)
    }

    /// Whether a message goes to the broker and back.
    private func passes(_ access: MosquittoAccess, _ broker: TestBroker) async throws -> Bool {
        try await BlockingThread(name: "test").run {
            let inbox = Inbox()
            let client = try client(access, inbox)
            try client.subscribe("plates")
            client.connect(host: "127.0.0.1", port: broker.port)
            defer { client.stop() }
            guard inbox.waits(forConnected: true) else { return false }
            try client.publish("plates", Array("B-WH 4711".utf8))
            return inbox.texts(1) == ["B-WH 4711"]
        }
    }

    /// Whether a client is kept out, for a reason with these words.
    private func isKeptOut(
        _ access: MosquittoAccess, _ broker: TestBroker, _ words: String, host: String = "127.0.0.1"
    ) async throws -> Bool {
        try await BlockingThread(name: "test").run {
            let inbox = Inbox()
            let client = try client(access, inbox)
            client.connect(host: host, port: broker.port)
            defer { client.stop() }
            let isOut = inbox.waits(forReason: words)
            if !isOut { Issue.record("\(inbox.reasons)") }
            return isOut && !inbox.reasons.contains("connected")
        }
    }

    @Test("a broker is known by the authority that signed its certificate")
    func authority() async throws {
        let authority = try TestAuthority()
        let broker = try TestBroker(door: .certificates(authority, asksForOwn: false))
        #expect(try await passes(Self.access(Self.certificates(authority)), broker))
    }

    @Test("a broker signed by somebody else, or named otherwise, is not spoken to")
    func impostor() async throws {
        let (ours, theirs) = (try TestAuthority(), try TestAuthority())
        let broker = try TestBroker(door: .certificates(theirs, asksForOwn: false))
        let access = Self.access(Self.certificates(ours))
        #expect(try await isKeptOut(access, broker, "certificate verify failed"))
        let elsewhere = try TestAuthority(host: "DNS:elsewhere")
        let moved = try TestBroker(door: .certificates(elsewhere, asksForOwn: false))
        let named = Self.access(Self.certificates(elsewhere))
        #expect(try await isKeptOut(named, moved, "certificate verify failed"))
    }

    @Test("a broker that asks for a certificate lets in who has one")
    func ownCertificate() async throws {
        let authority = try TestAuthority()
        let broker = try TestBroker(door: .certificates(authority, asksForOwn: true))
        let known = Self.access(Self.certificates(authority, own: authority))
        #expect(try await passes(known, broker))
        let unknown = Self.access(Self.certificates(authority))
        // In TLS 1.3 the broker's no comes after the handshake, and libmosquitto does not tell it.
        #expect(try await isKeptOut(unknown, broker, "The connection was lost"))
    }

    @Test("a shared key opens the door, another one does not")
    func sharedKey() async throws {
        let broker = try TestBroker(door: .sharedKey(identity: "bridge-1", key: Self.key))
        let right = Self.access(.sharedKey(identity: "bridge-1", key: Self.key))
        #expect(try await passes(right, broker))
        let wrong = Self.access(
            .sharedKey(identity: "bridge-1", key: String(Self.key.reversed())))
        #expect(try await isKeptOut(wrong, broker, "TLS"))
    }

    @Test("a user is let in by his password alone")
    func password() async throws {
        let broker = try TestBroker(door: .password(user: "bridge", "s3cret"))
        #expect(try await passes(Self.access(user: "bridge", password: "s3cret"), broker))
        let words = "Connection Refused: not authorised."
        #expect(try await isKeptOut(Self.access(user: "bridge", password: "?"), broker, words))
        #expect(try await isKeptOut(Self.access(), broker, words))
    }

    @Test("files that are not there, and keys that are none, are told before the first connection")
    func unusable() throws {
        let authority = try TestAuthority()
        let missing = MosquittoAccess.Certificate(certificate: "/nothing.pem", key: "/nothing.key")
        for protection: MosquittoAccess.Protection in [
            .certificates(authorities: "/nothing.pem", own: nil),
            .certificates(authorities: authority.certificate, own: missing),
            .sharedKey(identity: "bridge-1", key: "not hexadecimal"),
        ] {
            let error = #expect(throws: MosquittoError.self) {
                try client(Self.access(protection), Inbox())
            }
            #expect(error?.message.contains("not hexadecimal") == false)
        }
    }

    @Test("who goes without a word leaves a will, and it is kept")
    func will() async throws {
        let broker = try TestBroker()
        var access = MosquittoAccess()
        access.will = MosquittoAccess.Will(topic: "status", payload: Array("offline".utf8))
        try await BlockingThread(name: "test").run { [access] in
            let inbox = Inbox()
            let first = try client(access, inbox)
            first.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: true))
            // Another with the same name throws it out, and leaves in good order itself.
            let second = try client(MosquittoAccess(), Inbox())
            second.connect(host: "127.0.0.1", port: broker.port)
            #expect(inbox.waits(forConnected: false))
            second.stop()
            first.stop()
            let heir = Inbox()
            let reader = try MosquittoClient(
                id: "heir", cleanSession: true,
                onMessage: {
                    #expect($0.isRetained)
                    heir.take($0)
                    return true
                })
            try reader.subscribe("status")
            reader.connect(host: "127.0.0.1", port: broker.port)
            #expect(heir.texts(1) == ["offline"])
            reader.stop()
        }
    }
}
