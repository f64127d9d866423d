//! Who asks? Extractors of your own.
//!
//! A program has no form to log in with. It sends a *token* with each request
//! (RFC 6750), and whoever bears the token is its user:
//!
//! ```text
//! Authorization: Bearer czNjcjN0LmJvb2s=
//! ```
//!
//! A view of the guest book shall say by its arguments who may come in, and
//! see none of this:
//!
//! ```text
//! fn me(user: User) -> String                  who has a token
//! fn sign(Writer(user): Writer) -> String      … and may write
//! fn show(Anyone(user): Anyone) -> String      all others, too
//! ```
//!
//! Every refusal has the field `WWW-Authenticate` (RFC 9110, section 11.6.1),
//! which begins with `Bearer realm="book"`, then perhaps a comma, a space and
//! more:
//!
//! | what came | the answer | more |
//! | --- | --- | --- |
//! | no `Authorization`, or not `Bearer` | 401 | |
//! | `Bearer`, then nothing or no token | 400 | `error="invalid_request"` |
//! | a token that nobody has | 401 | `error="invalid_token"` |
//! | a token for reading, for `Writer` | 403 | `error="insufficient_scope"` |
//!
//! * `Bearer` is written in any case; one or more spaces are between it and
//!   the token. A token is one or more letters, digits or `-._~+/`, and
//!   perhaps some `=` behind them. (Two `Authorization` fields reach you as
//!   one, with a comma between.)
//! * [`Anyone`] is for guests: `None` where the first row of the table fits.
//!   But a wrong token is refused, as ever: its program must hear that it is
//!   no longer the user that it takes itself for. (`Option<User>` would hide
//!   that.)
//! * Each refusal has a sentence of its own for the client. A token is a
//!   secret, so the sentence does not repeat it; and in a URL it would be in
//!   every log, so one in the query is none.
//! * Who has which token is given to [`carafe::App::manage`], so views get it
//!   as [`carafe::State`]. Where that was forgotten, whoever sends a token
//!   hears a 500: nobody must be told that it is the token.
//! * [`carafe::HttpError`] has `describe` for the sentence and `with_headers`
//!   for the field. `?` makes a 500 of every other error. All that `carafe`
//!   has is shown by `cargo doc -p ch16 --no-deps --open`.

use std::collections::HashMap;

use carafe::{Context, Error, Extract};

/// Who has which token.
#[derive(Clone, Debug, Default)]
pub struct Tokens(pub HashMap<String, User>);

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// What it is called.
    pub name: String,
    /// Whether it may write.
    pub writes: bool,
}

/// A user who may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer(pub User);

/// A user, or a guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anyone(pub Option<User>);

impl Extract for User {
    fn extract(context: &Context<'_>) -> Result<User, Error> {
        let _ = context;
        todo!("the user of the token")
    }
}

impl Extract for Writer {
    fn extract(context: &Context<'_>) -> Result<Writer, Error> {
        let _ = context;
        todo!("a user, and it writes")
    }
}

impl Extract for Anyone {
    fn extract(context: &Context<'_>) -> Result<Anyone, Error> {
        let _ = context;
        todo!("a user, or nobody; a wrong token is neither")
    }
}
