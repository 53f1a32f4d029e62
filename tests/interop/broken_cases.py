"""Logins that fail in one way each, and sound ones: what happens in the browser, and what `lpauth diagnose` has to say."""

import dataclasses

from town import BRAND, CLIENT, ELSEWHERE, FORBIDDEN, LOGIN, NOT_HERE

HAR = "login.har"
WITH_KEYS = [HAR, "keys.json"]


@dataclasses.dataclass
class Case:
    """A login. `mock` are arguments of `lpauth mock`, `wrong` is what else is wrong in town, `run` what happens."""

    id: str
    title: str
    shape: str
    run: object
    cause: str = ""
    side: str = ""
    fix: str = ""
    mock: tuple = ()
    wrong: dict = dataclasses.field(default_factory=dict)
    diagnose: tuple = (HAR,)
    also: tuple = ()
    issuer: str = LOGIN
    options: dict = dataclasses.field(default_factory=dict)
    exchange: tuple = ()

    @property
    def in_shop(self):
        return self.issuer == ""


# What happens in the browser.

def press(page, outcome):
    page.click("#chat")
    page.wait_for_selector(f"body[data-outcome={outcome}]")


def log_in(page, name="ada", password="lovelace"):
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")


def address(**query):
    return f"{BRAND}/chat?" + "&".join(f"{name}={value}" for name, value in query.items())


def chat(outcome, login=False, **query):
    """The embedded window: the page's function is called, as often as there are outcomes."""
    def run(stage):
        page = stage.page
        page.goto(address(**query))
        if login:
            page.click("#login")
            log_in(page)
            page.wait_for_url("**/chat**")
        for ending in outcome.split():
            press(page, ending)
            page.wait_for_timeout(900 if ending == "waiting" else 100)
    return run


def pop_up(after, **query):
    """A window of LivePerson's own. `after` says what the person does in it."""
    def run(stage):
        page = stage.page
        page.goto(address(window="external", **query))
        with stage.context.expect_page() as opened:
            page.evaluate("window.open('about:blank', 'liveperson', 'popup')")
        stage.look(opened.value)
        page.bring_to_front()
        page.click("#chat")
        after(opened.value, stage)
        opened.value.wait_for_timeout(200)
    return run


def lands(outcome, **who):
    def after(page, _):
        page.wait_for_selector("[name=username]")
        log_in(page, **who)
        page.wait_for_selector(f"body[data-outcome={outcome}]")
    return after


def sees(words):
    """The person sees this in the pop-up, and gives up."""
    def after(page, _):
        page.wait_for_selector(f"text={words}")
    return after


def retries(page, _):
    """A wrong password, and then the right one."""
    page.wait_for_selector("[name=username]")
    log_in(page, password="byron")
    page.wait_for_selector("#complaint")
    log_in(page)
    page.wait_for_selector("body[data-outcome=accepted]")


def never_right(page, _):
    page.wait_for_selector("[name=username]")
    for word in ("byron", "babbage", "ada1815"):
        log_in(page, password=word)
        page.wait_for_selector("#complaint")


def leaves(page, _):
    page.wait_for_selector("[name=username]")
    page.wait_for_timeout(300)


def refuses_consent(page, _):
    page.wait_for_selector("[name=username]")
    log_in(page)
    page.click("button[value=deny]")
    page.wait_for_selector("body[data-outcome=offline]")


def logs_in_and_waits(page, _):
    page.wait_for_selector("[name=username]")
    log_in(page)
    page.wait_for_timeout(500)


def fails_to_load(page, _):
    page.wait_for_timeout(800)


def rotated(inner):
    """The server has a new key since the one that LivePerson knows was typed in."""
    def run(stage):
        for step in ("publish", "switch", "retire"):
            stage.control("POST", "rotate", {"step": step})
        inner(stage)
    return run


def offline(stage):
    stage.page.goto(address(window="embedded", how="frame-code", flow="code"))
    stage.page.wait_for_timeout(200)
    stage.context.set_offline(True)
    stage.page.click("#chat")
    stage.page.wait_for_timeout(600)


def goes_away(stage):
    stage.page.goto(address(how="frame-code", flow="code"))
    stage.page.click("#chat")
    stage.page.wait_for_timeout(700)
    stage.page.goto(f"{BRAND}/style.css")
    stage.page.wait_for_timeout(300)


def shop(flow, window="embedded", mistake="none", outcome="accepted"):
    """The page of the mock itself."""
    def run(stage):
        page = stage.page
        page.goto(f"{stage.town.issuer}/shop?flow={flow}&window={window}&mistake={mistake}")
        page.click("#login")
        log_in(page)
        page.wait_for_selector("body[data-session=in]")
        if window == "external":
            with stage.context.expect_page() as opened:
                page.click("#chat")
            page = opened.value
            page.wait_for_selector(f"#liveperson[data-outcome={outcome}]")
            return
        for ending in outcome.split():
            page.click("#chat")
            page.wait_for_timeout(300)
            page.wait_for_selector(f"#liveperson[data-outcome={ending}]")
        page.wait_for_timeout(200)
    return run


def waf(path):
    return {"gateway": {path: (403, "text/html", FORBIDDEN)}}


NO_FRAMES = [("X-Frame-Options", "DENY")]
PLAIN_HTTP = {"authorize": LOGIN.replace("https", "http") + "/authorize"}


CASES = [
    # Sound ones.
    Case("chrome-embedded-implicit", "the page hands a token over", "chrome", chat("accepted")),
    Case("chrome-sanitised-embedded-code", "the page hands a code over; cookies are left out of the file", "chrome-sanitised",
         chat("accepted", login=True, flow="code", how="frame-code")),
    Case("playwright-pop-up-code-pkce", "a login in a window of its own, with PKCE", "playwright", pop_up(lands("accepted"), flow="code-pkce")),
    Case("mitmproxy-pop-up-implicit", "a login in a window of its own, without a code", "mitmproxy", pop_up(lands("accepted"), flow="implicit")),
    Case("chrome-pop-up-retried", "a wrong password first, and then the right one", "chrome", pop_up(retries, flow="code")),
    Case("playwright-other-site-in-frame", "the page asks in a frame of the same site, twice", "playwright",
         chat("accepted accepted", login=True, flow="code", how="frame-code")),
    Case("playwright-shop-implicit", "the page of the mock, embedded", "playwright", shop("implicit"), issuer=""),
    Case("chrome-shop-window", "the page of the mock, with a pop-up that is not in the capture", "chrome", shop("code", "external"), issuer=""),
    # The token.
    Case("chrome-issuer-with-slash", "iss has a slash that the console has not", "chrome", chat("offline"),
         "issuer-mismatch", "console", "iss", ("--fault", "iss.slash")),
    Case("playwright-issuer-other-case", "iss is spelt with a capital letter", "playwright", pop_up(lands("offline"), flow="implicit"),
         "issuer-mismatch", "console", "iss", ("--fault", "iss.case")),
    Case("chrome-other-audience", "aud names another client", "chrome-sanitised", chat("offline"),
         "audience-mismatch", "authorization-server", "aud", ("--fault", "aud.wrong"), diagnose=(HAR, f"--client-id={CLIENT}")),
    Case("chrome-expired", "the token expired before it came", "chrome", chat("offline"), "token-expired", "brand-page", "token", ("--fault", "exp.past"),
         also=("exp-before-iat",)),
    Case("mitmproxy-exp-milliseconds", "exp counts milliseconds", "mitmproxy", chat("offline"),
         "numeric-date-in-milliseconds", "authorization-server", "seconds", ("--fault", "exp.ms")),
    Case("playwright-exp-in-quotes", "exp stands in quotes", "playwright", chat("offline"),
         "numeric-date-not-number", "authorization-server", "number", ("--fault", "exp.string")),
    Case("chrome-clock-ahead", "the server's clock is twenty minutes ahead", "chrome", pop_up(lands("offline"), flow="implicit"),
         "issued-in-future", "authorization-server", "clock", ("--clock-shift", "20m"), {"code": "9007"}),
    Case("playwright-signature-damaged", "one bit of the signature is another", "playwright", chat("offline"),
         "signature-invalid", "console", "key", ("--fault", "sig.bitflip"), diagnose=WITH_KEYS),
    Case("chrome-key-rotated", "LivePerson's console has the key from before a rotation", "chrome", rotated(chat("offline")),
         "signature-invalid", "console", "key", wrong={"code": "9007"}),
    Case("chrome-kid-unknown", "kid names a key that is not published", "chrome", chat("offline"),
         "kid-unknown", "authorization-server", "kid", ("--fault", "hdr.kid-unknown"), diagnose=WITH_KEYS),
    Case("mitmproxy-sdes-object", "lp_sdes is an object", "mitmproxy", chat("offline"), "sdes-not-array", "authorization-server", "array",
         ("--fault", "sdes.object")),
    Case("chrome-character-lost", "a character of the token got lost", "chrome", chat("offline"), "token-not-base64url", "brand-page", "copy",
         ("--fault", "form.char-lost"), also=("claims-not-json", "signature-invalid")),
    Case("chrome-token-in-quotes", "the page hands the brand's JSON over as it is, quotes and all", "chrome", chat("offline", how="token-text"),
         "token-quoted", "brand-page", "quot", wrong={"text": '"{}"'}),
    Case("chrome-sub-missing", "the token names nobody", "chrome", chat("offline"), "sub-missing", "authorization-server", "sub", ("--fault", "sub.missing")),
    Case("chrome-alg-hs256", "the token is signed with a shared secret", "chrome", chat("offline"), "alg-not-rs256", "authorization-server", "RS256",
         ("--fault", "sig.hs-with-public-key")),
    Case("chrome-other-environment", "the page hands over a token of the test environment", "chrome", chat("offline"),
         "issuer-mismatch", "console", "iss", wrong={"environment": "https://login.test.acmebank.example"}),
    # The page.
    Case("chrome-access-token", "the page hands over an access token", "chrome", chat("offline", how="access-token"),
         "access-token-handed-over", "brand-page", "id_token"),
    Case("chrome-code-for-token", "the page hands a code to a connector for tokens", "chrome", chat("offline", how="code-alone"),
         "flow-mixed-up", "console", "code"),
    Case("playwright-token-for-code", "the page hands a token to a connector for codes", "playwright", chat("offline", how="token", flow="code"),
         "flow-mixed-up", "console", "code"),
    Case("chrome-callback-never-called", "the page gets a token and never calls back", "chrome", chat("waiting", mistake="never"),
         "callback-never-called", "brand-page", "callback"),
    Case("playwright-token-returned", "the page's function returns the token", "playwright", chat("waiting", mistake="returned", login=True, how="frame-token"),
         "callback-never-called", "brand-page", "callback"),
    Case("mitmproxy-function-throws", "the page's function throws an exception", "mitmproxy", chat("offline", mistake="throws"),
         "callback-never-called", "brand-page", "callback"),
    Case("chrome-code-kept", "the page hands the same code over again", "chrome", chat("accepted offline", mistake="kept", how="code", flow="code"),
         "code-used-twice", "brand-page", "new code"),
    Case("playwright-redirect-uri-slash", "the page names its redirect_uri with a slash too many", "playwright",
         chat("offline", mistake="slash", login=True, how="frame-code", flow="code"), "redirect-uri-differs", "brand-page", "redirect"),
    Case("chrome-content-policy", "the page's content security policy keeps LivePerson's window out", "chrome", chat("waiting"),
         "script-blocked", "network", "polic", wrong={"policy": "default-src 'self' https://*.liveperson.net https://accdn.lpsnmedia.net; frame-src 'self'"}),
    Case("chrome-left-the-page", "the person leaves the page while it asks for a code", "chrome", goes_away, "request-aborted", "consumer", "navigates",
         wrong={"slow": 5}),
    # Cookies, frames and other origins.
    Case("playwright-cookies-of-another-site", "the session's cookie is kept back in a frame of another site", "playwright",
         chat("offline", login=True, how="frame-code", flow="code"), "cookies-lost", "consumer", "SameSite", issuer=ELSEWHERE),
    Case("chrome-cookies-of-another-site", "the session's cookie is kept back in a frame of another site", "chrome",
         chat("offline", login=True, how="frame-code", flow="code"), "cookies-lost", "consumer", "SameSite", issuer=ELSEWHERE),
    Case("chrome-login-in-frame", "the login page refuses to stand in a frame", "chrome", chat("waiting", how="frame-login", flow="code"),
         "login-frame-refused", "authorization-server", "window", wrong={"added": NO_FRAMES}),
    Case("playwright-cookies-dropped", "a gateway drops the session's cookie", "playwright", pop_up(logs_in_and_waits, flow="code"),
         "cookies-lost", "consumer", "cookie", wrong={"dropped": ["set-cookie"]}),
    Case("chrome-cors-at-authorization", "a script asks the authorization endpoint, and CORS keeps the answer back", "chrome",
         chat("offline", login=True, how="fetch-code", flow="code"), "cors-refused", "authorization-server", "Access-Control",
         wrong={"dropped": ["access-control-allow-origin"]}),
    Case("playwright-cors-at-token-endpoint", "a script redeems the code, and CORS keeps the token back", "playwright",
         chat("offline", login=True, how="redeem"), "cors-refused", "authorization-server", "Access-Control", wrong={"dropped": ["access-control-allow-origin"]}),
    Case("chrome-mixed-content", "the page asks in plain http", "chrome", chat("offline", how="fetch-code", flow="code"),
         "mixed-content", "authorization-server", "https", wrong=PLAIN_HTTP),
    # The authorization endpoint.
    Case("chrome-state-refused", "a firewall takes offence at the JSON in state", "chrome", pop_up(sees("rejected"), flow="code"),
         "state-refused", "network", "state", wrong=waf("state=%7B|state={")),
    Case("mitmproxy-uri-too-long", "a gateway refuses long addresses", "mitmproxy", pop_up(sees("Too Large"), flow="implicit"),
         "state-refused", "network", "state",
         wrong={"gateway": {"/authorize.{1200}": (414, "text/html", "<html><h1>414 Request-URI Too Large</h1></html>")}}),
    Case("playwright-state-dropped", "the server forgets state", "playwright", pop_up(lands("failed"), flow="code"),
         "callback-state-missing", "authorization-server", "state", ("--fault", "authz.state-dropped")),
    Case("chrome-state-encoded-again", "the server encodes state once more", "chrome", pop_up(lands("failed"), flow="code"),
         "callback-state-mismatch", "authorization-server", "state", ("--fault", "authz.state-reencoded")),
    Case("mitmproxy-error-page", "the server shows an error page after the login", "mitmproxy", pop_up(logs_in_and_waits, flow="code"),
         "login-error-page", "authorization-server", "log", ("--fault", "authz.error-page-200")),
    Case("chrome-client-unknown", "LivePerson has another client ID than the server", "chrome", pop_up(fails_to_load, flow="code"),
         "login-error-page", "authorization-server", "log", wrong={"typed client": "lp-acmebank-test"}),
    Case("playwright-redirect-uri-unregistered", "LivePerson's window is not registered", "playwright", pop_up(fails_to_load, flow="code"),
         "login-redirect-uri-unregistered", "registration", "redirect", wrong={"client": {"redirect_uris": ["https://liveperson.net"]}}),
    Case("chrome-consent-refused", "the person does not agree", "chrome", pop_up(refuses_consent, flow="code"),
         "callback-error", "consumer", "consent", wrong={"client": {"consent": True}}),
    Case("playwright-wrong-password", "the person has only wrong passwords", "playwright", pop_up(never_right, flow="code"),
         "login-stuck", "consumer", "what the page wants", also=("login-unfinished",)),
    Case("chrome-abandoned", "the person closes the login page", "chrome", pop_up(leaves, flow="code"), "login-unfinished", "consumer", "what the page wants", also=("login-stuck",)),
    Case("chrome-server-down", "the authorization server closes every connection", "chrome", pop_up(fails_to_load, flow="code"),
         "request-blocked", "network", "what stops it", wrong={"down": True}, also=("login-unfinished",)),
    Case("playwright-bad-gateway", "a gateway finds no server behind it", "playwright", pop_up(sees("502"), flow="code"),
         "login-error-page", "authorization-server", "log", wrong={"gateway": {"/authorize": (502, "text/html", NOT_HERE)}}, also=("login-unfinished",)),
    Case("mitmproxy-parent-window-origin", "the server refuses a parameter it does not know", "mitmproxy", pop_up(fails_to_load, flow="code"),
         "callback-error", "authorization-server", "parameter", ("--fault", "strict.parent-window-origin")),
    Case("playwright-nonce-demanded", "the server demands a nonce, and LivePerson sends none", "playwright", pop_up(fails_to_load, flow="implicit"),
         "callback-error", "authorization-server", "nonce", ("--fault", "strict.nonce")),
    Case("chrome-offline", "the computer has no network", "chrome", offline, "request-blocked", "network", "what stops it"),
    # LivePerson's own answers.
    Case("chrome-code-9013", "the token endpoint is too slow for LivePerson", "chrome", chat("offline", how="code", flow="code"),
         "9013", "network", "firewall", wrong={"code": "9013"}),
    Case("playwright-code-1050", "the connector is not provisioned", "playwright", chat("offline"), "1050", "console", "connector", wrong={"code": "1050"}),
    # The page of the mock.
    Case("playwright-shop-access-token", "the page of the mock hands over an access token", "playwright", shop("implicit", mistake="access-token", outcome="offline"),
         "access-token-handed-over", "brand-page", "id_token", issuer=""),
    Case("chrome-shop-identity-differs", "the page identifies somebody else than the token", "chrome", shop("implicit", mistake="identity-differs"),
         "identity-function-differs", "brand-page", "sub", issuer=""),
    Case("playwright-shop-redirect-uri-missing", "the page keeps its redirect_uri to itself", "playwright",
         shop("code", mistake="redirect-uri-missing", outcome="offline"), "redirect-uri-differs", "brand-page", "redirect", issuer=""),
    Case("chrome-shop-code-kept", "the page of the mock hands the same code over again", "chrome", shop("code", mistake="code-kept", outcome="accepted offline"),
         "code-used-twice", "brand-page", "new code", issuer=""),
]

# What the capture shows and `lpauth diagnose` does not see yet: `docs/diagnose.md` lists them.
UNSOLVED = {"chrome-content-policy", "chrome-shop-identity-differs", "playwright-shop-access-token", "playwright-shop-redirect-uri-missing"}

# What no browser sees: the token request. `lpauth exchange` makes it in LivePerson's place, and writes it down.
EXCHANGED = [
    ("token-endpoint-500", "the token endpoint breaks down", "token.500", "token-endpoint-status", "authorization-server", "address"),
    ("token-endpoint-html", "the token endpoint answers with a page", "token.html", "token-response-not-json", "authorization-server", "JSON"),
    ("no-id-token", "the token endpoint answers without an id_token", "token.no-id_token", "id-token-missing", "authorization-server", "id_token"),
    ("refused-with-200", "the token endpoint refuses with the status 200", "token.invalid_grant-200", "token-error-malformed", "authorization-server", "error"),
    ("bom-before-json", "a byte order mark stands before the token endpoint's JSON", "token.json-bom", "token-response-with-bom", "authorization-server", "BOM"),
    ("key-left-the-set", "the key that signed has left the key set", "jwks.kid-gone", "kid-unknown", "authorization-server", "kid"),
]
