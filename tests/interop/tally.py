"""Runs commands, holds their exit codes against what is wanted, and counts."""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
LPAUTH = os.environ["LPAUTH"]

passed = 0
failed = 0


class Missed(Exception):
    """Something did not go as it must, and is counted already."""


def must(wanted, what, *command, saying="", **options):
    """Runs a command that must exit with `wanted`, saying `saying` somewhere. Returns what it printed."""
    run = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, **options)
    right = run.returncode == wanted and saying in run.stdout + run.stderr
    hold(right, what, f"exit code {run.returncode} in place of {wanted}", *map(str, command), run.stdout, run.stderr)
    return run.stdout


def hold(right, what, *details):
    """Counts one thing that must be right."""
    global passed, failed
    passed, failed = passed + bool(right), failed + (not right)
    if not right:
        print(f"FAILED: {what}", *(detail.strip() for detail in details), sep="\n  | ", file=sys.stderr)
        raise Missed


def attempt(function, *arguments):
    """Returns whether nothing was missed."""
    try:
        function(*arguments)
        return True
    except Missed:
        return False


def tally(name):
    """Prints the count. Returns the exit code."""
    print(f"\n{name}: {passed} passed, {failed} failed")
    return 0 if passed and not failed else 1
