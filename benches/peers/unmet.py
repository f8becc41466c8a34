"""The same question in plain Python: tomllib, a set of keys, and a count of what is not in it.

    unmet.py KEYS.json|CLAIMS.json DEPLOY.toml...
"""

import json
import sys
import tomllib


def keys_of(path):
    """What is in scope, as `service|cloud|standard[@level]`: a list of such keys, or made of a list of claims."""
    with open(path, "rb") as file:
        known = json.load(file)
    if known and isinstance(known[0], str):
        return set(known)
    return {
        "|".join((claim["service"], claim["cloud"], claim["standard"] + ("@" + claim["level"] if claim["level"] else "")))
        for claim in known
        if claim["statement"] == "in-scope" and not claim["regions"] and not claim["conditions"]
    }


def unmet(path, keys):
    with open(path, "rb") as file:
        deployment = tomllib.load(file)
    return sum(
        f"{service['service']}|{service['cloud']}|{standard}" not in keys
        for service in deployment["services"]
        for standard in service["requires"]
    )


def main():
    keys = keys_of(sys.argv[1])
    print(sum(unmet(path, keys) for path in sys.argv[2:]))


main()
