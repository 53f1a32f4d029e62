"""Logins between lpauth and programs nobody here wrote: `lpauth exchange` at real servers, real clients at `lpauth mock`."""

import contextlib
import html.parser
import http.cookiejar
import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

import servers
import tally
from tally import HERE, LPAUTH, hold, must

SECRET = "correct-horse-battery-staple-2026"
PASSWORD = "correct horse"
REDIRECT = "https://liveperson.net"
WINDOW = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html"

AUTHENTICATION = ["basic", "post", "secret-jwt", "private-key-jwt", "none"]
METHODS = dict(zip(AUTHENTICATION, ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"]))

REFRESH = ["--refresh", "--scope", "openid offline_access", "--param", "prompt=consent"]

# The server, what exchange is told besides who it is, and the errors that it must find: none where all is well.
AT_OIDC_PROVIDER = [
    *[(f"as-{auth}", ["--client-auth", auth], []) for auth in AUTHENTICATION],
    ("as-tls", ["--client-auth", "tls"], []),
    ("as-basic", ["--pkce"], []),
    ("as-basic", ["--pkce", "--userinfo", *REFRESH], []),
    ("as-basic", ["--window", "embedded"], []),
    ("as-basic", ["--response-mode", "form_post"], []),
    ("as-basic", ["--response-mode", "fragment"], []),
    ("as-basic", ["--nonce"], []),
    ("hybrid", ["--response-type", "code id_token", "--nonce"], []),
    ("implicit", ["--flow", "implicit", "--nonce"], []),
    # A strict server and LivePerson, which was not seen to send a nonce, do not come together.
    ("implicit", ["--flow", "implicit"], ["callback-error"]),
    ("as-basic", ["--token-redirect-uri", "https://liveperson.net/"], ["redirect-uri-differs", "token-endpoint-refused"]),
    ("sealed", ["--decrypt-key", "lp.pem", *REFRESH], []),
    ("sealed-implicit", ["--decrypt-key", "lp.pem", "--flow", "implicit", "--nonce"], []),
    ("sealed-ec", ["--decrypt-key", "lp-ec.pem"], ["jwe-alg-undocumented"]),
    ("sealed", ["--decrypt-key", "lp-ec.pem"], ["jwe-undecryptable"]),
    ("sealed", [], ["token-encrypted"]),
]

AT_AUTHLIB = [
    ("as-basic", [], []),
    ("as-basic", ["--pkce", "--userinfo"], []),
    ("as-post", ["--client-auth", "post"], []),
    ("hybrid", ["--response-type", "code id_token", "--nonce"], []),
    ("implicit", ["--flow", "implicit", "--nonce"], []),
    ("as-basic", ["--client-auth", "post"], ["token-endpoint-refused"]),
]

# What real clients do at the mock: the flow, how they prove who they are, and what else.
AT_MOCK = [
    *[("code", method, {}) for method in METHODS.values()],
    ("code", "client_secret_basic", {"pkce": True}),
    ("code", "none", {"pkce": True}),
    ("hybrid", "client_secret_basic", {}),
    ("implicit", "client_secret_basic", {}),
]

# Errors of servers on this machine that are no fault of theirs.
LOCAL = {"discovery-issuer-malformed", "discovery-url-not-https"}


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        servers.certificates(folder)
        prepare(folder)
        tally.attempt(at_servers, folder)
        tally.attempt(clients_at_mock, folder)
    return tally.tally("logins")


def prepare(folder):
    must(0, "keygen", LPAUTH, "keygen", "--out", "client", cwd=folder)
    certificate = "req -x509 -key client.pem -days 30 -subj /CN=lp-acmebank -out client.crt"
    must(0, "openssl", "openssl", *certificate.split(), cwd=folder)
    must(0, "keygen for encryption", LPAUTH, "keygen", "--use", "enc", "--out", "lp", cwd=folder)
    must(0, "keygen for encryption", LPAUTH, "keygen", "--alg", "ECDH-ES", "--out", "lp-ec", cwd=folder)
    (folder / "secret").write_text(SECRET)
    (folder / "password").write_text(PASSWORD)


def at_servers(folder):
    for name, table in [("oidc-provider", AT_OIDC_PROVIDER), ("authlib", AT_AUTHLIB)]:
        with serving(folder, name) as issuer:
            for client, arguments, errors in table:
                tally.attempt(exchanged, folder, name, issuer, client, arguments, errors)
            tally.attempt(locked_out, folder, name, issuer)


@contextlib.contextmanager
def serving(folder, name):
    """Runs a server with a client for each way to prove who one is, and yields its issuer."""
    command = [HERE / "servers" / name / "login", folder / "key.pem", folder / "cert.pem", json.dumps(registered(folder))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def registered(folder):
    keys = json.loads((folder / "client.jwks.json").read_text())
    code = {"response_types": ["code"], "grant_types": ["authorization_code", "refresh_token"]}
    common = {"client_secret": SECRET, "redirect_uris": [REDIRECT, WINDOW]}
    clients = [
        {"client_id": f"as-{auth}", "token_endpoint_auth_method": method, **common, **code}
        for auth, method in METHODS.items()
    ]
    for client in clients:
        if client["token_endpoint_auth_method"] == "private_key_jwt":
            client["jwks"] = keys
        if client["token_endpoint_auth_method"] in ("private_key_jwt", "none"):
            del client["client_secret"]
    tls = {"client_id": "as-tls", "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": "CN=lp-acmebank"}
    clients.append(tls | {"redirect_uris": [REDIRECT, WINDOW]} | code)
    implicit = {"client_id": "implicit", "redirect_uris": [REDIRECT, WINDOW], "token_endpoint_auth_method": "none"}
    implicit |= {"response_types": ["id_token"], "grant_types": ["implicit"]}
    hybrid = {"client_id": "hybrid", **common, "response_types": ["code id_token"]}
    sealed = sealing(folder, "lp", "RSA-OAEP-256", "A256GCM")
    clients.append({"client_id": "sealed", **common, **code, **sealed})
    clients.append({"client_id": "sealed-ec", **common, **code, **sealing(folder, "lp-ec", "ECDH-ES", "A128CBC-HS256")})
    clients.append(implicit | sealed | {"client_id": "sealed-implicit"})
    return [*clients, implicit, hybrid | {"grant_types": ["authorization_code", "implicit"]}]


def sealing(folder, key, alg, enc):
    """What a client registers that wants its tokens encrypted."""
    keys = json.loads((folder / f"{key}.jwks.json").read_text())
    return {"jwks": keys, "id_token_encrypted_response_alg": alg, "id_token_encrypted_response_enc": enc}


def exchanged(folder, name, issuer, client, arguments, errors):
    """A whole login: exactly these errors are found, and the transcript can be read again."""
    report, _ = exchange(folder, issuer, client, arguments, 1 if errors else 0)
    found = [it["id"] for it in report["groups"][0]["verdicts"] if (it["outcome"], it["severity"]) == ("fail", "error")]
    what = f"{name}: exchange {client} {' '.join(arguments)}"
    hold(set(found) == set(errors), f"{what} finds {errors or 'no error'}", *found)
    asked = {it["id"]: it["outcome"] for it in report["groups"][0]["verdicts"]}
    if not errors or errors == ["jwe-alg-undocumented"]:
        hold(asked["signature-invalid"] == "pass", f"{what}: the signature is verified")
    if client.startswith("sealed") and not errors and "--refresh" in arguments:
        hold(asked["refresh-subject-changed"] == "pass", f"{what}: the refreshed token is opened too")


def locked_out(folder, name, issuer):
    """A person whom the server does not let in is told on which page it ended."""
    if name == "oidc-provider":
        return
    (folder / "wrong").write_text("wrong horse")
    report, _ = exchange(folder, issuer, "as-basic", [], 1, password="wrong")
    verdicts = {it["id"]: it["outcome"] for it in report["groups"][0]["verdicts"]}
    hold(verdicts["login-stuck"] == "fail", f"{name}: a wrong password is a login that is stuck")
    text = json.dumps(report)
    hold("Sign in" in text and "wrong horse" not in text, f"{name}: the report shows the page and not the password")


def exchange(folder, issuer, client, arguments, wanted, password="password"):
    command = [LPAUTH, "exchange", issuer, "--cacert", "ca.pem", "--client-id", client, "--username", "ada"]
    command += ["--password-file", password, "--no-lint", "--format", "json", *arguments]
    if "tls" in arguments:
        command += ["--client-key", "client.pem", "--client-cert", "client.crt"]
    elif "private-key-jwt" in arguments:
        command += ["--client-key", "client.pem"]
    elif client not in ("as-none", "implicit", "sealed-implicit"):
        command += ["--client-secret-file", "secret"]
    text = must(wanted, f"exchange {issuer} {client} {' '.join(arguments)}", *command, cwd=folder)
    return json.loads(text), command


def clients_at_mock(folder):
    with mock(folder) as issuer:
        for name in ("openid-client", "authlib"):
            for flow, method, more in AT_MOCK:
                tally.attempt(logged_in, folder, name, issuer, flow, method, more)
            if name == "openid-client":
                tally.attempt(opened, folder, name, issuer)
            tally.attempt(refused, folder, name, issuer)


@contextlib.contextmanager
def mock(folder):
    """Runs `lpauth mock` over TLS with the same clients, and yields its issuer."""
    settings = ['[[issuer]]', 'name = "Acme Bank"']
    for auth, method in METHODS.items():
        settings += ["[[issuer.client]]", f'id = "as-{auth}"', f'auth = ["{method}"]', f'redirect_uris = ["{WINDOW}"]']
        settings += ["refresh = true"]
        settings += ['jwks = "client.jwks.json"'] if auth == "private-key-jwt" else []
        settings += [f'secret = "{SECRET}"'] if auth not in ("private-key-jwt", "none") else []
    settings += ["[[issuer.client]]", 'id = "sealed"', f'secret = "{SECRET}"', f'redirect_uris = ["{WINDOW}"]']
    settings += ['encrypt_to = "lp.jwks.json"', 'id_token_encrypted_response_alg = "RSA-OAEP-256"']
    settings += ['id_token_encrypted_response_enc = "A256GCM"']
    settings += ["[[issuer.user]]", 'name = "ada"', f'password = "{PASSWORD}"', 'claims = { sub = "c7f2b1d49e0a" }']
    (folder / "mock.toml").write_text("\n".join(settings) + "\n")
    command = [LPAUTH, "mock", "--port", "0", "--tls", "--config", "mock.toml", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def logged_in(folder, name, issuer, flow, method, more):
    """The client gets its token, and accepts it with everything that it validates."""
    what = f"{name}: {flow}, {method}, {more.get('client_id', more)}"
    told = terms(folder, flow, method, more)
    begun = json.loads(run(folder, name, what, "begin", issuer, told))
    callback = browse(folder, begun["url"])
    result = json.loads(run(folder, name, what, "finish", issuer, told, json.dumps(begun["kept"]), callback))
    hold(result["claims"]["sub"] == "c7f2b1d49e0a", f"{what}: the claims are accepted", result)
    if flow != "implicit":
        hold(result["userinfo"]["sub"] == "c7f2b1d49e0a", f"{what}: userinfo is accepted", result)
        hold(result.get("refreshed", result["claims"])["sub"] == "c7f2b1d49e0a", f"{what}: a refresh is accepted", result)


def opened(folder, name, issuer):
    """A client that asks for encrypted tokens opens them, first and refreshed."""
    key = must(0, "keygen --from", LPAUTH, "keygen", "--from", "lp.pem", "--format", "private-jwk", cwd=folder)
    for flow in "code", "implicit":
        told = {"client_id": "sealed", "decrypt": json.loads(key)}
        logged_in(folder, name, issuer, flow, "client_secret_basic", told)


def refused(folder, name, issuer):
    """A client with a wrong secret gets nothing."""
    told = terms(folder, "code", "client_secret_basic", {"secret": "wrong"})
    begun = json.loads(run(folder, name, "begin", "begin", issuer, told))
    callback = browse(folder, begun["url"])
    command = [HERE / "clients" / name / "client", "finish", issuer, told, json.dumps(begun["kept"]), callback]
    saying = {"openid-client": "WWW-Authenticate", "authlib": "invalid_client"}[name]
    must(1, f"{name}: a wrong secret is refused", *command, saying=saying, env=environment(folder))


def terms(folder, flow, method, more):
    auth = next(auth for auth, name in METHODS.items() if name == method)
    told = {"client_id": f"as-{auth}", "redirect_uri": WINDOW, "scope": "openid profile", "flow": flow, "auth": method}
    if method == "private_key_jwt":
        told["key"] = json.loads(must(0, "keygen --from", LPAUTH, "keygen", "--from", "client.pem", "--format", "private-jwk", cwd=folder))
    elif method != "none":
        told["secret"] = SECRET
    return json.dumps(told | more)


def run(folder, name, what, *arguments):
    return must(0, what, HERE / "clients" / name / "client", *arguments, env=environment(folder))


def environment(folder):
    authority = str(folder / "lpauth-mock-ca.pem")
    return os.environ | {"NODE_EXTRA_CA_CERTS": authority, "REQUESTS_CA_BUNDLE": authority, "NODE_NO_WARNINGS": "1"}


def browse(folder, url):
    """Plays the person's browser at the mock: fills in the login form, and returns the address that it is sent to."""
    trust = ssl.create_default_context(cafile=folder / "lpauth-mock-ca.pem")
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trust), cookies, Stay())
    page = Form(opener.open(url, timeout=30).read().decode())
    fields = page.fields | {"username": "ada", "password": PASSWORD}
    action = urllib.parse.urljoin(url, page.action)
    with contextlib.closing(opener.open(action, urllib.parse.urlencode(fields).encode(), timeout=30)) as answer:
        return answer.headers["location"] or answer.read().decode()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the redirection URI is LivePerson's own."""

    def http_error_302(self, _request, answer, *_):
        return answer

    http_error_303 = http_error_302


class Form(html.parser.HTMLParser):
    """The first form of a page."""

    def __init__(self, text):
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.action = attributes.get("action") or ""
        if tag == "input" and attributes.get("name"):
            self.fields[attributes["name"]] = attributes.get("value") or ""


if __name__ == "__main__":
    sys.exit(main())
