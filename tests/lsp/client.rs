//! An editor that speaks the protocol over standard input and output, and counts places in its own way.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// An editor, as far as a server sees it.
pub struct Client {
    pub child: Child,
    pub input: ChildStdin,
    pub output: BufReader<ChildStdout>,
    pub folder: PathBuf,
    pub asked: i64,
    pub version: i64,
}

impl Client {
    /// Starts the server and says hello.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut client = Self::silent(folder, arguments);
        let hello = client.ask("initialize", &json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        assert_eq!(hello["serverInfo"]["name"], "compliance-check");
        assert_eq!(hello["capabilities"]["textDocumentSync"]["change"], 2, "only what changed is sent");
        client.tell("initialized", &json!({}));
        client
    }

    /// Starts the server.
    pub fn silent(folder: &Path, arguments: &[&str]) -> Self {
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

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    pub fn receive(&mut self) -> Value {
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

    /// The code of the error that the server answers with to what it can't tell from a question.
    pub fn refused(&mut self) -> i64 {
        let message = self.receive();
        assert_eq!(message.get("id"), Some(&Value::Null), "{message}");
        message["error"]["code"].as_i64().expect("a number")
    }

    pub fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// The answer to a question, or the error.
    pub fn answer(&mut self, method: &str, params: &Value) -> Result<Value, Value> {
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

    pub fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.answer(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub fn uri(&self, name: &str) -> String {
        format!("file://{}", self.folder.join(name).display())
    }

    /// Opens a file, and gives what is said of it.
    pub fn open(&mut self, name: &str, text: &str) -> Vec<Value> {
        let language = if name.ends_with("toml") { "toml" } else { "yaml" };
        let uri = self.uri(name);
        self.version += 1;
        self.tell(
            "textDocument/didOpen",
            &json!({ "textDocument": { "uri": uri, "languageId": language, "version": self.version, "text": text } }),
        );
        self.told_now(name)
    }

    /// Replaces a part of a file, and gives what is said of it then.
    pub fn change(&mut self, name: &str, (text, span): (&str, std::ops::Range<usize>), new: &str) -> Vec<Value> {
        self.version += 1;
        let change = json!({ "range": range(text, span), "text": new });
        let uri = self.uri(name);
        let document = json!({ "uri": uri, "version": self.version });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }));
        self.told_now(name)
    }

    /// What the server says of a file as it was last sent.
    fn told_now(&mut self, name: &str) -> Vec<Value> {
        loop {
            let message = self.receive();
            let params = &message["params"];
            if params["uri"] == self.uri(name) && params["version"] == self.version {
                return params["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// What the server says next of a file.
    pub fn told(&mut self, name: &str) -> Vec<Value> {
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == self.uri(name) {
                return message["params"]["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    /// Says goodbye.
    pub fn end(mut self) {
        assert_eq!(self.ask("shutdown", &Value::Null), Value::Null);
        self.tell("exit", &Value::Null);
        assert_eq!(self.child.wait().expect("it ends").code(), Some(0));
    }
}

/// A place as editors count it, independent of how the server does.
pub fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}

pub fn range(text: &str, span: std::ops::Range<usize>) -> Value {
    json!({ "start": position(text, span.start), "end": position(text, span.end) })
}

/// The place of a piece of a text.
pub fn place(text: &str, piece: &str) -> std::ops::Range<usize> {
    let start = text.find(piece).unwrap_or_else(|| panic!("{piece:?} stands in {text:?}"));
    start..start + piece.len()
}

pub fn codes(told: &[Value]) -> Vec<&str> {
    told.iter().filter_map(|one| one["code"].as_str()).collect()
}

/// The one diagnostic with this code.
pub fn with_code<'t>(told: &'t [Value], code: &str) -> &'t Value {
    told.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("{code} is told: {told:#?}"))
}

/// The text with an edit of the protocol.
pub fn edited(text: &str, edit: &Value) -> String {
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
