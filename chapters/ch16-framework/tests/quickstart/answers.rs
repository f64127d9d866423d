//! "APIs with JSON" to "Hooking in WSGI Middleware".

use std::sync::{Arc, Mutex};

use carafe::{App, Context, Error, Json, Response, Session, redirect};
use serde::Serialize;
use serde_json::{Value, json};
use wsgi::{Application, ErrorStream, Gateway, Logging, Memory};

use crate::get;

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn apis_with_json() {
    #[derive(Clone, Serialize)]
    struct User {
        username: &'static str,
        theme: &'static str,
    }
    let ada = User { username: "ada", theme: "dark" };
    let all = vec![ada.clone()];
    let mut app = App::new();
    app.get("/me", move || Json(ada.clone()));
    app.get("/users", move || Json(all.clone()));
    let answer = app.client().get("/me");
    let kind = answer.headers.get("Content-Type");
    assert_eq!(kind, Some("application/json"));
    let expected = json!({"username": "ada", "theme": "dark"});
    assert_eq!(answer.json::<Value>().expect("JSON"), expected);
    assert!(get(&app, "/users").starts_with('['));
}

#[test]
fn sessions_and_message_flashing() {
    let mut app = App::new();
    app.config_mut().set("SECRET_KEY", KEY).expect("text");
    app.get("/", |session: Session| match session.get::<String>("username") {
        Some(name) => format!("Logged in as {name}"),
        None => "You are not logged in".to_owned(),
    });
    let log_in = |context: &Context<'_>| -> Result<Response, Error> {
        let name = context.request().form()?.get("username").cloned();
        context.session()?.set("username", name)?;
        context.flash("You were logged in")?;
        Ok(redirect("/"))
    };
    app.post("/login", log_in);
    app.get("/logout", |session: Session| {
        session.remove("username");
        redirect("/")
    });
    app.get("/flashed", |context: &Context<'_>| {
        context.render_string("{{ get_flashed_messages()|join }}", ())
    });
    let mut client = app.client();
    assert_eq!(client.get("/").text(), "You are not logged in");
    client.post_form("/login", &[("username", "ada")]);
    assert_eq!(client.get("/").text(), "Logged in as ada");
    assert_eq!(client.get("/flashed").text(), "You were logged in");
    client.get("/logout");
    assert_eq!(client.get("/").text(), "You are not logged in");
}

#[derive(Default)]
struct Log(Mutex<String>);

impl ErrorStream for Log {
    fn write(&self, text: &str) {
        self.0.lock().expect("no panic").push_str(text);
    }
}

#[test]
fn logging_and_middleware() {
    let mut app = App::new();
    app.get("/", |context: &Context<'_>| {
        context.log("a value for debugging");
        "logged"
    });
    let log = Arc::new(Log::default());
    let wrapped = Logging::new(app, Arc::clone(&log) as _);
    let app: &dyn Application = &wrapped;
    let gateway = Gateway::new(app).with_errors(Arc::clone(&log) as _);
    let mut memory = Memory::default();
    let request = b"GET / HTTP/1.0\r\n\r\n";
    memory.send(request, |channel| gateway.run(channel));
    let log = log.0.lock().expect("no panic").clone();
    assert!(log.contains("GET /: a value for debugging\n"), "{log}");
    assert!(log.contains("\"GET / HTTP/1.0\" 200 6 "), "{log}");
}
