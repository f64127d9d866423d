//! Holds both sides to the contract: `wsgiref.validate.validator`.

mod environ;

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use thiserror::Error;

use crate::{
    AppError, Application, BlockWriter, Blocks, Body, Environ, ExcInfo,
    StartError, StartResponse, Starter, WriteError,
};

/// A rule of the contract that somebody broke, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{rule:?}: {what} (PEP 3333, \"{}\")", rule.section())]
pub struct Violation {
    /// Which one.
    pub rule: Rule,
    /// What was seen.
    pub what: String,
}

/// The rules that can be broken in Rust. The others of wsgiref.validate are
/// about types and numbers of arguments, and the compiler holds everybody to
/// those; and about `close`, and a [`Body`] cannot be read or closed after
/// it, or be forgotten without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The keys that every environ has.
    RequiredKey,
    /// `HTTP_CONTENT_TYPE` and `HTTP_CONTENT_LENGTH` are no keys.
    DoubledKey,
    /// CGI variables are text, and so are bytes in latin-1.
    KeyIsText,
    /// `wsgi.version` is a version, `wsgi.input` and `wsgi.errors` are
    /// streams, `wsgi.multithread` and the like are flags.
    KeyIsOwnKind,
    /// `http` or `https`.
    UrlScheme,
    /// Empty, or it begins with a slash, and is not `/` alone.
    ScriptName,
    /// Empty, or it begins with a slash; not missing where `SCRIPT_NAME` is.
    PathInfo,
    /// A number of bytes.
    ContentLength,
    /// Three digits from 100 on, a space, words.
    Status,
    /// A letter first, then letters, digits, `-` and `_`, and none of the
    /// two at the end; not `Status`.
    HeaderName,
    /// No control character.
    HeaderValue,
    /// There with every answer but 204 and 304, and not with those.
    ContentType,
    /// No block comes before `start_response`, returned or by `write`.
    StartFirst,
}

impl Rule {
    /// The section of PEP 3333.
    pub fn section(self) -> &'static str {
        match self {
            Rule::Status
            | Rule::HeaderName
            | Rule::HeaderValue
            | Rule::ContentType => "The start_response() Callable",
            Rule::StartFirst => "Specification Details",
            _ => "environ Variables",
        }
    }
}

fn check(rule: Rule, holds: bool, what: &str) -> Result<(), Violation> {
    match holds {
        true => Ok(()),
        false => Err(Violation { rule, what: what.to_owned() }),
    }
}

/// Middleware that changes nothing, and gives an error where a side breaks
/// the contract.
///
/// What is only unwise is said to `wsgi.errors`, as wsgiref warns: an environ
/// without `QUERY_STRING`, and a method that nobody knows.
pub struct Validator<A>(A);

impl<A: Application> Validator<A> {
    /// Watches the server above and `application` below.
    pub fn new(application: A) -> Validator<A> {
        Validator(application)
    }
}

impl<A: Application> Application for Validator<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        environ::check_environ(&environ)?;
        environ::warn(&environ);
        let (called, started) = Default::default();
        let watch = Rc::new(Watch { start_response, called, started });
        let start_response = StartResponse::shared(watch.clone());
        let body = self.0.call(environ, start_response)?;
        Ok(Body::blocks(Watched { body, watch }))
    }
}

fn check_status(status: &str) -> Result<u16, Violation> {
    let code = status.split(' ').next().unwrap_or_default();
    let digits = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
    let code = code.parse().ok().filter(|&code| digits && code >= 100);
    let whole = status.as_bytes().get(3) == Some(&b' ');
    check(Rule::Status, code.is_some() && whole, status)?;
    Ok(code.unwrap_or_default())
}

fn check_headers(
    code: u16,
    headers: &[(&str, &[u8])],
) -> Result<(), Violation> {
    let mut typed = false;
    for (name, value) in headers {
        let letter = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
        let good = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(letter)
            && !name.ends_with(['-', '_'])
            && !name.eq_ignore_ascii_case("status");
        check(Rule::HeaderName, good, name)?;
        let plain = value.iter().all(|&byte| byte >= b' ');
        check(Rule::HeaderValue, plain, name)?;
        typed |= name.eq_ignore_ascii_case("content-type");
    }
    match code {
        204 | 304 => check(Rule::ContentType, !typed, "there is no content"),
        _ => check(Rule::ContentType, typed, "there is none"),
    }
}

struct Watch<'r> {
    start_response: StartResponse<'r>,
    /// Also when nothing came of it.
    called: Cell<bool>,
    started: Cell<bool>,
}

impl Starter for Watch<'_> {
    fn start_response(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError> {
        if self.called.replace(true) && exc_info.is_none() {
            return Err(StartError::Twice);
        }
        check_status(status)
            .and_then(|code| check_headers(code, headers))
            .map_err(|error| StartError::Other(error.into()))?;
        self.start_response.with(status, headers, exc_info)?;
        self.started.set(true);
        Ok(self)
    }

    fn writer(&self) -> &dyn BlockWriter {
        self
    }
}

impl BlockWriter for Watch<'_> {
    fn write(&self, block: &[u8]) -> Result<(), WriteError> {
        check(Rule::StartFirst, self.started.get(), EARLY)
            .map_err(|error| WriteError::Other(error.into()))?;
        self.start_response.writer().write(block)
    }
}

const EARLY: &str = "a block came before start_response was called";

struct Watched<'r> {
    body: Body<'r>,
    watch: Rc<Watch<'r>>,
}

impl Blocks for Watched<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        let next = self.body.next_block()?;
        match check(Rule::StartFirst, self.watch.started.get(), EARLY) {
            Ok(()) => Some(next),
            Err(error) => Some(Err(error.into())),
        }
    }

    fn length(&self) -> Option<u64> {
        self.body.length()
    }

    fn close(&mut self) -> Result<(), AppError> {
        Blocks::close(&mut self.body)
    }
}
