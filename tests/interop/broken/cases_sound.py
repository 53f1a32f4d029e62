"""Logins that are fine, with all that a browser does besides: nothing of it may be called a cause."""

from book import book
from brands import BANK, GYM, HOTEL, INSURE, POWER, SHOES, STORE, TELCO, TRAVEL, login
from cases_page import embedded
from cases_tokens import implicit
from parts import FORM, WINDOW, fetched, html, key_set, message, noise, posted, quoted, redirect, token, window

CASES, case = book()

NOW = 1768381920


def code_login(brand, code, at=3_000, state=None):
    state = state or brand.state()
    back = f"{WINDOW}?code={code}&state={quoted(state)}"
    steps = login(brand, brand.asks(state), at, back)
    end = steps[-1]["at"]
    return [*steps, window(end + 300, back), brand.hands(end + 900, {"code": code, "redirect_uri": WINDOW})]


@case("sound-code-chrome", "a login by code, with an advertisement blocked and a picture that is missing", "chrome", "")
def _():
    missing = message("https://static.banconorte.example/old.png", 400, kind="image", status=404, page=BANK.shop)
    left = message("https://stats.metering.example/g/collect?v=2&en=scroll", 900, kind="ping", status=0, error="aborted", page=BANK.shop)
    return {"login.har": [*BANK.tag(0), *noise(BANK.shop, 60), missing, left, *code_login(BANK, "7f1e02aa.5f1.91bc")]}


@case("sound-token-firefox", "a login by token in a fragment", "firefox", "")
def _():
    return {"login.har": [*STORE.tag(0), *noise(STORE.shop, 60), *implicit(STORE, token(STORE, NOW + 11, template="liveperson"))]}


@case("sound-embedded-safari", "the page fetches the token from its own server, whose answer Safari forgot", "safari", "")
def _():
    jwt = token(GYM, NOW + 3)
    source = fetched(GYM.shop + "/api/chat/token", 3_000, GYM.shop, answer={"id_token": jwt}, forgotten=True)
    return {"login.har": [*GYM.tag(0), *noise(GYM.shop, 60), source, window(3_300), GYM.hands(4_000, {"id_token": jwt})]}


@case("sound-consumer-clock", "the consumer's computer is two hours ahead of everybody else", "chrome-sanitised", "")
def _():
    messages = [*POWER.tag(0), *implicit(POWER, token(POWER, NOW - 7_200 + 9, life=600)), *noise(POWER.shop, 60)]
    return {"login.har": [{**one, "ahead": -7_200} for one in messages]}


@case("sound-wrong-password-first", "the password is wrong at the first try", "edge", "")
def _():
    steps = code_login(INSURE, "0003QxPlZ1", at=20_000)
    ask, form = steps[0], steps[1]
    again = {**html(form["url"], 9_000, ask["answer"].replace("Sign On", "Sign On: we didn't recognise the username or password")),
             "method": "POST", "body": form["body"].replace("hunter2", "hunter1"), "sends": [FORM]}
    steps[0] = {**ask, "at": 3_000}
    return {"login.har": [*INSURE.tag(0), steps[0], again, *steps[1:], *noise(INSURE.shop, 60)]}


@case("sound-beside-foreign-failure", "a video player's own login fails beside it", "charles", "")
def _():
    foreign = [
        html("https://accounts.clipstream.example/o/oauth2/auth?client_id=embed-77&redirect_uri=https%3A%2F%2Fplayer.clipstream.example%2Fcb"
             "&response_type=token&scope=profile&state=zz1", 2_000, "<title>Error 400: redirect_uri_mismatch</title>", status=400),
        fetched("https://player.clipstream.example/api/refresh", 2_300, "https://player.clipstream.example", method="POST", status=401,
                body="grant_type=refresh_token&refresh_token=expired", sends=[FORM], answer={"error": "invalid_grant"}),
    ]
    return {"login.har": [*HOTEL.tag(0), *foreign, *code_login(HOTEL, "h2Kp9.Zx"), *noise(HOTEL.shop, 60)]}


@case("sound-two-logins", "two logins after another, each with its own code", "playwright", "")
def _():
    return {"login.har": [*TRAVEL.tag(0), *code_login(TRAVEL, "kWq0_p3Lm9", state=TRAVEL.state("one")),
                          *code_login(TRAVEL, "zzR1_q7Xa2", at=700_000, state=TRAVEL.state("two"))]}


@case("sound-embedded-code", "the page asks for a code in a frame and hands over its redirect URI", "mitmproxy", "")
def _():
    page = SHOES.shop
    return {"login.har": [*SHOES.tag(0), *embedded(SHOES, 3_000, "Qk2_mZ81"), window(3_700),
                          SHOES.hands(4_300, {"code": "Qk2_mZ81", "redirect_uri": page + "/lp/callback"}), *noise(page, 60)]}


@case("sound-page-redeems", "the page redeems the code itself, with a preflight that is answered", "firefox", "")
def _():
    page = STORE.shop
    jwt = token(STORE, NOW + 4)
    allowed = [("Access-Control-Allow-Origin", page), ("Access-Control-Allow-Headers", "content-type,dpop"), ("Cache-Control", "no-store"),
               ("Pragma", "no-cache")]
    preflight = message(STORE.token, 3_850, kind="fetch", method="OPTIONS", status=204, has=allowed[:2], page=page, sends=[
        ("Origin", page), ("Access-Control-Request-Method", "POST"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "cross-site")])
    body = f"grant_type=authorization_code&code=5A2B77&client_id=liveperson&redirect_uri={quoted(page + '/lp/callback')}"
    redeemed = fetched(STORE.token, 3_900, page, method="POST", body=body, sends=[FORM], has=allowed, answer={
        "id_token": jwt, "access_token": "CF1A", "token_type": "Bearer", "expires_in": 3600, "scope": "openid profile"})
    return {"login.har": [*STORE.tag(0), *embedded(STORE, 3_000, "5A2B77"), preflight, redeemed, window(4_300),
                          STORE.hands(5_000, {"id_token": jwt})]}


@case("sound-relay", "the brand's relay redirects to the window, and the browser keeps the fragment", "edge", "")
def _():
    state = BANK.state()
    relay = "https://www.banconorte.example/chat/return"
    ask = BANK.asks(state, "id_token").replace(quoted(WINDOW), quoted(relay))
    jwt = token(BANK, NOW + 10)
    back = f"{relay}#id_token={jwt}&state={quoted(state)}"
    return {"login.har": [*BANK.tag(0), *login(BANK, ask, 3_000, back), redirect(relay, 13_000, WINDOW), window(13_400, WINDOW),
                          BANK.hands(14_000, {"id_token": jwt})]}


@case("sound-anonymous", "an anonymous conversation beside the brand's own silent login", "fiddler", "")
def _():
    page = TELCO.shop
    back = page + "/silent.html"
    answer = f"{back}#error=login_required&state=s1"
    silent = redirect(TELCO.own(back, "s1", response_type="id_token", extra="&prompt=none&nonce=n1").replace(TELCO.client, "spa-web"), 1_000, answer)
    anonymous = fetched(f"https://lo.idp.liveperson.net/api/account/{TELCO.account}/app/{TELCO.connector}/anonymous/authorize", 4_000,
                        "https://lpcdn.lpsnmedia.net", method="POST", answer={"token": "eyJraWQiOiIwMDAwMSJ9.e30.sig"})
    return {"login.har": [*TELCO.tag(0), silent, html(back, 1_300, "<script>1</script>"), window(3_000), anonymous, *noise(page, 60)]}


@case("sound-token-and-keys", "a token with the key set that verifies it", "token", "", diagnose=("token.jwt", "jwks.json", f"--issuer={BANK.issuer}"))
def _():
    return {"token.jwt": token(BANK, NOW, template="liveperson") + "\n", "jwks.json": key_set("brand-2025", "brand-2026")}
