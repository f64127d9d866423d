//! WebOb's side: a function as an application.

use carafe::webob::{Request, wsgify};
use carafe::{HttpError, abort};
use wsgi::{Application, Gateway, Memory};

fn ask(app: &dyn Application, target: &str) -> String {
    let gateway = Gateway::new(app);
    let mut memory = Memory::default();
    let request = format!("GET {target} HTTP/1.0\r\nHost: localhost\r\n\r\n");
    memory.send(request.as_bytes(), |channel| gateway.run(channel));
    String::from_utf8_lossy(memory.output()).into_owned()
}

#[test]
fn wsgify_makes_an_application_of_a_function() {
    // ANCHOR: wsgify
    let app = wsgify(|request: &Request<'_>| {
        let params = request.params()?;
        let name: Result<_, HttpError> = params.get("name").ok_or(abort(404));
        Ok(format!("<h1>Hello {}!</h1>", carafe::escape(name?)))
    });
    // ANCHOR_END: wsgify
    let answer = ask(&app, "/?name=%3CAda%3E");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("<h1>Hello &lt;Ada&gt;!</h1>"), "{answer}");
    let answer = ask(&app, "/");
    assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
}
