//! What must hold for any query, form or JSON that a view takes as a type.

use std::sync::LazyLock;

use carafe::{App, Form, Json, Query};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "it is only shown")]
struct Entry {
    name: String,
    #[serde(default)]
    tags: Vec<String>,
    age: Option<u8>,
    #[serde(default)]
    open: bool,
    kind: Option<Kind>,
    size: Option<f32>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Guest,
    Owner,
}

static APP: LazyLock<App> = LazyLock::new(|| {
    let mut app = App::new();
    app.get("/", |Query(entry): Query<Entry>| format!("{entry:?}"));
    app.post("/form", |Form(entry): Form<Entry>| format!("{entry:?}"));
    app.post("/json", |Json(entry): Json<Entry>| format!("{entry:?}"));
    app
});

/// The octets are a query, a form and JSON.
///
/// # Panics
///
/// When the answer is neither the view's nor a 400 with a reason in one line.
pub(crate) fn any_value(data: &[u8]) {
    let mut client = APP.client();
    let query: String = data.iter().map(|b| format!("%{b:02x}")).collect();
    // As it is, too: `&` and `=` mean something then.
    let plain: String = String::from_utf8_lossy(data)
        .chars()
        .map(|c| if c.is_ascii_graphic() && c != '#' { c } else { '+' })
        .collect();
    let mut answers = vec![
        client.get(&format!("/?name={query}")),
        client.get(&format!("/?{plain}")),
    ];
    for (path, kind) in [
        ("/form", "application/x-www-form-urlencoded"),
        ("/json", "application/json"),
    ] {
        let fields = [("Content-Type", kind)];
        answers.push(client.send("POST", path, &fields, data));
    }
    for answer in answers {
        let status = answer.status;
        assert!(matches!(status, 200 | 400), "{status} for {data:?}");
        assert!(status == 200 || answer.text().contains("not"), "{data:?}");
    }
}
