//! What the log is told.

use crate::Context;

/// One line for a failure: what was asked, and the cause.
pub(crate) fn log(context: &Context<'_>, cause: &str) {
    let request = context.request();
    let line = format!("{} {}: {cause}", request.method(), context.path());
    let line = line.replace(char::is_control, " ");
    request.environ().errors().write(&(line + "\n"));
}
