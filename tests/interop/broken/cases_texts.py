"""What support has in hand besides captures: logs, messages, addresses, answers of a token endpoint."""

import json

from book import book
from brands import BANK, GYM, HOTEL, INSURE, POWER, SHOES, STORE, TELCO, TRAVEL
from parts import WINDOW, key_set, noise, quoted, run, token

CASES, case = book()

NOW = 1768381920


@case("cordova-log", "the log of a Cordova app has LivePerson's answer in its text", "text", "jwe-enc-unseen", "authorization-server", "first",
      diagnose=("device.log",))
def _():
    return {"device.log": (
        "2026-01-14 10:14:21.003 21044-21044/com.grandhotels.guest D/CordovaWebView: >>> loadUrl(file:///android_asset/www/index.html)\n"
        "2026-01-14 10:14:29.610 21044-21102/com.grandhotels.guest I/chromium: [INFO:CONSOLE(88)] \"lpMessagingSDK.lp_conversation_api start\"\n"
        "2026-01-14 10:14:31.917 21044-21102/com.grandhotels.guest E/lpMessagingSDK: {\"eventName\":\"LPMessagingSDKError\",\"code\":\"IDP\","
        "\"error\":\"java.lang.Exception: On Response Error : url=https://sy.idp.liveperson.net/api/account/76200185/app/default/authenticate?v=2.0"
        " response body={\\\"internalErrorCode\\\":\\\"9012\\\"} code=400\"}\n")}


@case("android-log", "the Android SDK reports an expired token, which the app's log has", "text", "token-expired", "brand-page", "token",
      diagnose=("logcat.txt", "--at", "2026-01-14T09:14:31Z"))
def _():
    jwt = token(TELCO, NOW - 90_000)
    return {"logcat.txt": (
        f"01-14 10:14:30.100  9901  9901 D LPAuth  : setHostAppJWT({jwt})\n"
        "01-14 10:14:31.917  9901  9987 E LivePerson: IdpRequest: onError: On Response Error : response code=500 body={\"internalErrorCode\":\"1012\"}\n"
        "01-14 10:14:31.920  9901  9901 W NorthcellApp: LivePersonCallback.onError type=LpError.IDP message=Authentication failed\n")}


@case("ios-console", "the iOS SDK says only that the login failed", "text", "token-expired", "brand-page", "first",
      diagnose=("console.txt",), also=["signature-invalid", "issuer-mismatch"],
      why="The message alone fits a wrong key and a wrong issuer as well as an expired token.")
def _():
    return {"console.txt": (
        "default\t10:14:31.552118+0100\tFlexGym\tLPMessagingSDK: initialize brandID 92034416 monitoring off\n"
        "error\t10:14:33.018204+0100\tFlexGym\tLPMessagingSDKAuthenticationFailed: Error Domain=LPMessagingSDK Code=401 \"(null)\"\n"
        "default\t10:14:33.020519+0100\tFlexGym\tconversation view controller dismissed\n")}


@case("popup-blocked-console", "the library that the page logs in with could not open its window", "text", "popup-blocked", "consumer", "pop-up",
      diagnose=("console.log",))
def _():
    return {"console.log": (
        "lpTag.js:1 [LPMC] engagement 312905 clicked\n"
        "main.4be1.js:2 Uncaught (in promise) BrowserAuthError: popup_window_error: the login window did not open\n"
        "    at login (main.4be1.js:2:41877)\n")}


@case("popup-blocked-firefox", "Firefox keeps the login's window back, as a customer's mail says beside a capture without one", "firefox",
      "popup-blocked", "consumer", "pop-up", diagnose=("login.har", "mail.txt"))
def _():
    return {"login.har": [*HOTEL.tag(0), *noise(HOTEL.shop, 100)],
            "mail.txt": "Hello,\nI click on the chat and nothing happens. A yellow bar says:\n"
                        "Firefox prevented this site from opening a pop-up window.\nRegards\n"}


@case("close-4401", "the socket closes because the token has expired", "text", "token-expired", "brand-page", "first", diagnose=("console.log",))
def _():
    return {"console.log": (
        "umsclient.js:1 WebSocket connection to 'wss://va.msg.liveperson.net/ws_api/account/57710391/messaging/consumer?v=3' closed\n"
        "umsclient.js:1 [UMS] onclose CloseEvent {isTrusted: true, wasClean: true, code: 4401, reason: 'Unauthorized'}\n")}


@case("close-4407", "the window was never authenticated", "text", "4407", "brand-page", "first", diagnose=("--text", "WebSocket closed with code 4407"),
      also=["callback-never-called"], why="The code has no check: the page never called back.")
def _():
    return {}


@case("legacy-10", "the older chat window does not accept the token, whose iss is a name", "text", "issuer-mismatch", "console", "iss",
      diagnose=("answer.txt", "token.jwt", f"--issuer={POWER.issuer}"))
def _():
    return {"answer.txt": 'HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{"error":{"time":1768381960011,"message":"Failed to '
            'validate user with customer authentication service","internalCode":10}}\n',
            "token.jwt": token(POWER, NOW, issuer="MeadowPower") + "\n"}


@case("callback-address", "the address bar of the pop-up has an error of the server", "url", "callback-error", "authorization-server", "log",
      diagnose=(f"{WINDOW}?error=server_error&error_description={quoted('AADB2C90085: The service has encountered an internal error.')}&state=%7B%7D",))
def _():
    return {}


@case("callback-invalid-scope", "the client may not ask for the scope openid", "url", "callback-error", "registration", "scope",
      diagnose=("ticket.txt",))
def _():
    return {"ticket.txt": f"The pop-up ends here:\n{WINDOW}?error=invalid_scope&error_description=One+or+more+scopes+are+not+configured+for+the+"
            "authorization+server+resource.&state=%7B%22lpUnifiedWindowConfig%22%3A%7B%7D%7D\nThanks!\n"}


@case("curl-invalid-client", "the token endpoint does not know the secret", "text", "token-endpoint-refused", "registration", "error",
      diagnose=("curl.txt",))
def _():
    return {"curl.txt": (
        "$ curl -i -u lp_messaging:*** -d grant_type=authorization_code -d code=0003QxPl https://auth.harbourmutual.example/as/token.oauth2\n"
        "HTTP/2 401\ndate: Wed, 14 Jan 2026 09:20:11 GMT\ncontent-type: application/json;charset=utf-8\ncache-control: no-cache, no-store\n"
        'www-authenticate: Basic realm="PingFederate"\n\n{"error":"invalid_client","error_description":"Invalid client or client credentials."}\n')}


@case("curl-html", "a login page answers at the token endpoint", "text", "token-response-not-json", "authorization-server", "JSON",
      diagnose=("curl.txt",), also=["token-response-media-type"], why="A page in place of JSON is of another media type too.")
def _():
    return {"curl.txt": (
        "> POST /oauth2/token HTTP/1.1\n> Host: login.flexgym.example\n> Content-Type: application/x-www-form-urlencoded\n>\n"
        "< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< Content-Length: 104\n<\n"
        "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form method=post></form></body></html>\n")}


@case("answer-without-id-token", "the token endpoint gives an access token alone", "text", "id-token-missing", "authorization-server", "openid",
      diagnose=("response.txt",))
def _():
    return {"response.txt": "Response body:\n" + json.dumps({"access_token": "eyJraWQiOiJ4In0.e30.c2ln", "token_type": "Bearer", "expires_in": 300,
                                                             "scope": "email profile"}) + "\n"}


@case("idp-answer-1005", "LivePerson cannot read the key in its console", "text", "1005", "console", "field",
      diagnose=("--text", 'POST https://lo.idp.liveperson.net/api/account/31872044/app/default/authenticate?v=2.0 500 {"internalErrorCode":"1005"}'))
def _():
    return {}


@case("idp-answer-9013", "the brand's token endpoint does not answer LivePerson in time", "text", "9013", "network", "firewall",
      diagnose=("note.txt",), also=["token-response-slow"], why="A firewall or a slow endpoint: the code says no more.")
def _():
    return {"note.txt": "Network tab, authenticate?v=3.0, Response:\n{\n  \"internalErrorCode\": \"9013\"\n}\n"}


@case("idp-answer-1024", "LivePerson does not find the connector", "text", "1024", "console", "connector", diagnose=("answer.json",))
def _():
    return {"answer.json": {"internalErrorCode": 1024}}


@case("transcript-html-token", "a proxy answers the token request with a page", "transcript", "token-response-not-json", "authorization-server",
      "JSON", diagnose=("transcript.json",), also=["token-response-media-type"], why="A page in place of JSON is of another media type too.")
def _():
    return {"transcript.json": transcript("--fault", "token.html")}


def transcript(*flags):
    import pathlib
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "t.json"
        run("exchange", "--mock", *flags, "--transcript", path)
        return path.read_text()
