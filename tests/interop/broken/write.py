#!/usr/bin/env python3
"""Writes the cases of broken logins that are written by hand into tests/broken: what a login sends, in the shape in which an exporter
has it, with tokens that lpauth mints. `python3 tests/interop/broken/write.py [CASE …]`, with LPAUTH naming the program to mint with."""

import datetime
import email.utils
import importlib
import json
import pathlib
import sys

import shapes

OUT = pathlib.Path(__file__).parent.parent.parent / "broken"
TOPICS = ("way", "page", "tokens", "texts", "sound")


def main(wanted):
    for topic in TOPICS:
        for name, case in importlib.import_module("cases_" + topic).CASES.items():
            if not wanted or name in wanted:
                write(OUT / name, case)


def write(folder, case):
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, evidence in case["evidence"]().items():
        (folder / name).write_bytes(evidence_bytes(name, evidence, case))
    (folder / "case.toml").write_text(toml(case))


def evidence_bytes(name, evidence, case):
    if isinstance(evidence, str):
        return evidence.encode()
    if not name.endswith(".har"):
        return (json.dumps(evidence, indent=1, ensure_ascii=False) + "\n").encode()
    began = case.get("began", BEGAN)
    for message in evidence:
        dated(message, began)
        referred(message)
    text = lines(shapes.har(case["shape"], evidence, began))
    return ("\ufeff" if case["shape"] == "fiddler" else "").encode() + text.encode()


def lines(archive):
    """Writes a line an entry, so that a person finds one."""
    whole = json.dumps({"log": {**archive["log"], "entries": ["@"]}}, ensure_ascii=False)
    entries = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in archive["log"]["entries"])
    return whole.replace('["@"]', "[\n" + entries + "\n]") + "\n"


# 2026-01-14T09:12:00Z, in milliseconds.
BEGAN = 1768381920000


def dated(message, began):
    """Gives an answer the field that every server adds (RFC 9110 section 6.6.1), by a clock that may be ahead."""
    if message["status"] and not any(name == "Date" for name, _ in message["has"]):
        seconds = (began + message["at"] + message.get("took", 45)) // 1000 + message.get("ahead", 0)
        message["has"].append(("Date", email.utils.format_datetime(datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc), True)))


# Keycloak, IdentityServer and Okta tell browsers to send no Referer from their pages.
SILENT = ("sso.", "id.cornerstore", "login.riverline")


def referred(message):
    """Gives a form the address of its page, as browsers do unless the page forbids it."""
    has = {name for name, _ in message["sends"]}
    if message["method"] == "POST" and message["kind"] == "document" and "Referer" not in has:
        origin = "/".join(message["url"].split("/")[:3])
        message["sends"].append(("Origin", origin))
        if not any(part in message["url"] for part in SILENT):
            message["sends"].append(("Referer", message["url"]))


def toml(case):
    quoted = lambda value: json.dumps(value, ensure_ascii=False)
    lines = ["# Written by tests/interop/broken/write.py.", *(f"# {line}" for line in case.get("note", "").splitlines())]
    lines += [f"title = {quoted(case['title'])}", f"shape = {quoted(case['shape'])}", 'origin = "written"',
              f"diagnose = {quoted(case['diagnose'])}", f"cause = {quoted(case['cause'])}"]
    if case.get("also"):
        lines += [f"# {case['why']}", f"also = {quoted(case['also'])}"]
    if case["cause"]:
        lines += [f"side = {quoted(case['side'])}", f"fix = {quoted(case['fix'])}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
