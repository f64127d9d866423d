//! WSGI: the contract of PEP 3333 as Rust traits.
//!
//! A server calls an application with an environ and a `start_response`; the
//! application returns a body. Whoever keeps to that goes with everybody who
//! does. The names are those of the PEP and of Python's wsgiref.
//!
//! # Layout
//!
//! * `application`: [`Application`]; `apps`: [`demo_app`].
//! * `environ`: [`Environ`], [`Value`], [`Facts`]; below it `keys` (headers by
//!   the names of CGI), `path` (`SCRIPT_NAME` and `PATH_INFO`), `value`,
//!   `facts`, `changed` (by middleware); [`latin1`]: bytes as text and back.
//! * `input`: [`Input`]; `errors`: [`Errors`]; `shared`: [`Shared`], which
//!   lets a middleware put its own in their place.
//! * `start_response`: [`StartResponse`], [`Starter`], [`BlockWriter`].
//! * `body`: [`Body`], [`Blocks`]; `file_wrapper`: [`FileWrapper`].
//! * `gateway`: [`Gateway`], between chapter 14 and an application; one
//!   request on its way through is a `handler`, with its `headers` and its
//!   `reading`.
//! * `channel`: [`Channel`], what a gateway needs of a connection; `memory`:
//!   [`Memory`], a connection without a socket.
//! * `server`: [`make_server`], [`WsgiServer`]; [`command`]: `serve` of a
//!   program.
//! * `middleware`: [`Dispatcher`], [`Logging`], [`Gzip`], [`Validator`].
//!
//! # Example
//!
//! ```no_run
//! use wsgi::{Body, Dispatcher, application, demo_app, make_server};
//!
//! let hello = application(|_environ, start_response| {
//!     start_response.call("200 OK", [("Content-Type", "text/plain")])?;
//!     Ok(Body::from("hello\n"))
//! });
//! let site = Dispatcher::new().mount("/", hello).mount("/env", demo_app);
//! make_server("127.0.0.1:8000", site)?.serve_forever()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Left out
//!
//! * An environ as a dictionary: it is a view, and [`Environ::iter`] tells
//!   what a dictionary would hold. Chapter 18 makes one of it.
//! * `REMOTE_HOST`, `REMOTE_IDENT`, `AUTH_TYPE` and `REMOTE_USER`, which the
//!   PEP leaves to the server: a middleware sets the last where it knows.
//! * `wsgi.url_scheme` from a proxy's headers: only who knows the proxy can
//!   believe them. `https` is said in [`Facts`], or by a middleware, and so
//!   are `HTTPS` and the like: this server has no TLS.
//! * The server's own environment in each environ, which the PEP allows: it
//!   may hold secrets. A middleware sets what an application is to be told.
//! * A `Server` header: no client needs it (RFC 9110, section 10.2.4).
//! * `wsgiref.handlers` for CGI, and `wsgi.run_once` that is true: nothing
//!   here starts a process for one request.
//! * Trailer fields of a request with chunks: PEP 3333 has no place for them.
mod application;
mod apps;
mod body;
mod channel;
pub mod command;
mod environ;
mod errors;
mod file_wrapper;
mod gateway;
mod handler;
mod headers;
mod input;
pub mod latin1;
mod memory;
mod middleware;
mod reading;
mod server;
mod shared;
mod start_response;

pub use application::{AppError, Application, application};
pub use apps::demo_app;
pub use body::{Blocks, Body, Closing};
pub use channel::{Channel, FieldIter};
pub use environ::{Environ, Facts, SOFTWARE, Value};
pub use errors::{ErrorStream, Errors, Stderr};
pub use file_wrapper::{BLOCK_SIZE, FileWrapper};
pub use gateway::Gateway;
pub use input::{Input, InputError, InputStream};
pub use memory::Memory;
pub use middleware::{Dispatcher, Gzip, Logging, Rule, Validator, Violation};
pub use server::{Truth, WsgiServer, facts, make_server, make_server_with};
pub use shared::Shared;
pub use start_response::{
    BlockWriter, ExcInfo, StartError, StartResponse, Starter, WriteError,
};
