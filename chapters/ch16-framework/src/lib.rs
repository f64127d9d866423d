//! A framework as Flask's users know it.
//!
//! ```no_run
//! use carafe::{App, Path, escape};
//!
//! fn hello(Path(name): Path<String>) -> String {
//!     format!("<p>Hello, {}!</p>", escape(&name))
//! }
//!
//! let mut app = App::new();
//! app.get("/hello/<name>", hello);
//! app.check()?;
//! wsgi::make_server("127.0.0.1:5000", app)?.serve_forever()?;
//! # Ok::<(), carafe::Error>(())
//! ```
//!
//! # Layout
//!
//! * [`App`], [`Blueprint`]: routes, hooks, error handlers, static files, other
//!   applications below this one; [`routing`].
//! * [`View`], [`Extract`]: functions, and what they may ask for.
//! * [`Context`]: what belongs to one request; its `render` makes pages from
//!   templates. [`Config`]: what an application is told from outside.
//! * [`Session`], [`Flash`]: what is kept between two requests.
//! * [`Client`]: a client for tests, without a socket; [`run_wsgi_app`].
//! * [`MultiDict`], [`Headers`]: what Werkzeug calls its data structures.
//! * [`request`]: what came; forms and uploads are parsed when asked for.
//! * [`response`]: what goes; [`IntoResponse`] says what a view may return.
//! * [`error`]: [`HttpError`] and [`abort`], [`Error`] for all the rest.

mod app;
mod blueprint;
mod client;
mod config;
mod context;
pub mod cookies;
mod debug;
pub mod error;
mod escape;
mod extract;
mod flash;
pub mod headers;
mod hooks;
mod links;
mod log;
pub mod multi_dict;
mod paths;
mod registers;
pub mod request;
pub mod response;
pub mod routing;
mod run;
mod scope;
mod session;
mod signing;
mod static_files;
mod status;
mod templates;
mod view;
pub mod webob;

pub use app::{App, SetupError};
pub use blueprint::Blueprint;
pub use client::{Call, Client, CookieJar, TestResponse};
pub use config::{Config, ConfigError};
pub use context::{Context, G};
pub use cookies::{SameSite, SetCookie};
pub use error::{Error, HttpError, Result, abort};
pub use escape::escape;
pub use extract::{Extract, Form, Path, Query, State};
pub use flash::Flash;
pub use headers::{HeaderError, Headers, IntoHeaders};
pub use hooks::Done;
pub use multi_dict::{Combined, MultiDict};
pub use paths::{safe_join, secure_filename};
pub use request::{
    FileStorage, FormData, Limits, Request, parse_form, parse_query,
};
pub use response::{
    Body, Conditions, IntoResponse, Json, Response, SendFile, jsonify,
    make_response, redirect, redirect_with, send_file, send_from_directory,
};

pub use run::run_wsgi_app;
pub use session::Session;
pub use view::{Plain, View, WithContext, WithRequest};

/// The template engine: its `Value` is what filters take.
pub use minijinja;
