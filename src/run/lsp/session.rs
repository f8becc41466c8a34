//! One editor's session: the files that it has open, and what it asks.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self as told, Notification as _};
use lsp_types::request::{self as asked, Request as _};
use lsp_types::{
    CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CompletionList, CompletionResponse,
    Diagnostic, GotoDefinitionResponse, PublishDiagnosticsParams, RegistrationParams, TextDocumentPositionParams, Uri,
};

use super::ServeRequest;
use super::documents::{Document, Kind};
use super::ground::{Ground, Loaded, checker, locate};
use super::lints::Lints;
use crate::check::Checker;
use crate::lsp::capabilities::{capabilities, watched};
use crate::lsp::definition::Files;
use crate::lsp::position::Lines;
use crate::lsp::{Form, Known, actions, completion, definition, diagnostics, hover};
use crate::run::VERSION;
use crate::text::Source;

/// What comes after a message.
pub(super) enum Next {
    /// These answers, and the next message.
    GoOn(Vec<Message>),
    /// Nothing.
    End {
        /// Whether the editor said first that it was about to go.
        in_order: bool,
    },
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody said hello.
    Before,
    Open,
    /// The editor is about to go.
    Leaving,
}

pub(super) struct Session {
    stage: Stage,
    ground: Ground,
    documents: BTreeMap<String, Document>,
    /// The addresses of what is to be checked.
    unchecked: BTreeSet<String>,
    /// What the editor is to be asked to watch.
    watched: Option<RegistrationParams>,
}

impl Session {
    pub(super) fn new(request: &ServeRequest) -> Self {
        let (documents, unchecked) = (BTreeMap::new(), BTreeSet::new());
        Self { stage: Stage::Before, ground: Ground::new(request), documents, unchecked, watched: None }
    }

    /// Takes a message, and answers it where it is a question.
    pub(super) fn take(&mut self, message: Message) -> Next {
        match message {
            Message::Request(request) => Next::GoOn(vec![Message::Response(self.answer(request, Self::answer_to))]),
            Message::Notification(one) if one.method == told::Exit::METHOD => {
                Next::End { in_order: self.stage == Stage::Leaving }
            }
            Message::Notification(one) => Next::GoOn(self.listen(one, Self::hear)),
            Message::Response(_) => Next::GoOn(Vec::new()),
        }
    }

    /// What is to be said of everything that changed since it was last checked.
    pub(super) fn diagnostics(&mut self) -> Vec<Message> {
        let unchecked = std::mem::take(&mut self.unchecked);
        let documents: Vec<_> = unchecked.iter().filter_map(|uri| self.documents.get(uri).cloned()).collect();
        documents.iter().map(|document| published(document, self.guarded(document, Self::check))).collect()
    }

    /// What `check` finds in a file. If the program itself fails there, the file says so and the session goes on.
    fn guarded(
        &mut self,
        document: &Document,
        check: impl FnOnce(&mut Self, &Document) -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let check = AssertUnwindSafe(|| check(self, document));
        catch_unwind(check).unwrap_or_else(|_| {
            let message =
                "the check failed by a fault of the program's own; please report it, with this file".to_owned();
            vec![Diagnostic { message, source: Some(env!("CARGO_PKG_NAME").to_owned()), ..Diagnostic::default() }]
        })
    }

    fn check(&mut self, document: &Document) -> Vec<Diagnostic> {
        let Document { uri, source, .. } = document;
        match self.ground.kind(document) {
            Kind::Manifest => {
                let (here, as_of) = (self.ground.here.clone(), self.ground.as_of());
                let locate = |source: &Source| locate(&here, source);
                let loaded = self.ground.of(source.name());
                match &loaded.knowledge {
                    Some(knowledge) if loaded.problems.is_empty() => {
                        diagnostics::of_manifest(&checker(knowledge, as_of), source, uri, &locate)
                    }
                    _ => diagnostics::in_the_way(&loaded.problems, &locate),
                }
            }
            Kind::Policy => diagnostics::of_lint((&self.ground.of_policy(document), &[]), source, uri),
            Kind::Rule | Kind::Pack | Kind::Catalogue => {
                let Lints { problems, flaws } = self.ground.lints(document);
                diagnostics::of_lint((&problems, &flaws), source, uri)
            }
            Kind::Foreign => Vec::new(),
        }
    }

    /// What `answer` gives. If the program itself fails there, the editor is told so and the session goes on.
    fn answer(&mut self, request: Request, answer: impl FnOnce(&mut Self, Request) -> Response) -> Response {
        let id = request.id.clone();
        let answer = AssertUnwindSafe(|| answer(self, request));
        catch_unwind(answer).unwrap_or_else(|_| failed(id, ErrorCode::InternalError, "a fault of the program's own"))
    }

    /// What `hear` makes of something told. If the program itself fails there, it is as if nothing had been told.
    fn listen(
        &mut self,
        one: Notification,
        hear: impl FnOnce(&mut Self, Notification) -> Vec<Message>,
    ) -> Vec<Message> {
        let hear = AssertUnwindSafe(|| hear(self, one));
        catch_unwind(hear).unwrap_or_default()
    }

    fn answer_to(&mut self, request: Request) -> Response {
        let id = request.id.clone();
        match (self.stage, request.method.as_str()) {
            (Stage::Before, asked::Initialize::METHOD) => {
                self.stage = Stage::Open;
                served::<asked::Initialize>(request, |params| {
                    self.watched = watched(&params.capabilities);
                    capabilities(VERSION)
                })
            }
            (Stage::Before, _) => failed(id, ErrorCode::ServerNotInitialized, "say hello first, with `initialize`"),
            (Stage::Leaving, _) | (_, asked::Initialize::METHOD) => {
                failed(id, ErrorCode::InvalidRequest, "this is not the time for it")
            }
            (Stage::Open, asked::Shutdown::METHOD) => {
                self.stage = Stage::Leaving;
                Response::new_ok(id, ())
            }
            (Stage::Open, asked::HoverRequest::METHOD) => served::<asked::HoverRequest>(request, |params| {
                let at = params.text_document_position_params;
                self.manifest_at(&at, hover::hover).flatten()
            }),
            (Stage::Open, asked::Completion::METHOD) => served::<asked::Completion>(request, |params| {
                let at = params.text_document_position;
                self.offered(&at).map(CompletionResponse::List)
            }),
            (Stage::Open, asked::CodeActionRequest::METHOD) => {
                served::<asked::CodeActionRequest>(request, |params| Some(self.actions(&params)))
            }
            (Stage::Open, asked::GotoDefinition::METHOD) => served::<asked::GotoDefinition>(request, |params| {
                let (here, at) = (self.ground.here.clone(), params.text_document_position_params);
                let document = self.documents.get(at.text_document.uri.as_str());
                let catalogue = document.map(|document| self.ground.own_catalogue(document)).unwrap_or_default();
                let files = Files { catalogue: &catalogue, locate: &|source| locate(&here, source) };
                let places = self
                    .manifest_at(&at, |checker, source, offset| definition::definition(checker, source, offset, files));
                places.map(GotoDefinitionResponse::Array)
            }),
            (Stage::Open, other) => failed(id, ErrorCode::MethodNotFound, &format!("`{other}` is not served")),
        }
    }

    /// What could stand at a place; none where names are offered in no such file.
    fn offered(&mut self, at: &TextDocumentPositionParams) -> Option<CompletionList> {
        let document = self.documents.get(at.text_document.uri.as_str())?;
        let form = match self.ground.kind(document) {
            Kind::Manifest => Form::Manifest,
            Kind::Policy => Form::Policy,
            Kind::Rule => Form::Rule,
            Kind::Pack | Kind::Catalogue | Kind::Foreign => return None,
        };
        let (as_of, source) = (self.ground.as_of(), &document.source);
        let Loaded { knowledge, packs, .. } = self.ground.of(source.name());
        let checker = checker(knowledge.as_ref()?, as_of);
        let offset = Lines::new(source.text()).offset(at.position);
        Some(completion::complete(Known { checker: &checker, packs }, form, source, offset))
    }

    fn actions(&mut self, params: &CodeActionParams) -> CodeActionResponse {
        let uri = &params.text_document.uri;
        let wanted = |kind: &CodeActionKind| *kind == CodeActionKind::QUICKFIX || *kind == CodeActionKind::EMPTY;
        if params.context.only.as_ref().is_some_and(|only| !only.iter().any(wanted)) {
            return Vec::new();
        }
        let found = self.manifest(uri, |checker, source| {
            let span = Lines::new(source.text()).span(params.range);
            actions::actions(checker, (source, uri), span, &params.context.diagnostics)
        });
        found.unwrap_or_default().into_iter().map(CodeActionOrCommand::CodeAction).collect()
    }

    /// What `asked` makes of a place in a manifest; none where no manifest is open there.
    fn manifest_at<A>(
        &mut self,
        at: &TextDocumentPositionParams,
        asked: impl FnOnce(&Checker<'_>, &Source, usize) -> A,
    ) -> Option<A> {
        self.manifest(&at.text_document.uri, |checker, source| {
            asked(checker, source, Lines::new(source.text()).offset(at.position))
        })
    }

    /// What `asked` makes of a manifest; none where it isn't open, or nothing is known.
    fn manifest<A>(&mut self, uri: &Uri, asked: impl FnOnce(&Checker<'_>, &Source) -> A) -> Option<A> {
        let document = self.documents.get(uri.as_str()).filter(|document| document.kind() == Kind::Manifest)?;
        let as_of = self.ground.as_of();
        let knowledge = self.ground.of(document.source.name()).knowledge.as_ref()?;
        Some(asked(&checker(knowledge, as_of), &document.source))
    }

    /// Hears what an editor tells. What can't be understood is passed over: nobody waits for an answer.
    fn hear(&mut self, one: Notification) -> Vec<Message> {
        if self.stage != Stage::Open {
            return Vec::new();
        }
        match one.method.as_str() {
            told::Initialized::METHOD => {
                let watched = self.watched.take().into_iter();
                let method = asked::RegisterCapability::METHOD;
                let ask = |params| Request::new("watched".to_owned().into(), method.to_owned(), params);
                return watched.map(|params| Message::Request(ask(params))).collect();
            }
            told::DidOpenTextDocument::METHOD => {
                let Some(params) = params::<told::DidOpenTextDocument>(one) else { return Vec::new() };
                let document = Document::opened(params.text_document, &self.ground.here);
                let key = document.uri.as_str().to_owned();
                self.unchecked.insert(key.clone());
                self.documents.insert(key, document);
            }
            told::DidChangeTextDocument::METHOD => {
                let Some(params) = params::<told::DidChangeTextDocument>(one) else { return Vec::new() };
                let key = params.text_document.uri.as_str();
                if let Some(document) = self.documents.get_mut(key) {
                    document.change(params.content_changes, params.text_document.version);
                    self.unchecked.insert(key.to_owned());
                }
            }
            told::DidCloseTextDocument::METHOD => {
                let Some(params) = params::<told::DidCloseTextDocument>(one) else { return Vec::new() };
                let uri = params.text_document.uri;
                self.unchecked.remove(uri.as_str());
                // What is no longer open is no longer watched.
                return self
                    .documents
                    .remove(uri.as_str())
                    .map(|_| message(uri, Vec::new(), None))
                    .into_iter()
                    .collect();
            }
            told::DidSaveTextDocument::METHOD => {
                let Some(params) = params::<told::DidSaveTextDocument>(one) else { return Vec::new() };
                let saved = self.documents.get(params.text_document.uri.as_str());
                if saved.is_none_or(|document| document.kind() != Kind::Manifest) {
                    self.begin_anew();
                }
            }
            told::DidChangeWatchedFiles::METHOD => self.begin_anew(),
            _ => {}
        }
        Vec::new()
    }

    /// Reads the policies, the rules and the catalogue again, and checks everything under them.
    fn begin_anew(&mut self) {
        self.ground.forget();
        self.unchecked.extend(self.documents.keys().cloned());
    }
}

/// The answer to a question that is understood.
fn served<R: asked::Request>(request: Request, answer: impl FnOnce(R::Params) -> R::Result) -> Response {
    let id = request.id.clone();
    match request.extract::<R::Params>(R::METHOD) {
        Ok((id, params)) => Response::new_ok(id, answer(params)),
        Err(_) => failed(id, ErrorCode::InvalidParams, "that is not how this is asked"),
    }
}

fn params<N: told::Notification>(one: Notification) -> Option<N::Params> {
    one.extract(N::METHOD).ok()
}

fn failed(id: RequestId, code: ErrorCode, words: &str) -> Response {
    Response::new_err(id, code as i32, words.to_owned())
}

fn published(document: &Document, diagnostics: Vec<Diagnostic>) -> Message {
    message(document.uri.clone(), diagnostics, Some(document.version))
}

fn message(uri: Uri, diagnostics: Vec<Diagnostic>, version: Option<i32>) -> Message {
    let params = PublishDiagnosticsParams { uri, diagnostics, version };
    Message::Notification(Notification::new(told::PublishDiagnostics::METHOD.to_owned(), params))
}

#[cfg(test)]
mod tests {
    use lsp_types::TextDocumentItem;

    use super::*;
    use crate::run::Sources;

    fn session() -> Session {
        Session::new(&ServeRequest { as_of: None, sources: Sources::default() })
    }

    fn code(response: &Response) -> Option<i32> {
        response.response_result.as_ref().err().map(|error| error.code)
    }

    #[test]
    fn a_fault_of_the_programs_own_is_told_and_the_session_goes_on() {
        let mut session = session();
        let ask = |method: &str| Request::new(1.into(), method.to_owned(), lsp_types::InitializeParams::default());
        let failed = session.answer(ask("any"), |_, _| panic!("on purpose"));
        assert_eq!((failed.id.clone(), code(&failed)), (1.into(), Some(ErrorCode::InternalError as i32)));
        assert!(session.listen(Notification::new("any".to_owned(), ()), |_, _| panic!("on purpose")).is_empty());
        let uri: Uri = "file:///deploy.toml".parse().expect("an address");
        let item = TextDocumentItem::new(uri, "toml".to_owned(), 1, String::new());
        let document = Document::opened(item, std::path::Path::new("/"));
        let told = session.guarded(&document, |_, _| panic!("on purpose"));
        assert!(told.len() == 1 && told[0].message.contains("fault of the program's own"), "{told:?}");
        let Next::GoOn(answers) = session.take(Message::Request(ask("initialize"))) else { panic!("it goes on") };
        assert!(matches!(&answers[..], [Message::Response(answer)] if code(answer).is_none()), "{answers:?}");
    }
}
