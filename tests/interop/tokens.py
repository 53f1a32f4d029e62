"""Every peer × algorithm × direction: prints the matrix, and fails on any miss."""

import base64
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import tally
from tally import HERE, LPAUTH, must

PEERS = ["npm-jose", "joserfc", "latchset"]
ALGORITHMS = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 HS256 HS384 HS512".split()

# Why a combination is not there. A peer that lacks anything else fails.
ABSENT = {
    ("npm-jose", "ES256K"): "the npm package jose has no secp256k1: the Web Cryptography API has none",
    ("latchset", "ES256K"): "Debian's jose has no secp256k1",
    ("latchset", "EdDSA"): "Debian's jose has no OKP keys",
    ("latchset", "Ed25519"): "Debian's jose has no OKP keys",
}

ISSUER = "https://login.brand.example"
CLIENT = "liveperson-brand"


def main():
    with tempfile.TemporaryDirectory() as scratch:
        ours = {alg: pathlib.Path(scratch, "lpauth", alg) for alg in ALGORITHMS}
        for alg, folder in ours.items():
            tally.attempt(our_token, alg, folder)
        cells = {}
        for peer, alg in itertools.product(PEERS, ALGORITHMS):
            cells[peer, alg] = pair(peer, alg, ours[alg], pathlib.Path(scratch, peer, alg))
    print_matrix(cells)
    return tally.tally("interop-tokens")


def pair(peer, alg, ours, folder):
    """Tries one peer with one algorithm. Returns how both directions went."""
    if not peer_has(peer, alg):
        explained = tally.attempt(tally.hold, (peer, alg) in ABSENT, f"{peer} has no {alg}, and nobody says why")
        return ["-" if explained else "FAILED"] * 2
    attempts = tally.attempt(their_token, peer, alg, folder), tally.attempt(judged_by_peer, peer, alg, ours)
    return ["ok" if went_well else "FAILED" for went_well in attempts]


def our_token(alg, folder):
    """Fills the folder with lpauth's key set and a token it minted."""
    folder.mkdir(parents=True)
    must(0, f"lpauth makes a key for {alg}", LPAUTH, "keygen", "--alg", alg, "--out", folder / "key")
    key = folder / ("key.jwk.json" if is_secret(alg) else "key.pem")
    if is_secret(alg):
        write_key_set(folder, key)
    mint = [LPAUTH, "mint", "--key", key, "--alg", alg, "--iss", ISSUER, "--aud", CLIENT]
    written(folder, must(0, f"lpauth mints with {alg}", *mint))
    judged_by_lpauth(alg, folder)


def their_token(peer, alg, folder):
    """Fills a folder with the peer's key set and a token it signed, which lpauth judges."""
    folder.mkdir(parents=True)
    must(0, f"{peer} makes a key for {alg}", program(peer), "keygen", alg, folder)
    write_key_set(folder, folder / "public.jwk")
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": "consumer-17", "aud": CLIENT, "iat": now, "exp": now + 600, "auth_time": now}
    (folder / "claims.json").write_text(json.dumps(claims))
    sign = [program(peer), "sign", alg, folder / "private.jwk", folder / "claims.json"]
    written(folder, must(0, f"{peer} signs with {alg}", *sign))
    judged_by_lpauth(alg, folder)


def is_secret(alg):
    return alg.startswith("HS")


def write_key_set(folder, key):
    (folder / "key.jwks.json").write_text(json.dumps({"keys": [json.loads(key.read_text())]}))


def written(folder, token):
    """Writes the token, and twice as somebody tampered with it."""
    tally.hold(token.count(".") == 2, f"{folder}: a compact token", token)
    header, claims, signature = token.strip().split(".")
    other = json.loads(base64.urlsafe_b64decode(claims + "=="))
    other["sub"] = "consumer-18"
    (folder / "token").write_text(token.strip())
    (folder / "other-claims").write_text(".".join([header, encoded(json.dumps(other)), signature]))
    flipped = "B" if signature[9] == "A" else "A"
    (folder / "other-signature").write_text(f"{header}.{claims}.{signature[:9]}{flipped}{signature[10:]}")


def encoded(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def judged_by_lpauth(alg, folder):
    """lpauth takes the token, and refuses it tampered with: exit code 1 and a finding about the signature."""
    # A shared secret in a published set is a finding of its own; as a key of one's own it is none.
    source = "--key" if is_secret(alg) else "--jwks"
    expected = ["--issuer", ISSUER, "--client-id", CLIENT, "--policy", "oidc"]
    verify = [LPAUTH, "verify", source, folder / "key.jwks.json", *expected]
    must(0, f"lpauth verifies {folder}", *verify, folder / "token")
    for tampered in "other-claims", "other-signature":
        must(1, f"lpauth refuses {folder}/{tampered}", *verify, folder / tampered, saying="signature-invalid")


def judged_by_peer(peer, alg, folder):
    """The peer takes the token, reads its claims as they were, and refuses it tampered with."""
    verify = [program(peer), "verify", alg, folder / "key.jwks.json"]
    payload = must(0, f"{peer} verifies {folder}", *verify, folder / "token")
    signed = (folder / "token").read_text().split(".")[1]
    tally.hold(encoded(payload) == signed, f"{peer} reads the claims of {folder}")
    for tampered in "other-claims", "other-signature":
        must(1, f"{peer} refuses {folder}/{tampered}", *verify, folder / tampered)


def program(peer):
    return HERE / "peers" / peer / "peer"


def peer_has(peer, alg):
    return subprocess.run([program(peer), "supports", alg], capture_output=True, check=False).returncode == 0


def print_matrix(cells):
    width = max(map(len, ALGORITHMS)) + 2
    print(f"\n{'':32}" + "".join(f"{alg:{width}}" for alg in ALGORITHMS).rstrip())
    for peer in PEERS:
        version = subprocess.run([program(peer), "version"], capture_output=True, text=True, check=True).stdout
        rows = f"{peer} {version} signs", f"{peer} {version} verifies"
        for row, name in enumerate(rows):
            print(f"{name:32}" + "".join(f"{cells[peer, alg][row]:{width}}" for alg in ALGORITHMS).rstrip())
    for (peer, alg), reason in ABSENT.items():
        if "-" in cells[peer, alg]:
            print(f"  - {peer} {alg}: {reason}")


sys.exit(main())
