"""Invented brands, each with an authorization server of another make, and the pages on which one logs in there."""

from parts import Brand, fetched, html, message, posted, quoted, redirect

BANK = Brand("https://www.banconorte.example", "https://sso.banconorte.example/realms/clientes",
             "/realms/clientes/protocol/openid-connect/auth", "liveperson-chat", "31872044", sub="f:8d2c:990121")
TRAVEL = Brand("https://www.riverline.example", "https://login.riverline.example/oauth2/default", "/oauth2/default/v1/authorize",
               "0oa7f2kq1Lp", "57710391", sub="00u1k2mm9XyZ", region="va")
TELCO = Brand("https://my.northcell.example", "https://login.northcell.example/7d0c2b1e-5a0f-4c3e-9a53-1f6f2c77e801/v2.0",
              "/7d0c2b1e-5a0f-4c3e-9a53-1f6f2c77e801/oauth2/v2.0/authorize", "5e0f2f0c-3f9a-4c15-b8a9-6b1a40d1c2aa", "88120457",
              sub="AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ")
SHOES = Brand("https://www.walkabout.example", "https://id.walkabout.example/", "/authorize", "Wk2LpQ9bR7tYx0aZ", "20448913",
              sub="auth0|65b0f1c2d3", token="/oauth/token", region="va")
INSURE = Brand("https://www.harbourmutual.example", "https://auth.harbourmutual.example", "/as/authorization.oauth2",
               "lp_messaging", "64093317", sub="HM-4401-77", token="/as/token.oauth2", region="sy")
POWER = Brand("https://kunden.meadowpower.example", "https://fs.meadowpower.example/adfs", "/adfs/oauth2/authorize",
              "b0c1a2d3-lp", "40117722", sub="S-1-5-21-77-1204")
STORE = Brand("https://shop.cornerstore.example", "https://id.cornerstore.example", "/connect/authorize", "liveperson", "13370914",
              sub="818727")
HOTEL = Brand("https://book.grandhotels.example", "https://am.grandhotels.example/am/oauth2/realms/root/realms/guests",
              "/am/oauth2/realms/root/realms/guests/authorize", "lp-guests", "76200185", sub="(usr!4471)", region="sy")
GYM = Brand("https://members.flexgym.example", "https://cognito-idp.eu-west-1.pools.example/eu-west-1_Ab12Cd3Ef",
            "https://login.flexgym.example/oauth2/authorize", "4h5k7m2lpq", "92034416", sub="b3f1c9a0-22de-4f0b")


def keycloak(brand, ask, at, back):
    action = f"{brand.issuer}/login-actions/authenticate?session_code=Zk1&execution=0c5&client_id={brand.client}&tab_id=Tg2"
    cookie = ("Set-Cookie", "AUTH_SESSION_ID=5f1; Path=/realms/clientes/; HttpOnly; Secure; SameSite=None")
    return [
        html(ask, at, f'<!doctype html><title>Sign in to clientes</title><form id="kc-form-login" action="{action}" method="post">'
             '<input name="username"><input name="password" type="password"><button>Sign In</button></form>', has=[cookie]),
        message(brand.base + "/resources/8x2/login/keycloak/css/login.css", at + 120, kind="stylesheet",
                has=[("Content-Type", "text/css")], answer=".pf{}"),
        posted(action, at + 9_400, {"username": "mlopez", "password": "hunter2", "credentialId": ""}, back),
    ]


def okta(brand, ask, at, back):
    page = brand.base + "/signin/login.htm?fromURI=%2Foauth2%2Fv1%2Fauthorize%2Fredirect%3Fokta_key%3DkQ1"
    led = brand.base + "/oauth2/v1/authorize/redirect?okta_key=kQ1"
    return [
        redirect(ask, at, page),
        html(page, at + 210, "<!doctype html><title>Riverline - Sign In</title><div id=okta-login-container></div>"),
        fetched(brand.base + "/idp/idx/introspect", at + 800, brand.base, method="POST", body='{"stateToken":"02.id.Ab"}',
                answer={"version": "1.0.0"}),
        fetched(brand.base + "/idp/idx/identify", at + 7_800, brand.base, method="POST",
                body='{"identifier":"mlopez","credentials":{"passcode":"hunter2"}}', answer={"success": {"href": "/login/token/redirect"}}),
        redirect(brand.base + "/login/token/redirect?stateToken=02.id.Ab", at + 8_100, led),
        redirect(led, at + 8_300, back),
    ]


def entra(brand, ask, at, back):
    tenant = brand.issuer.rsplit("/", 1)[0]
    return [
        html(ask, at, "<!doctype html><title>Sign in to your account</title><form method=post action=/common/login>"
             "<input name=loginfmt><input type=password name=passwd></form>"),
        fetched(brand.base + "/common/GetCredentialType?mkt=en-US", at + 5_000, brand.base, method="POST",
                body='{"username":"marta@mail.example"}', answer={"IfExistsResult": 0}),
        posted(tenant + "/login", at + 9_000, {"login": "marta@mail.example", "passwd": "hunter2", "ctx": "rQQ"}, status=200,
               answer="<!doctype html><title>Stay signed in?</title><form action=/kmsi method=post><input type=hidden name=ctx>"
               "<button>Yes</button></form>"),
        posted(brand.base + "/kmsi", at + 12_000, {"LoginOptions": "1", "ctx": "rQQ"}, back),
    ]


def auth0(brand, ask, at, back):
    page = brand.base + "/u/login?state=hKFo2SBWbnd"
    led = brand.base + "/authorize/resume?state=hKFo2SBWbnd"
    return [
        redirect(ask, at, page),
        html(page, at + 230, "<!doctype html><title>Log in | walkabout</title><form method=POST><input name=username>"
             "<input name=password type=password></form>"),
        posted(page, at + 7_000, {"state": "hKFo2SBWbnd", "username": "marta@mail.example", "password": "hunter2"}, led),
        redirect(led, at + 7_400, back),
    ]


def ping(brand, ask, at, back):
    led = brand.base + "/as/Xq7Rt/resume/as/authorization.ping"
    return [
        html(ask, at, f"<!doctype html><title>Sign On</title><form method=POST action={led}><input name=pf.username>"
             "<input name=pf.pass type=password></form>"),
        posted(led, at + 8_000, {"pf.username": "HM-4401-77", "pf.pass": "hunter2", "pf.ok": "clicked"}, back),
    ]


def adfs(brand, ask, at, back):
    page = ask + "&client-request-id=8a3b"
    return [
        redirect(ask, at - 90, page),
        html(page, at, "<!doctype html><title>Anmelden</title><form method=post id=loginForm><input name=UserName>"
             "<input type=password name=Password></form>"),
        posted(page, at + 6_000, {"UserName": "mlopez", "Password": "hunter2", "AuthMethod": "FormsAuthentication"}, page),
        redirect(page, at + 6_200, back),
    ]


def identityserver(brand, ask, at, back):
    query = ask.split("?", 1)[1]
    again = "/connect/authorize/callback?" + query
    page = brand.base + "/Account/Login?ReturnUrl=" + quoted(again)
    return [
        redirect(ask, at, page),
        html(page, at + 150, "<!doctype html><title>Corner Store - Login</title><form method=post><input name=Input.Username>"
             "<input name=Input.Password type=password></form>", has=[
                 ("Set-Cookie", ".AspNetCore.Antiforgery.q=CfDJ8; path=/; samesite=strict; httponly")]),
        posted(page, at + 8_000, {"Input.Username": "mlopez", "Input.Password": "hunter2", "button": "login"}, brand.base + again,
               has=[("Set-Cookie", "idsrv.session=4Q; path=/; secure; samesite=none")]),
        redirect(brand.base + again, at + 8_200, back),
    ]


def forgerock(brand, ask, at, back):
    page = brand.base + "/am/XUI/?realm=/guests&goto=" + quoted(ask)
    call = brand.base + "/am/json/realms/root/realms/guests/authenticate"
    return [
        redirect(ask, at, page),
        html(page, at + 180, "<!doctype html><title>Sign In</title><div id=app></div>"),
        fetched(call, at + 900, brand.base, method="POST", body="{}", answer={"authId": "eyJ0.e30.s", "callbacks": [{"type": "NameCallback"}]}),
        fetched(call, at + 9_000, brand.base, method="POST", body='{"callbacks":[{"input":[{"value":"mlopez"}]}]}',
                answer={"tokenId": "AQIC5w", "successUrl": "/am/console"}),
        redirect(ask, at + 9_300, back),
    ]


def cognito(brand, ask, at, back):
    page = brand.base + "/login?" + ask.split("?", 1)[1]
    return [
        redirect(ask, at, page),
        html(page, at + 160, "<!doctype html><title>Signin</title><form method=post><input name=username><input name=password "
             "type=password></form>"),
        posted(page, at + 7_000, {"_csrf": "1a2b", "username": "mlopez", "password": "hunter2"}, back),
    ]


MAKES = {id(BANK): keycloak, id(TRAVEL): okta, id(TELCO): entra, id(SHOES): auth0, id(INSURE): ping, id(POWER): adfs,
         id(STORE): identityserver, id(HOTEL): forgerock, id(GYM): cognito}


def login(brand, ask, at, back):
    """The way from the authorization request to what comes back."""
    return MAKES[id(brand)](brand, ask, at, back)
