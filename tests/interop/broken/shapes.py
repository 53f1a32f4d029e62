"""Writes messages in the shape in which each exporter has them: its members, its words for what failed, and what it leaves out."""

import base64
import datetime
import urllib.parse

ZONES = {"firefox": 2, "charles": -5, "fiddler": 1, "proxyman": 0}

AGENTS = {
    "chrome": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "edge": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 "
    "Edg/142.0.0.0",
    "firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "safari": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
}

# What each exporter says of a failure. Firefox says nothing, and Chrome nothing of mixed content.
WORDS = {
    "cors": {
        "chrome": "net::ERR_FAILED",
        "safari": "Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: {status}",
        "playwright": "net::ERR_FAILED",
    },
    "aborted": {"chrome": "net::ERR_ABORTED", "safari": "Load request cancelled", "playwright": "net::ERR_ABORTED"},
    "client": {"chrome": "net::ERR_BLOCKED_BY_CLIENT", "safari": "The URL was blocked by a content blocker",
               "playwright": "net::ERR_BLOCKED_BY_CLIENT"},
    "csp": {"chrome": "net::ERR_BLOCKED_BY_CSP", "safari": "Blocked by Content Security Policy", "playwright": "csp"},
    "frame": {"chrome": "net::ERR_BLOCKED_BY_RESPONSE", "safari": "Refused to display in a frame because of X-Frame-Options",
              "playwright": "net::ERR_BLOCKED_BY_RESPONSE"},
    "mixed": {"chrome": "", "safari": "", "playwright": "mixed-content"},
    "refused": {"chrome": "net::ERR_CONNECTION_REFUSED", "safari": "Could not connect to the server.",
                "playwright": "net::ERR_CONNECTION_REFUSED"},
    "reset": {"chrome": "net::ERR_CONNECTION_RESET", "safari": "The network connection was lost.",
              "playwright": "net::ERR_CONNECTION_RESET"},
    "name": {"chrome": "net::ERR_NAME_NOT_RESOLVED", "safari": "A server with the specified hostname could not be found.",
             "playwright": "net::ERR_NAME_NOT_RESOLVED"},
    "timeout": {"chrome": "net::ERR_TIMED_OUT", "safari": "The request timed out.", "playwright": "net::ERR_TIMED_OUT"},
    "certificate": {"chrome": "net::ERR_CERT_DATE_INVALID", "safari": "The certificate for this server is invalid.",
                    "playwright": "net::ERR_CERT_DATE_INVALID"},
}


def har(shape, messages, began):
    family = "chrome" if shape in ("chrome-sanitised", "edge") else shape
    messages = sorted(messages, key=lambda message: message["at"])
    log = {"version": "1.2", "creator": CREATORS[shape], "pages": pages(shape, messages, began)}
    if shape in ("firefox", "playwright"):
        log["browser"] = {"firefox": {"name": "Firefox", "version": "145.0"},
                          "playwright": {"name": "chromium", "version": "141.0.7390.37"}}[shape]
    if shape in ("charles", "mitmproxy", "proxyman"):
        del log["pages"]
    log["entries"] = [entry(shape, family, message, began) for message in messages if SEES[family](message)]
    if shape == "fiddler":
        log = {"pages": log["pages"], "comment": "exported @ 02/01/2026 10:00:00", "entries": log["entries"],
               "creator": log["creator"], "version": "1.2"}
    return {"log": log}


CREATORS = {
    "chrome": {"name": "WebInspector", "version": "537.36"},
    "chrome-sanitised": {"name": "WebInspector", "version": "537.36"},
    "edge": {"name": "WebInspector", "version": "537.36"},
    "firefox": {"name": "Firefox", "version": "145.0"},
    "safari": {"name": "WebKit Web Inspector", "version": "20622.2.11.119.1"},
    "charles": {"name": "Charles Proxy", "version": "5.0.3"},
    "fiddler": {"name": "Fiddler", "comment": "https://fiddler2.com", "version": "5.0.20253.3311"},
    "playwright": {"name": "Playwright", "version": "1.56.1"},
    "mitmproxy": {"name": "mitmproxy", "version": "12.2.0", "comment": ""},
    "proxyman": {"name": "Proxyman", "version": "5.24.0", "comment": "proxyman.io"},
}

# What a browser kept back by itself never reached a proxy.
INSIDE = ("client", "csp", "mixed")
SEES = {
    family: (lambda message, hears=family not in ("charles", "fiddler", "mitmproxy", "proxyman"):
             hears or message.get("error") not in INSIDE)
    for family in ("chrome", "firefox", "safari", "playwright", "charles", "fiddler", "mitmproxy", "proxyman")
}


def pages(shape, messages, began):
    title = next((message["url"] for message in messages if message["kind"] == "document"), "about:blank")
    page = {"startedDateTime": moment(shape, began), "id": "0" if shape == "fiddler" else "page_1", "title": title,
            "pageTimings": {"onContentLoad": 412.7, "onLoad": 903.2}}
    if shape == "firefox":
        page["pageTimings"] = {"onContentLoad": 413, "onLoad": 903}
    return [page]


def moment(shape, milliseconds):
    zone = datetime.timezone(datetime.timedelta(hours=ZONES.get(shape, 0)))
    at = datetime.datetime.fromtimestamp(milliseconds / 1000, zone)
    if shape == "fiddler":
        return at.strftime("%Y-%m-%dT%H:%M:%S.%f") + "7" + at.strftime("%z")[:3] + ":00"
    if shape == "mitmproxy":
        return at.isoformat(timespec="microseconds")
    text = at.isoformat(timespec="milliseconds")
    return text if shape in ("firefox", "charles") else text.replace("+00:00", "Z")


def entry(shape, family, message, began):
    host = urllib.parse.urlsplit(message["url"]).hostname or ""
    silent = message.get("status", 200) == 0
    took = message.get("took", 45)
    shaped = {
        "startedDateTime": moment(shape, began + message["at"]),
        "time": took,
        "request": request(shape, family, message),
        "response": response(shape, family, message),
        "cache": {},
        "timings": timings(shape, took, silent),
    }
    if not silent:
        shaped["serverIPAddress"] = "192.0.2.%d" % (sum(map(ord, host)) % 200 + 10)
    elif family == "chrome":
        shaped["serverIPAddress"] = ""
    if shape not in ("charles", "mitmproxy", "proxyman"):
        shaped = {"pageref": "0" if shape == "fiddler" else "page_1", **shaped}
    return {**shaped, **private(shape, family, message, silent)}


def private(shape, family, message, silent):
    if family == "chrome":
        kind = message["kind"]
        own = {
            "_initiator": {"type": "other"} if kind == "document" else {"type": "script", "stack": {"callFrames": [
                {"functionName": "r", "scriptId": "41", "url": message["page"] + "/static/app.js", "lineNumber": 2, "columnNumber": 9104}]}},
            "_priority": "VeryHigh" if kind == "document" else "High",
            "_resourceType": kind,
        }
        if not silent:
            own.update({"_connectionId": "7312", "connection": "443"})
        if message.get("cached"):
            own["_fromCache"] = "disk"
        if message.get("socket"):
            own["_webSocketMessages"] = [
                {"type": way, "time": 1.7e9, "opcode": opcode, "data": text} for way, opcode, text in message["socket"]]
        return own
    if shape == "firefox":
        return {} if silent else {"connection": "443", "_securityState": "secure", "_priority": 20}
    if shape == "safari":
        return {"_fetchType": "Disk Cache" if message.get("cached") else "Network Load", "_priority": "high"}
    if shape == "fiddler":
        return {"connection": "ClientPort:51734;EgressPort:51741"}
    if shape == "playwright":
        own = {"_frameref": "frame@5e0c", "_monotonicTime": 12004.5}
        return own if silent else {**own, "_serverPort": 443, "_securityDetails": {"protocol": "TLS 1.3"}}
    if shape == "proxyman":
        return {"_isHTTPS": True, "_clientName": "Safari", "_serverPort": 443}
    return {}


def timings(shape, took, silent):
    if silent:
        return {"blocked": took, "dns": -1, "connect": -1, "ssl": -1, "send": 0, "wait": 0, "receive": 0}
    if shape == "fiddler":
        return {"blocked": -1, "ssl": 0, "receive": 1, "wait": took - 1, "dns": 0, "send": 0, "connect": 0}
    return {"blocked": 1, "dns": -1, "connect": -1, "ssl": -1, "send": 0, "wait": took - 3, "receive": 2}


def fields(shape, pairs):
    secret = ("cookie", "set-cookie", "authorization")
    kept = [(name, value) for name, value in pairs if shape != "chrome-sanitised" or name.lower() not in secret]
    lower = shape in ("chrome", "chrome-sanitised", "edge", "playwright", "mitmproxy")
    return [{"name": name.lower() if lower else name, "value": value} for name, value in kept]


def cookies(shape, pairs, name):
    if shape == "chrome-sanitised":
        return []
    texts = [value for field, value in pairs if field.lower() == name]
    parts = [part for text in texts for part in (text.split("; ") if name == "cookie" else [text.split(";")[0]])]
    return [dict(zip(("name", "value"), part.split("=", 1))) for part in parts]


def request(shape, family, message):
    parts = urllib.parse.urlsplit(message["url"])
    agent = ("User-Agent", AGENTS.get(shape, AGENTS["chrome"]))
    sent = fields(shape, [("Host", parts.netloc), agent, *message["sends"]])
    if family == "chrome" and message.get("status", 200):
        sent = [{"name": ":authority", "value": parts.netloc}, {"name": ":method", "value": message["method"]}, *sent[1:]]
    elif family == "chrome":
        sent = [field for field in sent if field["name"] in ("referer", "origin", "user-agent", "content-type")]
    query = urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
    if family == "chrome":
        query = [pair.split("=", 1) if "=" in pair else (pair, "") for pair in parts.query.split("&") if pair]
    shaped = {
        "method": message["method"], "url": message["url"].split("#")[0],
        "httpVersion": {"chrome": "http/2.0", "firefox": "HTTP/2", "charles": "HTTP/1.1", "fiddler": "HTTP/1.1"}.get(family, "HTTP/2.0"),
        "headers": sent, "queryString": [{"name": name, "value": value} for name, value in query],
        "cookies": cookies(shape, message["sends"], "cookie"),
        "headersSize": -1, "bodySize": len(message["body"]),
    }
    media_type = dict((name.lower(), value) for name, value in message["sends"]).get("content-type", "")
    form = urllib.parse.parse_qsl(message["body"], keep_blank_values=True) if "urlencoded" in media_type else []
    params = [{"name": name, "value": value} for name, value in form]
    if shape == "fiddler":
        shaped["postData"] = {"text": message["body"], "mimeType": media_type}
    elif shape == "charles" and params:
        shaped["postData"] = {"mimeType": media_type, "params": params}
    elif message["body"]:
        shaped["postData"] = {"mimeType": media_type, "text": message["body"]}
        if params and shape != "safari":
            shaped["postData"]["params"] = params
    if shape == "safari" and message["body"] and message["kind"] == "document":
        del shaped["postData"]["text"]
        shaped["postData"]["params"] = params
    return shaped


def response(shape, family, message):
    status = message.get("status", 200)
    error = message.get("error")
    location = next((value for name, value in message["has"] if name.lower() == "location"), "")
    shaped = {
        "status": status, "statusText": TEXTS.get(status, "") if shape in ("charles", "fiddler", "firefox", "mitmproxy") else "",
        "httpVersion": "http/2.0" if family == "chrome" else "HTTP/2", "headers": fields(shape, message["has"]) if status else [],
        "cookies": cookies(shape, message["has"], "set-cookie"), "content": content(shape, message),
        "redirectURL": location, "headersSize": -1, "bodySize": -1 if not status else len(message["answer"]),
    }
    words = WORDS.get(error, {}).get(family, "")
    words = words.format(origin=message["page"], status=status) if words else words
    if family == "chrome":
        shaped.update({"_transferSize": 0 if not status else 612, "_error": words or None,
                       "_fetchedViaServiceWorker": bool(message.get("worker"))})
    elif shape == "safari" and words:
        shaped["_error"] = words
    elif shape == "charles":
        shaped["_charlesStatus"] = "FAILED" if error or not status else "COMPLETE"
        shaped["headersSize"] = 310
    elif shape == "playwright":
        shaped["_transferSize"] = -1
        if not status:
            shaped.update({"status": -1, "_failureText": words})
    return shaped


TEXTS = {200: "OK", 204: "No Content", 302: "Found", 303: "See Other", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
         404: "Not Found", 414: "Request-URI Too Large", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


def content(shape, message):
    text = message["answer"]
    media_type = next((value for name, value in message["has"] if name.lower() == "content-type"), "")
    size = len(text.encode())
    if message["kind"] == "image":
        return {"size": 4311, "mimeType": media_type} if shape in ("safari", "firefox") else {
            "size": 8, "mimeType": media_type, "text": "iVBORw0KGgo=", "encoding": "base64"}
    shaped = {"size": size, "mimeType": media_type or "x-unknown"}
    forgotten = message.get("forgotten") or 300 <= message.get("status", 200) < 400
    if text and not forgotten:
        wrapped = shape == "safari" and "json" in media_type or shape == "charles" and "jwt" in media_type
        shaped["text"] = base64.b64encode(text.encode()).decode() if wrapped else text
        if wrapped:
            shaped["encoding"] = "base64"
    if shape == "fiddler":
        shaped["compression"] = 0
    return shaped
