//! The guest book: a page, a form and a JSON API; and the notes' example.

use std::sync::{Mutex, PoisonError};

use carafe::routing::Values;
use carafe::{
    App, Context, Error, Form, IntoResponse, Json, Path, Request, Response,
    State, abort, redirect,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The most entries that are kept: the oldest go first.
const MOST: usize = 1000;

#[derive(Clone, Deserialize, Serialize)]
struct Entry {
    name: String,
    text: String,
}

#[derive(Default)]
struct Book(Mutex<Vec<Entry>>);

impl Book {
    fn entries(&self) -> Vec<Entry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, entry: Entry) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(entry);
        let over = all.len().saturating_sub(MOST);
        all.drain(..over);
    }
}

// ANCHOR: app
pub(crate) fn app() -> Result<App, Error> {
    let mut app = App::new();
    app.manage(Book::default());
    app.template("index.html", include_str!("index.html"))?;
    app.get("/", index);
    app.post("/", sign);
    app.get("/api/entries", entries);
    app.post("/api/entries", add);
    app.get("/api/entries/<int:at>", entry);
    app.post("/a", foo);
    Ok(app)
}
// ANCHOR_END: app

// ANCHOR: index
fn index(context: &Context<'_>, book: State<Book>) -> Result<Response, Error> {
    context.render("index.html", json!({ "entries": book.entries() }))
}

fn sign(
    context: &Context<'_>,
    Form(entry): Form<Entry>,
    book: State<Book>,
) -> Result<Response, Error> {
    book.add(entry);
    Ok(redirect(&context.url_for("index", Values::new())?))
}
// ANCHOR_END: index

// ANCHOR: api
fn entries(book: State<Book>) -> Json<Vec<Entry>> {
    Json(book.entries())
}

fn entry(
    Path(at): Path<usize>,
    book: State<Book>,
) -> Result<Json<Entry>, Error> {
    let found = book.entries().get(at).cloned();
    Ok(Json(found.ok_or_else(|| abort(404))?))
}

fn add(Json(entry): Json<Entry>, book: State<Book>) -> impl IntoResponse {
    book.add(entry.clone());
    (Json(entry), 201)
}
// ANCHOR_END: api

/// The notes' own view: `str()` of a dictionary, as Python writes it.
// ANCHOR: notes
fn foo(request: &Request<'_>) -> Result<Response, Error> {
    let params = python(&request.query_string());
    let body = python(&String::from_utf8_lossy(request.data()?));
    Ok(Response::text(format!(
        "{{'result': 'hello', 'params': {params}, 'body': {body}}}"
    )))
}
// ANCHOR_END: notes

/// A text as Python's `repr` writes it: in single quotes, unless it has some
/// and no double ones.
fn python(text: &str) -> String {
    let double = text.contains('\'') && !text.contains('"');
    let quote = if double { '"' } else { '\'' };
    let mut written = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => written += r"\\",
            '\n' => written += r"\n",
            '\r' => written += r"\r",
            '\t' => written += r"\t",
            c if c == quote => written.extend(['\\', c]),
            c if c.is_ascii_control() => {
                written += &format!("\\x{:02x}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written.push(quote);
    written
}
