//! WebOb's decorator, over the gateway.

use carafe::webob::{Request, Response, wsgify};
use wsgi::{Application, Gateway, Memory};

use crate::asking::{get, post, send};
use crate::facts::Facts;

/// The answer's status, `Content-Type`, `Content-Length` and body.
fn told(app: &dyn Application, request: &[u8]) -> String {
    let gateway = Gateway::new(app);
    let mut memory = Memory::default();
    memory.send(request, |channel| gateway.run(channel));
    let all = String::from_utf8_lossy(memory.output()).into_owned();
    let (head, body) = all.split_once("\r\n\r\n").unwrap_or((&all, ""));
    let status = head.split(' ').nth(1).unwrap_or("no status");
    let field = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map_or("-", |(_, value)| value).to_owned()
    };
    let (kind, length) = (field("Content-Type"), field("Content-Length"));
    format!("{status} {kind} {length} {body}")
}

pub(crate) fn wsgify_facts(facts: &mut Facts) {
    facts.by("webob test_dec.py::test_wsgify_app_returns_unicode");
    let app = wsgify(|_: &Request<'_>| Ok("some text"));
    let page = "200 text/html; charset=utf-8 9 some text";
    facts.same("text", told(&app, &get("/a%20url", &[])), page);
    facts.by("webob test_dec.py::test_wsgify_no___get__");
    let app = wsgify(|_: &Request<'_>| Ok(b"nothing to see here"));
    let page = "200 text/html; charset=utf-8 19 nothing to see here";
    facts.same("bytes", told(&app, &get("/a%20url", &[])), page);
    facts.by("webob test_dec.py::test_wsgify_get");
    let text = "What'choo talkin' about, Willis?";
    let app = wsgify(move |_: &Request<'_>| Ok(Response::html(text)));
    let page = format!("200 text/html; charset=utf-8 {} {text}", text.len());
    facts.same("a response", told(&app, &get("/url/path", &[])), page);
    facts.by("webob test_dec.py::test_wsgify_post");
    let app = wsgify(|request: &Request<'_>| {
        let post = request.post()?;
        let get = |key| post.get(key).cloned().unwrap_or_default();
        Ok(format!("{}: {}", get("speaker"), get("words")))
    });
    let form = b"speaker=Robin&words=Holy+test+coverage%2C+Batman%21";
    let request = post("/url/path", "application/x-www-form-urlencoded", form);
    let page = "200 text/html; charset=utf-8 34 Robin: Holy test coverage, \
                Batman!";
    facts.same("a form", told(&app, &request), page);
    facts.by("webob test_dec.py::test_wsgify_request_method");
    let app = wsgify(|request: &Request<'_>| {
        assert_eq!(request.method(), "PUT");
        Ok(request.body()?.to_vec())
    });
    let request = send("PUT", "/url/path", "text/plain", b"Nice body!");
    let page = "200 text/html; charset=utf-8 10 Nice body!";
    facts.same("a body", told(&app, &request), page);
    facts.by("webob test_dec.py::test_wsgify_custom_request");
    let app = wsgify(|request: &Request<'_>| Ok(request.url()));
    let page = "200 text/html; charset=utf-8 24 http://localhost/a%20url";
    facts.same("its url", told(&app, &get("/a%20url", &[])), page);
    facts.by("webob test_dec.py::test_wsgify_none_response");
    let app = wsgify(|_: &Request<'_>| Ok(()));
    let why = "RFC 9110, section 15.3.5: an answer without content is a 204";
    let answer = told(&app, &get("/a%20url", &[]));
    facts.differs("nothing", answer, "204 - - ", why);
    facts.by("webob test_dec.py::test_classapp");
    let app = wsgify(|request: &Request<'_>| {
        let first = request.host().split(':').next().map(str::to_owned);
        Ok(if first.as_deref() == Some("example.com") { "1" } else { "2" })
    });
    let request = b"GET / HTTP/1.1\r\nHost: example.com:8080\r\n\r\n";
    let page = "200 text/html; charset=utf-8 1 1";
    facts.same("by host", told(&app, request), page);
}
