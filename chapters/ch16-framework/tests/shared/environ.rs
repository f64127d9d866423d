//! An environ without a server.

use std::sync::Arc;

use http1::{Connection, Event, Head, Limits};
use wsgi::{Environ, Errors, Facts, Input, Stderr};

/// The head of a request without a body.
pub(crate) fn head(bytes: &str) -> Arc<Head> {
    let mut connection = Connection::new(Limits::default());
    connection.receive(bytes.as_bytes());
    let event = connection.next_event();
    assert!(matches!(event, Ok(Event::Request(_))), "{bytes:?}: {event:?}");
    connection.head()
}

/// Calls `answer` with the environ of such a request.
pub(crate) fn with_environ<T>(
    head: &Head,
    answer: impl FnOnce(Environ<'_>) -> T,
) -> T {
    let (facts, errors) = (Facts::default(), Stderr);
    let input = Input::from_reader(std::io::empty());
    let errors = Errors::lent(&errors);
    answer(Environ::new(head.request(), &facts, None, input, errors))
}
