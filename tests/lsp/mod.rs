//! The language server, spoken to by a client over standard input and output: open, break, fix, ask.

mod client;
mod completion;
mod knowledge;
mod robustness;
mod typing;
mod words;

/// A service with a gap; the file begins with what an editor may count wrongly.
const GAP: &str = "# 😀 é\r\n[[services]]\r\nname = \"bot\"\r\nservice = \"azure-bot-service\"\r\ncloud = \"azure-public\"\r\n\
    tags = { \"😀😀\" = \"x\" }\r\nrequires = [\"dod-srg@il4\", \"soc-2\"]\r\n";
