"""The work that is measured, and every program with the arguments that it does the work with."""

import json
import re
import subprocess

from .basics import AS_OF, HERE, INPUT, KEYS, RULES, SHORT, SIZES, WHOLE, Row, run, say


def generate(program, seed):
    """Writes the work, unless the same program has written it with the same seed before."""
    mark = INPUT / "made-by.json"
    made_by = {"seed": seed, "program": subprocess.check_output([program, "-V"], text=True).strip(),
               "generate": (HERE / "generate").read_text()}
    if mark.exists() and json.loads(mark.read_text()) == made_by:
        return
    say("generating")
    run([HERE / "generate", program, INPUT, "--seed", seed])
    mark.write_text(json.dumps(made_by))


def for_guard():
    """What cfn-guard is asked, for it can neither join fields nor look a pair up: a rule file with a clause for each service
    in a cloud, and deployments whose requirements lie in lists by service and cloud."""
    known = {}
    for key in json.loads((INPUT / "keys.json").read_text()):
        service, cloud, standard = key.split("|")
        known.setdefault(f"'{service}|{cloud}'", []).append(standard)
    rules = ["rule unmet {"]
    for pair, standards in known.items():
        rules.append(f"  when required.{pair} exists {{ required.{pair}[*] IN {json.dumps(standards)} }}")
    (INPUT / "unmet.guard").write_text("\n".join([*rules, "}", ""]))
    for size in SIZES:
        required = {}
        for one in json.loads((INPUT / f"deploy-{size}.json").read_text())["services"]:
            required.setdefault(f"{one['service']}|{one['cloud']}", []).extend(one["requires"])
        (INPUT / f"deploy-{size}.guard.json").write_text(json.dumps({"required": required}))


def tables(duckdb):
    """What DuckDB is asked over: the exported claims and the keys, in the form that it reads quickest."""
    claims, keys = INPUT / "claims.parquet", INPUT / "keys.parquet"
    run([duckdb, "-c", f"COPY (FROM read_csv('{INPUT}/claims.csv', all_varchar = true)) TO '{claims}' (FORMAT parquet)"])
    split = "split_part(key, '|', 1) AS service, split_part(key, '|', 2) AS cloud, split_part(key, '|', 3) AS standard"
    listed = f"(SELECT unnest(json::VARCHAR[]) AS key FROM read_json_objects('{INPUT}/keys.json', format = 'unstructured'))"
    run([duckdb, "-c", f"COPY (SELECT {split} FROM {listed}) TO '{keys}' (FORMAT parquet)"])
    return {KEYS: f"'{keys}'", WHOLE: (
        "(SELECT service, cloud, CASE WHEN level IS NULL OR level = '' THEN standard ELSE standard || '@' || level END AS "
        f"standard FROM '{claims}' WHERE statement = 'in-scope' AND coalesce(regions, '') = '' AND "
        "coalesce(conditions, '') = '')"
    )}


def anti_join(size, known):
    return (
        "SELECT count(*) FROM (SELECT service, cloud, unnest(requires) AS standard FROM "
        f"read_json('{INPUT}/deploy-{size}.ndjson', format = 'newline_delimited', columns = {{service: 'VARCHAR', cloud: "
        f"'VARCHAR', requires: 'VARCHAR[]'}})) ANTI JOIN {known} AS known USING (service, cloud, standard)"
    )


def last_number(output):
    return int(output.split()[-1])


def verdicts(output):
    """How many requirements have another verdict than covered, by the checker's own summary."""
    counted = json.loads(output)["summary"]["verdicts"]
    return sum(number for verdict, number in counted.items() if verdict != "covered")


def told(output):
    """The same, by the summary of human form, which is folded into lines."""
    covered, every = re.search(r"(all|\d+ of) (\d+) requirements covered", " ".join(output.split())).groups()
    return 0 if covered == "all" else int(every) - int(covered.split()[0])


def guard_count(output):
    """How many values cfn-guard found in none of its lists."""
    return output.count('"InResolved"')


def checker(group, work, program, path, form, *more):
    command = [program, path, "--as-of", AS_OF, "--format", form, "--fail-on", "never", *more]
    name = " ".join(["checker", "--format", form, *map(str, more)])
    return Row(group, work, name, command, count={"json": verdicts, "human": told}.get(form))


def own_rows(size, program, built):
    group, work, toml = str(size), f"deploy-{size}", INPUT / f"deploy-{size}.toml"
    # What human form costs where there is much to read is measured with 10,000 findings.
    forms = ("short", "json") if size == SIZES[-1] else ("short", "human", "json")
    return [
        Row(group, work, "floor", [built / "floor", toml]),
        Row(group, work, "limit", [built / "limit", toml], count=last_number),
        Row(group, work, "events", [built / "events", toml]),
        *(checker(group, work, program, toml, form) for form in forms),
    ]


def peer_rows(size, built, have, joined):
    """Those of the peers that can be had, each with the keys alone and then with the whole catalogue."""
    group, work = str(size), f"deploy-{size}"
    script = HERE / "peers" / "unmet.jq"
    toml, as_json, policy = INPUT / f"{work}.toml", INPUT / f"{work}.json", HERE / "peers" / "unmet.rego"
    made = []
    for known, file in {KEYS: INPUT / "keys.json", WHOLE: INPUT / "claims.json"}.items():
        commands = {
            "Python": [HERE / "peers" / "unmet.py", file, toml],
            "jaq": ["-n", "-f", script, "--slurpfile", "known", file, "--slurpfile", "deployment", as_json],
            "DuckDB": ["-noheader", "-list", "-c", anti_join(size, joined[known])] if joined else [],
            "regorus": [policy, file, as_json],
            "OPA": ["eval", "-f", "raw", "-d", policy, "-d", INPUT / f"known-{file.name}", "-i", as_json,
                    "data.unmet.total"],
        }
        for name, arguments in commands.items():
            if name in have:
                made.append(Row(group, work, name, [have[name], *arguments], count=last_number, known=known))
    if "cfn-guard" in have:
        asked = ["validate", "-r", INPUT / "unmet.guard", "-d", INPUT / f"{work}.guard.json"]
        asked += ["-o", "json", "-S", "none", "--structured"]
        made.append(Row(group, work, "cfn-guard", [have["cfn-guard"], *asked], count=guard_count, known=KEYS, status=19))
        whole = Row(group, work, "cfn-guard", [have["cfn-guard"]], known=WHOLE)
        whole.left_out = "its rules are the keys, and it has no way to look up in claims"
        made.append(whole)
    return made


CONDITIONS = (
    ("service", '  service.id: "amazon-*"\n  service.regions: { at-least: 3 }\n'),
    ("placement", "  region.country: [US, NL, SG]\n  not: { region.id: us-* }\n"),
    ("requirement", '  standard.id: "iso-2700*"\n  evidence.age: { older-than: 6 months }\n'),
)


def write_rules(count):
    """A folder with that many rules; each can speak of one service alone, by its name."""
    folder = INPUT / f"rules-{count}"
    (folder / "bench").mkdir(parents=True, exist_ok=True)
    for at in range(count):
        subject, condition = CONDITIONS[at % len(CONDITIONS)]
        (folder / "bench" / f"rule-{at}.yaml").write_text(
            f"id: bench/rule-{at}\ntitle: a generated rule\nsubject: {subject}\nmatch:\n"
            f'  service.name: "*-{at:06}"\n{condition}'
            f'severity: warning\nsays: "{{service.name}} is met by rule {at}"\nwhy: It is generated.\nfix: Nothing.\n'
        )
    return folder


def rule_rows(program):
    made = []
    for count in RULES:
        command = ["--rules", write_rules(count)]
        row = checker("rules", "deploy-1000", program, INPUT / "deploy-1000.toml", "short", *command)
        row.name = f"{SHORT}, rules: {count}"
        made.append(row)
    return made


def prepared(have):
    """Writes what some peers want beside the generated work, and returns what DuckDB joins with."""
    if "cfn-guard" in have:
        for_guard()
    if "OPA" in have:
        for name in ("keys.json", "claims.json"):
            (INPUT / f"known-{name}").write_text(json.dumps({"known": json.loads((INPUT / name).read_text())}))
    return tables(have["DuckDB"]) if "DuckDB" in have else {}


def rows(program, built, have, quick):
    """Every row of every group, in the order in which they are printed."""
    made, joined = [], prepared(have)
    for size in SIZES:
        made += own_rows(size, program, built)
        if not (quick and size == SIZES[-1]):
            made += peer_rows(size, built, have, joined)
    folder = INPUT / "manifests"
    made += [
        Row("manifests", "manifests", "floor", [built / "floor", folder]),
        *(checker("manifests", "manifests", program, folder, "short", "--jobs", jobs) for jobs in ("1", "2")),
        checker("manifests", "manifests", program, folder, "json", "--jobs", "2"),
    ]
    for work in ("deploy-clean", "deploy-findings"):
        file = INPUT / f"{work}.toml"
        made.append(Row("rendering", work, f"floor, {work}", [built / "floor", file]))
        row = checker("rendering", work, program, file, "human", "--max-findings", "0")
        row.name += f", {work}"
        made.append(row)
    return made + rule_rows(program)
