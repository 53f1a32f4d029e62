"""The recipes for pipelines, as far as they can be tried without the services they are for: files by their schemas, scripts by
shellcheck and by being run, the pre-commit hooks by pre-commit itself."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import junitparser
import yaml

import tally
from tally import HERE, LPAUTH, hold, must

REPOSITORY = HERE.parent.parent
EXAMPLES = REPOSITORY / "examples/ci"
SECRETS = {"LPAUTH_CLIENT_SECRET": "correct-horse-battery-staple-2026", "LPAUTH_PASSWORD": "lovelace"}

SCHEMAS = [
    ("vendor.github-actions", REPOSITORY / "action.yml"),
    ("vendor.github-workflows", EXAMPLES / "github.yml"),
    ("vendor.gitlab-ci", EXAMPLES / "gitlab.yml"),
]

ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text())
REPORTS = {"lpauth.json", "lpauth.xml", "lpauth.sarif", "lpauth.html", "lpauth.md"}


def main():
    tally.attempt(well_formed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "bin").mkdir()
        (folder / "bin/lpauth").symlink_to(pathlib.Path(LPAUTH).resolve())
        for test in [action_at_mock, action_at_faulty_mock, action_lints, action_builds, shells, hooks]:
            room = folder / test.__name__
            room.mkdir()
            tally.attempt(test, room, os.environ | {"PATH": f"{folder}/bin:{os.environ['PATH']}"})
    return tally.tally("recipes")


def well_formed():
    for schema, file in SCHEMAS:
        must(0, f"{file.name} by its schema", "check-jsonschema", "--builtin-schema", schema, *transform(schema), file)
    manifest = REPOSITORY / ".pre-commit-hooks.yaml"
    must(0, "the manifest of hooks", "pre-commit", "validate-manifest", manifest)
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            checked("set -eo pipefail\n" + step["run"], "bash", f"action.yml: {step['name']}")
    checked("set -e\n" + gitlab_script(), "sh", "gitlab.yml")
    checked("set -e\n" + jenkins_script(), "sh", "Jenkinsfile")


def transform(schema):
    return ["--data-transform", "gitlab-ci"] if "gitlab" in schema else []


def checked(script, shell, what):
    run = subprocess.run(["shellcheck", "--severity", "warning", "--shell", shell, "-"], input=script, capture_output=True, text=True)
    hold(run.returncode == 0, f"{what} by shellcheck", run.stdout)


def action_at_mock(folder, environment):
    """Two runs that pass: the second one knows the first."""
    for number in (1, 2):
        code, log, outputs = act(folder, environment, "--mock", transcripts="true")
        hold(code == 0 and outputs["exit-code"] == "0", f"action, run {number}: passes", log)
        written = {file.name for file in pathlib.Path(outputs["reports"]).iterdir()}
        hold(REPORTS | {"transcripts"} == written, f"action, run {number}: every report is there", *written)
        changes = json.loads((pathlib.Path(outputs["reports"]) / "lpauth.json").read_text()).get("changes")
        hold((changes is not None) == (number == 2), f"action, run {number}: compared with the last one", changes)
    summary = (folder / "summary").read_text()
    hold(summary.count("Ready for LivePerson") == 2, "action: the summary is written", summary)


def action_at_faulty_mock(folder, environment):
    """A run that fails has its annotations, its reports and its exit code; wrong arguments leave nothing behind."""
    code, log, outputs = act(folder, environment, "--mock", "--fault", "exp.past", "--skip", "code-reusable-later=it takes half a minute")
    hold(code == 1 and outputs["exit-code"] == "1", "action: a failure fails the step", log)
    hold("::error " in log, "action: findings are annotations", log)
    hold((folder / "temp/lpauth-last/lpauth.json").exists(), "action: a run that fails is remembered too")
    code, log, outputs = act(folder, environment, "--no-such-flag")
    hold(code == 2 and outputs["exit-code"] == "2", "action: wrong arguments", log)
    hold(not list(pathlib.Path(outputs["reports"]).iterdir()), "action: wrong arguments leave no reports of old")


def action_lints(folder, environment):
    """Another command, with arguments that a shell would take apart."""
    shutil.copy(REPOSITORY / "examples/jwks.json", folder / "key set's $(touch taken).json")
    code, log, outputs = act(folder, environment, "key set's $(touch taken).json", command="lint")
    hold(code == 0 and outputs["exit-code"] == "0", "action: lint", log)
    hold(not (folder / "taken").exists(), "action: arguments are no commands")


def act(folder, environment, *arguments, **inputs):
    """Runs the step of the action that does the work, as GitHub would. Returns its exit code, its log and its outputs."""
    inputs = {name: str(told.get("default", "")) for name, told in ACTION["inputs"].items()} | inputs
    inputs |= {"arguments": "\n".join(arguments) + "\n", "program": inputs["program"] or "lpauth"}
    (folder / "outputs").write_text("")
    run = step("Run lpauth", folder, environment, inputs)
    outputs = dict(line.split("=", 1) for line in (folder / "outputs").read_text().splitlines())
    return run.returncode, run.stdout + run.stderr, outputs


def step(name, folder, environment, inputs):
    told = next(step for step in ACTION["runs"]["steps"] if step["name"] == name)
    known = {f"inputs.{name}": value for name, value in inputs.items()}
    known |= {"github.action_path": str(REPOSITORY), "runner.temp": str(folder / "temp")}
    own = {name: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], value) for name, value in told["env"].items()}
    given = {"GITHUB_OUTPUT": folder / "outputs", "GITHUB_STEP_SUMMARY": folder / "summary", "RUNNER_TEMP": folder / "temp"}
    (folder / "temp").mkdir(exist_ok=True)
    (folder / "script.sh").write_text(told["run"])
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "script.sh"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment | given | own)


def action_builds(folder, environment):
    """Builds are told apart by what they are built from, and the build is the action's own lpauth."""
    keys = []
    for _ in range(2):
        (folder / "outputs").write_text("")
        run = step("Tell builds apart", folder, environment, {})
        hold(run.returncode == 0, "action: tells builds apart", run.stderr)
        keys.append((folder / "outputs").read_text())
    hold(keys[0] == keys[1] and re.fullmatch("key=[0-9a-f]{40}\n", keys[0]), "action: the same source has the same key", *keys)
    run = step("Build lpauth", folder, building(environment), {})
    hold(run.returncode == 0, "action: builds", run.stderr)
    must(0, "action: what it built", folder / "temp/lpauth-built/bin/lpauth", "--version", saying="lpauth ")


def building(environment):
    """An unoptimised build does: what is tried is the way to it. Builds share what they compile."""
    return environment | {"CARGO_PROFILE_RELEASE_OPT_LEVEL": "0", "CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL": "0"}


def shells(folder, environment):
    """What GitLab and Jenkins run, at a mock whose findings about its place were accepted before."""
    with mock(folder) as issuer:
        text = (EXAMPLES / "lpauth.toml").read_text()
        (folder / "lpauth.toml").write_text(text.replace("https://login.staging.acmebank.example", issuer))
        trusting = environment | SECRETS | {"SSL_CERT_FILE": str(folder / "lpauth-mock-ca.pem")}
        for name, script, options in [("gitlab", gitlab_script(), "-e"), ("jenkins", jenkins_script(), "-xe")]:
            for number in (1, 2):
                command = ["sh", options, "-c", script]
                run = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=trusting, timeout=120)
                hold(run.returncode == 0, f"{name}, run {number}: passes", run.stdout, run.stderr)
                suites = list(junitparser.JUnitXml.fromfile(str(folder / "reports/lpauth.xml")))
                hold(suites and (folder / "reports/lpauth.html").exists(), f"{name}, run {number}: reports")
                compared = "changes" in json.loads((folder / "reports/lpauth.json").read_text())
                hold(compared == (number == 2), f"{name}, run {number}: compared with the last one")
                (folder / "last").mkdir(exist_ok=True)
                shutil.copy(folder / "reports/lpauth.json", folder / "last")
            shutil.rmtree(folder / "last")
        told = (folder / "reports/lpauth.json").read_text() + (folder / "reports/lpauth.html").read_text()
        hold(not any(secret in told for secret in SECRETS.values()), "no secret is in a report")


@contextlib.contextmanager
def mock(folder):
    """Runs a mock that has the client and the consumer of the example, and yields its issuer."""
    settings = ["[[issuer]]", 'name = "Acme Bank"', "[[issuer.client]]", 'id = "lp-acmebank"', "pkce = true"]
    settings += [f'secret = "{SECRETS["LPAUTH_CLIENT_SECRET"]}"', "[[issuer.user]]", 'name = "ada"']
    settings += [f'password = "{SECRETS["LPAUTH_PASSWORD"]}"', 'claims = { sub = "c7f2b1d49e0a" }']
    (folder / "mock.toml").write_text("\n".join(settings) + "\n")
    command = [LPAUTH, "mock", "--port", "0", "--tls", "--config", "mock.toml", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as server:
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def gitlab_script():
    job = yaml.safe_load((EXAMPLES / "gitlab.yml").read_text())["liveperson"]
    return "\n".join(job["script"])


def jenkins_script():
    (script,) = re.findall(r"sh '''\n(.*?)'''", (EXAMPLES / "Jenkinsfile").read_text(), re.DOTALL)
    return script


def hooks(folder, environment):
    """A repository with a broken document, a broken token and files that are nobody's business."""
    for command in ["init --quiet", "config user.name ci", "config user.email ci@localhost"]:
        must(0, f"git {command}", "git", *command.split(), cwd=folder)
    for name in ["openid-configuration.json", "jwks.json", "broken.jwt"]:
        shutil.copy(REPOSITORY / "examples" / name, folder)
    (folder / "package.json").write_text("{}")
    must(0, "git add", "git", "add", "--all", cwd=folder)
    caching = building(environment) | {"PRE_COMMIT_HOME": str(folder.parent / "hooks-built")}
    caching |= {"CARGO_TARGET_DIR": str(folder.parent / "action_builds/temp/lpauth-target")}
    for hook in ["lpauth-lint-installed", "lpauth-lint"]:
        run = tried(folder, caching, hook)
        hold("discovery-url-not-https" in run and "package.json" not in run, f"{hook} finds what is wrong", run)
    run = tried(folder, caching, "lpauth-verify-installed")
    hold("no keys to verify the signature with" in run, "lpauth-verify wants to know more", run)


def tried(folder, environment, hook):
    command = ["pre-commit", "try-repo", REPOSITORY, hook, "--all-files", "--verbose"]
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, timeout=900)
    hold(run.returncode == 1, f"{hook} fails the commit", run.stdout, run.stderr)
    return run.stdout


if __name__ == "__main__":
    sys.exit(main())
