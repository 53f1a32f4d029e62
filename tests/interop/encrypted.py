"""Every peer × key management × content encryption × direction: prints the matrix, and fails on any miss."""

import json
import pathlib
import subprocess
import sys
import tempfile

import tally
from tally import HERE, LPAUTH, must

PEERS = ["npm-jose", "joserfc", "latchset"]

OTHER_ENCS = "A128GCM A192GCM A128CBC-HS256 A192CBC-HS384 A256CBC-HS512".split()
WRAPS = "RSA-OAEP RSA-OAEP-256 RSA-OAEP-384 RSA-OAEP-512 A128KW A192KW A256KW A128GCMKW A192GCMKW A256GCMKW dir".split()
AGREEMENTS = "ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW".split()
LEGACY = "PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW RSA1_5".split()
CURVES = ["p-384", "p-521", "x25519"]

# Each algorithm once, each way to encrypt the content with the three ways that a key comes about, each curve.
CASES = [
    *[(alg, "A256GCM", "") for alg in WRAPS + AGREEMENTS + LEGACY],
    *[(alg, enc, "") for alg in ("RSA-OAEP-256", "ECDH-ES", "dir") for enc in OTHER_ENCS],
    *[("ECDH-ES+A128KW", "A128CBC-HS256", curve) for curve in CURVES],
]

# Why a peer lacks something. One that lacks anything else fails.
ABSENT = {
    ("npm-jose", "RSA1_5"): "the npm package jose has dropped it",
    ("joserfc", "RSA-OAEP-384"): "joserfc has RSA-OAEP with SHA-1 and SHA-256 only",
    ("joserfc", "RSA-OAEP-512"): "joserfc has RSA-OAEP with SHA-1 and SHA-256 only",
    **{("latchset", alg): "Debian's jose lists RSA1_5 only" for alg in WRAPS if alg.startswith("RSA")},
    ("latchset", "x25519"): "Debian's jose has no OKP keys",
}

# Content encryption keys have this many bits.
BITS = {"A128GCM": 128, "A192GCM": 192, "A256GCM": 256, "A128CBC-HS256": 256, "A192CBC-HS384": 384, "A256CBC-HS512": 512}

# RSA1_5 and PBES2 are read only where that is allowed.
ALLOW = "--allow-legacy"


def main():
    rows = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        must(0, "lpauth makes a key to sign with", LPAUTH, "keygen", "--out", "brand", cwd=folder)
        token = must(0, "lpauth mints", LPAUTH, "mint", "--key", "brand.pem", cwd=folder).strip()
        (folder / "token").write_text(token)
        for case in CASES:
            own = folder / "-".join(case)
            if tally.attempt(prepare, case, own, token):
                for peer in PEERS:
                    rows[peer, case] = pair(peer, case, own)
    print_matrix(rows)
    return tally.tally("interop-encrypted")


def prepare(case, own, token):
    """Fills a folder with a key pair for the case, and the token that is to travel."""
    alg, enc, kind = case
    own.mkdir()
    (own / "token").write_text(token)
    if alg.startswith("PBES2"):
        password = {"kty": "oct", "kid": "password", "k": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ"}
        (own / "private.jwk").write_text(json.dumps(password))
    else:
        wanted = ["--alg", "RSA-OAEP" if alg == "RSA1_5" else alg, *(["--type", kind] if kind else [])]
        sized = ["--bits", str(BITS[enc])] if alg == "dir" else []
        made = must(0, f"lpauth makes a key for {case}", LPAUTH, "keygen", *wanted, *sized, "--format", "private-jwk")
        # RSA1_5 is a name that lpauth reads and makes no keys for.
        key = json.loads(made) | ({"alg": alg} if alg == "RSA1_5" else {})
        (own / "private.jwk").write_text(json.dumps(key))
    secret = {"d", "p", "q", "dp", "dq", "qi"}
    key = json.loads((own / "private.jwk").read_text())
    (own / "public.jwk").write_text(json.dumps({name: value for name, value in key.items() if name not in secret}))
    other = must(0, "lpauth makes another key", LPAUTH, "keygen", "--use", "enc", "--format", "private-jwk")
    (own / "other.jwk").write_text(other)


def pair(peer, case, own):
    """Tries one peer with one case. Returns how both directions went."""
    alg, _, kind = case
    if (peer, kind) in ABSENT:
        return ["-", "-"]
    if (peer, alg) in ABSENT:
        lacks = subprocess.run([program(peer), "supports", alg], capture_output=True, check=False).returncode != 0
        explained = tally.attempt(tally.hold, lacks, f"{peer} has {alg}, and is said not to")
        return ["-" if explained else "FAILED"] * 2
    directions = [tally.attempt(their_token, peer, case, own)]
    # lpauth reads RSA1_5 and does not encrypt by it.
    if alg != "RSA1_5":
        directions.append(tally.attempt(our_token, peer, case, own))
    return [*("ok" if went_well else "FAILED" for went_well in directions), "-"][:2]


def their_token(peer, case, own):
    """What the peer encrypts, lpauth opens and judges, and refuses with another key or damaged."""
    alg, enc, _ = case
    sealed = must(0, f"{peer} encrypts by {case}", program(peer), "encrypt", alg, enc, own / "public.jwk", own / "token").strip()
    tally.hold(sealed.count(".") == 4, f"{peer} {case}: a compact token", sealed)
    (own / f"from-{peer}").write_text(sealed)
    opened_by_lpauth(peer, case, own, f"from-{peer}")
    start, tag = sealed.rsplit(".", 1)
    (own / "damaged").write_text(f"{start}.{'B' if tag[0] == 'A' else 'A'}{tag[1:]}")
    verify = [LPAUTH, "verify", "--key", own.parent / "brand.pem", ALLOW, "--policy", "oidc"]
    must(1, f"lpauth refuses {peer} {case} damaged", *verify, "--decrypt-key", own / "private.jwk", own / "damaged", saying="jwe-undecryptable")
    must(1, f"lpauth refuses {peer} {case} to another", *verify, "--decrypt-key", own / "other.jwk", own / f"from-{peer}", saying="jwe-undecryptable")


def our_token(peer, case, own):
    """What lpauth encrypts, the peer opens: the token is the one that lpauth itself finds inside."""
    alg, enc, _ = case
    mint = [LPAUTH, "mint", "--key", own.parent / "brand.pem", "--encrypt-to", own / "public.jwk", "--jwe-alg", alg, "--jwe-enc", enc]
    (own / "ours").write_text(must(0, f"lpauth encrypts by {case}", *mint).strip())
    opened_by_lpauth("lpauth", case, own, "ours")
    inner = must(0, f"{peer} decrypts {case}", program(peer), "decrypt", alg, enc, own / "private.jwk", own / "ours")
    (own / "inner").write_text(inner)
    verify = [LPAUTH, "verify", "--key", own.parent / "brand.pem", "--policy", "oidc", own / "inner"]
    must(0, f"lpauth verifies what {peer} found inside by {case}", *verify)
    start, tag = (own / "ours").read_text().rsplit(".", 1)
    (own / "damaged").write_text(f"{start}.{'B' if tag[0] == 'A' else 'A'}{tag[1:]}")
    refused = subprocess.run([program(peer), "decrypt", alg, enc, own / "private.jwk", own / "damaged"], capture_output=True, check=False)
    # Some print what they decrypt before they know that it is right; the exit code counts.
    tally.hold(refused.returncode != 0, f"{peer} refuses {case} damaged")


def opened_by_lpauth(peer, case, own, name):
    verify = [LPAUTH, "verify", "--key", own.parent / "brand.pem", ALLOW, "--policy", "oidc"]
    said = must(0, f"lpauth opens {peer} {case}", *verify, "--decrypt-key", own / "private.jwk", own / name, "--format", "json")
    outcomes = {verdict["id"]: verdict["outcome"] for verdict in json.loads(said)["groups"][0]["verdicts"]}
    for check in "jwe-undecryptable", "jwe-not-nested", "signature-invalid", "signature-missing":
        tally.hold(outcomes[check] == "pass", f"lpauth opens {peer} {case}: {check}", outcomes[check])


def program(peer):
    return HERE / "peers" / peer / "peer"


def print_matrix(rows):
    print(f"\n{'':44}" + "".join(f"{f'{peer} makes':18}{f'{peer} reads':18}" for peer in PEERS).rstrip())
    for case in CASES:
        cells = [cell for peer in PEERS for cell in rows.get((peer, case), ["FAILED", "FAILED"])]
        print(f"{' '.join(case):44}" + "".join(f"{cell:18}" for cell in cells).rstrip())
    for (peer, name), reason in ABSENT.items():
        print(f"  - {peer} {name}: {reason}")


sys.exit(main())
