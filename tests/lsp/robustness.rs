//! Whatever is sent, the server stays.

use std::io::Write;

use serde_json::{Value, json};

use super::client::{Client, codes, position, range};
use crate::common;

#[test]
fn nothing_that_is_sent_takes_the_server_down() {
    let mut client = Client::silent(&common::scratch("lsp-nonsense"), &[]);
    assert_eq!(client.answer("textDocument/hover", &json!({})).expect_err("nobody said hello")["code"], -32002);
    client.ask("initialize", &json!({ "capabilities": {} }));
    for text in ["{", "[]", "{\"jsonrpc\":\"2.0\"}", "null", "\u{0}", &"[".repeat(1 << 20)] {
        write!(client.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
        assert_eq!(client.refused(), -32700, "{text:.9}");
    }
    // What a header claims is not believed, and no memory is taken for it.
    for header in ["-1", "many", "99999999999999", "18446744073709551616", "", "2\r\nContent-Length: -2"] {
        write!(client.input, "Content-Length: {header}\r\n\r\n{{}}").expect("the server reads");
        assert_eq!(client.refused(), -32600, "{header}");
    }
    write!(client.input, "Content-Type: none\r\n\r\n").expect("the server reads");
    assert_eq!(client.refused(), -32600);
    client.tell("textDocument/didChange", &json!({ "textDocument": 7 }));
    let never = json!({ "uri": client.uri("never-opened.toml"), "version": 1 });
    let change = json!({ "range": range("", 0..0), "text": "x" });
    client.tell("textDocument/didChange", &json!({ "textDocument": never, "contentChanges": [change] }));
    client.tell("textDocument/didSave", &json!({ "textDocument": never }));
    client.tell("textDocument/didClose", &json!({ "textDocument": never }));
    let nowhere = json!({ "textDocument": never, "position": { "line": 7, "character": 7 } });
    assert_eq!(client.ask("textDocument/hover", &nowhere), Value::Null);
    assert_eq!(client.answer("textDocument/hover", &json!([])).expect_err("not how it is asked")["code"], -32602);
    assert_eq!(client.answer("initialize", &json!({ "capabilities": {} })).expect_err("once")["code"], -32600);
    client.tell("no/such", &json!([]));
    assert_eq!(client.answer("no/such", &json!(null)).expect_err("it is not served")["code"], -32601);
    for text in [
        "",
        "[[",
        "]]]}}}",
        "a = \"",
        "a = '''",
        "[[services]]\nservice = [[[[{{{{",
        &format!("a = {}", "[".repeat(100_000)),
        &format!("a = {}", "{a=".repeat(100_000)),
        &"a.".repeat(100_000),
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
    // A reader of YAML takes a minute for so many brackets, and nobody types that many.
    let began = std::time::Instant::now();
    for file in ["rules/deep.yaml", "rules/pack.yaml", "catalog/evidence/deep.yaml"] {
        for deep in ["[", "{a: ", "- "] {
            let text = format!("id: x/y\nsubject: z\nfor: all\npublisher: p\na: {}", deep.repeat(100_000));
            let told = client.open(file, &text);
            assert!(
                codes(&told).contains(&"syntax") || codes(&told).contains(&"too-large"),
                "{file} {deep}: {told:#?}"
            );
        }
    }
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
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
