"""Counts, and then times: nothing is timed before every count is the generator's own."""

import json
import os
import random
import shlex
import signal
import subprocess
import time

from .basics import GROUPS, INPUT, LIMIT_SECONDS, OUTPUT, SLOW_ROUNDS, SLOW_SECONDS, say, stop


def left_out(row, earlier):
    """Why a row isn't even tried: because of what a hundredth of its work took."""
    if row.peer and row.group.isdigit():
        smaller = earlier.get((str(int(row.group) // 100), str(row)))
        if smaller is not None and smaller * 100 > LIMIT_SECONDS * 2:
            return f"a hundredth of the services took {smaller:.1f} s"
    return None


def try_once(row, expected, earlier, gnu_time):
    """Runs a row once, and compares what it counts. Stops with both numbers where they differ."""
    row.left_out = row.left_out or left_out(row, earlier)
    if row.left_out:
        return
    start = time.monotonic()
    try:
        printed = weigh_once(row, gnu_time)
    except subprocess.TimeoutExpired:
        row.left_out = f"not done after {LIMIT_SECONDS} s"
        return
    row.first = earlier[(row.group, str(row))] = time.monotonic() - start
    if row.count and (counted := row.count(printed)) != expected[row.work]:
        stop(1, f"{row}: counts {counted} unmet requirements in {row.work}, and the generator wrote {expected[row.work]}")


def weigh_once(row, gnu_time):
    """The peak memory of one run, and what it prints. GNU time is small, so that what is counted is the program's own."""
    peak, printed = OUTPUT / "peak", OUTPUT / "printed"
    with printed.open("w") as file:
        child = subprocess.Popen([gnu_time, "-q", "-f", "%M", "-o", peak, *row.command], stdout=file, stderr=subprocess.PIPE,
                                 text=True, start_new_session=True)
        try:
            said = child.communicate(timeout=LIMIT_SECONDS)[1]
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise
    if child.returncode != row.status:
        stop(2, f"{row}: ended with status {child.returncode} over {row.work}: {said[-2000:]}")
    row.kib.append(int(peak.read_text().split()[-1]))
    return printed.read_text()


def agree(made, gnu_time):
    expected, earlier = json.loads((INPUT / "expected.json").read_text()), {}
    for row in made:
        say(f"counting: {row.group}: {row}")
        try_once(row, expected, earlier, gnu_time)


# Timing: each row once, then each row once again, and so on.


def time_once(row, hyperfine):
    exported = OUTPUT / "once.json"
    subprocess.run(
        [hyperfine, "-N", "-i", "--runs", "1", "--style", "none", "--output", OUTPUT / "printed", "--export-json", exported,
         shlex.join(row.command)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    result = json.loads(exported.read_text())["results"][0]
    if result["exit_codes"] != [row.status]:
        stop(2, f"{row}: ended with status {result['exit_codes']} when it was timed over {row.work}")
    row.seconds.append(result["times"][0])
    row.cpu_seconds.append(result["user"] + result["system"])


def measure(made, rounds, hyperfine):
    for group in GROUPS:
        here = [row for row in made if row.group == group and not row.left_out]
        for at in range(rounds[group] if here else 0):
            say(f"timing: {group}: round {at + 1} of {rounds[group]}")
            # In another order each time: what runs after a large program finds the caches cold.
            for row in random.Random(at).sample(here, len(here)):
                if row.first < SLOW_SECONDS or at < SLOW_ROUNDS:
                    time_once(row, hyperfine)
