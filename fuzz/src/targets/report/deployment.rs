//! A manifest that is made of bytes: names of the catalogue for the most part, and now and then words that mean harm, so
//! that much of it is taken and some of it is not.

use std::fmt::Write;
use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};

use super::super::ground::{CATALOG, RULES};

/// Every name that a manifest can use, by what it stands for.
struct Names {
    services: Vec<String>,
    clouds: Vec<String>,
    regions: Vec<String>,
    standards: Vec<String>,
    agreements: Vec<String>,
    rules: Vec<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let facts = CATALOG.facts();
    let of_standard = |standard: &str| standard.to_owned();
    let mut standards: Vec<_> = facts.standards.iter().map(|(_, one)| of_standard(one.id.as_str())).collect();
    let levels = facts.levels.iter();
    standards.extend(levels.map(|(_, one)| format!("{}@{}", facts.standards[one.standard].id, one.id)));
    let editions = facts.editions.iter();
    standards.extend(editions.map(|(_, one)| format!("{}:{}", facts.standards[one.standard].id, one.id)));
    Names {
        services: facts.services.iter().map(|(_, one)| one.id.to_string()).collect(),
        clouds: facts.clouds.iter().map(|(_, one)| one.id.to_string()).collect(),
        regions: facts.regions.iter().map(|(_, one)| one.id.to_string()).collect(),
        standards,
        agreements: facts.agreements.iter().map(|(_, one)| one.id.to_string()).collect(),
        rules: RULES.rules.iter().map(|rule| rule.id.clone()).collect(),
    }
});

/// Names that documents speak of often: among thousands, few would give more than `no-evidence`.
const SERVICES: &[&str] = &["azure-bot-service", "azure-cosmos-db", "power-bi", "aws-lambda", "office-365"];
const CLOUDS: &[&str] = &["azure-public", "azure-government", "azure-germany", "azure-china", "aws", "google-cloud"];
const STANDARDS: &[&str] = &[
    "fedramp@high",
    "fedramp@moderate",
    "iso-27001",
    "iso-27001:2022",
    "soc-2",
    "hipaa-baa",
    "dod-srg@il4",
    "pci-dss",
    "section-508",
    "cjis",
];
const DATA: &[&str] = &["phi", "cardholder", "cui", "cji", "fti"];

/// What somebody might write who means harm.
const HARM: &[&str] = &[
    "::error::a",
    "##[error]a",
    "##vso[task]b",
    "\u{1b}[2J\u{1b}]8;;http://a.example\u{7}",
    "\u{9b}31m",
    "</script><script>x</script>",
    "<img src=x onerror=x>",
    "&lt;\"'>",
    "{{x}}",
    "]]>",
    "a|`b`",
    "```",
    "*d*",
    "[e](http://f)",
    "@g #1",
    "a\u{202e}b\u{2067}c\u{200b}d\u{2028}e",
    "a\r\n::error::b\rc\n=d\n",
    "=cmd|'/c calc'!A1",
    "+1,\"@b\";-c",
    "\u{feff}",
    "\u{0}",
    "\u{fffe}",
    "中文",
    "é\u{301}",
    "%0A::",
    "\\",
    "~~x~~",
    "| - |",
    "\t",
    "-->",
    "*",
    "[",
];

/// The name of a file and the text of a manifest.
pub fn any(bytes: &mut Unstructured<'_>) -> Result<(String, String)> {
    let name = if bytes.ratio(1, 6)? { words(bytes)?.replace('\n', "") + ".toml" } else { "deploy.toml".to_owned() };
    let mut text = String::new();
    let it = &mut text;
    if bytes.ratio(1, 8)? {
        it.push('\u{feff}');
    }
    deployment(it, bytes)?;
    let services = bytes.int_in_range(1..=3)?;
    let names: Vec<_> = (0..services).map(|number| own_name(bytes, number)).collect::<Result<_>>()?;
    for name in &names {
        service(it, name, &names, bytes)?;
    }
    if bytes.ratio(1, 3)? {
        agreement(it, bytes)?;
    }
    for _ in 0..bytes.int_in_range(0..=2)? {
        waiver(it, &names, bytes)?;
    }
    if bytes.ratio(1, 8)? {
        writeln!(it, "# {}", words(bytes)?.replace(|one: char| one.is_control(), " ")).ok();
    }
    if bytes.ratio(1, 12)? {
        it.push_str(&words(bytes)?);
    }
    Ok((name, text))
}

fn deployment(it: &mut String, bytes: &mut Unstructured<'_>) -> Result<()> {
    if !bytes.ratio(2, 3)? {
        return Ok(());
    }
    it.push_str("[deployment]\n");
    key(it, "name", &own_name(bytes, 0)?);
    if bytes.ratio(1, 2)? {
        key(it, "owner", &own_name(bytes, 1)?);
    }
    if bytes.ratio(1, 3)? {
        key(it, "cloud", &name(CLOUDS, &NAMES.clouds, bytes)?);
    }
    if bytes.ratio(1, 2)? {
        writeln!(it, "requires = {}", list(STANDARDS, &NAMES.standards, 2, bytes)?).ok();
    }
    if bytes.ratio(1, 3)? {
        writeln!(it, "tags = {{ {} = {} }}", quoted(&own_name(bytes, 2)?), quoted(&own_name(bytes, 3)?)).ok();
    }
    Ok(())
}

fn service(it: &mut String, own: &str, names: &[String], bytes: &mut Unstructured<'_>) -> Result<()> {
    it.push_str("[[services]]\n");
    key(it, "name", own);
    key(it, "service", &name(SERVICES, &NAMES.services, bytes)?);
    if bytes.ratio(5, 6)? {
        key(it, "cloud", &name(CLOUDS, &NAMES.clouds, bytes)?);
    }
    if bytes.ratio(1, 2)? {
        let near = &["eastus", "westeurope", "usgovvirginia", "us-east-1"];
        writeln!(it, "regions = {}", list(near, &NAMES.regions, 3, bytes)?).ok();
    }
    writeln!(it, "requires = {}", list(STANDARDS, &NAMES.standards, 4, bytes)?).ok();
    if bytes.ratio(1, 3)? {
        writeln!(it, "data = {}", list(DATA, &[], 2, bytes)?).ok();
    }
    if bytes.ratio(1, 4)? {
        let to = bytes.choose(names)?.clone();
        let to = if bytes.ratio(1, 6)? { words(bytes)? } else { to };
        writeln!(it, "sends-to = [{{ service = {}, data = {} }}]", quoted(&to), list(DATA, &[], 2, bytes)?).ok();
    }
    if bytes.ratio(1, 8)? {
        writeln!(it, "meets = {}", list(&["workload-isolation"], &[], 2, bytes)?).ok();
    }
    if bytes.ratio(1, 12)? {
        writeln!(it, "{} = {}", quoted(&words(bytes)?), quoted(&words(bytes)?)).ok();
    }
    Ok(())
}

fn agreement(it: &mut String, bytes: &mut Unstructured<'_>) -> Result<()> {
    it.push_str("[[agreements]]\n");
    key(it, "agreement", &name(&["microsoft-hipaa-baa"], &NAMES.agreements, bytes)?);
    writeln!(it, "signed = {}", day(bytes)?).ok();
    if bytes.ratio(1, 2)? {
        writeln!(it, "expires = {}", day(bytes)?).ok();
    }
    Ok(())
}

fn waiver(it: &mut String, names: &[String], bytes: &mut Unstructured<'_>) -> Result<()> {
    it.push_str("[[waivers]]\n");
    key(it, "rule", &name(&["coverage/*", "*", "coverage/level-too-low"], &NAMES.rules, bytes)?);
    if bytes.ratio(1, 2)? {
        let to = bytes.choose(names)?.clone();
        key(it, "service", &if bytes.ratio(1, 4)? { words(bytes)? } else { to });
    }
    if bytes.ratio(1, 3)? {
        key(it, "standard", &name(&["fedramp*", "*"], &NAMES.standards, bytes)?);
    }
    writeln!(it, "until = {}", day(bytes)?).ok();
    key(it, "reason", &own_name(bytes, 4)?);
    if bytes.ratio(1, 2)? {
        key(it, "approved-by", &own_name(bytes, 5)?);
    }
    Ok(())
}

fn key(it: &mut String, key: &str, value: &str) {
    writeln!(it, "{key} = {}", quoted(value)).ok();
}

fn day(bytes: &mut Unstructured<'_>) -> Result<String> {
    let year: u16 = *bytes.choose(&[2019, 2021, 2021, 2022, 9999])?;
    Ok(format!("{year:04}-{:02}-{:02}", bytes.int_in_range(1..=12)?, bytes.int_in_range(1..=31)?))
}

/// A name of the short list, of the long one, or words that are none.
fn name(near: &[&str], all: &[String], bytes: &mut Unstructured<'_>) -> Result<String> {
    match bytes.int_in_range(0..=15)? {
        0 => words(bytes),
        1..=3 if !all.is_empty() => bytes.choose(all).cloned(),
        _ => bytes.choose(near).map(|&name| name.to_owned()),
    }
}

fn list(near: &[&str], all: &[String], most: usize, bytes: &mut Unstructured<'_>) -> Result<String> {
    let count = bytes.int_in_range(0..=most)?;
    let names = (0..count).map(|_| name(near, all, bytes).map(|name| quoted(&name)));
    let names: Vec<_> = names.collect::<Result<_>>()?;
    let apart = if bytes.ratio(1, 4)? { ",\n  " } else { ", " };
    Ok(format!("[{}]", names.join(apart)))
}

/// What somebody calls something of their own.
fn own_name(bytes: &mut Unstructured<'_>, number: usize) -> Result<String> {
    if bytes.ratio(1, 4)? {
        words(bytes)
    } else {
        Ok(["bot", "records", "queue", "web", "so", "ciso"][number].to_owned())
    }
}

/// Words that mean harm, and others.
fn words(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut words = String::new();
    for _ in 0..bytes.int_in_range(1..=3)? {
        match bytes.int_in_range(0..=3)? {
            0 => words.extend(bytes.arbitrary::<char>()),
            1 => words.push_str(&bytes.choose(HARM)?.repeat(bytes.int_in_range(1..=30)?)),
            2 => words.push_str(bytes.arbitrary::<&str>()?.get(..24).unwrap_or("x y")),
            _ => words.push_str(bytes.choose(HARM)?),
        }
    }
    Ok(words)
}

/// The words as a basic string of TOML, or as they are where they look harmless.
fn quoted(words: &str) -> String {
    let escaped = |one: char| match one {
        '"' | '\\' => format!("\\{one}"),
        ' '..='~' => one.to_string(),
        one if !one.is_control() && u32::from(one) < 0x2000 => one.to_string(),
        _ => format!("\\U{:08X}", u32::from(one)),
    };
    format!("\"{}\"", words.chars().map(escaped).collect::<String>())
}
