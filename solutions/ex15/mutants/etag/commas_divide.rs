// killed by: a comma may be a part of a tag
//! A list is divided by commas.

use std::borrow::Cow;
use std::cell::RefCell;
use std::hash::{DefaultHasher, Hasher};
use std::rc::Rc;

use wsgi::{
    AppError, Application, BlockWriter, Blocks, Body, Environ, ExcInfo,
    StartError, StartResponse, Starter, WriteError,
};

/// The longest body that is read for its tag.
pub const MOST: u64 = 64 * 1024;

/// An application whose answers have tags.
#[derive(Debug)]
pub struct Etag<A>(A);

impl<A: Application> Etag<A> {
    /// Tags the answers of `application`.
    pub fn new(application: A) -> Etag<A> {
        Etag(application)
    }
}

impl<A: Application> Application for Etag<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let get = environ.method() == "GET";
        let known = environ.header("if-none-match");
        let known = known.map(Cow::into_owned);
        let state = RefCell::new(State::Nothing);
        let holding = Rc::new(Holding { start_response, state });
        let starter = StartResponse::shared(holding.clone());
        let mut body = self.0.call(environ, starter)?;
        let short = body.length().is_some_and(|length| length <= MOST);
        if !(get && short && holding.is_ok()) {
            holding.go_through()?;
            return Ok(body);
        }
        let bytes = read(&mut body)?;
        // Who wrote or failed meanwhile has no 200 held any more.
        if !holding.is_ok() {
            holding.go_through()?;
            return Ok(Body::from(bytes));
        }
        let fresh = holding.tag(&bytes, known.as_deref());
        holding.go_through()?;
        Ok(if fresh { Body::Empty } else { Body::from(bytes) })
    }
}

fn read(body: &mut Body<'_>) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    while let Some(block) = body.next_block() {
        bytes.extend_from_slice(&block?);
    }
    Ok(bytes)
}

/// What the application said.
struct Head {
    status: String,
    headers: Vec<(String, Vec<u8>)>,
}

enum State {
    Nothing,
    Held(Head),
    Through,
}

struct Holding<'r> {
    start_response: StartResponse<'r>,
    state: RefCell<State>,
}

impl Holding<'_> {
    fn is_ok(&self) -> bool {
        match &*self.state.borrow() {
            State::Held(head) => head.status.starts_with("200 "),
            _ => false,
        }
    }

    /// Hands on the head that is held, if one is.
    fn go_through(&self) -> Result<(), StartError> {
        let State::Held(Head { status, headers }) =
            self.state.replace(State::Through)
        else {
            return Ok(());
        };
        let headers: Vec<(&str, &[u8])> =
            headers.iter().map(|(n, v)| (n.as_str(), v.as_slice())).collect();
        self.start_response.with(&status, &headers, None)?;
        Ok(())
    }

    /// Puts the tag of `bytes` to the head that is held; or makes it a 304,
    /// when the tag is among those that are known.
    fn tag(&self, bytes: &[u8], known: Option<&[u8]>) -> bool {
        let State::Held(Head { status, headers }) =
            &mut *self.state.borrow_mut()
        else {
            return false;
        };
        let own = headers.iter().find(|(n, _)| n.eq_ignore_ascii_case("etag"));
        let tag = match own {
            Some((_, tag)) => tag.clone(),
            None => {
                let tag = tag_of(bytes);
                headers.push(("ETag".to_owned(), tag.clone()));
                tag
            }
        };
        let fresh = known.is_some_and(|known| is_known(&tag, known));
        if fresh {
            *status = "304 Not Modified".to_owned();
            headers.retain(|(name, _)| stays(&name.to_ascii_lowercase()));
        }
        fresh
    }
}

fn tag_of(bytes: &[u8]) -> Vec<u8> {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("\"{:016x}\"", hasher.finish()).into_bytes()
}

fn is_known(tag: &[u8], known: &[u8]) -> bool {
    let tag = tag.strip_prefix(b"W/").unwrap_or(tag);
    let mut tags = known.split(|&byte| byte == b',').map(|other| {
        let other = other.trim_ascii();
        other.strip_prefix(b"W/").unwrap_or(other)
    });
    known == b"*" || tags.any(|other| other == tag)
}

/// Whether a 304 has the header, too.
fn stays(name: &str) -> bool {
    !name.starts_with("content-") || name == "content-location"
}

impl Starter for Holding<'_> {
    fn start_response(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError> {
        let state = &mut *self.state.borrow_mut();
        match state {
            State::Through => {
                return self.start_response.with(status, headers, exc_info);
            }
            State::Held(_) if exc_info.is_none() => {
                return Err(StartError::Twice);
            }
            State::Nothing | State::Held(_) => {}
        }
        let own = |(n, v): &(&str, &[u8])| (n.to_string(), v.to_vec());
        let headers = headers.iter().map(own).collect();
        *state = State::Held(Head { status: status.to_owned(), headers });
        Ok(self)
    }

    fn writer(&self) -> &dyn BlockWriter {
        self
    }
}

impl BlockWriter for Holding<'_> {
    fn write(&self, block: &[u8]) -> Result<(), WriteError> {
        if matches!(*self.state.borrow(), State::Held(_)) {
            self.go_through().map_err(|e| WriteError::Other(e.into()))?;
        }
        self.start_response.writer().write(block)
    }
}
