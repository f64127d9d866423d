//! What the log is told.

use std::error::Error as _;

use crate::routing::quote_path;
use crate::{Context, Error};

/// One line for a failure of ours: what was asked, and all causes. What an
/// [`HttpError`](crate::HttpError) says is for the client, who hears it; only
/// a cause behind a 5xx is for the log.
pub(crate) fn log(context: &Context<'_>, error: &Error) {
    match error.http() {
        Some(http) if http.status() < 500 || http.source().is_none() => {}
        _ => write(context, &error.causes()),
    }
}

impl Context<'_> {
    /// Writes a line to the log of errors, with method and path in front
    /// (Flask's `app.logger`). Line ends in it become spaces.
    #[doc(alias = "logger")]
    pub fn log(&self, text: &str) {
        write(self, text);
    }
}

/// What the client chose, the path, is percent-encoded: it can add no line.
fn write(context: &Context<'_>, causes: &str) {
    let request = context.request();
    let root = quote_path(&request.root_path());
    let path = quote_path(context.path());
    let line = format!("{} {root}{path}: {causes}", request.method());
    let line = line.replace(char::is_control, " ");
    request.environ().errors().write(&(line + "\n"));
}
