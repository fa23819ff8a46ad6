#!/usr/bin/env python3
"""Checks draws and packets as docs/fair-draws.md specifies, with Python's standard library alone.

    python3 fair_draws.py verify PROOF.json [--receipt RECEIPT.json]
    python3 fair_draws.py batch < LINES

`verify` exits with 0 when the file is proven, 1 with the fault's code when it is not, 2 for usage.
`batch` reads lines {"proof": text, "receipt": text or null} and answers each with `ok` or a code.
Python 3.9 or newer. Nothing but the named files is read; nothing is sent.
"""

import hashlib
import hmac
import json
import re
import sys

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GENESIS, PERIOD = 1692803367, 3
PROOF_BYTES, RECEIPT_BYTES = 64 << 20, 64 << 10
ENTRIES, RFC_ENTRIES, TICKETS = 200_000, 65_535, 1_000_000
PRIZES, PIECES, REROLLS, WINS = 1_000, 100_000, 10_000, 1_000
SOURCES, VALUE_BYTES, TIME, TITLE_BYTES = 16, 64, 10**12, 200
SHARES, AMOUNT = 10_000, 10**12


class Fault(Exception):
    """A proof proves nothing; the code says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def demand(holds, code):
    if not holds:
        raise Fault(code)


# Bytes and statements


def sha256(data):
    return hashlib.sha256(data).digest()


def part(value):
    if isinstance(value, str):
        value = value.encode()
    elif isinstance(value, int):
        value = value.to_bytes(8, "big")
    elif value is None:
        value = b""
    return len(value).to_bytes(4, "big") + value


def statement(tag, *parts):
    return sha256(b"regulars fair 1 " + tag.encode() + b"\n" + b"".join(map(part, parts)))


def unhex(text):
    return None if text is None else bytes.fromhex(text)


# Ed25519, RFC 8032, section 5.1: points in extended coordinates

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(one, other):
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def double(point):
    x, y, z, _ = point
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    h = a + b
    e = h - (x + y) * (x + y) % P
    g = a - b
    f = c + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign else x


def decompress(data):
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def compress(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_small(point):
    """Whether its order is 1, 2, 4 or 8: such a key would fit what nobody signed."""
    x, y, z, _ = double(double(double(point)))
    return x == 0 and y == z


def is_signed(key, message, signature):
    """Whether R is s·B − h·A, the two multiplications in one pass."""
    point, s = decompress(key), int.from_bytes(signature[32:], "little")
    if point is None or s >= ORDER or is_small(point):
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    h = int.from_bytes(digest, "little") % ORDER
    x, y, z, t = point
    minus = (P - x, y, z, P - t)
    table = (None, BASE, minus, add(BASE, minus))
    sum_ = NEUTRAL
    for bit in range(max(s.bit_length(), h.bit_length()) - 1, -1, -1):
        sum_ = double(sum_)
        which = (s >> bit & 1) | (h >> bit & 1) << 1
        if which:
            sum_ = add(sum_, table[which])
    return compress(sum_) == signature[:32]


# The log, RFC 6962


def leaf_of(entry):
    parts = (entry["entrant"], entry["number"], entry["tickets"], unhex(entry["nonce"]))
    return sha256(b"\0" + b"".join(map(part, parts)))


def node(left, right):
    return sha256(b"\1" + left + right)


def left_of(size):
    """The largest power of two below it."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(leaves):
    # Pairs from the left; what is left over at the end of a level goes up as it is.
    if not leaves:
        return sha256(b"")
    level = leaves
    while len(level) > 1:
        pairs = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def climb(leaf, index, size, path):
    if size == 1:
        return leaf if not path else None
    if not path:
        return None
    left, beside = left_of(size), path[-1]
    if index < left:
        below = climb(leaf, index, left, path[:-1])
        return below and node(below, beside)
    below = climb(leaf, index - left, size - left, path[:-1])
    return below and node(beside, below)


# Files: canonical JSON and its shapes


def refuse_constant(name):
    raise ValueError(name)


def parse(data):
    return json.loads(data.decode("utf-8"), parse_constant=refuse_constant)


def is_canonical(parsed, data):
    text = json.dumps(parsed, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8") == (data[:-1] if data.endswith(b"\n") else data)


def number(low, high):
    return lambda value: type(value) is int and low <= value <= high


def digits(length):
    pattern = re.compile("[0-9a-f]{%d}" % length)
    return lambda value: type(value) is str and pattern.fullmatch(value) is not None


def text(value):
    """Half a character can be written as an escape, and is no text."""
    return type(value) is str and not any("\ud800" <= c <= "\udfff" for c in value)


def label(value):
    return text(value) and re.fullmatch("[A-Za-z0-9_-]{1,64}", value) is not None


def title(value):
    if not text(value) or not 1 <= len(value.encode("utf-8")) <= TITLE_BYTES:
        return False
    return not any(ord(c) < 0x20 or 0x7F <= ord(c) <= 0x9F for c in value)


def either(*allowed):
    return lambda value: text(value) and value in allowed


def maybe(shape):
    return lambda value: value is None or shape(value)


def listed(shape, low, high):
    return lambda value: type(value) is list and low <= len(value) <= high and all(map(shape, value))


def fields(**shapes):
    """Exactly these fields, in the order of their names."""
    names = sorted(shapes)

    def fits(value):
        if type(value) is not dict or list(value) != names:
            return False
        return all(shapes[name](value[name]) for name in names)

    return fits


def one_of(**shapes):
    """An object with one field, which says of which kind it is."""

    def fits(value):
        if type(value) is not dict or len(value) != 1:
            return False
        ((kind, inner),) = value.items()
        return kind in shapes and shapes[kind](inner)

    return fits


HASH, SIGNATURE = digits(64), digits(128)
INDEX = number(0, PIECES + REROLLS - 1)
ANY = 1 << 62
ENTRY = fields(
    entrant=label, nonce=maybe(HASH), number=number(1, ENTRIES), tickets=number(1, TICKETS)
)
PUBLIC = fields(kind=either("numbers", "letters"), name=title)
SOURCE = one_of(
    drand=fields(chain=HASH, round=number(1, TIME)), public=listed(PUBLIC, 1, SOURCES)
)
DRAW = fields(
    closing=fields(
        entries=number(0, ENTRIES),
        exclusions=HASH,
        opening=HASH,
        root=HASH,
        set=HASH,
        signature=SIGNATURE,
    ),
    entries=listed(ENTRY, 0, ENTRIES),
    exclusions=listed(fields(entrant=label, reason=label), 0, ENTRIES),
    input=one_of(
        drand=digits(96),
        nonces=listed(maybe(HASH), 0, ANY),
        public=listed(listed(text, 0, ANY), 0, ANY),
    ),
    opening=fields(
        closes_at=number(0, TIME),
        draw=label,
        key=HASH,
        method=either("tickets", "rfc3797"),
        prizes=HASH,
        secret=maybe(HASH),
        signature=SIGNATURE,
        source=HASH,
        wins=number(1, WINS),
    ),
    picks=listed(
        fields(entrant=label, entry=number(0, ENTRIES - 1), prize=number(0, PRIZES - 1)),
        0,
        PIECES + REROLLS,
    ),
    prizes=listed(fields(name=title, quantity=number(1, PIECES)), 1, PRIZES),
    rerolls=listed(fields(pick=INDEX, reason=label), 0, REROLLS),
    result=fields(
        closing=HASH, input=HASH, picks=HASH, rerolls=HASH, seed=maybe(HASH), signature=SIGNATURE
    ),
    secret=maybe(HASH),
    source=lambda value: value == "nonces" or SOURCE(value),
    version=text,
)
RECEIPT = fields(
    draw=label,
    entry=ENTRY,
    index=number(0, ENTRIES),
    key=HASH,
    opening=HASH,
    path=listed(HASH, 0, 32),
    root=HASH,
    signature=SIGNATURE,
    size=number(0, ENTRIES),
    version=either("regulars-receipt-1"),
)
SPLIT = fields(
    commitment=HASH,
    secret=HASH,
    shares=listed(number(0, AMOUNT), 0, SHARES),
    terms=fields(
        kind=either("equal", "random"),
        least=number(1, AMOUNT),
        packet=label,
        shares=number(1, SHARES),
        total=number(1, AMOUNT),
    ),
    version=text,
)


def ascending(exclusions):
    names = [each["entrant"] for each in exclusions]
    return all(one < other for one, other in zip(names, names[1:]))


def read(data):
    """The parsed file, or a fault; its version is known and its parts are within their limits."""
    demand(len(data) <= PROOF_BYTES, "too_large")
    try:
        parsed = parse(data)
    except (ValueError, RecursionError):
        raise Fault("malformed") from None
    demand(type(parsed) is dict and text(parsed.get("version")), "malformed")
    shapes = {"regulars-draw-1": DRAW, "regulars-split-1": SPLIT}
    demand(parsed["version"] in shapes, "unknown_version")
    try:
        fits = is_canonical(parsed, data) and shapes[parsed["version"]](parsed)
    except (ValueError, RecursionError):
        fits = False
    demand(fits, "malformed")
    if parsed["version"] == "regulars-draw-1":
        pieces = sum(prize["quantity"] for prize in parsed["prizes"])
        demand(pieces <= PIECES and ascending(parsed["exclusions"]), "malformed")
    else:
        terms = parsed["terms"]
        fits = terms["shares"] <= terms["total"] and terms["least"] <= terms["total"] // terms["shares"]
        demand(fits, "malformed")
    return parsed


def read_receipt(data):
    try:
        parsed = parse(data) if len(data) <= RECEIPT_BYTES else None
        fits = RECEIPT(parsed) and is_canonical(parsed, data) and parsed["index"] < parsed["size"]
    except (ValueError, RecursionError):
        fits = False
    demand(fits, "receipt_malformed")
    return parsed


# Statements of a draw


def hash_of_prizes(prizes):
    return statement("prizes", *(x for each in prizes for x in (each["name"], each["quantity"])))


def hash_of_source(source):
    if source == "nonces":
        return statement("source", "nonces")
    if "drand" in source:
        drand = source["drand"]
        return statement("source", "drand", unhex(drand["chain"]), drand["round"])
    named = (x for each in source["public"] for x in (each["kind"], each["name"]))
    return statement("source", "public", *named)


def hash_of_opening(opening):
    hashes = [unhex(opening[name]) for name in ("secret", "prizes", "source")]
    rules = (opening["method"], opening["wins"], opening["closes_at"])
    return statement("opening", opening["draw"], unhex(opening["key"]), *rules, *hashes)


def hash_of_closing(closing):
    after = [unhex(closing[name]) for name in ("root", "set", "exclusions")]
    return statement("closing", unhex(closing["opening"]), closing["entries"], *after)


def hash_of_exclusions(exclusions):
    words = (x for each in exclusions for x in (each["entrant"], each["reason"]))
    return statement("exclusions", *words)


def hash_of_input(given):
    if "drand" in given:
        return statement("input", "drand", unhex(given["drand"]))
    if "nonces" in given:
        return statement("input", "nonces", *map(unhex, given["nonces"]))
    return statement("input", "public", rfc3797_key(given["public"]))


def hash_of_picks(picks):
    parts = (x for each in picks for x in (each["entrant"], each["entry"], each["prize"]))
    return statement("picks", *parts)


def hash_of_rerolls(rerolls):
    return statement("rerolls", *(x for each in rerolls for x in (each["pick"], each["reason"])))


def hash_of_result(result):
    names = ("closing", "input", "seed", "picks", "rerolls")
    return statement("result", *(unhex(result[name]) for name in names))


# Numbers


def hmac256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


class Stream:
    """Uniform numbers from a seed."""

    def __init__(self, seed):
        self.seed, self.block = seed, 0

    def below(self, bound):
        mask = (1 << (bound - 1).bit_length()) - 1
        while True:
            block = hmac256(self.seed, self.block.to_bytes(8, "big"))
            self.block += 1
            found = int.from_bytes(block[:8], "big") & mask
            if found < bound:
                return found


class Rfc3797:
    """The numbers of RFC 3797, section 4."""

    def __init__(self, key):
        self.key, self.counter = key.encode(), 0

    def below(self, bound):
        around = self.counter.to_bytes(2, "big")
        self.counter += 1
        digest = hashlib.md5(around + self.key + around).digest()
        return int.from_bytes(digest, "big") % bound


def rfc3797_key(values):
    written = lambda value: value if "." in value or not value.isdigit() else value + "."
    return "".join("".join(map(written, source)) + "/" for source in values)


NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")


def is_written(kind, values):
    """Whether a public source's values are in the form of the file."""
    if not 1 <= len(values) <= 16 or any(len(value.encode()) > VALUE_BYTES for value in values):
        return False
    if kind == "letters":
        return len(values) == 1 and re.fullmatch("[0-9]*[A-Z][A-Z0-9]*", values[0]) is not None
    if not all(NUMBER.fullmatch(value) for value in values):
        return False
    size = lambda value: (len(value.split(".")[0]), value.split(".")[0], (value + ".").split(".")[1])
    return values == sorted(values, key=size)


# Winners


class Row:
    """Tickets in a row: counts of entries in a tree of sums."""

    def __init__(self, counts):
        self.left, self.all = list(counts), sum(counts)
        self.size = 1
        while self.size < len(self.left):
            self.size *= 2
        self.tree = [0] * self.size + self.left + [0] * (self.size - len(self.left))
        for at in range(self.size - 1, 0, -1):
            self.tree[at] = self.tree[2 * at] + self.tree[2 * at + 1]

    def take(self, at, count):
        self.left[at] -= count
        self.all -= count
        at += self.size
        while at:
            self.tree[at] -= count
            at //= 2

    def entry_of(self, ticket):
        at = 1
        while at < self.size:
            at *= 2
            if ticket >= self.tree[at]:
                ticket -= self.tree[at]
                at += 1
        return at - self.size


def drawn(proof, numbers):
    """The entries of the tickets that come out."""
    entries, wins = proof["entries"], proof["opening"]["wins"]
    excluded = {each["entrant"] for each in proof["exclusions"]}
    row = Row([0 if each["entrant"] in excluded else each["tickets"] for each in entries])
    wanted = sum(prize["quantity"] for prize in proof["prizes"]) + len(proof["rerolls"])
    owned, won, out = {}, {}, []
    for at, entry in enumerate(entries):
        owned.setdefault(entry["entrant"], []).append(at)
    while row.all and len(out) < wanted:
        at = row.entry_of(numbers.below(row.all))
        entrant = entries[at]["entrant"]
        row.take(at, 1)
        out.append(at)
        won[entrant] = won.get(entrant, 0) + 1
        if won[entrant] == wins:
            for other in owned[entrant]:
                row.take(other, row.left[other])
    return out


def expected_picks(proof, numbers):
    out = drawn(proof, numbers)
    prizes = [at for at, prize in enumerate(proof["prizes"]) for _ in range(prize["quantity"])]
    prizes, again = prizes[: len(out)], set()
    for reroll in proof["rerolls"]:
        pick = reroll["pick"]
        demand(pick < len(prizes) and pick not in again, "reroll_changed")
        again.add(pick)
        if len(prizes) < len(out):
            prizes.append(prizes[pick])
    whose = proof["entries"]
    return [
        {"entrant": whose[at]["entrant"], "entry": at, "prize": prize}
        for at, prize in zip(out, prizes)
    ]


# The checks, in their order


def check_statements(proof):
    opening, closing, result = proof["opening"], proof["closing"], proof["result"]
    key, opened, closed = unhex(opening["key"]), hash_of_opening(opening), hash_of_closing(closing)
    demand(is_signed(key, opened, unhex(opening["signature"])), "opening_changed")
    demand(is_signed(key, closed, unhex(closing["signature"])), "closing_changed")
    demand(closing["opening"] == opened.hex(), "opening_changed")
    signed = is_signed(key, hash_of_result(result), unhex(result["signature"]))
    demand(signed and result["closing"] == closed.hex(), "result_changed")


def check_opening(proof):
    opening, source, secret = proof["opening"], proof["source"], proof["secret"]
    commitment = None if secret is None else statement("secret", unhex(secret)).hex()
    demand(commitment == opening["secret"], "secret_changed")
    demand(hash_of_prizes(proof["prizes"]).hex() == opening["prizes"], "prizes_changed")
    demand(hash_of_source(source).hex() == opening["source"], "source_changed")
    beacon = source["drand"] if source != "nonces" and "drand" in source else None
    public = source != "nonces" and "public" in source
    if opening["method"] == "rfc3797":
        demand(secret is None and opening["wins"] == 1 and public, "rules_broken")
    else:
        known = beacon is None or beacon["chain"] == QUICKNET
        demand(secret is not None and known, "rules_broken")
    if beacon is not None:
        made_at = GENESIS + PERIOD * (beacon["round"] - 1)
        demand(made_at > opening["closes_at"], "input_too_early")


def check_entries(proof):
    entries, closing = proof["entries"], proof["closing"]
    doubled = len({(each["entrant"], each["number"]) for each in entries}) < len(entries)
    demand(len(entries) >= closing["entries"], "entrant_dropped")
    if len(entries) > closing["entries"]:
        raise Fault("entrant_duplicated" if doubled else "entrant_added")
    leaves = [leaf_of(entry) for entry in entries]
    same_set = statement("set", *sorted(leaves)).hex() == closing["set"]
    same_root = root_of(leaves).hex() == closing["root"]
    if same_root:
        demand(same_set, "closing_changed")
    else:
        demand(not same_set, "entrants_reordered")
        raise Fault("entrant_duplicated" if doubled else "entrant_changed")
    counts = {}
    for entry in entries:
        count = counts[entry["entrant"]] = counts.get(entry["entrant"], 0) + 1
        demand(entry["number"] >= count, "entrant_duplicated")
        demand(entry["number"] == count, "entrant_dropped")
    if proof["opening"]["method"] == "rfc3797":
        plain = all(each["tickets"] == 1 and each["number"] == 1 for each in entries)
        demand(len(entries) <= RFC_ENTRIES and plain, "rules_broken")
    return leaves


def is_kept(source, given, entries):
    """Whether the input is what the source promised."""
    if source == "nonces":
        nonces = given.get("nonces")
        if nonces is None or len(nonces) != len(entries):
            return False
        return all(
            nonce is None or entry["nonce"] == statement("nonce", unhex(nonce)).hex()
            for nonce, entry in zip(nonces, entries)
        )
    if "drand" in source:
        return "drand" in given
    values, named = given.get("public"), source["public"]
    if values is None or len(values) != len(named):
        return False
    return all(is_written(each["kind"], value) for each, value in zip(named, values))


def check_chance(proof):
    result, given, closing = proof["result"], proof["input"], proof["closing"]
    demand(is_kept(proof["source"], given, proof["entries"]), "input_changed")
    hashed = hash_of_input(given)
    demand(hashed.hex() == result["input"], "input_changed")
    if proof["opening"]["method"] == "rfc3797":
        demand(result["seed"] is None, "seed_changed")
        return Rfc3797(rfc3797_key(given["public"]))
    seed = hmac256(unhex(proof["secret"]), hash_of_closing(closing) + hashed)
    demand(seed.hex() == result["seed"], "seed_changed")
    return Stream(seed)


def check_winners(proof, numbers):
    result, picks = proof["result"], proof["picks"]
    demand(hash_of_picks(picks).hex() == result["picks"], "winner_changed")
    demand(hash_of_rerolls(proof["rerolls"]).hex() == result["rerolls"], "reroll_changed")
    expected = expected_picks(proof, numbers)
    more = len(picks) > len(expected) and picks[: len(expected)] == expected
    demand(not more, "reroll_changed")
    demand(picks == expected, "winner_changed")


def check_receipt(receipt, proof, leaves):
    opening, leaf = proof["opening"], leaf_of(receipt["entry"])
    index, size, root = receipt["index"], receipt["size"], unhex(receipt["root"])
    said = statement(
        "receipt", receipt["draw"], unhex(receipt["opening"]), leaf, index, size, root
    )
    signed = is_signed(unhex(receipt["key"]), said, unhex(receipt["signature"]))
    leads = climb(leaf, index, size, list(map(unhex, receipt["path"]))) == root
    demand(signed and leads, "receipt_invalid")
    demand(receipt["key"] == opening["key"], "receipt_other_key")
    demand(receipt["draw"] == opening["draw"], "receipt_other_draw")
    demand(receipt["opening"] == hash_of_opening(opening).hex(), "receipt_other_opening")
    demand(leaf in leaves, "left_out")
    stands = index < len(leaves) and leaves[index] == leaf
    kept = size <= len(leaves) and root_of(leaves[:size]) == root
    demand(stands and kept, "log_rewritten")


def check_draw(proof, receipt):
    check_statements(proof)
    check_opening(proof)
    leaves = check_entries(proof)
    excluded = hash_of_exclusions(proof["exclusions"]).hex()
    demand(excluded == proof["closing"]["exclusions"], "exclusions_changed")
    check_winners(proof, check_chance(proof))
    if receipt is not None:
        check_receipt(read_receipt(receipt), proof, leaves)


# Packets


def shares_of(terms, secret, commitment):
    total, count, least = terms["total"], terms["shares"], terms["least"]
    if terms["kind"] == "equal":
        return [total // count + (at < total % count) for at in range(count)]
    numbers, bars = Stream(hmac256(secret, commitment)), count - 1
    places, chosen = total - least * count + bars, set()
    for top in range(places - bars, places):
        place = numbers.below(top + 1)
        chosen.add(top if place in chosen else place)
    cuts = [-1] + sorted(chosen) + [places]
    return [least + cut - before - 1 for before, cut in zip(cuts, cuts[1:])]


def check_split(split):
    terms, secret = split["terms"], unhex(split["secret"])
    named = (terms["packet"], terms["kind"], terms["total"], terms["shares"], terms["least"])
    commitment = statement("split", *named, secret)
    demand(commitment.hex() == split["commitment"], "split_changed")
    demand(shares_of(terms, secret, commitment) == split["shares"], "share_changed")


# The command


def verify(data, receipt=None):
    """The parsed file when it is proven; otherwise a Fault."""
    parsed = read(data)
    if parsed["version"] == "regulars-split-1":
        demand(receipt is None, "receipt_other_draw")
        check_split(parsed)
    else:
        check_draw(parsed, receipt)
    return parsed


def tell(parsed):
    if parsed["version"] == "regulars-split-1":
        print(f"{parsed['terms']['packet']}: proven. Shares:", *parsed["shares"])
        return
    entries, rerolls = parsed["entries"], {each["pick"]: each for each in parsed["rerolls"]}
    entrants = len({entry["entrant"] for entry in entries})
    tickets = sum(entry["tickets"] for entry in entries)
    print(f"{parsed['opening']['draw']}: proven. {entrants} entrants, {tickets} tickets in "
          f"{len(entries)} entries; {len(parsed['exclusions'])} excluded")
    for at, pick in enumerate(parsed["picks"]):
        again = f" ({rerolls[at]['reason']}: drawn again)" if at in rerolls else ""
        print(f"  {parsed['prizes'][pick['prize']]['name']}: {pick['entrant']}{again}")
    print("public input:", json.dumps(parsed["source"]), json.dumps(parsed["input"])[:400])
    print(f"opening {hash_of_opening(parsed['opening']).hex()}, "
          f"closing {hash_of_closing(parsed['closing']).hex()}, key {parsed['opening']['key']}: "
          "compare with what the shop published")


def code_of(data, receipt):
    try:
        verify(data, receipt)
        return "ok"
    except Fault as fault:
        return fault.code


def batch():
    for line in sys.stdin.buffer:
        case = json.loads(line)
        receipt = None if case["receipt"] is None else case["receipt"].encode()
        print(code_of(case["proof"].encode(), receipt), flush=True)
    return 0


def load(path, limit):
    with open(path, "rb") as file:
        return file.read(limit + 1)


def main(args):
    if args == ["batch"]:
        return batch()
    usage = len(args) in (2, 4) and args[0] == "verify" and (len(args) == 2 or args[2] == "--receipt")
    if not usage:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        data = load(args[1], PROOF_BYTES)
        receipt = load(args[3], RECEIPT_BYTES) if len(args) == 4 else None
        tell(verify(data, receipt))
        return 0
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
    except Fault as fault:
        print(f"NOT PROVEN: {fault.code}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
