//! What Flask 3.1's own tests say about sessions, flashing, settings and
//! templates, as facts: what is done, and what comes of it. Each names its
//! upstream test.
//!
//! What differs, and why:
//!
//! * Keys have 32 bytes or more, so upstream's short ones are made longer.
//! * `SameSite` is `Lax` when nothing is set (Flask: no attribute).
//! * A wrong setting is found by `App::check`, not by the first request.
//! * Session values are what JSON knows: a tuple comes back as a list, and
//!   nothing is marked as safe HTML (`test_session_special_types`).
//! * Taking a value out of a session without a key does nothing (Flask
//!   raises), as there can be none.

mod config;
mod flashing;
mod sessions;
mod settings;
mod templates;

use std::fmt::Debug;

use carafe::App;

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
}

/// An application with a key made of `secret`.
pub(crate) fn app(secret: &str) -> App {
    let mut app = App::new();
    app.config_mut().set("SECRET_KEY", long(secret)).expect("text");
    app
}

pub(crate) fn long(secret: &str) -> String {
    format!("{secret:.<32}")
}

#[test]
fn a_hundred_and_twenty_facts_of_flask_hold() {
    let mut judge = Judge::default();
    for judged in [
        sessions::facts,
        settings::facts,
        flashing::facts,
        config::facts,
        templates::facts,
    ] {
        judged(&mut judge);
    }
    let facts = judge.0;
    assert!(facts >= 120, "only {facts} facts were judged");
}
