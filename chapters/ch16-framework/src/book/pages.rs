//! The pages that people see.

use carafe::{Context, Error, Response, redirect, redirect_with};
use serde_json::json;

use super::own_form::{OwnForm, token};
use super::pictures;
use super::store::{Book, Words};

// ANCHOR: index
pub(super) fn index(
    context: &Context<'_>,
    book: Book,
) -> Result<Response, Error> {
    let session = context.session()?;
    let visits: u64 = session.get("visits").unwrap_or_default();
    session.set("visits", visits + 1)?;
    let mut entries = book.entries()?;
    entries.reverse();
    let values = json!({ "entries": entries, "token": token(context)? });
    context.render("index.html", values)
}
// ANCHOR_END: index

// ANCHOR: sign
pub(super) fn sign(
    context: &Context<'_>,
    OwnForm(words): OwnForm<Words>,
    book: Book,
) -> Result<Response, Error> {
    let words = words.checked()?;
    let name = words.name.clone();
    let files = context.request().files()?;
    let file = files.get("picture").filter(|file| !file.is_empty());
    let picture = file.map(|file| pictures::keep(&book, file)).transpose()?;
    book.add(words, picture)?;
    context.flash(&format!("Thank you, {name}."))?;
    context.session()?.set("name", name)?;
    Ok(redirect(&context.url_for("index", ())?))
}
// ANCHOR_END: sign

/// Where the book was twenty years ago: links to it are for ever.
pub(super) fn moved(context: &Context<'_>) -> Result<Response, Error> {
    let now = context.url_for("index", ())?;
    Ok(redirect_with(&now, 301)?)
}
