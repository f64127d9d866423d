//! What an error looks like: a page for people, JSON for programs.

use carafe::{
    App, Blueprint, Context, Error, Headers, HttpError, Json, Response,
};
use serde_json::{Value, json};

/// What can go wrong in the book.
const STATUSES: [u16; 12] =
    [400, 401, 403, 404, 405, 408, 413, 415, 416, 500, 502, 504];

// ANCHOR: errors
pub(super) fn register(app: &mut App) {
    for status in STATUSES {
        app.error_handler(status, page);
    }
}

fn page(
    context: &Context<'_>,
    error: &HttpError,
) -> Result<(Response, u16, Headers), Error> {
    let (status, headers) = (error.status(), error.headers().clone());
    let values = json!({
        "status": status,
        "name": error.name(),
        "description": error.description(),
    });
    Ok((context.render("error.html", values)?, status, headers))
}
// ANCHOR_END: errors

/// The same for a blueprint that programs talk to.
pub(super) fn register_json(api: &mut Blueprint) {
    for status in STATUSES {
        api.error_handler(status, object);
    }
}

fn object(_: &Context<'_>, error: &HttpError) -> (Json<Value>, u16, Headers) {
    let (status, headers) = (error.status(), error.headers().clone());
    let value = json!({"status": status, "error": error.description()});
    (Json(value), status, headers)
}
