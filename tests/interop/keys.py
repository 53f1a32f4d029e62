"""Key files, both ways: what openssl writes lpauth reads and converts, and what lpauth writes openssl reads."""

import base64
import os
import pathlib
import subprocess
import sys
import tempfile

import tally
from tally import LPAUTH, must

PASSPHRASE = "correct horse battery staple"
CERTIFICATE = "req -x509 -new -days 30 -subj /CN=login.brand.example"

# How openssl makes each kind of key, and the algorithm lpauth makes the same kind for (None: it only reads it).
KINDS = {
    "RSA 1024": ("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024", None),
    "RSA 2048": ("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048", "RS256"),
    "RSA 4096": ("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096", None),
    "P-256": ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "ES256"),
    "P-384": ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384", "ES384"),
    "P-521": ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521", "ES512"),
    "secp256k1": ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1", "ES256K"),
    "Ed25519": ("genpkey -algorithm Ed25519", "EdDSA"),
}

# How openssl writes a key in each form.
FORMS = {
    "PKCS#8": "pkey",
    "PKCS#8 DER": "pkey -outform DER",
    "encrypted PKCS#8 (AES-256)": "pkcs8 -topk8 -v2 aes-256-cbc -passout env:PASSPHRASE",
    "encrypted PKCS#8 (scrypt)": "pkcs8 -topk8 -scrypt -passout env:PASSPHRASE",
    "encrypted PKCS#8 DER": "pkcs8 -topk8 -outform DER -passout env:PASSPHRASE",
    "PKCS#1": "rsa -traditional",
    "PKCS#1 DER": "rsa -traditional -outform DER",
    "SEC1": "ec",
    "SEC1 DER": "ec -outform DER",
    "SPKI": "pkey -pubout",
    "SPKI DER": "pkey -pubout -outform DER",
    "PKCS#1 public": "rsa -RSAPublicKey_out",
    "certificate": CERTIFICATE,
    "certificate DER": f"{CERTIFICATE} -outform DER",
}


def main():
    with tempfile.TemporaryDirectory() as scratch:
        rows = {kind: read_by_lpauth(kind, pathlib.Path(scratch, kind)) for kind in KINDS}
        print_rows("openssl writes, lpauth reads", rows)
        made = {kind: alg for kind, (_, alg) in KINDS.items() if alg}
        rows = {kind: read_by_openssl(alg, pathlib.Path(scratch, alg)) for kind, alg in made.items()}
        print_rows("lpauth writes, openssl reads", rows)
    return tally.tally("interop-keys")


def read_by_lpauth(kind, folder):
    """openssl makes a key and writes it in every form it has; lpauth finds the same key in each."""
    folder.mkdir()
    key = folder / "key"
    openssl(*KINDS[kind][0].split(), "-out", key)
    public = openssl("pkey", "-in", key, "-pubout").stdout
    forms = {form: openssl_form(form, key, folder) for form in FORMS if has_form(kind, form)}
    forms |= one_line_forms(openssl("pkey", "-in", key, "-pubout", "-outform", "DER", text=False).stdout, folder)
    return [form for form, file in forms.items() if tally.attempt(same_key, kind, form, file, public)]


def has_form(kind, form):
    if form.startswith("PKCS#1"):
        return kind.startswith("RSA")
    if form.startswith("SEC1"):
        return kind.startswith(("P-", "secp"))
    return True


def openssl_form(form, key, folder):
    file = folder / form.replace(" ", "-").replace("#", "")
    source = "-key" if form.startswith("certificate") else "-in"
    openssl(*FORMS[form].split(), source, key, "-out", file)
    return file


def one_line_forms(spki, folder):
    """LivePerson's console field: base64 of the DER on one line, and as it looks once it went through an e-mail."""
    line = base64.b64encode(spki).decode()
    wrapped = "\r\n".join(f"  {line[at:at + 60]} " for at in range(0, len(line), 60))
    forms = {"one line of base64": line, "base64 with stray blanks": f"\n{wrapped}\n\n"}
    for form, text in forms.items():
        (folder / form).write_text(text, newline="")
    return {form: folder / form for form in forms}


def same_key(kind, form, file, public):
    """lpauth says what the file is, and converts it to the public key that openssl derives."""
    what = f"lpauth reads {kind} as {form}"
    passphrase = ["--passphrase-env", "PASSPHRASE"] if "encrypted" in form else []
    read = [LPAUTH, "keygen", "--from", file, *passphrase]
    must(0, what, *read, env=WITH_PASSPHRASE, saying=kind)
    converted = must(0, what, *read, "--format", "public-pem", env=WITH_PASSPHRASE)
    tally.hold(converted == public, f"{what}: the same key", converted, public)


def read_by_openssl(alg, folder):
    """lpauth makes a key and writes it in every form it has; openssl finds the same key in each."""
    folder.mkdir()
    if not tally.attempt(written_by_lpauth, alg, folder):
        return []
    forms = {
        "PKCS#8": ["-in", folder / "plain.pem"],
        "encrypted PKCS#8": ["-in", folder / "locked.pem", "-passin", "env:PASSPHRASE"],
        "SPKI": ["-in", folder / "plain.pub.pem", "-pubin"],
        "one line of base64": ["-in", folder / "console", "-pubin", "-inform", "DER"],
    }
    public = (folder / "plain.pub.pem").read_text()
    return [form for form, arguments in forms.items() if tally.attempt(openssl_reads, alg, form, arguments, public)]


def written_by_lpauth(alg, folder):
    what = f"lpauth writes a key for {alg}"
    keygen = [LPAUTH, "keygen"]
    must(0, what, *keygen, "--alg", alg, "--out", folder / "plain")
    convert = [*keygen, "--from", folder / "plain.pem"]
    lock = ["--out", folder / "locked", "--passphrase-env", "PASSPHRASE"]
    must(0, f"{what}, encrypted", *convert, *lock, env=WITH_PASSPHRASE)
    console = must(0, f"{what}, on one line", *convert, "--console")
    (folder / "console").write_bytes(base64.b64decode(console))


def openssl_reads(alg, form, arguments, public):
    what = f"openssl reads a key for {alg} as {form}"
    printed = must(0, what, "openssl", "pkey", *arguments, "-pubout", env=WITH_PASSPHRASE)
    tally.hold(printed == public, f"{what}: the same key", printed, public)


WITH_PASSPHRASE = os.environ | {"PASSPHRASE": PASSPHRASE}


def openssl(*arguments, text=True):
    command = ["openssl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=text, env=WITH_PASSPHRASE, check=True)


def print_rows(title, rows):
    print(f"\n{title}:")
    for kind, forms in rows.items():
        print(f"  {kind:10} {', '.join(forms)}")


sys.exit(main())
