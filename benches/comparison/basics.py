"""What every part of the comparison needs: where things lie, what is measured, and a row of it."""

import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
ROOT = HERE.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
CACHE = TARGET / "peers"
INPUT = TARGET / "compare" / "input"
OUTPUT = TARGET / "compare" / "output"
AS_OF = "2026-11-22"
SIZES = (10, 1000, 100000)
RULES = (1, 100, 1000)
GROUPS = ("10", "1000", "100000", "manifests", "rendering", "rules")
TITLES = {
    "10": "10 services", "1000": "1,000 services", "100000": "100,000 services", "manifests": "10,000 manifests",
    "rendering": "80,000 services, all clean or with 10,000 findings",
    "rules": "1,000 services, and rules of the user's own besides the built-in ones",
}
# What a peer is given to look up in, and how the rows of the checker are called.
KEYS, WHOLE = "keys alone", "whole catalogue"
SHORT, HUMAN, JSON = "checker --format short", "checker --format human", "checker --format json"
ROUNDS = {"10": 31, "1000": 15, "100000": 3, "manifests": 3, "rendering": 3, "rules": 15}
QUICK_ROUNDS = {"10": 7, "1000": 5, "100000": 1, "manifests": 1, "rendering": 1, "rules": 3}
# A row that takes longer than this joins in the first rounds only, and one that takes longer than the limit in none.
SLOW_SECONDS, SLOW_ROUNDS, LIMIT_SECONDS = 5, 3, 60
SLOW_TO_INSTALL = "left out by --quick, for it takes minutes to build"


class Row:
    """A program with its arguments, and what was measured of it.

    `group` is the table it stands in and `work` the key of `expected.json`; `count` tells the unmet requirements from what
    is printed, for those that print them; `known` is what a peer looks up in."""

    def __init__(self, group, work, name, command, *, count=None, known="", status=0):
        self.group, self.work, self.name, self.known, self.status = group, work, name, known, status
        self.command = [str(part) for part in command]
        self.count, self.peer = count, bool(known)
        self.left_out, self.first = None, 0
        self.seconds, self.cpu_seconds, self.kib = [], [], []

    def __str__(self):
        return f"{self.name}, {self.known}" if self.known else self.name

    @property
    def wall(self):
        return statistics.median(self.seconds)

    @property
    def cpu(self):
        return statistics.median(self.cpu_seconds)

    @property
    def peak(self):
        return statistics.median(self.kib) / 1024



def say(text):
    print(text, file=sys.stderr, flush=True)


def stop(status, text):
    say(text)
    sys.exit(status)


def run(command, **options):
    return subprocess.run([str(part) for part in command], check=True, stdout=sys.stderr, **options)
