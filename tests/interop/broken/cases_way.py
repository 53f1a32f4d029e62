"""What goes wrong between LivePerson's authorization request and its window."""

from book import book
from brands import BANK, GYM, HOTEL, INSURE, POWER, SHOES, STORE, TELCO, TRAVEL, login
from parts import OLD_WINDOW, WINDOW, html, message, noise, posted, quoted, redirect, token, window

CASES, case = book()

NOW = 1768381920


@case("keycloak-redirect-uri", "the redirect URI is not registered at the server", "firefox", "login-redirect-uri-unregistered",
      "registration", "registration")
def _():
    page = ('<!DOCTYPE html><html class="login-pf"><head><meta charset="utf-8"><title>Sign in to clientes</title></head><body><div '
            'id="kc-header">clientes</div><h1 id="kc-page-title">We are sorry...</h1><div id="kc-error-message"><p class="instruction">'
            "Invalid parameter: redirect_uri</p></div></body></html>")
    return {"login.har": [*BANK.tag(0), *noise(BANK.shop, 90), html(BANK.asks(BANK.state()), 4_000, page, status=400)]}


@case("okta-redirect-uri", "the window's address is registered with an older version in its path", "edge",
      "login-redirect-uri-unregistered", "registration", "registration")
def _():
    page = ("<!doctype html><html><head><title>Riverline - Error</title></head><body><h2>400</h2><h3>Bad Request</h3><p>Your request "
            "resulted in an error. The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: "
            "https://riverline-admin.example/admin/app/oidc_client/instance/0oa7f2kq1Lp#tab-general</p><a href=/>Go to Homepage</a>")
    return {"login.har": [*noise(TRAVEL.shop, 0), *TRAVEL.tag(100),
                          html(TRAVEL.asks(TRAVEL.state(), window=OLD_WINDOW), 3_000, page, status=400)]}


@case("entra-reply-url", "the reply address does not match, told on a page with status 200", "chrome-sanitised",
      "login-redirect-uri-unregistered", "registration", "registration")
def _():
    ask = TELCO.asks(TELCO.state())
    steps = login(TELCO, ask, 2_000, "")[:-1]
    page = ("<!doctype html><html><head><title>Sign in to your account</title></head><body><div id=exceptionMessageContainer>AADSTS50011: "
            "The redirect URI 'https://lpcdn.lpsnmedia.net/le_unified_window/index.html' specified in the request does not match the "
            "redirect URIs configured for the application '5e0f2f0c-3f9a-4c15-b8a9-6b1a40d1c2aa'.</div><p>Request Id: 0b6c</p>")
    steps[-1] = html(steps[-1]["url"], 11_000, page, method="POST", body=steps[-1]["body"], sends=steps[-1]["sends"])
    return {"login.har": [*TELCO.tag(0), *steps, *noise(TELCO.shop, 40)]}


@case("auth0-callback-mismatch", "the callback address is not among those allowed, answered with 403", "chrome",
      "login-redirect-uri-unregistered", "registration", "registration")
def _():
    page = ("<!DOCTYPE html><html><head><title>Oops!, something went wrong</title></head><body><h1>Callback URL mismatch.</h1><p>The "
            "provided redirect_uri is not in the list of allowed callback URLs.</p><p>Please go to the Application Settings page and "
            "make sure you are sending a valid callback url from your application.</p>")
    return {"login.har": [*SHOES.tag(0), html(SHOES.asks(SHOES.state()), 5_000, page, status=403), *noise(SHOES.shop, 60)]}


@case("waf-403-on-state", "a firewall takes the JSON in state for an attack", "charles", "state-refused", "network", "firewall")
def _():
    page = ("<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to access "
            "&quot;http&#58;&#47;&#47;auth&#46;harbourmutual&#46;example&#47;as&#47;authorization&#46;oauth2&#63;&quot; on this server.<P>"
            "Reference&#32;&#35;18&#46;5d1a2b17&#46;1768381925&#46;1f0c</BODY></HTML>")
    return {"login.har": [*INSURE.tag(0), *noise(INSURE.shop, 50),
                          html(INSURE.asks(INSURE.state()), 4_000, page, status=403, has=[("Server", "EdgeGuard")])]}


@case("gateway-414", "a gateway does not take so long an address", "mitmproxy", "state-refused", "network", "state")
def _():
    page = ("<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n<body>\r\n<center><h1>414 Request-URI Too Large</h1>"
            "</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
    return {"login.har": [*HOTEL.tag(0), html(HOTEL.asks(HOTEL.state()), 4_000, page, status=414), *noise(HOTEL.shop, 50)]}


@case("waf-200-block-page", "a firewall answers the request with a page of its own and status 200", "firefox", "state-refused",
      "network", "firewall", also=["login-error-page"], why="The page says only that something refused the request.")
def _():
    page = ("<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your "
            "administrator.<br><br>Your support ID is: 11846301922334018213<br><br><a href='javascript:history.back();'>[Go Back]</a>"
            "</body></html>")
    return {"login.har": [*POWER.tag(0), html(POWER.asks(POWER.state()), 4_000, page), *noise(POWER.shop, 50)]}


@case("consent-refused", "the consumer presses Cancel", "fiddler", "callback-error", "consumer", "log")
def _():
    state = POWER.state()
    ask = POWER.asks(state)
    back = f"{WINDOW}?error=access_denied&error_description={quoted('The resource owner denied the request.')}&state={quoted(state)}"
    return {"login.har": [*POWER.tag(0), *login(POWER, ask, 3_000, back), window(9_900, back), *noise(POWER.shop, 50)]}


@case("implicit-not-allowed", "the client may not use the implicit flow", "firefox", "callback-error", "registration", "flow")
def _():
    state = BANK.state()
    said = "Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client."
    back = f"{WINDOW}#error=unauthorized_client&error_description={quoted(said)}&state={quoted(state)}"
    return {"login.har": [*BANK.tag(0), redirect(BANK.asks(state, "id_token"), 3_000, back), window(3_300, back), *noise(BANK.shop, 50)]}


@case("nonce-demanded", "the server demands a nonce, which LivePerson does not send", "playwright", "callback-error", "authorization-server",
      "nonce")
def _():
    state = STORE.state()
    said = "Nonce required for implicit and hybrid flow with OpenID scope."
    back = f"{WINDOW}#error=invalid_request&error_description={quoted(said)}&state={quoted(state)}"
    return {"login.har": [*STORE.tag(0), redirect(STORE.asks(state, "id_token"), 3_000, back), window(3_300, back)]}


@case("server-error-page", "the login page breaks with 500 after the password", "chrome", "login-error-page", "authorization-server", "log")
def _():
    steps = login(INSURE, INSURE.asks(INSURE.state()), 2_000, "")
    steps[-1] = {**posted(steps[-1]["url"], 10_000, {"pf.username": "x", "pf.pass": "hunter2"}, status=500,
                          answer="<!doctype html><title>Error</title><h1>Unexpected System Error</h1><p>Sorry for the inconvenience. "
                          "Please contact your administrator for assistance and provide the reference number XfG0. Partner: lp_messaging")}
    return {"login.har": [*INSURE.tag(0), *steps, *noise(INSURE.shop, 50)]}


@case("maintenance-503", "the authorization server is down for maintenance", "safari", "login-error-page", "authorization-server", "page")
def _():
    page = "<!doctype html><title>Service Unavailable</title><h1>We'll be back soon</h1><p>Sorry, our login is down for maintenance."
    return {"login.har": [*GYM.tag(0), html(GYM.asks(GYM.state()), 3_000, page, status=503, has=[("Retry-After", "3600")]),
                          *noise(GYM.shop, 40)]}


@case("name-not-resolved", "the authorization endpoint in the console has a name that nobody knows", "chrome", "request-blocked",
      "network", "server itself", also=["login-unfinished"], why="The two say the same of a request without an answer.")
def _():
    ask = STORE.asks(STORE.state()).replace("id.cornerstore", "id-internal.cornerstore")
    return {"login.har": [*STORE.tag(0), message(ask, 3_000, status=0, error="name"), *noise(STORE.shop, 40)]}


@case("connection-reset", "the connection to the login page breaks off", "safari", "request-blocked", "network", "server itself",
      also=["login-unfinished"], why="The two say the same of a request without an answer.")
def _():
    return {"login.har": [*HOTEL.tag(0), message(HOTEL.asks(HOTEL.state()), 3_000, status=0, error="reset"), *noise(HOTEL.shop, 40)]}


@case("certificate-expired", "the authorization server's certificate has expired", "chrome", "server-distrusted", "authorization-server",
      "certificate")
def _():
    return {"login.har": [*GYM.tag(0), message(GYM.asks(GYM.state()), 3_000, status=0, error="certificate"), *noise(GYM.shop, 40)]}


@case("login-over-http", "the login page is plain http", "charles", "login-not-https", "authorization-server", "https")
def _():
    state = POWER.state()
    back = f"{WINDOW}?code=AwABAAAA.q1&state={quoted(state)}"
    ask = POWER.asks(state)
    steps = login(POWER, ask.replace("https:", "http:"), 3_200, back)
    return {"login.har": [*POWER.tag(0), redirect(ask, 3_000, ask.replace("https:", "http:")), *steps, window(10_000, back),
                          POWER.refused(11_000, {"code": "AwABAAAA.q1", "redirect_uri": WINDOW}, "9011")]}


@case("state-plus-signs", "a proxy turns the state's quotes into entities on the way back", "edge", "callback-state-mismatch",
      "authorization-server", "state")
def _():
    state = TRAVEL.state()
    back = f"{WINDOW}?code=kWq0_p3&state={quoted(state.replace(chr(34), '&quot;'))}"
    return {"login.har": [*TRAVEL.tag(0), *login(TRAVEL, TRAVEL.asks(state), 3_000, back), window(12_000, back), *noise(TRAVEL.shop, 40)]}


@case("state-cut", "the server keeps no more than 512 characters of the state", "fiddler", "callback-state-mismatch",
      "authorization-server", "state")
def _():
    state = HOTEL.state()
    back = f"{WINDOW}?code=h2Kp9.Zx&iss={quoted(HOTEL.issuer)}&state={quoted(state[:512])}&client_id=lp-guests"
    return {"login.har": [*HOTEL.tag(0), *login(HOTEL, HOTEL.asks(state), 3_000, back), window(14_000, back), *noise(HOTEL.shop, 40)]}


@case("state-dropped", "the page between server and window drops the state", "chrome", "callback-state-missing", "authorization-server",
      "state")
def _():
    state = GYM.state()
    back = f"{WINDOW}?code=9c1d7e55-aa"
    return {"login.har": [*GYM.tag(0), *login(GYM, GYM.asks(state), 3_000, back), window(12_000, back)]}


@case("cached-callback", "the browser's cache answers the second login with the first one's redirect", "chrome", "callback-state-mismatch",
      "authorization-server", "state", also=["code-used-twice"],
      why="The code of the first login comes back along with its state: both are the cache's doing.")
def _():
    first, second = BANK.state("aaaa1"), BANK.state("bbbb2")
    back = f"{WINDOW}?code=7f1e.5f1.aa90&state={quoted(first)}&session_state=5f1"
    given = {"code": "7f1e.5f1.aa90", "redirect_uri": WINDOW}
    again = redirect(BANK.asks(second), 60_000, back, cached=True)
    return {"login.har": [*BANK.tag(0), *login(BANK, BANK.asks(first), 3_000, back), window(14_000, back), BANK.hands(15_000, given),
                          again, window(60_200, back, cached=True), BANK.refused(61_000, given, "9011")]}


@case("form-post", "the server posts the answer to LivePerson's window", "mitmproxy", "callback-in-form", "authorization-server", "redirect")
def _():
    state = TELCO.state()
    steps = login(TELCO, TELCO.asks(state), 3_000, "")[:-1]
    page = (f'<html><head><title>Working...</title></head><body><form method="POST" name="hiddenform" action="{WINDOW}"><input type="hidden" '
            'name="code" value="0.AXoA"><input type="hidden" name="session_state" value="11"></form></body></html>')
    steps.append(html(TELCO.base + "/kmsi", 14_000, page, method="POST", body="ctx=rQQ", sends=[("Content-Type", "application/x-www-form-urlencoded")]))
    return {"login.har": [*TELCO.tag(0), *steps, posted(WINDOW, 14_500, {"code": "0.AXoA", "state": state, "session_state": "11"}, status=405,
                                                        answer="<h1>405</h1>")]}


@case("code-for-implicit", "the server answers with a code although a token was asked for", "playwright", "flow-mixed-up",
      "console", "flow")
def _():
    state = STORE.state()
    back = f"{WINDOW}?code=B1D0C2&scope=openid&state={quoted(state)}"
    return {"login.har": [*STORE.tag(0), *login(STORE, STORE.asks(state, "id_token"), 3_000, back), window(13_000, back),
                          STORE.refused(14_000, {"id_token": "B1D0C2"}, "1008"), STORE.offline(14_500)]}


@case("fragment-lost", "a relay page of the brand passes on the query and drops the fragment", "firefox", "callback-token-missing",
      "authorization-server", "token",
      note="The registered redirect URI is a page of the brand, whose script goes on to LivePerson's window.")
def _():
    state = SHOES.state()
    relay = "https://www.walkabout.example/lp-callback"
    ask = SHOES.asks(state, "id_token").replace(quoted(WINDOW), quoted(relay))
    back = f"{relay}#id_token={token(SHOES, NOW + 10)}&state={quoted(state)}"
    return {"login.har": [*SHOES.tag(0), *login(SHOES, ask, 3_000, back), html(relay, 11_000, "<script>location=W+location.search</script>"),
                          window(11_400, WINDOW), SHOES.offline(13_000)]}


@case("fragment-replaced", "the brand's relay redirects to the window with a fragment of its own, which replaces the token", "edge",
      "callback-token-missing", "authorization-server", "token")
def _():
    state = BANK.state()
    relay = "https://www.banconorte.example/chat/return"
    ask = BANK.asks(state, "id_token").replace(quoted(WINDOW), quoted(relay))
    back = f"{relay}#id_token={token(BANK, NOW + 10)}&state={quoted(state)}"
    return {"login.har": [*BANK.tag(0), *login(BANK, ask, 3_000, back), redirect(relay, 13_000, WINDOW + "#/"), window(13_400, WINDOW),
                          BANK.offline(15_000)]}


@case("fragment-stripped", "a proxy strips the fragment from the redirect", "safari", "callback-token-missing", "authorization-server", "token")
def _():
    state = GYM.state()
    return {"login.har": [*GYM.tag(0), *login(GYM, GYM.asks(state, "id_token"), 3_000, WINDOW), window(11_000), GYM.offline(13_000)]}


@case("asp-net-validation", "the framework of the server takes the state for an attack", "fiddler", "state-refused", "network", "state")
def _():
    page = ("<!DOCTYPE html><html><head><title>A potentially dangerous Request.QueryString value was detected from the client "
            "(state=&quot;{&quot;lpUnifiedWindowConf...&quot;).</title></head><body><h1>Server Error in '/adfs' Application.</h1>")
    return {"login.har": [*POWER.tag(0), html(POWER.asks(POWER.state()), 4_000, page, status=500), *noise(POWER.shop, 50)]}


@case("tomcat-braces", "the server refuses braces in the address", "chrome", "state-refused", "network", "state",
      note="LivePerson leaves braces of the state as they are.")
def _():
    page = ("<!doctype html><html lang=en><head><title>HTTP Status 400 \u2013 Bad Request</title></head><body><h1>HTTP Status 400 \u2013 Bad "
            "Request</h1><p><b>Message</b> Invalid character found in the request target. The valid characters are defined in RFC 7230 and "
            "RFC 3986</p></body></html>")
    ask = INSURE.asks(INSURE.state()).replace("%7B", "{").replace("%7D", "}")
    return {"login.har": [*INSURE.tag(0), html(ask, 4_000, page, status=400), *noise(INSURE.shop, 50)]}


@case("token-response-type", "LivePerson asks in openID mode, and an access token comes", "charles", "callback-token-missing",
      "authorization-server", "id_token")
def _():
    old = WINDOW + "?lpUnifiedWindowConfig=" + quoted('{"accountId":"64093317","env":"prod","external":true,"engConf":{"lang":"en-US"}}')
    ask = (f"{INSURE.ask}?response_type=token&client_id=lp_messaging&scope=openid&redirect_uri={quoted(old)}"
           f"&parentWindowOrigin={quoted(INSURE.shop)}")
    back = f"{old}#access_token=0003kQz8&token_type=Bearer&expires_in=7199"
    return {"login.har": [*INSURE.tag(0), *login(INSURE, ask, 3_000, back), window(12_000, back)]}


@case("state-twice", "a gateway adds the parameters of the answer a second time", "proxyman", "callback-parameter-repeated",
      "authorization-server", "once")
def _():
    state = HOTEL.state()
    back = f"{WINDOW}?code=h2Kp9.Zx&state={quoted(state)}&code=h2Kp9.Zx&state={quoted(state)}"
    return {"login.har": [*HOTEL.tag(0), *login(HOTEL, HOTEL.asks(state), 3_000, back), window(14_000, back)]}


@case("circle-of-logins", "the session cookie never sticks, and the login begins anew each time", "edge", "cookies-lost", "consumer", "SameSite")
def _():
    asked, page, form, _ = login(STORE, STORE.asks(STORE.state()), 3_000, "")
    again, led = form["has"][0][1], asked["has"][0][1]
    rounds = [({**page, "at": at}, {**form, "at": at + 8_000}, redirect(again, at + 8_200, led)) for at in range(3_400, 40_000, 9_000)]
    return {"login.har": [*STORE.tag(0), asked, *(step for each in rounds for step in each)]}


@case("second-try-fails", "the first attempt is fine, the second meets a firewall's rule", "chrome-sanitised", "state-refused", "network",
      "firewall")
def _():
    first, second = TRAVEL.state("first"), TRAVEL.state("again")
    back = f"{WINDOW}?code=kWq0_p3&state={quoted(first)}"
    page = "<!DOCTYPE html><title>Attention Required!</title><h1>Sorry, you have been blocked</h1><p>Ray ID: 8c1f0a2b3c"
    return {"login.har": [*TRAVEL.tag(0), *login(TRAVEL, TRAVEL.asks(first), 3_000, back), window(12_000, back),
                          TRAVEL.hands(12_900, {"code": "kWq0_p3", "redirect_uri": WINDOW}), *noise(TRAVEL.shop, 60_000),
                          html(TRAVEL.asks(second), 90_000, page, status=403)]}
