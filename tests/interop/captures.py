"""Chromium, and what records it: Playwright's HAR, that of Chromium's own developer tools, and mitmproxy's."""

import contextlib
import itertools
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.request

import websocket
from playwright.sync_api import sync_playwright

BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
MITMDUMP = pathlib.Path(sys.executable).parent / "mitmdump"
PORT_FILE = "DevToolsActivePort"
TOOLS = "devtools://devtools/bundled"
SECONDS = 10_000

# Chromium's developer tools export what their own network panel kept, without what never ended: a page that was left at once
# has no end that anybody tells, and its content is waited for in vain.
EXPORT = """(async () => {
    const { Writer } = await import("%(tools)s/models/har/har.js");
    const { NetworkLog } = await import("%(tools)s/models/logs/logs.js");
    const { Progress } = await import("%(tools)s/core/common/common.js");
    const stream = { text: "", async write(text) { this.text += text; } };
    const ended = NetworkLog.NetworkLog.instance().requests().filter((request) => request.finished);
    await Writer.Writer.write(stream, ended, { sanitize: %(sanitize)s }, new Progress.Progress());
    return stream.text;
})()"""
PRESERVE = """(async () => {
    const { Settings } = await import("%(tools)s/core/common/common.js");
    const { TargetManager } = await import("%(tools)s/core/sdk/sdk.js");
    await import("%(tools)s/models/har/har.js");
    Settings.Settings.instance().moduleSetting("network-log.preserve-log").set(true);
    return TargetManager.TargetManager.instance().targets().length > 0;
})()"""


class Studio:
    """One browser, and a new context in it for each capture."""

    def __init__(self, folder, rules):
        self.folder, self.rules = folder, rules
        self.numbers = itertools.count(1)

    def __enter__(self):
        self.playwright = sync_playwright().start()
        self.port = free_port()
        flags = ["--no-sandbox", "--disable-quic", f"--host-resolver-rules={self.rules}", f"--remote-debugging-port={self.port}", "--remote-allow-origins=*", "--ignore-certificate-errors"]
        self.browser = self.playwright.chromium.launch(executable_path=BROWSER, args=flags)
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.playwright.stop()

    def capture(self, shape, act, town, **options):
        """Lets something happen in a browser. Returns the file that was recorded, as bytes."""
        kind = shape.split("-")[0]
        return {"playwright": self.by_playwright, "chrome": self.by_tools, "mitmproxy": self.by_proxy}[kind](shape, act, town, **options)

    def by_playwright(self, shape, act, town, **options):
        path = self.folder / f"{next(self.numbers)}.har"
        content = {"playwright": "embed", "playwright-bare": "omit"}[shape]
        context = self.browser.new_context(ignore_https_errors=True, record_har_path=path, record_har_content=content, **options)
        try:
            act(Stage(context, town))
        finally:
            context.close()
        return path.read_bytes()

    def by_tools(self, shape, act, town, **options):
        context = self.browser.new_context(ignore_https_errors=True, **options)
        stage = Stage(context, town, self.watch)
        try:
            act(stage)
            stage.page.wait_for_timeout(200)
            return export(stage.tools, shape == "chrome-sanitised")
        finally:
            for tools in stage.watched:
                tools.close()
            context.close()

    def by_proxy(self, _, act, town, **options):
        path = self.folder / f"{next(self.numbers)}.har"
        with proxy(self.folder, path, town.port) as port:
            server = {"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"}
            context = self.browser.new_context(ignore_https_errors=True, proxy=server, **options)
            try:
                act(Stage(context, town))
            finally:
                context.close()
        return path.read_bytes()

    def watch(self, context, page):
        """Opens the developer tools for a page."""
        target = context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]["targetId"]
        address = f"{TOOLS}/devtools_app.html?ws=127.0.0.1:{self.port}/devtools/page/{target}"
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/json/new?{address}", method="PUT")
        with urllib.request.urlopen(request) as answer:
            tools = Tools(json.load(answer)["webSocketDebuggerUrl"])
        until = time.monotonic() + 10
        while not tools.evaluate(PRESERVE % {"tools": TOOLS}) and time.monotonic() < until:
            time.sleep(0.1)
        # The panel records from the moment at which it is told of the page's frames.
        time.sleep(0.4)
        return tools


class Stage:
    """A context of the browser, in which something happens."""

    def __init__(self, context, town, watch=None):
        self.context, self.town = context, town
        context.set_default_timeout(SECONDS)
        self.page = context.new_page()
        self.watched = []
        self.look = lambda page: self.watched.append(watch(context, page)) if watch else None
        self.look(self.page)

    @property
    def tools(self):
        return self.watched[-1]


class Tools:
    """The developer tools of one page."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, suppress_origin=True, timeout=20)
        self.numbers = itertools.count(1)

    def evaluate(self, expression):
        number = next(self.numbers)
        params = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        self.socket.send(json.dumps({"id": number, "method": "Runtime.evaluate", "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                return answer.get("result", {}).get("result", {}).get("value")

    def close(self):
        with contextlib.suppress(Exception):
            self.socket.send(json.dumps({"id": next(self.numbers), "method": "Page.close"}))
            self.socket.close()


def export(tools, sanitise):
    text = tools.evaluate(EXPORT % {"tools": TOOLS, "sanitize": "true" if sanitise else "false"})
    if not text:
        raise RuntimeError("the developer tools export nothing")
    return text.encode()


@contextlib.contextmanager
def proxy(folder, path, town):
    """Runs mitmdump, which finds every name in town, and writes a HAR when it ends."""
    addon = folder / "town_addon.py"
    addon.write_text(
        "def server_connect(data):\n"
        "    host, port = data.server.address\n"
        "    if not host.startswith('127.'):\n"
        f"        data.server.address = ('127.0.0.1', {town})\n"
    )
    port = free_port()
    command = [
        MITMDUMP, "--quiet", "--listen-host", "127.0.0.1", "--listen-port", str(port), "--ssl-insecure", "--set", f"confdir={folder / 'mitmproxy'}",
        "--set", f"hardump={path}", "--set", "connection_strategy=lazy", "--scripts", addon,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(port):
    import socket

    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the proxy does not listen")
