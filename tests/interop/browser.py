"""The brand's page and LivePerson's window of `lpauth mock` in a real browser: Chromium, driven by WebDriver."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

import tally
from tally import LPAUTH, hold

BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
DRIVER = os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=900,1400",
]
SECONDS = 20

FLOWS = ["implicit", "code", "code-pkce"]

# Mistake, flow, how it ends, the error code or what the window says. `accepted` are those that LivePerson gets along with.
MISTAKES = [
    ("callback-never", "implicit", "waiting", "the window waits"),
    ("returned-instead", "implicit", "waiting", "only the callback is read"),
    ("promise-given", "implicit", "offline", "a Promise"),
    ("exception", "implicit", "offline", "the session has no user"),
    ("error-given", "implicit", "offline", "the consumer is not logged in"),
    ("error-always", "implicit", "offline", "“undefined”"),
    ("nothing-given", "implicit", "offline", "an empty string"),
    ("method-missing", "implicit", "offline", "There is no function"),
    ("token-for-code", "code", "offline", "9011"),
    ("code-for-token", "implicit", "offline", "1008"),
    ("access-token", "implicit", "offline", "1008"),
    ("name-wrong", "code", "offline", "neither a code nor a token"),
    ("redirect-uri-missing", "code", "offline", "9011"),
    ("redirect-uri-slash", "code", "offline", "9011"),
    ("challenge-ignored", "code-pkce", "offline", "9011"),
    ("called-twice", "implicit", "accepted", "call 2"),
    ("identity-differs", "implicit", "accepted", "920001"),
]

# What the server does wrong, the flow, and the code that LivePerson's list suggests.
FAULTS = [
    ("sig.bitflip", "implicit", "9007"),
    ("exp.past", "implicit", "1012"),
    ("hdr.kid-unknown", "code", "1041"),
    ("sdes.object", "code", "1026"),
    ("token.no-id_token", "code", "9011"),
]


def main():
    with mock() as issuer, browser() as driver:
        tally.attempt(nobody, driver, issuer)
        tally.attempt(logged_in, driver, issuer)
        for flow in FLOWS:
            tally.attempt(chat, driver, issuer, flow, "none", "accepted", "LivePerson accepts the consumer")
            tally.attempt(pop_up, driver, issuer, flow)
        for mistake, flow, outcome, said in MISTAKES:
            tally.attempt(chat, driver, issuer, flow, mistake, outcome, said)
        tally.attempt(twice, driver, issuer)
        tally.attempt(by_hand, driver, issuer)
    for fault, flow, code in FAULTS:
        with mock("--fault", fault) as issuer, browser() as driver:
            tally.attempt(logged_in, driver, issuer)
            tally.attempt(chat, driver, issuer, flow, "none", "offline", code)
    return tally.tally("browser")


@contextlib.contextmanager
def mock(*arguments):
    """Runs `lpauth mock` and yields its issuer."""
    command = [LPAUTH, "mock", "--port", "0", "--quiet", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


@contextlib.contextmanager
def browser():
    """Runs Chromium with a new profile."""
    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = BROWSER
        for argument in [*ARGUMENTS, f"--user-data-dir={profile}"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        try:
            yield driver
        finally:
            driver.quit()


def nobody(driver, issuer):
    """Before anybody logged in, the page says so and LivePerson gets nothing."""
    open_page(driver, issuer, "implicit", "embedded", "none", "out")
    hold("login_required" in driver.find_element(By.ID, "who").text, "nobody is logged in")
    press(driver)
    hold(ended(driver, "offline"), "nobody is logged in: offline", said(driver))


def logged_in(driver, issuer):
    """The link leads to the login page, whose form works, and back to the page as it was."""
    open_page(driver, issuer, "code", "embedded", "none", None)
    driver.find_element(By.ID, "login").click()
    driver.find_element(By.NAME, "username").send_keys("ada")
    driver.find_element(By.NAME, "password").send_keys("lovelace")
    driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
    wait(driver, lambda it: it.find_elements(By.CSS_SELECTOR, "body[data-session=in]"))
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(driver.current_url).query)
    hold(query.get("flow") == ["code"], "the page comes back as it was", driver.current_url)
    hold("Ada Ferrer" in driver.find_element(By.ID, "who").text, "the page knows who it is")


def chat(driver, issuer, flow, mistake, outcome, words):
    """The button opens LivePerson's window, which calls the page's function and says what comes of it."""
    open_page(driver, issuer, flow, "embedded", mistake, "in")
    press(driver)
    hold(ended(driver, outcome, words), f"{flow}, {mistake}: {outcome}, saying {words}", said(driver))
    lines = complaints(driver)
    hold(not lines, f"{flow}, {mistake}: the console is quiet", *lines)


def pop_up(driver, issuer, flow):
    """LivePerson's own window goes through the authorization endpoint and back."""
    open_page(driver, issuer, flow, "external", "none", "in")
    page = driver.current_window_handle
    press(driver)
    wait(driver, lambda it: len(it.window_handles) == 2)
    driver.switch_to.window(next(it for it in driver.window_handles if it != page))
    hold(ended(driver, "accepted"), f"{flow}, a window of its own: accepted", said(driver))
    driver.close()
    driver.switch_to.window(page)


def twice(driver, issuer):
    """A code that the page kept is good once."""
    chat(driver, issuer, "code", "code-kept", "accepted", "LivePerson accepts the consumer")
    press(driver)
    hold(ended(driver, "offline", "9011"), "code-kept: the second time is refused", said(driver))


def by_hand(driver, issuer):
    """Everything can be reached and pressed with the keyboard alone."""
    open_page(driver, issuer, "implicit", "embedded", "none", "in")
    names = []
    for _ in range(7):
        driver.switch_to.active_element.send_keys("\ue004")
        names.append(driver.switch_to.active_element.get_attribute("id") or driver.switch_to.active_element.get_attribute("name"))
    hold(names[:4] == ["login", "flow", "window", "mistake"] and "chat" in names, "the keyboard reaches everything", *map(str, names))
    driver.find_element(By.ID, "chat").send_keys("\ue007")
    hold(ended(driver, "accepted"), "the keyboard opens the chat", said(driver))


def open_page(driver, issuer, flow, window, mistake, session):
    driver.get(f"{issuer}/shop?{urllib.parse.urlencode({'flow': flow, 'window': window, 'mistake': mistake})}")
    if session:
        wait(driver, lambda it: it.find_elements(By.CSS_SELECTOR, f"body[data-session={session}]"))


def press(driver):
    driver.find_element(By.ID, "chat").click()


def ended(driver, outcome, words=""):
    """Returns whether the window comes to this outcome and says so."""
    view = f"#liveperson[data-outcome={outcome}]"
    try:
        return wait(driver, lambda it: it.find_elements(By.CSS_SELECTOR, view) and words in said(it))
    except Exception:  # noqa: BLE001: whatever kept it from coming, it did not come
        return False


def said(driver):
    return driver.find_element(By.ID, "liveperson").text


def complaints(driver):
    """What Chromium has to complain about, but for what is wrong on purpose."""
    own = ("500 (Internal Server Error)", "favicon.ico", "the session has no user")
    lines = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    return [line for line in lines if not any(known in line for known in own)]


def wait(driver, condition):
    return WebDriverWait(driver, SECONDS).until(condition)


if __name__ == "__main__":
    sys.exit(main())
