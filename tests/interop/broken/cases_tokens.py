"""What is wrong with the token, or with the keys and the issuer that LivePerson is set up with."""

from book import book
from brands import BANK, GYM, HOTEL, INSURE, POWER, SHOES, STORE, TELCO, TRAVEL, login
from cases_page import embedded
from parts import HERE, WINDOW, fetched, html, key_set, message, noise, public, quoted, redirect, token, window

CASES, case = book()

NOW = 1768381920


def implicit(brand, jwt, code=None, at=3_000, **console):
    """A login in LivePerson's own window that brings a token, and what LivePerson says to it."""
    state = brand.state(**console)
    back = f"{WINDOW}#id_token={jwt}&state={quoted(state)}&token_type=Bearer"
    steps = login(brand, brand.asks(state, "id_token"), at, back)
    end = steps[-1]["at"]
    given = {"id_token": jwt}
    answer = brand.refused(end + 900, given, code) if code else brand.hands(end + 900, given)
    return [*steps, window(end + 300, back), answer, *([brand.offline(end + 1_500)] if code else [])]


@case("console-has-old-key", "the key in LivePerson's console is last year's", "firefox", "signature-invalid", "console", "key")
def _():
    jwt = token(BANK, NOW + 12, key="brand-2026")
    return {"login.har": [*BANK.tag(0), *implicit(BANK, jwt, "9007"), *noise(BANK.shop, 90)]}


@case("issuer-slash", "the issuer in the console ends with a slash, and that of the token does not", "fiddler", "issuer-mismatch", "console", "iss")
def _():
    jwt = token(STORE, NOW + 11)
    return {"login.har": [*STORE.tag(0), *implicit(STORE, jwt, "9007", issuer=STORE.issuer + "/"), *noise(STORE.shop, 90)]}


@case("other-stage", "LivePerson is set up with the test server, and the page logs in at the real one", "edge", "issuer-mismatch", "console", "iss")
def _():
    jwt = token(SHOES, NOW + 10, key="brand-2026")
    stage = "https://id-uat.walkabout.example/"
    given = {"id_token": jwt}
    source = fetched(SHOES.shop + "/api/lp/token", 3_400, SHOES.shop, answer={"id_token": jwt})
    connectors = [{"id": int(SHOES.connector), "name": "walkabout", "type": 1, "deleted": False,
                   "configuration": {**SHOES.console, "issuer": stage}}]
    listed = fetched(f"https://accdn.lpsnmedia.net/api/account/{SHOES.account}/configuration/le-connectors/all-connectors", 2_000,
                     "https://lpcdn.lpsnmedia.net", answer=connectors, has=[("Access-Control-Allow-Origin", "*")])
    return {"login.har": [*SHOES.tag(0), window(1_500), listed, source, SHOES.refused(4_000, given, "9007"), *noise(SHOES.shop, 60)]}


@case("ps256-token", "the server signs with PS256", "safari", "alg-not-rs256", "authorization-server", "RS256")
def _():
    jwt = token(INSURE, NOW + 10, "--alg", "PS256")
    return {"login.har": [*INSURE.tag(0), *implicit(INSURE, jwt, "1003")]}


@case("access-token-as-id-token", "the page hands over an access token", "chrome", "access-token-handed-over", "brand-page", "id_token",
      also=["typ-not-id-token"], why="Its header says that it is an access token.")
def _():
    jwt = token(TELCO, NOW + 2, "--header", "typ=at+jwt", claims={"scope": "openid profile chat", "azp": TELCO.client})
    source = fetched(TELCO.shop + "/bff/session", 3_400, TELCO.shop, answer={"accessToken": jwt, "user": {"name": "Marta"}})
    return {"login.har": [*TELCO.tag(0), window(3_000), source, TELCO.refused(4_000, {"id_token": jwt}, "9007"), *noise(TELCO.shop, 60)]}


@case("encrypted-unasked", "the token is encrypted although LivePerson was not set up for it", "playwright", "jwe-unasked", "authorization-server",
      "encrypt", also=["token-encrypted"], why="The one says what it is, the other that nobody asked for it.")
def _():
    jwt = token(HOTEL, NOW + 2, "--encrypt-to", HERE / "keys/lp-enc-1.jwks.json")
    source = fetched(HOTEL.shop + "/api/lp/token", 3_400, HOTEL.shop, answer={"id_token": jwt})
    return {"login.har": [*HOTEL.tag(0), window(3_000), source, HOTEL.refused(4_000, {"id_token": jwt}, "1039"), HOTEL.offline(4_500)]}


@case("sdes-object", "lp_sdes is an object", "chrome-sanitised", "sdes-not-array", "authorization-server", "array")
def _():
    jwt = token(GYM, NOW + 10, faults=["sdes.object"], template="liveperson")
    return {"login.har": [*GYM.tag(0), *implicit(GYM, jwt, "1026"), *noise(GYM.shop, 60)]}


@case("sdes-unwrapped", "the fields of ctmrinfo stand beside its type", "firefox", "sdes-unwrapped", "authorization-server", "wrapping")
def _():
    jwt = token(POWER, NOW + 10, faults=["sdes.unwrapped"], template="liveperson")
    return {"login.har": [*POWER.tag(0), *implicit(POWER, jwt, "1026")]}


@case("exp-milliseconds", "exp counts milliseconds", "proxyman", "numeric-date-in-milliseconds", "authorization-server", "1000")
def _():
    jwt = token(TRAVEL, NOW + 10, faults=["exp.ms"])
    return {"login.har": [*TRAVEL.tag(0), *implicit(TRAVEL, jwt, "9007")]}


@case("token-from-storage", "the page hands over a token that it kept since yesterday", "firefox", "token-expired", "brand-page", "token")
def _():
    jwt = token(STORE, NOW - 86_400)
    return {"login.har": [*STORE.tag(0), *noise(STORE.shop, 90), window(3_000), STORE.refused(4_000, {"id_token": jwt}, "1012"), STORE.offline(4_400)]}


@case("server-clock-ahead", "the authorization server's clock is eleven minutes ahead", "mitmproxy", "issued-in-future", "authorization-server",
      "clock")
def _():
    jwt = token(INSURE, NOW + 670)
    steps = implicit(INSURE, jwt, "9007")
    for step in steps:
        if step["url"].startswith(INSURE.base):
            step["ahead"] = 660
    return {"login.har": [*INSURE.tag(0), *steps]}


@case("nonce-of-another", "the token has the nonce of an earlier request", "chrome", "nonce-mismatch", "authorization-server", "nonce")
def _():
    page = BANK.shop
    jwt = token(BANK, NOW + 3, "--nonce", "n-older")
    back = page + "/lp/callback"
    answer = f"{back}#id_token={jwt}&state=a8Zk"
    asked = redirect(BANK.own(back, response_type="id_token", extra="&nonce=n-0S6_WzA2Mj&prompt=none"), 3_000, answer)
    return {"login.har": [*BANK.tag(0), asked, html(back, 3_300, "<script>1</script>"), window(3_500), BANK.hands(4_000, {"id_token": jwt})]}


@case("other-client", "the token is for the brand's own web client", "charles", "audience-mismatch", "authorization-server", "client ID",
      diagnose=("login.har", "--client-id=76-lp-web"))
def _():
    jwt = token(GYM, NOW + 3, "--aud", "members-web")
    source = fetched(GYM.shop + "/api/me", 3_000, GYM.shop, answer={"idToken": jwt, "name": "Marta"})
    return {"login.har": [*GYM.tag(0), source, window(3_300), GYM.hands(4_000, {"id_token": jwt})]}


@case("stale-key-set", "the keys were changed, and LivePerson still has the old set", "token", "kid-unknown", "authorization-server", "kid",
      diagnose=("token.jwt", "jwks.json", "--text", '{"internalErrorCode":"1041"}'))
def _():
    return {"token.jwt": token(TRAVEL, NOW, key="brand-2026") + "\n", "jwks.json": key_set("brand-2025")}


@case("wrong-kid", "the token names a key of another stage", "token", "kid-unknown", "authorization-server", "kid",
      diagnose=("handed.txt", "--jwks", "jwks.json"))
def _():
    return {"handed.txt": f"callback({token(BANK, NOW, kid='uat-2025-11')!r})\n", "jwks.json": key_set("brand-2025", "brand-2026")}


@case("two-keys-no-kid", "two keys are published, and the token does not say which one signed", "token", "kid-missing-among-several",
      "authorization-server", "kid", diagnose=("token.jwt", "jwks.json", "--text", "HTTP 500 internalErrorCode=1042"))
def _():
    return {"token.jwt": token(HOTEL, NOW, faults=["jwks.two-keys-no-kid"]) + "\n", "jwks.json": key_set("brand-2025", "brand-2026")}


@case("key-set-base64", "the modulus in the key set is in standard base64", "token", "jwk-not-base64url", "authorization-server", "base64url",
      diagnose=("jwks.json", "--text", "internalErrorCode: 1038"))
def _():
    keys = key_set("brand-2025")
    keys["keys"][0]["n"] = keys["keys"][0]["n"].replace("-", "+").replace("_", "/") + "=="
    return {"jwks.json": keys}


@case("character-lost", "a character got lost while the token was copied", "token", "token-not-base64url", "brand-page", "copy",
      diagnose=("ticket.txt",), also=["claims-not-json", "signature-invalid"],
      why="Where a character is missing, the rest of the segment can no longer be read either.")
def _():
    jwt = token(POWER, NOW, template="liveperson")
    return {"ticket.txt": "Hi team,\n\nall logins fail since this morning. Our page hands over this:\n\n" + jwt[:300] + jwt[301:] +
            "\n\nand the chat says\n401 Failed to validate user with customer authentication service\n\nKind regards\nMarta\n"}


@case("claims-missing", "the token has no sub", "token", "sub-missing", "authorization-server", "sub",
      diagnose=("session.log", "--text", "JWT_MISSING_CALIMESET"))
def _():
    jwt = token(STORE, NOW, faults=["sub.missing"])
    return {"session.log": f"2026-01-14 10:12:03.114 DEBUG [nio-8443-exec-7] c.c.lp.TokenController : issued {jwt} for chat\n"}
