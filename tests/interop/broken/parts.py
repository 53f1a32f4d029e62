"""Messages of logins: LivePerson's tag, window and service, the brand's shop, and authorization servers of several makes."""

import functools
import json
import os
import pathlib
import subprocess
import tempfile
import urllib.parse

HERE = pathlib.Path(__file__).parent
LPAUTH = os.environ.get("LPAUTH", str(HERE.parent.parent.parent / "target/debug/lpauth"))

WINDOW = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html"
OLD_WINDOW = "https://lpcdn.lpsnmedia.net/le_unified_window/10.44.0-release_1360042/index.html"

HTML = ("Content-Type", "text/html; charset=utf-8")
JSON = ("Content-Type", "application/json")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


def run(*arguments):
    done = subprocess.run([LPAUTH, *map(str, arguments)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


@functools.cache
def public(key, form):
    return run("keygen", "--from", HERE / f"keys/{key}.pem", "--format", form)


def key_set(*keys):
    found = [json.loads(public(key, "jwk")) for key in keys]
    return {"keys": [{**jwk, "kid": key, "use": "sig", "alg": "RS256"} for key, jwk in zip(keys, found)]}


def token(brand, at, *more, key="brand-2025", life=3600, claims=None, kid=None, template="minimal", faults=(), issuer=None):
    """Mints a token that was issued at `at`, in seconds."""
    base = ["mint", "--key", HERE / f"keys/{key}.pem", "--kid", kid or key, "--template", template, "--iss", issuer or brand.issuer,
            "--aud", brand.client, "--sub", brand.sub, "--iat", at, "--exp", at + life]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(claims or {}, file)
        file.flush()
        own = ["--claims", file.name] if claims else []
        minted = run(*base, *own, *(f"--fault={fault}" for fault in faults), *more)
    if not minted:
        raise SystemExit(f"nothing minted: {base} {more} {faults}")
    return minted.splitlines()[0] if "\n" in minted and not faults else minted


def quoted(text):
    return urllib.parse.quote(text, safe="")


def message(url, at, kind="document", method="GET", sends=(), body="", status=200, has=(), answer="", **more):
    page = more.pop("page", "https://" + (urllib.parse.urlsplit(url).netloc or "www.example"))
    return {"url": url, "at": at, "kind": kind, "method": method, "sends": list(sends), "body": body, "status": status,
            "has": list(has), "answer": answer, "page": page, **more}


def redirect(url, at, to, status=302, has=(), **more):
    return message(url, at, status=status, has=[("Location", to), ("Cache-Control", "no-store"), *has], **more)


def html(url, at, text, status=200, has=(), **more):
    return message(url, at, status=status, has=[HTML, *has], answer=text, **more)


def posted(url, at, pairs, to=None, status=302, has=(), answer="", **more):
    form = urllib.parse.urlencode(pairs)
    led = [("Location", to)] if to else [HTML]
    return message(url, at, method="POST", sends=[FORM], body=form, status=status, has=[*led, *has], answer=answer, **more)


def fetched(url, at, page, status=200, answer=None, method="GET", body="", sends=(), has=(), **more):
    sent = [("Accept", "application/json, text/plain, */*"), ("Origin", page), ("Referer", page + "/"), *sends]
    if urllib.parse.urlsplit(url).netloc != urllib.parse.urlsplit(page).netloc:
        sent += [("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "empty")]
    text = answer if isinstance(answer, str) else "" if answer is None else json.dumps(answer)
    kind = JSON if text.startswith(("{", "[")) else HTML
    return message(url, at, kind="fetch", method=method, sends=sent, body=body, status=status,
                   has=[kind, *has] if status else [], answer=text, page=page, **more)


class Brand:
    """A brand, the make of its authorization server, and how LivePerson is set up for it."""

    def __init__(self, shop, issuer, ask, client, account, *, sub="c7f2b1d49e0a4b6f8d31", region="lo", token=None, **console):
        self.shop, self.issuer, self.client, self.account, self.sub, self.region = shop, issuer, client, account, sub, region
        self.base = "https://" + urllib.parse.urlsplit(ask if ask.startswith("https:") else issuer).netloc
        self.ask = ask if ask.startswith("https:") else self.base + ask
        self.token = self.base + token if token else self.ask.replace("authorize", "token").replace("connect/auth", "connect/token")
        self.connector = "%d" % (int(account) % 7919 * 10 + 4)
        self.console = {"issuer": issuer, "clientId": client, "authorizationEndpoint": self.ask, "tokenEndpoint": self.token,
                        "jsMethodName": "lpGetAuthenticationToken", "jwtValidationType": "PUBLIC_JWT_KEY",
                        "jwtPublicKey": public("brand-2025", "spki"), "rfcCompliance": True, **console}

    def state(self, ssid="hJ9yQ", **console):
        connector = {"id": int(self.connector), "name": "brand login", "type": 2, "deleted": False,
                     "configuration": {**self.console, **console}}
        config = {"accountId": self.account, "env": "prod", "clickedChannel": "-lpuw-authMessaging", "external": True,
                  "supportBlockCCPattern": False, "scp": "uw", "secureStorageType": "indexedDB",
                  "engConf": {"async": True, "scid": "2", "cid": 312904, "eid": 312905, "lang": "en-US", "svid": "I2YTA1" + ssid,
                              "ssid": ssid, "lewid": 3041275, "connector": connector, "allowUnauthMsg": False,
                              "availabilityPolicy": 1, "skill": "service", "skillId": "-1"}}
        return json.dumps({"lpUnifiedWindowConfig": config}, separators=(",", ":"))

    def asks(self, state, response_type="code", window=WINDOW, extra=""):
        return (f"{self.ask}?response_type={response_type}&client_id={quoted(self.client)}&scope=openid"
                f"&redirect_uri={quoted(window)}&state={quoted(state)}&parentWindowOrigin={quoted(self.shop)}{extra}")

    def own(self, back, state="a8Zk", response_type="code", extra="", scope="openid profile"):
        """The page's own authorization request, for the embedded window."""
        return (f"{self.ask}?client_id={quoted(self.client)}&redirect_uri={quoted(back)}&response_type={quoted(response_type)}"
                f"&scope={quoted(scope)}&state={state}{extra}")

    def tag(self, at):
        """LivePerson's tag on the page."""
        return [
            html(self.shop + "/account/overview", at, "<!doctype html><title>My account</title><p>Welcome back", has=[
                ("Set-Cookie", "sess=9d1b; Path=/; Secure; HttpOnly; SameSite=Lax")]),
            message(f"https://lptag.liveperson.net/tag/tag.js?site={self.account}", at + 160, kind="script", page=self.shop,
                    has=[("Content-Type", "application/javascript")], answer="window.lpTag=window.lpTag||{}"),
            message(f"https://accdn.lpsnmedia.net/api/account/{self.account}/configuration/setting/accountproperties/?cb=lpCb1x2",
                    at + 340, kind="script", page=self.shop, has=[("Content-Type", "application/javascript")], answer="lpCb1x2({})"),
            message(f"https://{self.region if self.region != 'sy' else 'sy'}.v.liveperson.net/api/js/{self.account}?sid=Qw1&cb=lpCb7",
                    at + 520, kind="script", page=self.shop, has=[("Content-Type", "application/javascript")],
                    answer='lpCb7({"sid":"Qw1"})'),
        ]

    def idp(self, connector=None, region=None):
        return f"https://{region or self.region}.idp.liveperson.net/api/account/{self.account}/app/{connector or self.connector}/authenticate?v=3.0"

    def hands(self, at, given, status=200, answer=None, page=WINDOW, **more):
        """The call that hands a code or a token to LivePerson."""
        origin = "https://" + urllib.parse.urlsplit(page).netloc
        answer = {"token": "eyJraWQiOiIwMDAwMSJ9.e30.sig", "config": {}} if answer is None else answer
        region = more.pop("region", None)
        has = [("Access-Control-Allow-Origin", "*"), *more.pop("has", ())]
        return fetched(self.idp(more.pop("connector", None), region), at, origin, status=status, answer=answer, method="POST",
                       body=json.dumps(given), sends=[("Content-Type", "application/json")], has=has, **more)

    def refused(self, at, given, code, **more):
        return self.hands(at, given, status=500, answer={"internalErrorCode": code}, **more)

    def offline(self, at):
        return html(f"https://lpcdn.lpsnmedia.net/le_unified_window/survey-window/offline-survey.html?site={self.account}", at,
                    "<title>Leave a message</title>", page="https://lpcdn.lpsnmedia.net")


def window(at, url=WINDOW, **more):
    return html(url.split("#")[0], at, "<!doctype html><html><head><title>Chat</title></head><body><div id=lp></div>", **more)


def noise(shop, at, count=8, blocked=True):
    """Whatever else a browser loads."""
    cdn = shop.replace("www.", "static.")
    some = [
        message(cdn + "/hero@2x.webp", 0, kind="image", page=shop, has=[("Content-Type", "image/webp")]),
        message(cdn + "/app.6f1c.css", 0, kind="stylesheet", page=shop, has=[("Content-Type", "text/css")], answer="body{margin:0}"),
        message(cdn + "/app.6f1c.js", 0, kind="script", page=shop, has=[("Content-Type", "text/javascript")], answer="(()=>{})()"),
        message(shop + "/favicon.ico", 0, kind="other", page=shop, status=404, has=[HTML], answer="<h1>404 Not Found</h1>"),
        fetched("https://stats.metering.example/g/collect?v=2&en=page_view", 0, shop, status=204, method="POST",
                has=[("Access-Control-Allow-Origin", shop)]),
        fetched(shop + "/api/basket?code=WELCOME10", 0, shop, answer={"items": []}),
        message(cdn + "/inter.woff2", 0, kind="font", page=shop, has=[("Content-Type", "font/woff2")]),
        fetched("https://consent.bannerworks.example/v2/config.json", 0, shop, answer={"ui": 1}, has=[
            ("Access-Control-Allow-Origin", "*")]),
    ]
    if blocked:
        some[4:4] = [message("https://ads.adtrail.example/pixel?id=1", 0, kind="image", page=shop, status=0, error="client")]
    return [{**one, "at": at + 35 * index} for index, one in enumerate(some[:count])]
