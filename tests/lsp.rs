//! The language server, spoken to by a client over standard input and output: open, break, fix, ask.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::common;

/// A service with a gap; the file begins with what an editor may count wrongly.
const GAP: &str = "# 😀 é\r\n[[services]]\r\nname = \"bot\"\r\nservice = \"azure-bot-service\"\r\ncloud = \"azure-public\"\r\n\
    tags = { \"😀😀\" = \"x\" }\r\nrequires = [\"dod-srg@il4\", \"soc-2\"]\r\n";

/// An editor, as far as a server sees it.
struct Client {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    folder: PathBuf,
    asked: i64,
    version: i64,
}

impl Client {
    /// Starts the server and says hello.
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut client = Self::silent(folder, arguments);
        let hello = client.ask("initialize", &json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        assert_eq!(hello["serverInfo"]["name"], "compliance-check");
        assert_eq!(hello["capabilities"]["textDocumentSync"]["change"], 2, "only what changed is sent");
        client.tell("initialized", &json!({}));
        client
    }

    /// Starts the server.
    fn silent(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_compliance-check"))
            .arg("lsp")
            .args(["--as-of", "2021-08-03"])
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let input = child.stdin.take().expect("it has a standard input");
        let output = BufReader::new(child.stdout.take().expect("it has a standard output"));
        Self { child, input, output, folder: folder.canonicalize().expect("it is there"), asked: 0, version: 0 }
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).expect("the server writes"), 0, "the server is there");
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a length"),
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("the whole message comes");
        serde_json::from_slice(&bytes).expect("it is JSON")
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a question, or the error.
    fn answer(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == self.asked {
                return if message["error"].is_null() {
                    Ok(message["result"].clone())
                } else {
                    Err(message["error"].clone())
                };
            }
        }
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.answer(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.join(name).display())
    }

    /// Opens a file, and gives what is said of it.
    fn open(&mut self, name: &str, text: &str) -> Vec<Value> {
        let language = if name.ends_with("toml") { "toml" } else { "yaml" };
        let uri = self.uri(name);
        self.tell(
            "textDocument/didOpen",
            &json!({ "textDocument": { "uri": uri, "languageId": language, "version": self.version, "text": text } }),
        );
        self.told(name)
    }

    /// Replaces a part of a file, and gives what is said of it then.
    fn change(&mut self, name: &str, (text, span): (&str, std::ops::Range<usize>), new: &str) -> Vec<Value> {
        self.version += 1;
        let change = json!({ "range": range(text, span), "text": new });
        let uri = self.uri(name);
        let document = json!({ "uri": uri, "version": self.version });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }));
        self.told(name)
    }

    /// What the server says next of a file.
    fn told(&mut self, name: &str) -> Vec<Value> {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == self.uri(name) {
                return message["params"]["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// Says goodbye.
    fn end(mut self) {
        assert_eq!(self.ask("shutdown", &Value::Null), Value::Null);
        self.tell("exit", &Value::Null);
        assert_eq!(self.child.wait().expect("it ends").code(), Some(0));
    }
}

/// A place as editors count it, independent of how the server does.
fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}

fn range(text: &str, span: std::ops::Range<usize>) -> Value {
    json!({ "start": position(text, span.start), "end": position(text, span.end) })
}

/// The place of a piece of a text.
fn place(text: &str, piece: &str) -> std::ops::Range<usize> {
    let start = text.find(piece).unwrap_or_else(|| panic!("{piece:?} stands in {text:?}"));
    start..start + piece.len()
}

fn codes(told: &[Value]) -> Vec<&str> {
    told.iter().filter_map(|one| one["code"].as_str()).collect()
}

/// The one diagnostic with this code.
fn with_code<'t>(told: &'t [Value], code: &str) -> &'t Value {
    told.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("{code} is told: {told:#?}"))
}

#[test]
fn what_is_found_stands_where_it_is_said_to_stand() {
    let mut client = Client::start(&common::scratch("lsp-places"), &[]);
    let told = client.open("deploy.toml", GAP);
    let after_emojis = "[[services]]\ntags = { \"😀é😀\" = 7 }\n";
    let wrong = client.open("my.deploy.toml", after_emojis);
    let place_of_it = range(after_emojis, place(after_emojis, "7"));
    assert!(wrong.iter().any(|one| one["range"] == place_of_it), "{wrong:#?}");
    let gap = with_code(&told, "coverage/level-too-low");
    assert_eq!(gap["range"], range(GAP, place(GAP, "\"dod-srg@il4\"")));
    assert_eq!((&gap["severity"], &gap["source"]), (&json!(1), &json!("compliance-check")));
    assert!(gap["message"].as_str().expect("words").contains("\nhelp: "), "{gap}");
    assert!(gap.get("codeDescription").is_none());
    let related = gap["relatedInformation"].as_array().expect("other places");
    let cloud = range(GAP, place(GAP, "\"azure-public\""));
    assert!(related.iter().any(|one| one["location"]["range"] == cloud), "{gap:#}");
    client.end();
}

#[test]
fn a_file_is_broken_and_mended_as_somebody_types() {
    let mut client = Client::start(&common::scratch("lsp-typing"), &[]);
    let told = client.open("my-deploy.toml", GAP);
    assert!(codes(&told).contains(&"coverage/level-too-low"));
    // A quote is typed away in a line after emojis and line ends of two characters.
    let closing = place(GAP, "\"soc-2\"").end - 1;
    let told = client.change("my-deploy.toml", (GAP, closing..closing + 1), "");
    assert!(codes(&told).iter().all(|code| *code == "syntax") && !told.is_empty(), "{told:#?}");
    let broken = GAP.replacen("\"soc-2\"", "\"soc-2", 1);
    let told = client.change("my-deploy.toml", (&broken, closing..closing), "\"");
    assert!(codes(&told).contains(&"coverage/level-too-low"), "{told:#?}");
    // The emojis in the line before are replaced, half a surrogate pair is not.
    let emojis = place(GAP, "😀😀");
    client.change("my-deploy.toml", (GAP, emojis), "owner");
    let text = GAP.replacen("😀😀", "owner", 1);
    let told = client.change("my-deploy.toml", (&text, place(&text, "dod-srg@il4")), "dod-srg@il9");
    let text = text.replacen("@il4", "@il9", 1);
    let problem = with_code(&told, "unknown-standard");
    assert_eq!(problem["range"], range(&text, place(&text, "\"dod-srg@il9\"")));
    let told = client.change("my-deploy.toml", (&text, place(&text, "\"dod-srg@il9\", ")), "");
    assert!(!codes(&told).iter().any(|code| code.starts_with("coverage/")), "{told:#?}");
    let uri = client.uri("my-deploy.toml");
    client.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    assert_eq!(client.told("my-deploy.toml"), Vec::<Value>::new());
    client.end();
}

#[test]
fn the_policy_above_a_file_holds_and_is_looked_at_itself() {
    let folder = common::scratch("lsp-policy");
    common::write(&folder, "compliance.toml", "[severity]\n\"coverage/level-too-low\" = \"warning\"\n");
    common::write(&folder, "team/deploy.toml", GAP);
    let mut client = Client::start(&folder, &[]);
    let told = client.open("team/deploy.toml", GAP);
    assert_eq!(with_code(&told, "coverage/level-too-low")["severity"], 2);
    // What is typed in the policy is looked at; it counts once it is saved.
    let policy = "[severity]\n\"coverage/level-too-low\" = \"wrong\"\n";
    let told = client.open("compliance.toml", policy);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(told[0]["range"], range(policy, place(policy, "\"wrong\"")));
    common::write(&folder, "compliance.toml", policy);
    let uri = client.uri("compliance.toml");
    client.tell("textDocument/didSave", &json!({ "textDocument": { "uri": uri } }));
    let told = client.told("team/deploy.toml");
    assert_eq!(told.len(), 1, "{told:#?}");
    let message = told[0]["message"].as_str().expect("words");
    assert!(message.starts_with("nothing is checked here until this is solved: compliance.toml:2: "), "{message}");
    let elsewhere = &told[0]["relatedInformation"][0]["location"];
    assert_eq!(elsewhere["uri"], uri);
    assert_eq!(elsewhere["range"], range(policy, place(policy, "\"wrong\"")));
    client.end();
    let mut client = Client::start(&folder, &["--no-policy"]);
    let told = client.open("team/deploy.toml", GAP);
    assert_eq!(with_code(&told, "coverage/level-too-low")["severity"], 1);
    client.end();
}

#[test]
fn rule_files_tell_what_is_wrong_with_them() {
    let folder = common::scratch("lsp-rules");
    let mut client = Client::start(&folder, &[]);
    let rule = "id: house/rule\ntitle: é😀\nsubject: servce\nmatch: {}\n";
    let told = client.open("rules/house.yaml", rule);
    assert!(told.iter().any(|one| one["range"]["start"]["line"] == 2), "{told:#?}");
    assert!(codes(&told).contains(&"missing-key"), "{told:#?}");
    assert_eq!(client.open("other.yaml", "kind: Service\n"), Vec::<Value>::new());
    client.end();
}

#[test]
fn nothing_that_is_sent_takes_the_server_down() {
    let mut client = Client::silent(&common::scratch("lsp-nonsense"), &[]);
    assert_eq!(client.answer("textDocument/hover", &json!({})).expect_err("nobody said hello")["code"], -32002);
    client.ask("initialize", &json!({ "capabilities": {} }));
    for text in ["{", "[]", "{\"jsonrpc\":\"2.0\"}", "null", "\u{0}"] {
        write!(client.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    }
    client.tell("textDocument/didChange", &json!({ "textDocument": 7 }));
    client.tell("no/such", &json!([]));
    assert_eq!(client.answer("no/such", &json!(null)).expect_err("it is not served")["code"], -32601);
    for text in [
        "",
        "[[",
        "]]]}}}",
        "a = \"",
        "a = '''",
        "[[services]]\nservice = [[[[{{{{",
        "\u{feff}\u{0}\r\r\n\"",
        "x = 1\u{2028}",
    ] {
        client.open("deploy.toml", text);
        client.change("deploy.toml", ("", 0..0), "😀");
        let document = json!({ "uri": client.uri("deploy.toml"), "version": 9 });
        let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
        let change = json!({ "range": { "start": far, "end": { "line": 0, "character": 1 } }, "text": "\r\n\"" });
        client.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }));
        client.told("deploy.toml");
    }
    client.end();
}

#[test]
fn who_goes_without_a_word_ends_it_too() {
    let mut client = Client::start(&common::scratch("lsp-gone"), &[]);
    client.tell("exit", &Value::Null);
    assert_eq!(client.child.wait().expect("it ends").code(), Some(2));
    let Client { mut child, input, .. } = Client::start(&common::scratch("lsp-gone"), &[]);
    drop(input);
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
}

/// What is offered at the end of `text`, by label.
fn offered(client: &mut Client, text: &str, offset: usize) -> Vec<Value> {
    let uri = client.uri("deploy.toml");
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
    client.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    let at = json!({ "textDocument": { "uri": uri }, "position": position(text, offset) });
    let list = client.ask("textDocument/completion", &at);
    list["items"].as_array().expect("a list").clone()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|one| one["label"].as_str()).collect()
}

/// The text with an edit of the protocol.
fn edited(text: &str, edit: &Value) -> String {
    let offset = |at: &Value| {
        let line = usize::try_from(at["line"].as_u64().expect("a number")).expect("it fits");
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = at["character"].as_u64().expect("a number");
        let mut end = start;
        for character in text[start..].chars().take_while(|_| units > 0).collect::<Vec<_>>() {
            let width = u64::try_from(character.len_utf16()).expect("it fits");
            if units == 0 {
                break;
            }
            units -= width.min(units);
            end += character.len_utf8();
        }
        end
    };
    let (start, end) = (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]));
    [&text[..start], edit["newText"].as_str().expect("a text"), &text[end..]].concat()
}

#[test]
fn names_are_offered_where_they_fit_even_in_a_broken_file() {
    let mut client = Client::start(&common::scratch("lsp-complete"), &[]);
    for (text, label, completed) in [
        ("# 😀\r\n[[services]]\r\nservice = \"azure bot s|", "azure-bot-service", "service = \"azure-bot-service\""),
        ("[[services]]\ncloud = \"gov|\"\nrequires = [", "azure-government", "cloud = \"azure-government\"\n"),
        ("[[services]]\ncloud = fairf|", "azure-government", "cloud = \"azure-government\""),
        ("[[services]]\ncloud = \"azure-public\"\nregions = [\"eastus\", \"West E|", "westeurope", "\"westeurope\""),
        (
            "[deployment]\ncloud = \"azure-public\"\n[[services]]\nregions = [|\nrequires = []",
            "eastus",
            "[\"eastus\"\n",
        ),
        ("[[services]]\n😀 = \"😀\"\nrequires = [\"fedramp@|\"]", "fedramp@high", "[\"fedramp@high\"]"),
        ("[[services]]\nrequires = [{ standard = \"iso 270|", "iso-27001:2013", "standard = \"iso-27001:2013\""),
        ("[deployment]\nrequires = [\"profile:|\"", "profile:us-base", "[\"profile:us-base\""),
        ("[[agreements]]\nagreement = \"hip|", "microsoft-hipaa-baa", "agreement = \"microsoft-hipaa-baa\""),
        (
            "[[services]]\nservice = \"Power BI\"\ncloud = \"azure-public\"\nmeets = [\"|",
            "standalone-or-office-365-plan",
            "plan\"",
        ),
        ("[[services]]\nname = \"one\"\n[[services]]\nsends-to = [{ service = \"|", "one", "service = \"one\""),
        ("[[waivers]]\nrule = \"coverage/lev|\"", "coverage/level-too-low", "rule = \"coverage/level-too-low\""),
        ("[[services]]\nre|", "regions", "\nregions = "),
        ("[[services]]\nre| = []", "requires", "\nrequires = []"),
        ("[[se|", "[[services]]", "[[services]]"),
        ("|", "[deployment]", "[deployment]"),
    ] {
        let policy = "[profiles]\nus-base = [\"soc-2\"]\n";
        common::write(&client.folder, "compliance.toml", policy);
        let offset = text.find('|').expect("the place is marked");
        let text = text.replacen('|', "", 1);
        let items = offered(&mut client, &text, offset);
        let item = items.iter().find(|one| one["label"] == label);
        let item = item.unwrap_or_else(|| panic!("{label} is offered in {text:?}: {:?}", labels(&items)));
        let after = edited(&text, &item["textEdit"]);
        assert!(after.contains(completed), "{text:?} became {after:?}");
    }
    for (cloud, is_theirs) in [("azure-public", false), ("aws", true)] {
        let text = format!("[[services]]\ncloud = \"{cloud}\"\nservice = \"amazon simple st");
        let items = offered(&mut client, &text, text.len());
        let has = labels(&items).contains(&"amazon-simple-storage-service");
        assert_eq!(has, is_theirs, "{cloud}: {:?}", labels(&items));
    }
    let items = offered(&mut client, "[[services]]\ncloud = \"\"\n", 24);
    assert!(!labels(&items).contains(&"cloud"), "it is there already: {:?}", labels(&items));
    client.end();
}

#[test]
fn every_key_that_is_offered_is_taken() {
    let mut client = Client::start(&common::scratch("lsp-keys"), &[]);
    for before in [
        "[deployment]\n",
        "[[services]]\n",
        "[[agreements]]\n",
        "[[waivers]]\n",
        "[[services]]\nsends-to = [{ ",
        "[deployment]\nrequires = [{ ",
    ] {
        let items = offered(&mut client, before, before.len());
        let keys: Vec<_> = labels(&items).into_iter().filter(|label| !label.starts_with('[')).collect();
        assert!(keys.len() > 1, "{before:?}");
        for key in keys {
            let close = if before.contains('{') { " }]" } else { "" };
            let text = format!("{before}{key} = 1{close}\n");
            let told = client.open("deploy.toml", &text);
            assert!(!codes(&told).contains(&"unknown-key"), "{text}: {told:#?}");
        }
    }
    client.end();
}

#[test]
fn a_word_says_what_it_is_and_what_is_shown_for_it() {
    let mut client = Client::start(&common::scratch("lsp-hover"), &[]);
    let hostile = "[deployment]\nrequires = [\"soc-2\"]\n[[services]]\nname = \"<b>`x`[a](b)</b>\"\n\
        service = \"azure-bot-service\"\ncloud = \"azure-public\"\nregions = [\"eastus\"]\nrequires = [\"dod-srg@il4\"]\n\
        meets = [\"standalone-or-office-365-plan\"]\n[[agreements]]\nagreement = \"microsoft-hipaa-baa\"\n\
        [[waivers]]\nrule = \"coverage/not-listed\"\n";
    client.open("deploy.toml", hostile);
    let mut said = |text: &str, word: &str| {
        let at = json!({
            "textDocument": { "uri": client.uri("deploy.toml") },
            "position": position(text, place(text, word).start + 1),
        });
        let told = client.ask("textDocument/hover", &at);
        assert_eq!(told["contents"]["kind"], "markdown", "{word}: {told}");
        assert_eq!(told["range"], range(text, place(text, word)), "{word}");
        told["contents"]["value"].as_str().expect("words").to_owned()
    };
    let service = said(hostile, "\"azure-bot-service\"");
    assert!(service.starts_with("**Azure Bot Service**: the service `azure-bot-service` of Microsoft"), "{service}");
    assert!(service.contains("- `dod-srg@il4` (`eastus`): **level-too-low**"), "{service}");
    assert!(service.contains("as of 2021-08-03") && service.contains("(table 1"), "{service}");
    assert!(service.contains("\\<b\\>") && !service.contains("<b>") && !service.contains("[a]"), "{service}");
    let required = said(hostile, "\"dod-srg@il4\"");
    assert!(required.contains("**level-too-low**") && !required.contains("`soc-2`"), "{required}");
    let everywhere = said(hostile, "\"soc-2\"");
    assert!(everywhere.contains("**covered** by \""), "{everywhere}");
    for (word, part) in [
        ("\"azure-public\"", "the cloud `azure-public` of Microsoft"),
        ("\"eastus\"", "the region `eastus`"),
        ("\"standalone-or-office-365-plan\"", "only if"),
        ("\"microsoft-hipaa-baa\"", "the agreement `microsoft-hipaa-baa`"),
        ("\"coverage/not-listed\"", "**coverage/not-listed**"),
    ] {
        assert!(said(hostile, word).contains(part), "{word}: {}", said(hostile, word));
    }
    client.end();
}

/// The edits that are offered at a piece of a manifest, each with its title and the text that it leads to.
fn actions(client: &mut Client, text: &str, piece: &str, told: &[Value]) -> Vec<(String, String)> {
    let uri = client.uri("deploy.toml");
    let asked = json!({
        "textDocument": { "uri": uri }, "range": range(text, place(text, piece)), "context": { "diagnostics": told },
    });
    let offered = client.ask("textDocument/codeAction", &asked);
    let made = |action: &Value| {
        assert_eq!(action["kind"], "quickfix");
        let mut edits = action["edit"]["changes"][&uri].as_array().expect("edits of this file").clone();
        // From the end on, so that no edit moves another.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit["range"]["start"].to_string()));
        let after = edits.iter().fold(text.to_owned(), |text, edit| edited(&text, edit));
        (action["title"].as_str().expect("a title").to_owned(), after)
    };
    offered.as_array().expect("a list").iter().map(made).collect()
}

#[test]
fn a_gap_can_be_closed_and_waived_where_it_stands() {
    let mut client = Client::start(&common::scratch("lsp-actions"), &[]);
    let text = GAP.replacen("dod-srg@il4", "fedramp@high", 1);
    let told = client.open("deploy.toml", &text);
    assert!(codes(&told).contains(&"coverage/level-too-low"), "{told:#?}");
    let offered = actions(&mut client, &text, "fedramp@high", &told);
    let titles: Vec<_> = offered.iter().map(|(title, _)| title.as_str()).collect();
    let (_, moved) =
        offered.iter().find(|(_, text)| text.contains("azure-government")).unwrap_or_else(|| panic!("{titles:?}"));
    let told = client.open("deploy.toml", moved);
    assert!(!codes(&told).contains(&"coverage/level-too-low"), "{told:#?}");
    let waiver = "Waive coverage/level-too-low for bot until 2021-11-01";
    let (_, waived) = offered.iter().find(|(title, _)| title == waiver).unwrap_or_else(|| panic!("{titles:?}"));
    assert!(waived.ends_with(
        "until = 2021-11-01\r\nreason = \"TODO: say why this may stand until then, and where that is followed up\"\r\n"
    ));
    let told = client.open("deploy.toml", waived);
    assert!(!codes(&told).contains(&"coverage/level-too-low"), "{told:#?}");
    assert!(actions(&mut client, waived, "name = ", &[]).is_empty(), "nothing is found there");
    client.end();
}

#[test]
fn a_waiver_keeps_to_the_policy_and_holds_whatever_names_are_made_of() {
    let folder = common::scratch("lsp-waivers");
    common::write(&folder, "compliance.toml", "[waivers]\nlongest = \"30 days\"\nnever = [\"coverage/not-listed\"]\n");
    let mut client = Client::start(&folder, &[]);
    let text = GAP.replacen("name = \"bot\"", "name = 'a\"b[*]\\😀'", 1);
    let told = client.open("deploy.toml", &text);
    let offered = actions(&mut client, &text, "dod-srg@il4", &told);
    let titles: Vec<_> = offered.iter().map(|(title, _)| title.as_str()).collect();
    let waived = offered.iter().find(|(title, _)| title.starts_with("Waive coverage/level-too-low"));
    let (title, waived) = waived.unwrap_or_else(|| panic!("{titles:?}"));
    assert!(title.ends_with(" until 2021-09-02"), "{title}");
    let told = client.open("deploy.toml", waived);
    assert!(!codes(&told).contains(&"coverage/level-too-low"), "{told:#?}");
    client.end();
}

#[test]
fn a_finding_leads_to_the_rule_of_the_house_that_makes_it() {
    let folder = common::scratch("lsp-definition");
    let rule = std::fs::read_to_string(common::root().join("rules/coverage/level-too-low.yaml")).expect("it is there");
    let rule = rule.replace("id: coverage/level-too-low", "id: house/level");
    common::write(&folder, "own/level.yaml", &rule);
    let mut client = Client::start(&folder, &["--rules", "own"]);
    let told = client.open("deploy.toml", GAP);
    assert!(codes(&told).contains(&"house/level"), "{told:#?}");
    let at = json!({
        "textDocument": { "uri": client.uri("deploy.toml") }, "position": position(GAP, place(GAP, "dod-srg").start),
    });
    let places = client.ask("textDocument/definition", &at);
    let own = client.uri("own/level.yaml");
    assert_eq!(places.as_array().map(Vec::len), Some(1), "what the program carries is no file: {places}");
    assert_eq!((&places[0]["uri"], &places[0]["range"]), (&json!(own), &range(&rule, place(&rule, "house/level"))));
    client.end();
}

#[test]
fn files_that_change_on_disk_are_read_again() {
    let folder = common::scratch("lsp-watched");
    let mut client = Client::silent(&folder, &[]);
    let can = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    client.ask("initialize", &json!({ "capabilities": can }));
    client.tell("initialized", &json!({}));
    let asked = client.receive();
    assert_eq!(asked["method"], "client/registerCapability");
    let watchers = &asked["params"]["registrations"][0]["registerOptions"]["watchers"];
    assert_eq!(watchers[0]["globPattern"], "**/compliance.toml");
    client.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    let told = client.open("deploy.toml", GAP);
    assert_eq!(with_code(&told, "coverage/level-too-low")["severity"], 1);
    common::write(&folder, "compliance.toml", "[severity]\n\"coverage/level-too-low\" = \"advice\"\n");
    let uri = client.uri("compliance.toml");
    client.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": uri, "type": 1 }] }));
    let told = client.told("deploy.toml");
    assert_eq!(with_code(&told, "coverage/level-too-low")["severity"], 3);
    client.end();
}

/// Every example, cut off here and there, is asked about at its end: nothing fails, and what is said is in its place.
#[test]
fn every_example_is_served_however_far_it_is_typed() {
    let mut client = Client::start(&common::scratch("lsp-examples"), &[]);
    for path in common::files(&common::root().join("examples"), "deploy.toml") {
        let whole = std::fs::read_to_string(&path).expect("the file is text");
        let whole = whole.replace('\n', "\r\n");
        let places = whole.char_indices().map(|(at, _)| at).step_by(151).chain([whole.len()]);
        // For an editor, a carriage return alone ends a line.
        let places: Vec<_> = places.filter(|at| !whole[..*at].ends_with('\r')).collect();
        for end in places {
            let text = &whole[..end];
            let told = client.open("deploy.toml", text);
            let lines = u64::try_from(text.matches('\n').count()).expect("it fits");
            let inside = |one: &Value| one["range"]["end"]["line"].as_u64().is_some_and(|line| line <= lines);
            assert!(told.iter().all(inside), "{}: {told:#?}", path.display());
            assert!(!told.iter().any(|one| one["message"].to_string().contains("fault of the program")), "{text}");
            let document = json!({ "uri": client.uri("deploy.toml") });
            let at = json!({ "textDocument": document, "position": position(text, end) });
            for method in ["textDocument/completion", "textDocument/hover", "textDocument/definition"] {
                client.ask(method, &at);
            }
            let near = end.saturating_sub(40);
            let near = (near..=end).find(|&at| text.is_char_boundary(at)).unwrap_or(end);
            let context = json!({ "diagnostics": told });
            let asked = json!({ "textDocument": document, "range": range(text, near..end), "context": context });
            client.ask("textDocument/codeAction", &asked);
        }
    }
    client.end();
}
