"""Signatures and seals as the providers make them, from the openssl command and Python's own library.

Nothing here comes from the program that is tested. AES-256-GCM is put together from its parts (NIST SP
800-38D), because openssl's command line has none: AES itself by openssl, GHASH here.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import subprocess
import tempfile

KEYS = pathlib.Path(__file__).resolve().parents[2] / "crates/payments/tests/vectors/keys"


def openssl(*arguments, data=b""):
    done = subprocess.run(["openssl", *arguments], input=data, capture_output=True, timeout=20)
    if done.returncode:
        raise ValueError(done.stderr.decode(errors="replace"))
    return done.stdout


def hmac_hex(secret, message):
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def rsa_sign(key, message):
    """SHA-256 with RSA (PKCS#1 v1.5), in base64; `key` is the name of a file under KEYS."""
    signed = openssl("dgst", "-sha256", "-sign", str(KEYS / f"{key}.key.pem"), data=message)
    return base64.b64encode(signed).decode()


def rsa_verify(key, message, signature):
    with tempfile.NamedTemporaryFile() as file:
        file.write(base64.b64decode(signature, validate=True))
        file.flush()
        public = str(KEYS / f"{key}.pub.pem")
        try:
            openssl("dgst", "-sha256", "-verify", public, "-signature", file.name, data=message)
        except ValueError:
            return False
        return True


def lines(*parts):
    """What WeChat Pay signs: each part and the end of its line."""
    return b"".join((part if isinstance(part, bytes) else str(part).encode()) + b"\n" for part in parts)


def _times(x, y):
    """Multiplication in GF(2^128) with GCM's order of bits."""
    product = 0
    for bit in range(127, -1, -1):
        if y >> bit & 1:
            product ^= x
        x = x >> 1 ^ (0xE1 << 120 if x & 1 else 0)
    return product


def _ghash(h, aad, sealed):
    def blocks(data):
        for at in range(0, len(data), 16):
            yield int.from_bytes(data[at:at + 16].ljust(16, b"\0"), "big")

    value = 0
    lengths = len(aad) * 8 << 64 | len(sealed) * 8
    for block in [*blocks(aad), *blocks(sealed), lengths]:
        value = _times(value ^ block, h)
    return value


def seal(key, nonce, aad, plain):
    """AES-256-GCM with a nonce of twelve bytes: what is sealed, and the tag behind it."""
    assert len(key) == 32 and len(nonce) == 12

    def counter(first, data):
        start = (nonce + first.to_bytes(4, "big")).hex()
        return openssl("enc", "-aes-256-ctr", "-K", key.hex(), "-iv", start, "-nopad", data=data)

    h = openssl("enc", "-aes-256-ecb", "-K", key.hex(), "-nopad", data=bytes(16))
    sealed = counter(2, plain) if plain else b""
    tag = _ghash(int.from_bytes(h, "big"), aad, sealed)
    mask = int.from_bytes(counter(1, bytes(16)), "big")
    return sealed + (tag ^ mask).to_bytes(16, "big")


def resource(v3_key, plain, kind, nonce="fdasflkja484"):
    """A `resource` as a callback of WeChat Pay has it."""
    sealed = seal(v3_key.encode(), nonce.encode(), kind.encode(), json.dumps(plain).encode())
    return {
        "original_type": kind,
        "algorithm": "AEAD_AES_256_GCM",
        "ciphertext": base64.b64encode(sealed).decode(),
        "associated_data": kind,
        "nonce": nonce,
    }


def check_seal():
    """Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation"."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    assert seal(key, nonce, aad, plain)[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"
