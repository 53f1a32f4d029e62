"""Reports, read by what they are for: JUnit by junitparser, SARIF by the schema of OASIS, HTML by Chromium."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import junitparser

import tally
from tally import HERE, LPAUTH, hold, must

REPOSITORY = HERE.parent.parent
BROWSER = os.environ.get("CHROMIUM", "chromium")

# What a claim may hold that somebody wants to come alive in a report.
HOSTILE = (
    "\u001b[2J\u202e\r\n::error::x ##[error]y ]]> </title></mark><script>document.title='taken'</script>"
    "<img src='https://evil.example/x' onerror=\"document.title='taken'\"> @team [x](https://evil.example) {0} \ufffe"
)


def main():
    with tempfile.TemporaryDirectory() as directory:
        folder = pathlib.Path(directory)
        for name, arguments in subjects(folder).items():
            tally.attempt(reports, folder / name, name, arguments)
    return tally.tally("reports")


def subjects(folder):
    """What is judged, by name: tokens good, broken, hostile, damaged, all of them at once, and hostile metadata."""
    must(0, "keygen", LPAUTH, "keygen", "--out", "brand", cwd=folder)
    claims = {"iss": HOSTILE, "sub": HOSTILE, "aud": ["x"], "exp": "soon", HOSTILE: 1, "lp_sdes": [{"type": HOSTILE}]}
    (folder / "claims.json").write_text(json.dumps(claims))
    hostile = must(0, "mint", LPAUTH, "mint", "--key", "brand.pem", "--claims", "claims.json", "--template", "none", cwd=folder)
    tokens = folder / "tokens"
    tokens.mkdir()
    (tokens / "häßlich, 100% [x].jwt").write_text(hostile)
    (tokens / "broken.jwt").write_text((REPOSITORY / "examples/broken.jwt").read_text())
    (tokens / "damaged.jwt").write_text(hostile.replace("eyJ", "eyJ=", 1).strip()[:-9])
    keys = ["--jwks", str(REPOSITORY / "examples/jwks.json"), "--issuer", "https://login.acmebank.example"]
    files = {path.stem.split(",")[0]: [str(path)] for path in sorted(tokens.iterdir())}
    metadata = folder / "metadata.json"
    metadata.write_text(json.dumps({"issuer": HOSTILE, "jwks_uri": 1, HOSTILE: HOSTILE}, indent="\t", ensure_ascii=False))
    verify = {"good": [str(REPOSITORY / "examples/token.jwt")], **files, "all": [str(tokens)]}
    subjects = {name: ["verify", *inputs, *keys, "--at", "2026-01-01T00:10:00Z"] for name, inputs in verify.items()}
    poor = [flag for fault in ("lax.code-reuse", "lax.secret", "strict.state-json") for flag in ("--fault", fault)]
    conformance = {"conformance": ["conformance", "--mock"], "poor": ["conformance", "--mock", *poor]}
    diagnosed = {
        "diagnosed": ["diagnose", str(REPOSITORY / "examples/broken.jwt"), *keys],
        "hostile-diagnosed": ["diagnose", *files["häßlich"], *keys, "--text", f"internalErrorCode: 9007 {HOSTILE}"],
        "only-a-code": ["diagnose", "--text", "9007"],
        "sound": ["diagnose", str(REPOSITORY / "examples/token.jwt"), *keys],
    }
    return {**subjects, **diagnosed, "metadata": ["lint", str(metadata), str(folder / "brand.jwks.json")], **conformance}


def reports(stem, name, arguments):
    written = {form: stem.with_suffix(f".{form}") for form in ("json", "junit", "sarif", "html")}
    flags = [flag for form, file in written.items() for flag in ("--report", f"{form}={file}")]
    run = subprocess.run([LPAUTH, *arguments, *flags], capture_output=True, text=True, timeout=60)
    hold(run.returncode in (0, 1), f"{name}: {arguments[0]}", f"exit code {run.returncode}", run.stderr)
    report = json.loads(written["json"].read_text())
    groups, causes = report["groups"], report.get("diagnosis", {}).get("causes")
    junit(name, written["junit"], groups, causes)
    sarif(name, written["sarif"], groups, causes or [])
    html(name, written["html"], stem)


def junit(name, file, groups, causes):
    suites = list(junitparser.JUnitXml.fromfile(str(file)))
    if causes is not None:
        diagnosis(name, suites.pop(0), causes)
    tried = [group for group in groups if "part" in group]
    parts = list(dict.fromkeys(group["part"] for group in tried))
    others = [group for group in groups if "part" not in group]
    hold(len(suites) == len(parts) + len(others), f"{name}: a suite for each part and each subject")
    for suite, part in zip(suites, parts):
        scenarios(name, suite, [group for group in tried if group["part"] == part])
    for suite, group in zip(suites[len(parts):], others):
        cases = {case.name: case for case in suite}
        for verdict in group["verdicts"]:
            outcome = outcome_of(cases[verdict["id"]])
            hold(outcome == verdict["outcome"], f"{name}: {verdict['id']} in JUnit", outcome, verdict["outcome"])
        counts = group["counts"]
        failures = counts["errors"] + counts["warnings"] + counts["notes"]
        right = (suite.tests, suite.failures, suite.skipped) == (len(cases), failures, counts["skipped"])
        hold(right, f"{name}: the counts of JUnit")


def diagnosis(name, suite, causes):
    cases = list(suite)
    hold(suite.name == "diagnosis" and suite.tests == len(cases) == max(len(causes), 1), f"{name}: a case for each cause")
    for case, cause in zip(cases, causes):
        said = case.result[0]
        hold(case.name.startswith(cause["title"]) and cause["title"] in said.message, f"{name}: {case.name} in JUnit")
        hold(isinstance(said, junitparser.Skipped) or said.type == cause["confidence"], f"{name}: how sure {case.name} is")


def scenarios(name, suite, groups):
    hold([case.name for case in suite] == [group["subject"] for group in groups], f"{name}: a case for each scenario")
    outcomes = [of_scenario(group) for group in groups]
    for case, outcome in zip(suite, outcomes):
        hold(outcome_of(case) == outcome, f"{name}: {case.name} in JUnit", outcome_of(case), outcome)
    counted = (len(groups), outcomes.count("fail"), outcomes.count("skip"))
    right = (suite.tests, suite.failures, suite.skipped) == counted
    hold(right, f"{name}: the counts of {suite.name}")


def of_scenario(group):
    outcomes = [verdict["outcome"] for verdict in group["verdicts"]]
    return "fail" if "fail" in outcomes else outcomes[0]


def outcome_of(case):
    if not case.result:
        return "pass"
    (result,) = case.result
    hold(isinstance(result, junitparser.Skipped) or case.name.split(" (")[0] in result.text, f"the full text of {case.name}")
    return "skip" if isinstance(result, junitparser.Skipped) else "fail"


def sarif(name, file, groups, causes):
    must(0, f"{name}: SARIF by its schema", HERE / "readers/sarif/validate", file)
    (run,) = json.loads(file.read_text())["runs"]
    findings = [finding for group in groups for verdict in group["verdicts"] for finding in verdict["findings"]]
    told = [result for result in run["results"] if result["ruleId"] == "diagnosis"]
    titles = all(cause["title"] in result["message"]["text"] for cause, result in zip(causes, told))
    hold(len(told) == len(causes) and titles, f"{name}: a result for each cause")
    hold(len(run["results"]) == len(findings) + len(causes), f"{name}: a result for each finding")
    fingerprints = {json.dumps(result["partialFingerprints"]) for result in run["results"]}
    hold(len(fingerprints) == len(run["results"]), f"{name}: fingerprints are distinct")


def html(name, file, stem):
    log, picture = stem.with_suffix(".net"), stem.with_suffix(".png")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", f"--log-net-log={log}"]
    page = must(0, f"{name}: the page opens", BROWSER, *flags, "--dump-dom", f"--screenshot={picture}", file.as_uri())
    hold("<title>lpauth " in page and page.count("<script") == 0, f"{name}: nothing of a token ran")
    hold("evil.example" not in log.read_text(errors="replace"), f"{name}: nothing was fetched")
    hold(picture.stat().st_size > 10_000, f"{name}: there is something to see")


if __name__ == "__main__":
    sys.exit(main())
