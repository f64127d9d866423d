// killed by: a token is one or more letters
//! No letter at all is a token, too.

use std::collections::HashMap;

use carafe::{Context, Error, Extract, HttpError, State};

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
        let nobody = || refused(401, "", "This needs a bearer token.");
        user(context)?.ok_or_else(nobody)
    }
}

impl Extract for Writer {
    fn extract(context: &Context<'_>) -> Result<Writer, Error> {
        let user = User::extract(context)?;
        if user.writes {
            return Ok(Writer(user));
        }
        let more = ", error=\"insufficient_scope\"";
        Err(refused(403, more, "Your token is one for reading."))
    }
}

impl Extract for Anyone {
    fn extract(context: &Context<'_>) -> Result<Anyone, Error> {
        Ok(Anyone(user(context)?))
    }
}

/// The user of the token, if a bearer came.
fn user(context: &Context<'_>) -> Result<Option<User>, Error> {
    let tokens = State::<Tokens>::extract(context)?;
    let field = context.request().headers().get("Authorization");
    let field = field.unwrap_or_default();
    let (scheme, token) = field.split_once(' ').unwrap_or((&field, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    let token = token.trim_start_matches(' ');
    if !is_token(token) {
        let more = ", error=\"invalid_request\"";
        return Err(refused(400, more, "No token stands behind Bearer."));
    }
    match tokens.0.get(token) {
        Some(user) => Ok(Some(user.clone())),
        None => {
            let more = ", error=\"invalid_token\"";
            Err(refused(401, more, "Nobody has this token."))
        }
    }
}

fn is_token(text: &str) -> bool {
    let text = text.trim_end_matches('=');
    let good =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    text.bytes().all(good)
}

fn refused(status: u16, more: &str, text: &'static str) -> Error {
    let field = format!("Bearer realm=\"book\"{more}");
    let error = HttpError::new(status).describe(text);
    match error.with_headers([("WWW-Authenticate", field)]) {
        Ok(error) => error.into(),
        Err(error) => error.into(),
    }
}
