//! What goes wrong in a template: a 500, and a line that says where.

use std::sync::{Arc, Mutex};

use carafe::{App, Context};
use serde_json::json;
use wsgi::{Application, ErrorStream, Gateway, Memory};

fn app(source: &'static str) -> App {
    let mut app = App::new();
    app.template("a.html", source).expect("a template");
    app.get("/page/x", |context: &Context<'_>| {
        context.render("a.html", json!({ "text": "a text" }))
    });
    app
}

#[derive(Default)]
struct Log(Mutex<String>);

impl ErrorStream for Log {
    fn write(&self, text: &str) {
        self.0.lock().expect("no panic").push_str(text);
    }
}

/// The status line and the log of `GET /page/x`.
fn failure(app: &App) -> (String, String) {
    let log = Arc::new(Log::default());
    let app: &dyn Application = app;
    let gateway = Gateway::new(app).with_errors(Arc::clone(&log) as _);
    let mut memory = Memory::default();
    let request = b"GET /page/x HTTP/1.0\r\n\r\n";
    memory.send(request, |channel| gateway.run(channel));
    let answer = String::from_utf8_lossy(memory.output()).into_owned();
    let log = log.0.lock().expect("no panic").clone();
    (answer, log)
}

#[test]
fn a_template_that_fails_is_a_500_and_one_line_with_its_name_and_line() {
    for (source, says) in [
        ("\n\n{{ text.a.b }}", "undefined value (in a.html:3)"),
        ("\n{{ text|nothing }}", "filter nothing is unknown (in a.html:2)"),
        ("{{ url_for('nowhere') }}", "no path for endpoint 'nowhere'"),
        ("\n{% include 'b.html' %}", "\"b.html\" (in a.html:2)"),
        ("\n{{ 1 + 'a' }}", "+ operator"),
    ] {
        let (answer, log) = failure(&app(source));
        assert!(answer.starts_with("HTTP/1.1 500 "), "{source}: {answer}");
        assert!(!answer.contains("a.html"), "the cause leaks: {answer}");
        assert!(log.starts_with("GET /page/x: "), "{log}");
        assert!(log.contains(says), "{source}: {log}");
        assert!(log.contains("(in a.html:"), "{source}: {log}");
        assert_eq!(log.lines().count(), 1, "{log}");
    }
    let mut app = App::new();
    app.get("/page/x", |context: &Context<'_>| {
        context.render("missing.html", ())
    });
    let (answer, log) = failure(&app);
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert!(log.contains("template \"missing.html\""), "{log}");
}
