"""What goes wrong on the brand's page: scripts kept back, answers kept from it, and what it hands to LivePerson."""

from book import book
from brands import BANK, GYM, HOTEL, INSURE, POWER, SHOES, STORE, TELCO, TRAVEL, login
from parts import FORM, WINDOW, fetched, html, message, noise, posted, quoted, redirect, token, window

CASES, case = book()

NOW = 1768381920


def embedded(brand, at, code, **more):
    """The page asks for a code in the background, while the consumer is logged in."""
    back = brand.shop + "/lp/callback"
    answer = f"{back}?code={code}&state=a8Zk"
    return [
        redirect(brand.own(back, **more), at, answer, sends=[("Referer", brand.shop + "/"), ("Sec-Fetch-Dest", "iframe")]),
        html(answer, at + 200, "<script>parent.postMessage(location.search,origin)</script>",
             sends=[("Referer", brand.base + "/"), ("Sec-Fetch-Dest", "iframe")]),
    ]


def redeems(brand, at, page, code, **more):
    body = f"grant_type=authorization_code&code={code}&client_id={quoted(brand.client)}&redirect_uri={quoted(page + '/lp/callback')}&code_verifier=dBjftJ"
    return fetched(brand.token, at, page, method="POST", body=body, sends=[FORM], **more)


@case("cors-token-endpoint", "the page redeems the code itself, and the token endpoint has no CORS", "chrome", "cors-refused",
      "authorization-server", "Access-Control-Allow-Origin")
def _():
    page = SHOES.shop
    asked = redeems(SHOES, 3_900, page, "Qk2_m", status=0, error="cors")
    preflight = message(SHOES.token, 3_950, kind="preflight", method="OPTIONS", sends=[
        ("Origin", page), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "dpop")], status=404, page=page)
    return {"login.har": [*SHOES.tag(0), *embedded(SHOES, 3_000, "Qk2_m"), asked, preflight, *noise(page, 100)]}


@case("cors-preflight-405", "the token endpoint answers 405 to the preflight", "firefox", "cors-refused", "authorization-server",
      "Access-Control-Allow-Origin")
def _():
    page = INSURE.shop
    preflight = message(INSURE.token, 3_900, kind="fetch", method="OPTIONS", status=405, has=[("Allow", "POST")], page=page, sends=[
        ("Origin", page), ("Access-Control-Request-Method", "POST"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "cross-site")])
    return {"login.har": [*INSURE.tag(0), *embedded(INSURE, 3_000, "0003QxPl"), preflight,
                          redeems(INSURE, 3_990, page, "0003QxPl", status=0, error="cors"), *noise(page, 100)]}


@case("cors-answer-unread", "the token came, and the browser kept it from the page: no Access-Control-Allow-Origin", "firefox", "cors-refused",
      "authorization-server", "Access-Control-Allow-Origin")
def _():
    page = GYM.shop
    answer = {"id_token": token(GYM, NOW + 4), "access_token": "eyJ0b2tlbg", "token_type": "Bearer", "expires_in": 3600}
    return {"login.har": [*GYM.tag(0), *embedded(GYM, 3_000, "9c1d7e55"), redeems(GYM, 3_990, page, "9c1d7e55", answer=answer),
                          *noise(page, 100)]}


@case("cors-userinfo", "the page cannot read the userinfo endpoint", "safari", "cors-refused", "authorization-server",
      "Access-Control-Allow-Origin")
def _():
    page = STORE.shop
    answer = {"id_token": token(STORE, NOW + 4), "access_token": "CF1A", "token_type": "Bearer", "expires_in": 3600}
    allowed = [("Access-Control-Allow-Origin", page), ("Cache-Control", "no-store"), ("Pragma", "no-cache")]
    return {"login.har": [*STORE.tag(0), *embedded(STORE, 3_000, "5A2B77"), redeems(STORE, 3_990, page, "5A2B77", answer=answer, has=allowed),
                          fetched(STORE.base + "/connect/userinfo", 4_300, page, status=200, error="cors",
                                  sends=[("Authorization", "Bearer CF1A")])]}


@case("cors-other-origin", "the answer allows the page of another stage", "firefox", "cors-refused", "authorization-server",
      "Access-Control-Allow-Origin")
def _():
    page = TRAVEL.shop
    return {"login.har": [*TRAVEL.tag(0), fetched(TRAVEL.own(page + "/lp/callback", extra="&prompt=none&response_mode=okta_post_message"), 3_000,
                                                  page, answer="<script>window.parent.postMessage({})</script>",
                                                  has=[("Access-Control-Allow-Origin", "https://staging.riverline.example")]), *noise(page, 90)]}


@case("mixed-content", "the page asks for the token over plain http", "chrome", "mixed-content", "authorization-server", "https")
def _():
    page = POWER.shop
    ask = POWER.own(page + "/lp/callback").replace("https://fs.", "http://fs.")
    return {"login.har": [*POWER.tag(0), fetched(ask, 3_000, page, status=0, error="mixed"), *noise(page, 90)]}


@case("csp-blocks-tag", "the page's own policy keeps LivePerson's tag out", "chrome", "script-blocked", "network", "policy",
      note="No login is in the capture, because none could begin.")
def _():
    page = HOTEL.shop
    policy = ("Content-Security-Policy", "default-src 'self'; script-src 'self' https://static.grandhotels.example")
    return {"login.har": [
        html(page + "/account/overview", 0, "<!doctype html><title>My account</title>", has=[policy]),
        message("https://lptag.liveperson.net/tag/tag.js?site=76200185", 170, kind="script", page=page, status=0, error="csp"),
        *noise(page, 60)]}


@case("ad-blocker-blocks-tag", "an extension of the consumer's browser blocks LivePerson's hosts", "edge", "script-blocked", "network", "blocker",
      note="No login is in the capture, because none could begin.")
def _():
    page = TELCO.shop
    return {"login.har": [
        *TELCO.tag(0)[:1],
        message("https://lptag.liveperson.net/tag/tag.js?site=88120457", 170, kind="script", page=page, status=0, error="client"),
        *noise(page, 60)]}


@case("callback-never-called", "the page's function returns the token in place of calling back", "safari", "callback-never-called", "brand-page",
      "callback")
def _():
    page = GYM.shop
    return {"login.har": [*GYM.tag(0), *noise(page, 90), window(3_000),
                          fetched(page + "/api/chat/token", 3_400, page, answer={"id_token": token(GYM, NOW + 3)}), GYM.offline(64_000)]}


@case("callback-never-called-401", "the page's session has ended, and its function forgets the callback", "firefox", "callback-never-called",
      "brand-page", "callback")
def _():
    page = INSURE.shop
    return {"login.har": [*INSURE.tag(0), *noise(page, 90), window(3_000),
                          fetched(page + "/api/v1/sso/liveperson", 3_400, page, status=401, method="POST", answer={"message": "Session expired"})]}


@case("code-twice", "the page keeps the code and hands it over a second time", "playwright", "code-used-twice", "brand-page", "new code")
def _():
    page = TRAVEL.shop
    given = {"code": "kWq0_p3Lm9", "redirect_uri": page + "/lp/callback"}
    return {"login.har": [*TRAVEL.tag(0), *embedded(TRAVEL, 3_000, "kWq0_p3Lm9"), window(3_500), TRAVEL.hands(4_000, given),
                          TRAVEL.refused(1_900_000, given, "9011"), TRAVEL.offline(1_901_000)]}


@case("code-twice-worker", "a service worker answers the second time with the code that it kept", "chrome", "code-used-twice", "brand-page", "new code")
def _():
    page = STORE.shop
    given = {"code": "5A2B7710FE", "redirect_uri": "https://liveperson.net"}
    source = fetched(page + "/api/lp-code", 3_000, page, answer={"code": "5A2B7710FE"})
    return {"login.har": [*STORE.tag(0), source, window(3_500), STORE.hands(4_000, given),
                          {**fetched(page + "/api/lp-code", 700_000, page, answer={"code": "5A2B7710FE"}), "worker": True},
                          STORE.refused(700_500, given, "9011")]}


@case("code-too-old", "the page asks for the code when it loads and hands it over half an hour later", "firefox", "code-too-old", "brand-page", "code")
def _():
    page = BANK.shop
    code = "7f1e02aa.5f1.91bc"
    return {"login.har": [*BANK.tag(0), *embedded(BANK, 3_000, code), *noise(page, 60), window(1_790_000),
                          BANK.refused(1_800_000, {"code": code, "redirect_uri": page + "/lp/callback"}, "9011"), BANK.offline(1_801_000)]}


@case("redirect-uri-not-handed", "the page does not tell LivePerson the redirect URI that the code is bound to", "edge", "redirect-uri-differs",
      "brand-page", "redirect_uri")
def _():
    return {"login.har": [*SHOES.tag(0), *embedded(SHOES, 3_000, "Qk2_mZ81"), window(3_700),
                          SHOES.refused(4_300, {"code": "Qk2_mZ81", "redirect_uri": "https://liveperson.net"}, "9011"), SHOES.offline(4_800)]}


@case("redirect-uri-slash", "the redirect URI that the page hands over has a slash too many", "charles", "redirect-uri-differs", "brand-page",
      "redirect_uri")
def _():
    page = INSURE.shop
    return {"login.har": [*INSURE.tag(0), *embedded(INSURE, 3_000, "0003QxPlZ1"), window(3_700),
                          INSURE.refused(4_300, {"code": "0003QxPlZ1", "redirect_uri": page + "/lp/callback/"}, "9011")]}


@case("third-party-cookie", "the session's cookie does not go along into the frame", "firefox", "cookies-lost", "consumer", "SameSite",
      note="The cookie of the login has SameSite=Lax, and the request in the frame of another site comes without it.")
def _():
    page = "https://www.corner-group.example"
    back = page + "/lp/callback"
    logged_in = STORE.own(back, "x1")
    silent = STORE.own(back, "x2", extra="&prompt=none")
    steps = login(STORE, logged_in, 1_000, back + "?code=AA11BB22&state=x1")
    steps[2]["has"] = [("Location", steps[2]["has"][0][1]), ("Set-Cookie", "idsrv.session=4Q; path=/; secure; httponly; SameSite=Lax")]
    answer = f"{back}?error=login_required&state=x2"
    framed = [("Referer", page + "/"), ("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Site", "cross-site")]
    return {"login.har": [*STORE.tag(0), *steps, html(back + "?code=AA11BB22&state=x1", 9_900, "ok"), window(20_000),
                          redirect(silent, 21_000, answer, sends=framed), html(answer, 21_200, "<script>1</script>", sends=framed),
                          STORE.offline(82_000)]}


@case("login-in-frame", "the login page does not let itself be shown in the page's frame", "chrome", "login-frame-refused", "authorization-server",
      "frame")
def _():
    page = BANK.shop
    framed = [("Referer", page + "/"), ("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Site", "cross-site")]
    ask = BANK.own(page + "/lp/callback")
    refused = html(ask, 3_000, "", sends=framed, error="frame", has=[
        ("X-Frame-Options", "SAMEORIGIN"), ("Content-Security-Policy", "frame-src 'self'; frame-ancestors 'self'; object-src 'none';")])
    return {"login.har": [*BANK.tag(0), *noise(page, 60), window(2_500), refused]}


@case("html-at-token-endpoint", "a hotel's network answers the token request with its own login page", "mitmproxy", "token-response-not-json",
      "authorization-server", "JSON", also=["token-response-media-type"], why="A page in place of JSON is of another media type too.")
def _():
    page = GYM.shop
    body = "<html><head><meta http-equiv=refresh content='0;url=http://portal.guestwifi.example/login'></head><body>Sign in to WiFi</body></html>"
    return {"login.har": [*GYM.tag(0), *embedded(GYM, 3_000, "9c1d7e55aa"), redeems(GYM, 3_990, page, "9c1d7e55aa", answer=body)]}


@case("page-without-openid", "the page does not ask for the scope openid, so that no id_token comes", "chrome", "id-token-missing",
      "authorization-server", "openid")
def _():
    page = TRAVEL.shop
    answer = {"access_token": "00Kq-x", "token_type": "Bearer", "expires_in": 3600, "scope": "profile"}
    allowed = [("Access-Control-Allow-Origin", page), ("Cache-Control", "no-store"), ("Pragma", "no-cache")]
    return {"login.har": [*TRAVEL.tag(0), *embedded(TRAVEL, 3_000, "kWq0_p3Lm9", scope="profile"),
                          redeems(TRAVEL, 3_900, page, "kWq0_p3Lm9", answer=answer, has=allowed), window(4_000), TRAVEL.offline(9_000)]}


@case("page-invalid-grant", "the token endpoint refuses the page's code", "playwright", "token-endpoint-refused", "registration", "log")
def _():
    page = POWER.shop
    answer = {"error": "invalid_grant", "error_description": "MSIS9612: The authorization code received in 'code' parameter is invalid."}
    return {"login.har": [*POWER.tag(0), *embedded(POWER, 3_000, "AwABAAAAq1"),
                          redeems(POWER, 3_900, page, "AwABAAAAq1", status=400, answer=answer, has=[("Access-Control-Allow-Origin", page)])]}


@case("wrong-region", "the page asks LivePerson's service of another region than the account's", "charles", "region-differs", "brand-page", "region")
def _():
    page = BANK.shop
    domain = fetched(f"https://api.liveperson.net/api/account/{BANK.account}/service/idp/baseURI.json?version=1.0", 1_000, page,
                     answer={"service": "idp", "account": BANK.account, "baseURI": "lo.idp.liveperson.net"},
                     has=[("Access-Control-Allow-Origin", "*")])
    return {"login.har": [*BANK.tag(0), domain, window(3_000),
                          BANK.hands(3_900, {"id_token": token(BANK, NOW + 3)}, status=404, answer={"message": "Account not found"},
                                     region="va")]}


@case("socket-4401", "the conversation's socket closes with 4401 when the token has expired", "chrome", "token-expired", "brand-page", "token")
def _():
    page = HOTEL.shop
    jwt = token(HOTEL, NOW, life=60)
    socket = {**message(f"wss://sy.msg.liveperson.net/ws_api/account/{HOTEL.account}/messaging/consumer?v=3", 5_000, kind="websocket", status=101,
                        page="https://lpcdn.lpsnmedia.net"),
              "socket": [("send", 1, '{"kind":"req","type":"InitConnection"}'), ("receive", 1, '{"kind":"resp","code":200}'),
                         ("receive", 8, "4401 Unauthorized")]}
    source = fetched(page + "/api/lp-token", 3_000, page, answer={"token": jwt})
    again = fetched(page + "/api/lp-token", 126_000, page, answer={"token": jwt}, cached=True)
    return {"login.har": [*HOTEL.tag(0), source, window(3_300), HOTEL.hands(4_000, {"id_token": jwt}), socket, again,
                          HOTEL.refused(126_500, {"id_token": jwt}, "1012"), HOTEL.offline(127_000)]}
