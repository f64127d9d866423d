//! Sessions: how long they live, and one setting after the other.

mod life;
mod settings;

use carafe::{App, Client, Error, Session};
use serde_json::Value;

pub(crate) const KEY: &str = "0123456789abcdef0123456789abcdef";

fn visit(session: Session) -> Result<String, Error> {
    let visits = session.get::<u32>("visits").unwrap_or(0) + 1;
    session.set("visits", visits)?;
    Ok(visits.to_string())
}

fn stay(session: Session) -> Result<String, Error> {
    session.set_permanent(true)?;
    visit(session)
}

fn read(session: Session) -> String {
    session.get::<u32>("visits").unwrap_or(0).to_string()
}

/// An application with these settings and a key.
pub(crate) fn app(settings: Value) -> App {
    let mut app = App::new();
    app.get("/visit", visit);
    app.get("/stay", stay);
    app.get("/read", read);
    app.get("/nothing", || "nothing");
    app.get("/clear", |session: Session| {
        session.clear();
        "cleared"
    });
    app.get("/fill", |session: Session| session.set("n", "x".repeat(4000)));
    app.config_mut().set("SECRET_KEY", KEY).expect("text");
    let Value::Object(settings) = settings else { panic!("settings") };
    app.config_mut().from_mapping(settings);
    app
}

/// The `Set-Cookie` field of an answer, cut into its parts.
pub(crate) fn cookie(
    client: &mut Client<'_>,
    path: &str,
) -> Option<Vec<String>> {
    let answer = client.get(path);
    assert!(answer.status < 300, "{path}: {} {}", answer.status, answer.text());
    let field = answer.headers.get("Set-Cookie")?;
    Some(field.split("; ").map(str::to_owned).collect())
}
