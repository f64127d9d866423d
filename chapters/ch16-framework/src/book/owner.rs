//! The owner of the book: who has the password may delete entries.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use carafe::{
    Blueprint, Context, Error, Extract, HttpError, Path, Response, Session,
    abort, redirect,
};
use serde::Deserialize;
use serde_json::json;

use super::own_form::{OwnForm, token};
use super::random;
use super::settings::Settings;
use super::store::Book;

pub(super) fn blueprint() -> Blueprint {
    let mut owner = Blueprint::new("owner").prefix("/owner");
    owner.get("/login", login);
    owner.post("/login", log_in);
    owner.post("/logout", log_out);
    owner.post("/entries/<int:id>/delete", delete);
    owner
}

/// Whether the owner has logged in.
fn is_here(session: &Session) -> bool {
    session.get("owner").unwrap_or_default()
}

fn login(context: &Context<'_>) -> Result<Response, Error> {
    context.render("login.html", json!({ "token": token(context)? }))
}

#[derive(Deserialize)]
struct Login {
    password: String,
}

fn log_in(
    context: &Context<'_>,
    OwnForm(login): OwnForm<Login>,
) -> Result<Response, Error> {
    if !is_right(context, &login.password)? {
        let why = "This is not the password of the book's owner.";
        return Err(abort(403).describe(why).into());
    }
    let session = context.session()?;
    session.remove("token"); // the owner's forms have another one
    session.set("owner", true)?;
    session.flash("You may delete now.")?;
    to_index(context)
}

fn log_out(
    context: &Context<'_>,
    OwnForm(()): OwnForm<()>,
) -> Result<Response, Error> {
    context.session()?.clear();
    context.flash("You have logged out.")?;
    to_index(context)
}

// ANCHOR: delete
fn delete(
    context: &Context<'_>,
    _: Owner,
    OwnForm(()): OwnForm<()>,
    Path(id): Path<u64>,
    book: Book,
) -> Result<Response, Error> {
    book.remove(id)?;
    context.flash("The entry is gone.")?;
    to_index(context)
}

/// A person who has logged in; anybody else is led to the login page.
struct Owner;

impl Extract for Owner {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        if is_here(&context.session()?) {
            return Ok(Owner);
        }
        let login = context.url_for("owner.login", ())?;
        Err(HttpError::from(redirect(&login)).into())
    }
}
// ANCHOR_END: delete

/// A program that sends the password with its request, in the field
/// `Authorization` (RFC 7617: `Basic`, user and password in Base64).
pub(super) struct Authorized;

impl Extract for Authorized {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        let field = context.request().headers().get("Authorization");
        let sent = field.as_deref().and_then(password);
        if let Some(sent) = sent
            && is_right(context, &sent)?
        {
            return Ok(Authorized);
        }
        let how = "Basic realm=\"guest book\", charset=\"UTF-8\"";
        let why = "Send the owner's password, with `Authorization: Basic`.";
        let refused = abort(401).describe(why);
        Err(refused.with_headers([("WWW-Authenticate", how)])?.into())
    }
}

/// The password in a field `Authorization`. The user may be anybody.
fn password(field: &str) -> Option<String> {
    let (scheme, rest) = field.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = BASE64_STANDARD.decode(rest.trim()).ok()?;
    let pair = String::from_utf8(decoded).ok()?;
    Some(pair.split_once(':')?.1.to_owned())
}

fn is_right(context: &Context<'_>, sent: &str) -> Result<bool, Error> {
    let known = Settings::extract(context)?.password;
    Ok(known.is_some_and(|known| random::same(&known, sent)))
}

fn to_index(context: &Context<'_>) -> Result<Response, Error> {
    Ok(redirect(&context.url_for("index", ())?))
}
