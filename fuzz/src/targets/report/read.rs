//! Reports, read back.

use compliance_check::report::{FileReport, Report};
use serde_json::Value;

use super::super::harmless::{csv, github, html, json, markdown, ndjson, quiet_json, uncommanded, xml};

type Read = Result<(), String>;

/// What is wrong with a report in the format of this name.
pub fn back(format: &str, text: &str, report: &Report) -> Read {
    match format {
        "human" | "short" => uncommanded(text),
        "json" => json(text).and_then(|()| whole(text, &report.files)),
        "ndjson" => ndjson(text),
        "sarif" => quiet_json(text).and_then(|()| sarif(text, &report.files)),
        "gitlab" => quiet_json(text).and_then(|()| gitlab(text)),
        "junit" => xml(text),
        "github" => github(text),
        "markdown" => markdown(text),
        "html" => html(text),
        "csv" => csv(text),
        other => Err(format!("say how `{other}` is read back")),
    }
}

/// What is wrong with a page of another command.
pub fn page(format: &str, text: &str) -> Read {
    match format {
        "human" => uncommanded(text),
        "markdown" => markdown(text),
        "csv" => csv(text),
        "json" => json(text),
        other => Err(format!("say how `{other}` is read back")),
    }
}

fn parsed(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn that(holds: bool, what: &str) -> Read {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

fn list<'v>(value: &'v Value, at: &str) -> Result<&'v Vec<Value>, String> {
    value.pointer(at).and_then(Value::as_array).ok_or_else(|| format!("{at} is no list"))
}

fn number(value: &Value, at: &str) -> Result<usize, String> {
    let number = value.pointer(at).and_then(Value::as_u64).ok_or_else(|| format!("{at} is no number"))?;
    usize::try_from(number).map_err(|error| error.to_string())
}

/// Every problem, requirement and finding is there, at its place in the text.
fn whole(text: &str, files: &[FileReport]) -> Read {
    let document = parsed(text)?;
    let told = list(&document, "/files")?;
    that(told.len() == files.len(), "a file is missing")?;
    for (told, file) in told.iter().zip(files) {
        for (at, count) in [
            ("/problems", file.problems.len()),
            ("/requirements", file.outcome.requirements.len()),
            ("/findings", file.outcome.findings.len()),
        ] {
            that(list(told, at)?.len() == count, at)?;
        }
        for placed in list(told, "/problems")?.iter().chain(list(told, "/findings")?) {
            let (offset, length) = (number(placed, "/offset")?, number(placed, "/length")?);
            that(file.source.text().get(offset..offset + length).is_some(), "an offset lies outside")?;
            that(number(placed, "/line")? >= 1 && number(placed, "/column")? >= 1, "a line counts from 0")?;
        }
        for requirement in list(told, "/requirements")? {
            let has = requirement["evidence"].is_object() || requirement["verdict"] == "no-evidence";
            that(has, "a verdict has no document")?;
        }
    }
    Ok(())
}

/// The shape, as far as readers stumble over it: each result has a rule that is told, and regions that go forward.
fn sarif(text: &str, files: &[FileReport]) -> Read {
    let document = parsed(text)?;
    that(document["version"] == "2.1.0", "another version")?;
    let run = document.pointer("/runs/0").ok_or("no run")?;
    let rules = list(run, "/tool/driver/rules")?;
    let results = list(run, "/results")?;
    let findings: usize = files.iter().map(|file| file.outcome.findings.len()).sum();
    that(results.len() >= findings, "a finding is missing")?;
    for result in results {
        let rule = rules.get(number(result, "/ruleIndex")?).ok_or("a rule is missing")?;
        that(rule["id"] == result["ruleId"] && rule["id"].is_string(), "a result has another rule")?;
        that(result.pointer("/message/text").is_some_and(|text| text != ""), "a result says nothing")?;
        for location in list(result, "/locations")? {
            let physical = &location["physicalLocation"];
            that(physical.pointer("/artifactLocation/uri").is_some_and(Value::is_string), "no address")?;
            let Some(region) = physical.get("region") else { continue };
            let from = (number(region, "/startLine")?, number(region, "/startColumn").unwrap_or(1));
            let to = (number(region, "/endLine").unwrap_or(from.0), number(region, "/endColumn").unwrap_or(usize::MAX));
            that(from.0 >= 1 && from.1 >= 1 && from <= to, "a region goes backward")?;
        }
    }
    Ok(())
}

fn gitlab(text: &str) -> Read {
    let document = parsed(text)?;
    let issues = document.as_array().ok_or("no list")?;
    let mut seen = std::collections::HashSet::new();
    for issue in issues {
        that(issue["description"].as_str().is_some_and(|text| !text.is_empty()), "an issue says nothing")?;
        that(issue.pointer("/location/path").is_some_and(Value::is_string), "an issue has no file")?;
        let line = issue.pointer("/location/lines/begin").or(issue.pointer("/location/positions/begin/line"));
        that(line.and_then(Value::as_u64).is_some_and(|line| line >= 1), "an issue has no line")?;
        that(seen.insert(issue["fingerprint"].to_string()), "two issues have one fingerprint")?;
    }
    Ok(())
}
