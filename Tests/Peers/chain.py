"""CometBFT headers, commits and validator sets, read with nothing but hashlib and cryptography.

Written from the protobuf definitions of CometBFT 0.38, apart from the Swift code it judges.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Refused(Exception):
    """What was shown does not prove what it should."""


def require(condition, reason):
    if not condition:
        raise Refused(reason)


def sha256(data):
    return hashlib.sha256(data).digest()


def merkle(leaves):
    """RFC 6962, 2.1."""
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + merkle(leaves[:split]) + merkle(leaves[split:]))


def root_from_path(leaf, index, total, aunts):
    """The root that a leaf and its aunts, nearest first, lead to."""
    require(0 <= index < total, "a path names a leaf that is not there")

    def climb(index, total, aunts):
        if total == 1:
            require(not aunts, "a path is too long")
            return sha256(b"\x00" + leaf)
        require(aunts, "a path is too short")
        split = 1
        while split * 2 < total:
            split *= 2
        if index < split:
            return sha256(b"\x01" + climb(index, split, aunts[:-1]) + aunts[-1])
        return sha256(b"\x01" + aunts[-1] + climb(index - split, total - split, aunts[:-1]))

    return climb(index, total, list(aunts))


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def fields(data):
    """The fields of a protobuf message: number -> list of values."""
    found, at = {}, 0

    def read_varint(at):
        value = shift = 0
        while True:
            require(at < len(data) and shift < 70, "a protobuf message breaks off")
            value |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80:
                return value, at

    while at < len(data):
        tag, at = read_varint(at)
        kind = tag & 7
        if kind == 0:
            value, at = read_varint(at)
        elif kind == 2:
            size, at = read_varint(at)
            require(at + size <= len(data), "a protobuf message breaks off")
            value, at = data[at:at + size], at + size
        elif kind == 1:
            require(at + 8 <= len(data), "a protobuf message breaks off")
            value, at = data[at:at + 8], at + 8
        else:
            raise Refused(f"protobuf wire type {kind}")
        found.setdefault(tag >> 3, []).append(value)
    return found


def one(message, number, default):
    return message.get(number, [default])[-1]


def signed(value):
    return value - (1 << 64) if value >> 63 else value


class Header:
    def __init__(self, data):
        message = fields(data)
        self.chain_id = one(message, 2, b"").decode()
        self.height = signed(one(message, 3, 0))
        stamp = fields(one(message, 4, b""))
        self.time = signed(one(stamp, 1, 0)) * 10**9 + one(stamp, 2, 0)
        self.last_block_hash = one(fields(one(message, 5, b"")), 1, b"")
        self.validators_hash = one(message, 8, b"")
        self.next_validators_hash = one(message, 9, b"")
        self.last_results_hash = one(message, 12, b"")

        def wrapped(value):
            return b"\x0a" + varint(len(value)) + value if value else b""

        leaves = [one(message, 1, b""), wrapped(one(message, 2, b"")),
                  b"\x08" + varint(self.height) if self.height else b"",
                  one(message, 4, b""), one(message, 5, b"")]
        leaves += [wrapped(one(message, number, b"")) for number in range(6, 15)]
        self.hash = merkle(leaves)


class Validators:
    def __init__(self, data):
        self.members = []
        leaves = []
        for raw in fields(data).get(1, []):
            member = fields(raw)
            key_message = one(member, 2, b"")
            key = one(fields(key_message), 1, b"")
            power = signed(one(member, 3, 0))
            require(len(key) == 32 and power >= 0, "a validator of an unknown kind")
            address = sha256(key)[:20]
            require(one(member, 1, address) == address, "an address is not its key's")
            self.members.append((address, key, power))
            leaves.append(b"\x0a" + varint(len(key_message)) + key_message
                          + (b"\x10" + varint(power) if power else b""))
        require(len({m[0] for m in self.members}) == len(self.members), "a validator twice")
        self.hash = merkle(leaves)
        self.total = sum(m[2] for m in self.members)


class Commit:
    def __init__(self, data):
        message = fields(data)
        self.height = signed(one(message, 1, 0))
        self.round = signed(one(message, 2, 0))
        self.block_id = one(message, 3, b"")
        self.block_hash = one(fields(self.block_id), 1, b"")
        self.slots = [fields(raw) for raw in message.get(4, [])]

    def signers(self, chain_id, keys):
        """The addresses whose valid signature says yes to the block."""
        voted = set()
        for slot in self.slots:
            flag, address = one(slot, 1, 0), one(slot, 2, b"")
            require(flag in (1, 2, 3), "a vote of an unknown kind")
            if flag == 1 or address not in keys:
                continue
            stamp = one(slot, 3, b"")
            vote = b"\x08\x02" + b"\x11" + self.height.to_bytes(8, "little", signed=True)
            if self.round:
                vote += b"\x19" + self.round.to_bytes(8, "little", signed=True)
            if flag == 2:  # a vote for nil names no block
                vote += b"\x22" + varint(len(self.block_id)) + self.block_id
            vote += b"\x2a" + varint(len(stamp)) + stamp
            name = chain_id.encode()
            vote += b"\x32" + varint(len(name)) + name
            try:
                Ed25519PublicKey.from_public_bytes(keys[address]).verify(
                    one(slot, 4, b""), varint(len(vote)) + vote)
            except InvalidSignature as error:
                raise Refused(f"a vote at height {self.height} does not verify") from error
            require(address not in voted, "a validator voted twice")
            if flag == 2:
                voted.add(address)
        return voted


def check_own_commit(header, commit, validators, chain_id):
    """More than two thirds of the header's own validators signed it."""
    require(header.chain_id == chain_id, "a header of another chain")
    require(commit.height == header.height and commit.block_hash == header.hash,
            f"the commit is not for header {header.height}")
    require(validators.hash == header.validators_hash, "the validators are not the header's")
    require(len(commit.slots) == len(validators.members), "a commit of another size")
    for slot, (address, _, _) in zip(commit.slots, validators.members):
        require(one(slot, 1, 0) == 1 or one(slot, 2, b"") == address,
                "a vote in another validator's place")
    keys = {address: key for address, key, _ in validators.members}
    voted = commit.signers(chain_id, keys)
    power = sum(p for address, _, p in validators.members if address in voted)
    require(3 * power > 2 * validators.total, f"too few signed header {header.height}")


def check_step(trusted, trusted_next, header, commit, validators, chain_id):
    """One step of the light client: adjacent, or over a third of the trusted set."""
    require(header.height > trusted.height and header.time > trusted.time,
            "headers are out of order")
    if header.height == trusted.height + 1:
        require(header.validators_hash == trusted.next_validators_hash,
                "the validators do not follow")
    else:
        require(trusted_next is not None
                and trusted_next.hash == trusted.next_validators_hash,
                "the trusted header's next validators are missing")
        keys = {address: key for address, key, _ in trusted_next.members}
        voted = commit.signers(chain_id, keys)
        power = sum(p for address, _, p in trusted_next.members if address in voted)
        require(3 * power > trusted_next.total, "not enough trust")
    check_own_commit(header, commit, validators, chain_id)
