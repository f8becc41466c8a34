"""Writes what was measured, as Markdown and as JSON."""

import json
import os
import pathlib
import platform
import subprocess

from .basics import GROUPS, TITLES
from .wanted import wanted


def version(command):
    try:
        return subprocess.check_output([str(part) for part in command], text=True, stderr=subprocess.STDOUT).splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def machine():
    processor = platform.processor() or platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if os.path.exists("/proc/cpuinfo") else []:
        if line.startswith("model name"):
            processor = line.split(":")[1].strip()
            break
    return f"{processor}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


def seconds(value):
    return f"{value:.4f}" if value < 1 else f"{value:.2f}"


def table(group, made):
    here = [row for row in made if row.group == group]
    floor = next((row.wall for row in here if row.name.startswith("floor") and row.seconds), None)
    lines = [f"### {TITLES[group]}", "", "| program | wall s | CPU s | peak MiB | × floor | runs |"]
    lines.append("| --- | --: | --: | --: | --: | --: |")
    for row in here:
        if row.left_out:
            lines.append(f"| {row} | left out: {row.left_out} | | | | |")
        elif row.seconds:
            times = f"{row.wall / floor:.1f}" if floor else ""
            wall, cpu = seconds(row.wall), seconds(row.cpu)
            lines.append(f"| {row} | {wall} | {cpu} | {row.peak:.1f} | {times} | {len(row.seconds)} |")
    return [*lines, ""]


def markdown(about, made, missing, asked):
    lines = ["# The checker beside its peers", "", *(f"- {name}: {value}" for name, value in about.items()), ""]
    for group in GROUPS:
        if any(row.group == group for row in made):
            lines += table(group, made)
    lines += ["### Missing", "", *([f"- {name}: {why}" for name, why in missing.items()] or ["Nothing."]), ""]
    lines += ["### Wanted", "", "| what | wanted | measured | in CPU time | |", "| --- | --: | --: | --: | --- |"]
    for one in asked:
        numbers = ["" if number is None else f"{number:.2f}" for number in (one.measured, one.by_cpu)]
        lines.append(f"| {one.text} | {one.sign} {one.bound} | {' | '.join(numbers)} | {one.verdict} |")
    return "\n".join([*lines, ""])


def write(out, about, made, missing):
    out.mkdir(parents=True, exist_ok=True)
    asked = wanted(made)
    text = markdown(about, made, missing, asked)
    (out / "compare.md").write_text(text)
    (out / "compare.json").write_text(json.dumps({
        "about": about,
        "rows": [{"group": row.group, "program": row.name, "known": row.known, "left_out": row.left_out,
                  "command": row.command, "wall_seconds": row.seconds, "cpu_seconds": row.cpu_seconds, "peak_kib": row.kib}
                 for row in made],
        "missing": missing,
        "wanted": [{"what": one.text, "sign": one.sign, "bound": one.bound, "measured": one.measured,
                    "by_cpu": one.by_cpu, "verdict": one.verdict} for one in asked],
    }, indent=1) + "\n")
    print(text)
