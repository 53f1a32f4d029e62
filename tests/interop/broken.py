"""Logins that fail in one way each, in a real Chromium, and what `lpauth diagnose` says of the captures.

With `--write` the captures become the cases below `tests/broken`; without it they are made anew and only tried. Further
arguments are the ids of the cases to make.
"""

import contextlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback
import urllib.parse
import urllib.request

import tally
from broken_cases import CASES, EXCHANGED, HAR, UNSOLVED
from captures import Studio, free_port
from tally import HERE, LPAUTH, hold, must
from town import BRAND, CLIENT, WINDOW, Town

FOLDER = HERE.parent / "broken"
SECRET = "s3cr3t-value"
USER = {"name": "ada", "password": "lovelace", "claims": {"sub": "c7f2b1d49e0a4b6f8d31", "email": "ada.ferrer@mail.example", "given_name": "Ada"}}


def main(arguments):
    writes = "--write" in arguments
    chosen = [argument for argument in arguments if not argument.startswith("--")]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        must(0, "a key", LPAUTH, "keygen", "--out", folder / "brand")
        town = Town(folder)
        with Studio(folder, town.rules()) as studio:
            for case in CASES:
                if not chosen or case.id in chosen:
                    tally.attempt(captured, case, studio, town, folder, writes)
        for case in EXCHANGED:
            if not chosen or case[0] in chosen:
                tally.attempt(exchanged, case, folder, writes)
    return tally.tally("broken")


def captured(case, studio, town, folder, writes):
    """Makes one login, and tries its capture. A browser on a busy machine gets a second chance."""
    for last in (False, True):
        try:
            files = recorded(case, studio, town, folder)
            break
        except Exception as error:  # noqa: BLE001: whatever went wrong, this case was not made
            if last:
                hold(False, f"{case.id}: the login is made", traceback.format_exc())
            print(f"broken: {case.id} is made once more: {error}", file=sys.stderr)
    tried(case.id, sheet(case), files, folder, writes)


def recorded(case, studio, town, folder):
    """Returns the files that somebody has in hand of a login."""
    with mock(case, folder) as server:
        settled(case, town, server, folder)
        files = {"keys.json": town.ask("/jwks.json")[2]} if "keys.json" in case.diagnose else {}
        files[HAR] = studio.capture(case.shape, with_control(case.run, server), town, **case.options)
    return files


def settled(case, town, server, folder):
    """Lets the mock be the authorization server in town."""
    town.moves(server["port"], case.issuer or server["issuer"], case.wrong)
    other = case.wrong.get("environment")
    if other:
        with mock(case, folder, issuer=other) as test:
            town.moves(test["port"], other, case.wrong)
            tokens = town.issued("id_token token")
        town.moves(server["port"], case.issuer, {**case.wrong, "tokens": tokens})


def with_control(run, server):
    """Gives what happens a way to switch the mock."""
    def inner(stage):
        stage.control = lambda method, path, body: control(server, method, path, body)
        run(stage)
    return inner


def control(server, method, path, body):
    request = urllib.request.Request(server["control"] + path, json.dumps(body).encode(), {"Authorization": f"Bearer {server['token']}"}, method=method)
    urllib.request.urlopen(request).close()


@contextlib.contextmanager
def mock(case, folder, issuer=None):
    """Runs `lpauth mock`, and yields what there is to know of it."""
    issuer = issuer or case.issuer
    told = folder / "mock.json"
    told.unlink(missing_ok=True)
    port = free_port()
    common = [LPAUTH, "mock", "--port", str(port), "--quiet", "--secrets-out", told, *case.mock]
    command = [*common, "--key", folder / "brand.pem", "--client-id", CLIENT]
    if issuer:
        settings = folder / f"{urllib.parse.urlsplit(issuer).netloc}.toml"
        settings.write_text(config(issuer, case.wrong.get("client", {}), folder))
        command = [*common, "--config", settings, "--host", urllib.parse.urlsplit(issuer).netloc]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline().strip()
            if not line:
                raise RuntimeError(server.stderr.read())
            secrets = json.loads(told.read_text())
            yield {"issuer": line, "port": port, "control": secrets["control"]["url"], "token": secrets["control"]["token"]}
        finally:
            server.terminate()


def config(issuer, client, folder):
    """The settings of an issuer with this client."""
    def written(value):
        if isinstance(value, dict):
            return "{ " + ", ".join(f"{name} = {written(inner)}" for name, inner in value.items()) + " }"
        return json.dumps(value)
    settings = {"id": CLIENT, "secret": SECRET, "redirect_uris": [f"{BRAND}/callback", WINDOW, "https://liveperson.net"], **client}
    return "\n".join([
        "[[issuer]]", f"id = {written(issuer)}", 'name = "Acme Bank"', "[[issuer.client]]", *(f"{name} = {written(value)}" for name, value in settings.items()),
        "[[issuer.user]]", *(f"{name} = {written(value)}" for name, value in USER.items()), "[[issuer.key]]", f"file = {written(str(folder / 'brand.pem'))}",
        'kid = "brand-1"', "",
    ])


def exchanged(case, folder, writes):
    """Makes one login as LivePerson does, and tries its transcript and its HAR."""
    name, title, fault, cause, side, fix = case
    files = {"transcript": folder / f"{name}.json", "lpauth": folder / f"{name}.har"}
    for shape, option in (("transcript", "--transcript"), ("lpauth", "--har")):
        path = files[shape]
        subprocess.run([LPAUTH, "exchange", "--mock", "--fault", fault, option, path, "--show-secrets"], capture_output=True, check=False)
        argument = {"transcript": "login.json", "lpauth": HAR}[shape]
        what = {"title": title, "shape": shape, "origin": "captured", "diagnose": [argument], "cause": cause, "side": side, "fix": fix}
        tried(f"{shape}-{name}", what, {argument: path.read_bytes()}, folder, writes)


def sheet(case):
    """`case.toml` of a case."""
    expected = {"cause": case.cause, "also": list(case.also), "side": case.side, "fix": case.fix} if case.cause else {"healthy": True}
    what = {"title": case.title, "shape": case.shape, "origin": "captured", "diagnose": list(case.diagnose), **expected}
    return {name: value for name, value in what.items() if value != []}


def tried(name, what, files, folder, writes):
    """Asks `lpauth diagnose`, and holds its first answer against what is known."""
    place = FOLDER / name if writes else folder / name
    if writes:
        shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for file, content in files.items():
        (place / file).write_bytes(content)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in what.items()]
    (place / "case.toml").write_text("\n".join(lines) + "\n")
    run = subprocess.run([LPAUTH, "diagnose", "--format", "json", *what["diagnose"]], cwd=place, capture_output=True, text=True, check=False)
    hold(run.returncode in (0, 1), f"{name}: it is read", run.stdout[:500], run.stderr)
    causes = json.loads(run.stdout)["diagnosis"]["causes"]
    told = [f"{it['id']} ({it['side']}): {it['title']} | {it['change']} | {it['proof'][:1]}" for it in causes[:3]]
    if name in UNSOLVED:
        return None
    if what.get("healthy"):
        return hold(run.returncode == 0 and not causes, f"{name}: nothing is wrong", *told)
    first = causes[0] if causes else {"id": "", "side": "", "change": "", "title": "", "checks": []}
    ids = [what["cause"], *what.get("also", [])]
    right = first["id"] in ids or any(id in first["checks"] for id in ids)
    said = f"{first['change']} {first['title']}".lower()
    hold(right and first["side"] == what["side"] and what["fix"].lower() in said, f"{name}: {what['cause']} ({what['side']}), {what['fix']}", *told or ["nothing"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
