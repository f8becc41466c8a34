//! What the server can do, and what it wants to be told.

use lsp_types::notification::{DidChangeWatchedFiles, Notification as _};
use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, HoverProviderCapability,
    InitializeResult, OneOf, Registration, RegistrationParams, SaveOptions, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};

/// The characters after which names are offered without being asked for.
const TRIGGERS: [&str; 8] = ["\"", "'", "@", ":", "[", "{", ".", " "];

/// The files besides manifests on which a check rests: policies, rules, the catalogue.
const WATCHED: [&str; 3] = ["**/compliance.toml", "**/*.yaml", "**/*.yml"];

/// What the server of this version can do.
pub fn capabilities(version: &str) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions::default())),
        ..TextDocumentSyncOptions::default()
    };
    let actions =
        CodeActionOptions { code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]), ..CodeActionOptions::default() };
    let completion = CompletionOptions {
        trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    };
    let capabilities = ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(completion),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        definition_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    };
    let name = env!("CARGO_PKG_NAME").to_owned();
    InitializeResult { capabilities, server_info: Some(ServerInfo { name, version: Some(version.to_owned()) }) }
}

/// What an editor with these abilities is asked to watch; none where it can't be asked.
pub fn watched(client: &ClientCapabilities) -> Option<RegistrationParams> {
    let can_watch = client.workspace.as_ref()?.did_change_watched_files.as_ref()?.dynamic_registration;
    if can_watch != Some(true) {
        return None;
    }
    let watcher =
        |pattern: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(pattern.to_owned()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.map(watcher).to_vec() };
    let method = DidChangeWatchedFiles::METHOD.to_owned();
    let registration =
        Registration { id: "watched".to_owned(), method, register_options: serde_json::to_value(options).ok() };
    Some(RegistrationParams { registrations: vec![registration] })
}
