"""HTTP archives of logins, read by what they are for: the schema of HAR 1.2, and the developer tools of Chromium."""

import json
import pathlib
import sys
import tempfile

import tally
from tally import HERE, LPAUTH, hold, must


def main():
    with tempfile.TemporaryDirectory() as directory:
        for flow in ("code", "implicit"):
            tally.attempt(archive, pathlib.Path(directory) / flow, flow)
    return tally.tally("archives")


def archive(stem, flow):
    har, transcript = stem.with_suffix(".har"), stem.with_suffix(".json")
    must(0, f"{flow}: a login", LPAUTH, "exchange", "--mock", "--flow", flow, "--har", har, "--transcript", transcript)
    must(0, f"{flow}: HAR by its schema", HERE / "readers/har/validate", har)
    shown = json.loads(must(0, f"{flow}: Chromium imports it", HERE / "readers/har/import", har))
    steps = json.loads(transcript.read_text())["steps"]
    messages = [[step["request"]["method"], step["request"]["url"], status(step)] for step in steps]
    hold(shown == messages, f"{flow}: every message in Chromium", json.dumps(shown), json.dumps(messages))


def status(step):
    return step["answer"]["status"] if "answer" in step else 0


if __name__ == "__main__":
    sys.exit(main())
