"""A real authorization server over TLS, with a CA of our own: lpauth reaches it, and finds what is there to be found."""

import contextlib
import json
import pathlib
import subprocess
import sys
import tempfile

import tally
from tally import HERE, LPAUTH, hold, must

SERVER = HERE / "servers" / "oidc-provider" / "server"

# What there is to be noticed about this server as it is started here, and what is well.
FAILING = {"caching-absent", "host-not-public"}
PASSING = {
    "discovery-issuer-mismatch", "discovery-no-jwks-uri", "jwks-unreadable", "jwks-empty", "rsa-key-too-small",
    "tls-chain-untrusted", "tls-name-mismatch", "tls-certificate-expired", "tls-version-old", "status-not-200",
}


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        certificates(folder)
        for path in ("", "/tenant/one"):
            with serving(folder, path) as issuer:
                tally.attempt(linted, folder, issuer)
                tally.attempt(distrusted, folder, issuer)
                tally.attempt(filled_in, folder, issuer)
    return tally.tally("interop-servers")


def certificates(folder):
    """openssl makes a CA, and a certificate for this machine that it signs."""
    (folder / "names").write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n")
    for line in [
        "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=CA -keyout ca.key -out ca.pem",
        "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out request.pem",
        "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out cert.pem",
    ]:
        must(0, f"openssl {line}", "openssl", *line.split(), cwd=folder)


@contextlib.contextmanager
def serving(folder, path):
    """Runs the server and yields its issuer."""
    command = [SERVER, folder / "key.pem", folder / "cert.pem", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def linted(folder, issuer):
    """Metadata and keys are found over TLS, and judged as they are."""
    outcomes, errors = judged(0, issuer, "--cacert", folder / "ca.pem")
    hold(not errors, f"lint {issuer} finds no error", *errors)
    failing = {check for check in FAILING if outcomes.get(check) == "fail"}
    passing = {check for check in PASSING if outcomes.get(check) == "pass"}
    hold((failing, passing) == (FAILING, PASSING), f"lint {issuer} judges it", *(FAILING | PASSING) - failing - passing)


def distrusted(folder, issuer):
    """Of a server that nobody vouches for, or under another name, nothing is read."""
    for address, arguments, check in [
        (issuer, [], "tls-chain-untrusted"),
        (issuer.replace("localhost", "127.0.0.1"), ["--cacert", folder / "ca.pem"], "tls-name-mismatch"),
    ]:
        outcomes, errors = judged(1, address, *arguments)
        hold(errors == [check], f"lint {address} finds {check} alone", *errors)
        hold(outcomes["jwks-empty"] == "skip", f"lint {address} reads nothing")


def filled_in(folder, issuer):
    """The console's form has the server's addresses."""
    text = must(0, f"console {issuer}", LPAUTH, "console", issuer, "--cacert", folder / "ca.pem", "--format", "json")
    values = {field["label"]: field["value"] for field in json.loads(text)["forms"][0]["fields"]}
    wanted = {"JWT issuer (iss)": issuer, "Token Endpoint": f"{issuer}/token", "JWKS Endpoint": f"{issuer}/jwks"}
    hold(wanted.items() <= values.items(), f"console {issuer} is filled in", values)


def judged(wanted, *arguments):
    """Lints, and returns the outcome of every check, and which errors there are."""
    text = must(wanted, f"lint {arguments[0]}", LPAUTH, "lint", *arguments, "--format", "json")
    verdicts = json.loads(text)["groups"][0]["verdicts"]
    errors = [it["id"] for it in verdicts if (it["outcome"], it["severity"]) == ("fail", "error")]
    return {it["id"]: it["outcome"] for it in verdicts}, errors


if __name__ == "__main__":
    sys.exit(main())
