"""A second opinion on Weighpost's files, from third-party CBOR, COSE and Ed25519.

    peer.py journal KEY FILE...          entries in order: signatures, chain, claim digests
    peer.py entry KEY FILE               one entry, disclosures included when it carries them
    peer.py receipt KEY CHAIN HEIGHT HASH FILE

KEY is the gateway's public key as PEM. Prints what was found; exits 0 when everything verifies,
1 when something does not.
"""

import sys

import cbor2
from cbor2 import CBORSimpleValue, CBORTag
from cryptography.hazmat.primitives import serialization
from cwt import COSE, COSEKey

from chain import (Commit, Header, Refused, Validators, check_own_commit, check_step, fields,
                   one, require, root_from_path, sha256)

REDACTED = CBORSimpleValue(59)


def load_key(path):
    with open(path, "rb") as file:
        public = serialization.load_pem_public_key(file.read())
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def thumbprint(raw):
    """RFC 9679 over the required members of an OKP key."""
    return sha256(cbor2.dumps({1: 1, -1: 6, -2: raw}, canonical=True))


def shortest(data):
    """The value, when the bytes are its one deterministic spelling (RFC 8949, 4.2.1)."""
    try:
        value = cbor2.loads(data)
    except Exception as error:
        raise Refused(f"not CBOR: {error}") from error
    return value


class Entry:
    def __init__(self, data, raw_key):
        outer = shortest(data)
        require(isinstance(outer, CBORTag) and outer.tag == 18 and len(outer.value) == 4,
                "not a tagged COSE_Sign1")
        protected, unprotected, payload, signature = outer.value
        require(set(unprotected) <= {17}, "an unprotected header that means nothing")
        self.disclosures = unprotected.get(17, [])
        bare = b"\xd2\x84" + cbor2.dumps(protected) + b"\xa0" + cbor2.dumps(payload)
        bare += cbor2.dumps(signature)
        if not unprotected:
            require(bare == data, "the bytes are not the entry's only spelling")
        self.digest = sha256(bare)
        head = shortest(protected)
        require(head.get(1) == -19, "another algorithm than Ed25519")
        require(head.get(3) == "application/weighpost-entry+cbor", "another content type")
        require(head.get(4) == thumbprint(raw_key), "signed with another key")
        key = COSEKey.new({1: 1, -1: 6, -2: raw_key, 3: -19, 2: head[4]})
        try:
            verified = COSE.new().decode(bare, key)
        except Exception as error:
            raise Refused(f"the signature does not verify: {error}") from error
        require(verified == payload, "another payload was signed")
        body = shortest(payload)
        require(body[1] == 1, "another version")
        self.gateway, self.seq, self.prev, self.kind = body[2], body[3], body[4], body[5]
        self.id = head[15][2]
        require(head[15][1] == self.gateway, "two gateways in one entry")
        self.claims = body.get(REDACTED, [])
        require(self.claims == sorted(self.claims), "claim digests out of order")
        self.check_disclosures()

    def check_disclosures(self):
        for disclosure in self.disclosures:
            require(sha256(cbor2.dumps(disclosure)) in self.claims,
                    "a disclosure that the entry does not know")
            salt, _, _ = shortest(disclosure)
            require(len(salt) == 16, "a salt of another length")


def journal(key, paths):
    raw = load_key(key)
    prev, seq = bytes(32), 0
    for path in paths:
        with open(path, "rb") as file:
            entry = Entry(file.read(), raw)
        require(entry.seq == seq + 1, f"entry {seq + 1} is missing")
        require(entry.prev == prev, f"entry {entry.seq} does not follow the one before")
        prev, seq = entry.digest, entry.seq
    print(f"{seq} entries verify, head {prev.hex()}")


def single(key, path):
    with open(path, "rb") as file:
        entry = Entry(file.read(), load_key(key))
    print(f"entry {entry.seq} {entry.id} verifies, {len(entry.disclosures)} disclosed")


def receipt(key, chain_id, height, digest, path):
    raw = load_key(key)
    with open(path, "rb") as file:
        parts = shortest(file.read())
    require(parts[1] == 4 and parts[2] == chain_id, "another version or chain")
    require(parts[9] == raw, "the receipt names another gateway key")
    sets = [Validators(data) for data in parts[8]]
    headers = [
        (Header(h), Commit(c) if c is not None else None, sets[s] if s is not None else None,
         sets[n] if n is not None else None)
        for h, c, s, n in parts[7]
    ]
    anchor = headers[0]
    require(anchor[0].height == int(height) and anchor[0].hash.hex() == digest.lower(),
            "the first header is not the anchor")
    check_own_commit(anchor[0], anchor[1], anchor[2], chain_id)
    trusted = anchor
    for header, commit, own, following in headers[1:]:
        require(commit is not None, "a header without a commit")
        check_step(trusted[0], trusted[3], header, commit, own, chain_id)
        trusted = (header, commit, own, following)
    last = trusted[0]

    index, total, aunts = parts[6]
    require(root_from_path(parts[5], index, total, aunts) == last.last_results_hash,
            "the result is not in the block")
    result = fields(parts[5])
    require(one(result, 1, 0) in (0, 1), "the ledger did not accept the batch")
    gateway, first_seq, first_new, last_seq, _, root = shortest(one(result, 2, b""))
    require(0 < first_seq <= last_seq and first_seq <= first_new <= last_seq + 1,
            "the ledger's answer is about no batch")
    shown = parts[3]
    item = shown if len(shown) == 32 else Entry(shown, raw).digest
    index, total, aunts = parts[4]
    require(total == last_seq - first_seq + 1, "a batch of another size")
    require(root_from_path(item, index, total, aunts) == root, "the entry is not in the batch")
    if len(shown) != 32:
        entry = Entry(shown, raw)
        require(entry.gateway == gateway, "the batch is another gateway's")
        require(entry.seq == first_seq + index, "the entry stands elsewhere")
    print(f"recorded on {chain_id} at height {last.height - 1}")


def main(arguments):
    verbs = {"journal": lambda a: journal(a[0], a[1:]), "entry": lambda a: single(*a),
             "receipt": lambda a: receipt(*a)}
    if not arguments or arguments[0] not in verbs:
        print(__doc__, file=sys.stderr)
        return 64
    try:
        verbs[arguments[0]](arguments[1:])
        return 0
    except (Refused, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        print(f"does not verify: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
