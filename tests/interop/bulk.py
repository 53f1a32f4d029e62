"""Bulk verification inside what others run it in: Apache Spark and GNU parallel find what one process finds, line for line."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import tally
from tally import HERE, LPAUTH, hold, must

LINES = 2_000
FAULTS = ["", "exp.past", "sig.bitflip", "iss.missing", "sdes.gender-int", "hdr.kid-missing"]
OTHERS = ["", "nothing here", "eyJhbGciOiJSUzI1NiJ9.eyJpc3Mi", "x" * 5_000]


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        if tally.attempt(prepare, folder):
            alone = judged(folder, [])
            for test in [parallel, spark, halves, memory]:
                tally.attempt(test, folder, alone)
    return tally.tally("bulk")


def prepare(folder):
    must(0, "keys", LPAUTH, "keygen", "--out", folder / "brand")
    tokens = [must(0, f"a token ({fault})", LPAUTH, "mint", "--key", folder / "brand.pem", *(["--fault", fault] if fault else [])).strip() for fault in FAULTS]
    texts = [*tokens, *OTHERS, *tokens]
    rows = ({"id": f"row-{number}", "user": {"name": "Zoë"}, "token": texts[number % len(texts)]} for number in range(LINES))
    lines = [json.dumps(row) for row in rows]
    lines[1234] = lines[1234][:40]
    (folder / "tokens.jsonl").write_text("".join(line + "\n" for line in lines))


def command(folder):
    flags = ["--field", "token", "--id", "id", "--jwks", folder / "brand.jwks.json", "--format", "jsonl"]
    return [LPAUTH, "verify", "--lines", "-", *map(str, flags)]


def judged(folder, before, what="one process"):
    """Returns the verdicts of one process, or of many behind the command `before`."""
    with open(folder / "tokens.jsonl", "rb") as tokens:
        run = subprocess.run([*before, *command(folder)], stdin=tokens, capture_output=True, text=True, timeout=120)
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    hold(run.returncode > 0 and len(rows) == LINES, f"{what}: a verdict a line", len(rows), run.stderr[-2_000:])
    return rows


def same(what, alone, rows):
    """The number of a line is its place in what one process was given; everything else is the same."""
    strip = lambda row: {name: value for name, value in row.items() if name != "line"}
    hold([strip(row) for row in alone] == [strip(row) for row in rows], f"{what}: the same verdicts in the same order")


def parallel(folder, alone):
    for block in ["256k", "1M"]:
        before = ["parallel", "--will-cite", "--quote", "--pipe", "--keep-order", "--block", block]
        same(f"parallel, {block} a block", alone, judged(folder, before, "parallel"))


def spark(folder, alone):
    verdicts = folder / "verdicts"
    program = HERE.parent.parent / "examples/scale/spark.py"
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost", "PYSPARK_PYTHON": sys.executable}
    run = subprocess.run(
        ["spark-submit", "--master", "local[2]", "--conf", "spark.ui.enabled=false", "--conf", "spark.default.parallelism=4",
         "--conf", "spark.hadoop.mapreduce.input.fileinputformat.split.minsize=1", program, folder / "tokens.jsonl", verdicts, *command(folder)],
        capture_output=True, text=True, timeout=180, env=environment,
    )
    hold(run.returncode == 0, "a job of Spark", run.stdout[-2_000:], run.stderr[-2_000:])
    parts = sorted(verdicts.glob("part-*"))
    hold(len(parts) > 1, "more than one partition", len(parts))
    same("Spark", alone, [json.loads(line) for part in parts for line in part.read_text().splitlines()])
    for verdict in ["valid", "invalid", "unreadable"]:
        count = sum(row["verdict"] == verdict for row in alone)
        hold(count > 0 and any(verdict in line.split("|")[1] and f" {count}|" in line for line in run.stdout.splitlines() if line.count("|") == 3), f"Spark counts {count} {verdict}", run.stdout)


def halves(folder, alone):
    """Two halves, each packed in its own way, are the whole."""
    lines = (folder / "tokens.jsonl").read_bytes().splitlines(keepends=True)
    rows = []
    for pack, part in [("gzip", lines[: LINES // 2]), ("zstd", lines[LINES // 2 :])]:
        packed = subprocess.run([pack, "--stdout"], input=b"".join(part), capture_output=True, check=True).stdout
        run = subprocess.run(command(folder), input=packed, capture_output=True, timeout=120)
        rows += [json.loads(line) for line in run.stdout.splitlines()]
    same("gzip and zstd", alone, rows)


def memory(folder, _alone):
    """However long the input and however odd its lines, the process stays small."""
    token = json.loads((folder / "tokens.jsonl").read_bytes().split(b"\n")[0])["token"].encode() + b"\n"
    inputs = [("tokens", token * 40, 100), ("blank lines", b"\n" * 50_000, 20), ("long lines", b"x" * 1_000_000 + b"\n", 40), ("one line", b"x" * 1_000_000, 200)]
    for what, piece, times in inputs:
        process = subprocess.Popen(
            [LPAUTH, "verify", "--lines", "-", "--jwks", folder / "brand.jwks.json", "--format", "jsonl"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for _ in range(times):
            process.stdin.write(piece)
        process.stdin.close()
        _, _, usage = os.wait4(process.pid, 0)
        size = usage.ru_maxrss // 1024
        print(f"bulk: {len(piece) * times >> 20} MiB of {what}: {size} MiB of memory")
        hold(size <= 64, f"{what}: at most 64 MiB of memory", f"{size} MiB")


if __name__ == "__main__":
    sys.exit(main())
