//! The guest book: the worked example of this chapter.
//!
//! # Layout
//!
//! * `pages`: what people see; `api`: what programs see.
//! * `store`: the entries, in a folder; `pictures`: theirs.
//! * `own_form`: a form is taken from our own pages only.
//! * `settings`: what the book is told.
//! * `owner`: who may delete; `random`: what nobody can guess.
//! * `neighbor`: a page that asks another server; `fetch`: how.
//! * `errors`: what an error looks like.
//! * `notes`: the view that the notes end with.

mod api;
mod errors;
mod fetch;
mod neighbor;
mod notes;
mod own_form;
mod owner;
mod pages;
mod pictures;
mod random;
mod settings;
mod store;
#[cfg(test)]
mod tests;

use carafe::{App, ConfigError, Context, Error, Response};

/// The largest request, in bytes: a picture and the words around it.
const LARGEST: u64 = 4 << 20;

// ANCHOR: app
pub(crate) fn app() -> Result<App, Error> {
    let mut app = App::new();
    app.config_mut().set("SECRET_KEY", random::hex(32)?)?;
    app.config_mut().set("MAX_CONTENT_LENGTH", LARGEST)?;
    app.manage(store::Scratch::new()?);
    app.static_folder(concat!(env!("CARGO_MANIFEST_DIR"), "/static"));
    templates(&mut app)?;
    app.get("/", pages::index);
    app.post("/", pages::sign);
    app.get("/guestbook.cgi", pages::moved);
    app.get("/pictures/<name>", pictures::picture);
    app.get("/neighbor", neighbor::neighbor);
    app.register(owner::blueprint());
    app.register(api::blueprint());
    app.post("/a", notes::foo);
    errors::register(&mut app);
    app.after_request(harden);
    Ok(app)
}
// ANCHOR_END: app

/// Whether the book's own settings can be used.
pub(crate) fn check(app: &App) -> Result<(), ConfigError> {
    settings::Settings::read(app.config()).map(drop)
}

fn templates(app: &mut App) -> Result<(), Error> {
    app.template("layout.html", include_str!("../templates/layout.html"))?;
    app.template("index.html", include_str!("../templates/index.html"))?;
    app.template("login.html", include_str!("../templates/login.html"))?;
    app.template("neighbor.html", include_str!("../templates/neighbor.html"))?;
    app.template("error.html", include_str!("../templates/error.html"))?;
    Ok(())
}

/// Tells the browser what our pages do not need: scripts, other sites, a
/// guess at what a file is.
fn harden(_: &Context<'_>, mut response: Response) -> Result<Response, Error> {
    let kind = response.content_type().unwrap_or_default();
    let is_page = kind.starts_with("text/html");
    let headers = response.headers_mut();
    headers.set("X-Content-Type-Options", "nosniff")?;
    if is_page {
        let policy = "default-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";
        // The framework's page for developers has a policy of its own.
        headers.set_default("Content-Security-Policy", policy)?;
    }
    Ok(response)
}
