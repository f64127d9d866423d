//! What Flask 3.1's own tests say about applications, as facts: what is
//! registered and asked, and what comes of it. Each names its upstream test.
//!
//! What differs, and why:
//!
//! * What Flask finds when something is registered (a blueprint's name that is
//!   there already) is found by `App::check`, which a program calls before it
//!   listens.
//! * An error's type is its own: there are no subclasses to look through
//!   (`test_errorhandler_precedence`, `test_error_handler_subclass`), and no
//!   handler for errors of every type; 500 is that.
//! * `OPTIONS` is always answered (`test_provide_automatic_options_attr`).
//! * A blueprint is registered once (`test_blueprint_renaming`): it is moved.
//! * No hooks fill in `url_for`'s values (`test_url_processors`), and no rule
//!   looks at the host (`test_subdomain_matching`).
//! * A view may return `()`, which is a 204 (`test_response_type_errors`: the
//!   compiler refuses the others).
//! * A body of more than twice `MAX_CONTENT_LENGTH` is refused by the server,
//!   and no handler hears of it (`test_max_content_length`: half as long
//!   here).
//! * The client reports a redirection that it does not follow as the answer;
//!   Werkzeug's raises.

mod asking;
mod blueprints;
mod errors;
mod hooks;
mod views;

use std::fmt::Debug;

use carafe::{App, TestResponse};

/// Counts facts while it judges them.
#[derive(Default)]
pub(crate) struct Judge(usize);

impl Judge {
    /// `got` is what the upstream test of that name expects.
    #[track_caller]
    pub(crate) fn is<G, E>(&mut self, upstream: &str, got: G, expected: E)
    where
        G: PartialEq<E> + Debug,
        E: Debug,
    {
        assert_eq!(got, expected, "Flask's {upstream} expects it");
        self.0 += 1;
    }

    /// `GET path` is answered with that text.
    #[track_caller]
    pub(crate) fn says(
        &mut self,
        upstream: &str,
        app: &App,
        path: &str,
        text: &str,
    ) {
        self.is(upstream, &*app.client().get(path).text(), text);
    }
}

pub(crate) fn status_and_text(answer: &TestResponse) -> (u16, String) {
    (answer.status, answer.text())
}

/// The names in `Allow`.
pub(crate) fn allow(answer: &TestResponse) -> Vec<String> {
    let field = answer.headers.get("Allow").unwrap_or_default();
    let mut names: Vec<_> = field.split(", ").map(str::to_owned).collect();
    names.sort();
    names
}

#[test]
fn a_hundred_and_sixty_facts_of_flask_hold() {
    let mut judge = Judge::default();
    for judged in [
        blueprints::facts,
        hooks::facts,
        errors::facts,
        views::facts,
        asking::facts,
    ] {
        judged(&mut judge);
    }
    let facts = judge.0;
    assert!(facts >= 160, "only {facts} facts were judged");
}
