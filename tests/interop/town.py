"""A town of its own: a brand's page, its authorization server (`lpauth mock`) and LivePerson, each under a name as in the world.

One server with TLS stands at all those names, and Chromium is told that they are here. What LivePerson answers is what the
mock plays; what stands between, such as a firewall, is played here.
"""

import html
import http.client
import http.server
import json
import pathlib
import re
import ssl
import subprocess
import threading
import time
import urllib.parse

from tally import HERE, LPAUTH, must

PAGES = HERE / "town"
BRAND = "https://www.acmebank.example"
LOGIN = "https://login.acmebank.example"
# An authorization server at another site than the page: cookies are not its own there.
ELSEWHERE = "https://acme-id.example"
WINDOW = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html"
CLIENT = "lp-acmebank"
SERVERS = ("login.acmebank.example", "acme-id.example")
LIVEPERSON = ("lpcdn.lpsnmedia.net", "lptag.liveperson.net", "accdn.lpsnmedia.net", "lo.idp.liveperson.net")

FILES = {
    ("www.acmebank.example", "/brand.js"): "brand.js",
    ("www.acmebank.example", "/style.css"): "style.css",
    ("www.acmebank.example", "/callback"): "callback.html",
    ("www.acmebank.example", "/callback.js"): "callback.js",
    ("lptag.liveperson.net", "/tag/tag.js"): "tag.js",
    ("lpcdn.lpsnmedia.net", "/le_unified_window/index.html"): "window.html",
    ("lpcdn.lpsnmedia.net", "/le_unified_window/window.js"): "window.js",
}
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css", ".html": "text/html; charset=utf-8"}
FORBIDDEN = """<!DOCTYPE html><html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please
consult with your administrator.<br><br>Your support ID is: 13468735492</body></html>"""
NOT_HERE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class Server(http.server.ThreadingHTTPServer):
    """Chromium breaks connections off as it likes."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


class Town:
    """The servers, and what is wrong in town at the moment."""

    def __init__(self, folder):
        self.issuer = LOGIN
        self.mock = None
        self.connector = {}
        self.wrong = {}
        self.brand = None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate(folder))
        town = self

        class Bound(Handler):
            pass

        Bound.town = town
        self.server = Server(("127.0.0.1", 0), Bound)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rules(self):
        """What Chromium is told: these names, and no others, are here."""
        here = [f"MAP {host}:443 127.0.0.1:{self.port}" for host in ("www.acmebank.example", *SERVERS, *LIVEPERSON)]
        return ",".join([*here, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"])

    def moves(self, port, issuer, wrong):
        """Puts another mock in town, and something else wrong."""
        self.mock, self.issuer, self.wrong = port, issuer, wrong
        self.brand = None
        self.connector = {
            "id": 4711, "name": "Brand login", "type": 2, "deleted": False,
            "configuration": {
                "issuer": wrong.get("typed issuer", issuer), "clientId": wrong.get("typed client", CLIENT), "rfcCompliance": wrong.get("mode") != "openid",
                "authorizationEndpoint": f"{issuer}/authorize", "tokenEndpoint": f"{issuer}/token", "jsMethodName": "lpGetAuthenticationToken",
                "jwtValidationType": "PUBLIC_JWT_KEY", "jwtPublicKey": wrong.get("key") or self.public_key(),
            },
        }

    def ask(self, path, **fields):
        """Asks the mock itself. Returns the status, the header fields and the body."""
        return asked(self.mock, "GET", path, {"Host": urllib.parse.urlsplit(self.issuer).netloc, **fields}, None)

    def public_key(self):
        """The key that signs, as somebody types it into LivePerson's console."""
        keys = json.loads(self.ask("/jwks.json")[2] or "{}")["keys"]
        return key_text(keys[0])

    def session(self):
        """The brand's own server logs in at the authorization server once. Returns the cookies."""
        if self.brand is None:
            _, fields, body = self.ask(self.question("code"))
            form = dict(re.findall(r'name="(request|seal)" value="([^"]*)"', html.unescape(body.decode())))
            data = urllib.parse.urlencode({**form, "username": "ada", "password": "lovelace"})
            sent = {
                "Host": urllib.parse.urlsplit(self.issuer).netloc, "Origin": self.issuer, "Cookie": cookies(fields),
                "Content-Type": "application/x-www-form-urlencoded",
            }
            _, fields, _ = asked(self.mock, "POST", "/login", sent, data.encode())
            self.brand = cookies(fields)
        return self.brand

    def question(self, kind):
        sent = {"response_type": kind, "client_id": CLIENT, "scope": "openid", "redirect_uri": f"{BRAND}/callback", "state": "s", "nonce": "n-0S6_WzA2Mj"}
        return f"/authorize?{urllib.parse.urlencode(sent)}"

    def issued(self, kind):
        """What the brand's own server gets of the authorization server for the person who is logged in."""
        _, fields, _ = self.ask(self.question(kind), Cookie=self.session())
        location = next(value for name, value in fields if name.lower() == "location")
        parts = urllib.parse.urlsplit(location)
        return dict(urllib.parse.parse_qsl(parts.query or parts.fragment))


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers for every name."""

    protocol_version = "HTTP/1.1"
    town = None

    def do_GET(self):
        self.route()

    do_POST = do_OPTIONS = do_HEAD = do_GET

    def log_message(self, *_):
        pass

    def route(self):
        length = int(self.headers.get("content-length") or 0)
        self.body = self.rfile.read(length)
        host = (self.headers.get("host") or "").split(":")[0]
        self.where = urllib.parse.urlsplit(self.path)
        if host in SERVERS:
            return self.server_of_brand()
        if host == "lo.idp.liveperson.net":
            return self.service()
        if host == "accdn.lpsnmedia.net":
            return self.json(200, [self.town.connector], cors=True)
        if host == "www.acmebank.example" and self.where.path.startswith("/api/"):
            return self.endpoint_of_brand()
        if host == "www.acmebank.example" and self.where.path == "/chat":
            return self.page()
        name = FILES.get((host, self.where.path))
        if name is None:
            return self.send(404, "text/html", b"<h1>404 Not Found</h1>")
        self.send(200, KINDS[pathlib.Path(name).suffix], (PAGES / name).read_bytes())

    def page(self):
        query = dict(urllib.parse.parse_qsl(self.where.query))
        back = {"response_type": "code", "client_id": CLIENT, "scope": "openid", "redirect_uri": f"{BRAND}/callback", "state": self.where.query}
        values = {
            "flow": query.get("flow", "implicit"), "window": query.get("window", "embedded"), "mode": query.get("mode", "rfc"),
            "how": query.get("how", "token"), "mistake": query.get("mistake", "none"), "client": CLIENT,
            "authorize": self.town.wrong.get("authorize", f"{self.town.issuer}/authorize"), "token": f"{self.town.issuer}/token",
            "login": f"{self.town.issuer}/authorize?{urllib.parse.urlencode(back)}".replace("&", "&amp;"),
        }
        text = (PAGES / "brand.html").read_text()
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        policy = self.town.wrong.get("policy")
        self.send(200, KINDS[".html"], text.encode(), [("Content-Security-Policy", policy)] if policy else [])

    def endpoint_of_brand(self):
        wrong = self.town.wrong.get("endpoint")
        if wrong:
            return self.send(*wrong)
        if self.where.path == "/api/lp-code":
            return self.json(200, {"code": self.town.issued("code")["code"]})
        answer = self.town.wrong.get("tokens") or self.town.issued("id_token token")
        if "as=text" in self.where.query:
            return self.send(200, "text/plain", self.town.wrong.get("text", "{}").format(answer["id_token"]).encode())
        self.json(200, {"id_token": answer["id_token"], "access_token": answer["access_token"]})

    def service(self):
        if self.command == "OPTIONS":
            return self.send(204, "text/plain", b"", ALLOWED)
        code = self.town.wrong.get("code")
        if code and "/authenticate" in self.where.path:
            return self.json(500, {"internalErrorCode": code}, cors=True)
        path = "/liveperson" + ("/challenge" if self.where.path.endswith("/challenge") else self.where.path)
        sent = {"Host": urllib.parse.urlsplit(self.town.issuer).netloc, "Content-Type": "application/json"}
        status, _, body = asked(self.town.mock, "POST", path, sent, self.body)
        said = json.loads(body)
        said.pop("lpauth", None)
        self.json(status, said, cors=True)

    def server_of_brand(self):
        wrong = self.town.wrong
        if "down" in wrong:
            self.close_connection = True
            return self.connection.close()
        time.sleep(wrong.get("slow", 0))
        for part, answer in wrong.get("gateway", {}).items():
            if re.search(part, self.path):
                return self.send(*answer)
        fields = {name: value for name, value in self.headers.items() if name.lower() not in ("connection", "accept-encoding")}
        status, answered, body = asked(self.town.mock, self.command, self.path, fields, self.body)
        dropped = {"content-length", "connection", "transfer-encoding", *wrong.get("dropped", ())}
        kept = [(name, value) for name, value in answered if name.lower() not in dropped]
        change = wrong.get("changed", lambda _, value: value)
        kept = [(name, change(name.lower(), value)) for name, value in kept] + wrong.get("added", [])
        self.send(status, None, body, kept)

    def json(self, status, value, cors=False):
        self.send(status, "application/json", json.dumps(value).encode(), ALLOWED if cors else [])

    def send(self, status, kind, body, fields=()):
        body = body.encode() if isinstance(body, str) else body
        self.send_response_only(status)
        if not any(name.lower() == "date" for name, _ in fields):
            self.send_header("Date", self.date_time_string())
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


ALLOWED = [
    ("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "content-type"), ("Access-Control-Allow-Methods", "GET, POST"),
]


def cookies(fields):
    return "; ".join(value.split(";")[0] for name, value in fields if name.lower() == "set-cookie")


def asked(port, method, path, fields, body):
    """Sends one request to this machine, and follows nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body or None, fields)
    answer = connection.getresponse()
    try:
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def certificate(folder):
    """openssl makes a certificate that nobody vouches for; Chromium is told to take it."""
    certificate, key = folder / "town.pem", folder / "town.key"
    names = ",".join(f"DNS:{host}" for host in ("www.acmebank.example", *SERVERS, *LIVEPERSON))
    line = f"req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=town -addext subjectAltName={names} -keyout {key} -out {certificate}"
    must(0, "openssl makes a certificate", "openssl", *line.split())
    return certificate, key


def key_text(jwk):
    """The text of a public key as LivePerson's console takes it: the base64 of its DER, in one line."""
    command = [LPAUTH, "keygen", "--from", "-", "--format", "spki"]
    return subprocess.run(command, input=json.dumps(jwk), capture_output=True, text=True, check=True).stdout.strip()
