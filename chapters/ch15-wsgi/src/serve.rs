//! `serve`: an application, on what was chosen.

use endpoint::Listener;
use http1_drivers::command::{On, Options, serve};
use wsgi::{Application, Gateway, facts};

const TRIES: [&str; 2] = [
    "curl -v http://ADDRESS/environ/a%20b?c=d",
    "curl -d 'name=Ada' http://ADDRESS/post",
];

// ANCHOR: run
pub(crate) fn run(
    address: &str,
    application: Box<dyn Application>,
    options: Options,
) -> cli::Result {
    serve("ch15", address, &TRIES, options, |listener: &Listener, on| {
        let facts = facts(&listener.address(), truth(on));
        Gateway::new(application).with_facts(facts)
    })
}
// ANCHOR_END: run

/// What `wsgi.multithread` and `wsgi.multiprocess` say.
fn truth(on: On) -> (bool, bool) {
    match on {
        On::Threads | On::Pool => (true, false),
        On::Prefork => (false, true),
    }
}
