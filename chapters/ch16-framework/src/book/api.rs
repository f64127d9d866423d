//! What programs see: entries as JSON.
//!
//! No token is needed: before a browser sends JSON, or `DELETE`, for another
//! site's page, it asks us (Fetch, section 3.2), and we never say yes.

use carafe::{
    Blueprint, Context, Error, IntoResponse, Json, Path, Request, Response,
    jsonify,
};

use super::errors;
use super::owner::Authorized;
use super::store::{Book, Entry, Words};

// ANCHOR: api
pub(super) fn blueprint() -> Blueprint {
    let mut api = Blueprint::new("api").prefix("/api");
    api.get("/entries", entries);
    api.post("/entries", add);
    api.get("/entries/<int:id>", entry);
    api.delete("/entries/<int:id>", remove);
    errors::register_json(&mut api);
    api
}

fn entries(request: &Request<'_>, book: Book) -> Result<Response, Error> {
    let mut response = jsonify(&book.entries()?)?;
    response.add_etag();
    Ok(response.make_conditional(&request.conditions())?)
}

fn entry(Path(id): Path<u64>, book: Book) -> Result<Json<Entry>, Error> {
    Ok(Json(book.entry(id)?))
}
// ANCHOR_END: api

fn add(
    context: &Context<'_>,
    Json(words): Json<Words>,
    book: Book,
) -> Result<impl IntoResponse + use<>, Error> {
    let entry = book.add(words.checked()?, None)?;
    let place = context.url_for(".entry", [("id", entry.id)])?;
    Ok((Json(entry), 201, [("Location", place)]))
}

fn remove(_: Authorized, Path(id): Path<u64>, book: Book) -> Result<(), Error> {
    book.remove(id)
}
