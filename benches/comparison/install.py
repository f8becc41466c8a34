"""Finds or installs the peers and what times them. Whatever is installed lies beneath target/peers, and nothing else of the
system is touched."""

import os
import pathlib
import shutil
import subprocess
import sys

from .basics import CACHE, HERE, INPUT, SLOW_TO_INSTALL, TARGET, run, say


# The programs that are timed and were built here.
INSTALLED = TARGET / "compare" / "installed"


def tried(name, missing, install):
    """What `install` gives, or None with the reason why it can't be had."""
    try:
        return install()
    except (OSError, subprocess.CalledProcessError) as problem:
        missing[name] = f"could not be installed: {problem}"
        return None


def found(name, cached):
    """A program that is in the cache already, or else on the path."""
    return cached if cached.exists() else (shutil.which(name) and pathlib.Path(shutil.which(name)))


def installed(program):
    """A copy of a program that was built here, as an installation makes one. What a linker has written lies in memory in single
    pages, and what was copied in larger pieces: a start of the same program takes a fifth less then."""
    INSTALLED.mkdir(parents=True, exist_ok=True)
    return pathlib.Path(shutil.copy(program, INSTALLED / program.name))


def from_debian(package, program):
    """A program of a Debian package, which is unpacked and not installed."""
    folder = CACHE / package
    folder.mkdir(parents=True, exist_ok=True)
    run(["apt-get", "download", package], cwd=folder)
    run(["dpkg", "-x", next(folder.glob(f"{package}_*.deb")), folder])
    return folder / program


def from_cargo(package):
    say(f"building {package}, which takes minutes")
    run(["cargo", "install", "--locked", "--quiet", "--root", CACHE / package, "--target-dir", CACHE / "build", package])
    return CACHE / package / "bin" / package


def from_python(package, program):
    folder = CACHE / package
    run([sys.executable, "-m", "venv", folder])
    run([folder / "bin" / "pip", "install", "--quiet", package])
    return folder / "bin" / program


def hyperfine():
    have = found("hyperfine", CACHE / "hyperfine" / "usr/bin/hyperfine") or found(
        "hyperfine", CACHE / "hyperfine" / "bin/hyperfine"
    )
    if have:
        return have
    try:
        return from_debian("hyperfine", "usr/bin/hyperfine")
    except (OSError, subprocess.CalledProcessError):
        return from_cargo("hyperfine")


def time_program():
    return found("time", CACHE / "time" / "usr/bin/time") or from_debian("time", "usr/bin/time")


def programs(quick, missing):
    """Builds floor, limit, events and the program around regorus, and returns the folder that they are installed in."""
    build = ["cargo", "build", "--release", "--locked", "--quiet", "--manifest-path", HERE / "programs" / "Cargo.toml"]
    target = TARGET / "compare" / "programs"
    environment = {**os.environ, "KEYS": str(INPUT / "keys.json"), "CARGO_TARGET_DIR": str(target)}
    run(build, env=environment)
    if quick and not (target / "release" / "regorus").exists():
        missing["regorus"] = SLOW_TO_INSTALL
    else:
        tried("regorus", missing, lambda: run([*build, "--features", "regorus"], env=environment))
    built = [target / "release" / name for name in ("floor", "limit", "events", "regorus")]
    for program in filter(pathlib.Path.exists, built):
        installed(program)
    return INSTALLED


def peers(quick, built, missing):
    """The peers that can be had, by name; why another can't is written into `missing`."""
    have = {"Python": pathlib.Path(sys.executable)}
    ways = {
        "jaq": (CACHE / "jaq/bin/jaq", lambda: from_cargo("jaq"), True),
        "DuckDB": (CACHE / "duckdb-cli/bin/duckdb", lambda: from_python("duckdb-cli", "duckdb"), False),
        "cfn-guard": (CACHE / "cfn-guard/bin/cfn-guard", lambda: from_cargo("cfn-guard"), True),
    }
    for name, (cached, install, slow) in ways.items():
        program = found(cached.name, cached)
        if not program and quick and slow:
            missing[name] = SLOW_TO_INSTALL
        elif program := program or tried(name, missing, install):
            have[name] = installed(program) if slow else program
    if "regorus" not in missing:
        have["regorus"] = built / "regorus"
    if opa := shutil.which("opa"):
        have["OPA"] = pathlib.Path(opa)
    else:
        missing["OPA"] = "no `opa` on the path, and no package that brings it for this Python"
    return have
