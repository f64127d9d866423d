//! The guest book through the test client.

mod api;
mod neighbor;
mod owner;
mod pages;
mod pictures;
mod statuses;

use carafe::{App, Client, TestResponse};
use serde_json::Value;

/// The password in these tests.
const PASSWORD: &str = "correct horse battery staple";

/// A PNG of one pixel.
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\
    \0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\x9cc\xf8\x0f\0\x01\
    \x01\x01\0\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82";

/// A book with an owner.
fn book() -> App {
    let mut app = super::app().expect("a book");
    let config = app.config_mut();
    config.set("OWNER_PASSWORD", PASSWORD).expect("a setting");
    app.check().expect("an application that can start");
    app
}

/// The token in the first form of a page.
#[track_caller]
fn token(client: &mut Client<'_>, path: &str) -> String {
    let page = client.get(path);
    let mark = "name=\"token\" value=\"";
    let text = page.text();
    let start = text.find(mark).expect("a form with a token") + mark.len();
    text[start..].split('"').next().unwrap_or_default().to_owned()
}

/// Signs the book as a browser does.
fn sign(client: &mut Client<'_>, name: &str, text: &str) -> TestResponse {
    let token = token(client, "/");
    client.post_form("/", &[("name", name), ("text", text), ("token", &token)])
}

/// Signs the book with a file.
fn sign_with(
    client: &mut Client<'_>,
    filename: &str,
    content: &[u8],
) -> TestResponse {
    let token = token(client, "/");
    let form = client.open("POST", "/").form([("name", "Ada"), ("text", "Hi")]);
    let form = form.form([("token", token.as_str())]);
    form.file("picture", filename, content).send()
}

/// Logs in as the owner.
fn log_in(client: &mut Client<'_>, password: &str) -> TestResponse {
    let token = token(client, "/owner/login");
    let form = [("password", password), ("token", &token)];
    client.post_form("/owner/login", &form)
}

/// Puts an entry in through the API.
fn add(client: &mut Client<'_>, name: &str, text: &str) -> TestResponse {
    let words = serde_json::json!({"name": name, "text": text});
    client.post_json("/api/entries", &words).expect("JSON")
}

/// All entries, as the API gives them.
fn entries(client: &mut Client<'_>) -> Vec<Value> {
    client.get("/api/entries").json().expect("a list")
}
