//! Redirections, what views return, and pages of errors.

use carafe::{
    App, Headers, HttpError, IntoResponse, Json, Response, abort, jsonify,
    redirect, redirect_with,
};
use serde_json::json;

use crate::facts::Facts;

fn location(response: &Response) -> String {
    response.headers().get("Location").unwrap_or("none").to_owned()
}

pub(crate) fn redirections(facts: &mut Facts) {
    facts.by("werkzeug test_utils.py::test_redirect");
    let there = redirect("http://example.com");
    facts.same("http://example.com", there.status(), 302);
    facts.same("its Location", location(&there), "http://example.com");
    let there = redirect_with("/f\u{fc}\u{fc}b\u{e4}r", 305).expect("305");
    facts.same("305", there.status(), 305);
    facts.same("umlauts", location(&there), "/f%C3%BC%C3%BCb%C3%A4r");
    let url = "itms-services://?url=abc";
    facts.same(url, location(&redirect(url)), url);
    facts.by("werkzeug test_utils.py::test_redirect_xss");
    for place in [
        "http://example.com/?xss=\"><script>alert(1)</script>",
        "http://example.com/?xss=\"onmouseover=\"alert(1)",
    ] {
        let (_, _, body) = redirect(place).into_parts();
        let page = body.collect().expect("it is in memory");
        let page = String::from_utf8_lossy(&page).into_owned();
        let harm = page.contains("<script>") || page.contains("\"onmouse");
        facts.same(place, harm, false);
    }
    facts.by("werkzeug test_wrappers.py::test_location_header_autocorrect");
    let place = "/\\\\test.example?q";
    let safe = "/%5C%5Ctest.example?q";
    facts.same(place, location(&redirect(place)), safe);
    facts.same("/test", location(&redirect("/test")), "/test");
    facts.by("flask test_helpers.py::test_redirect_no_app");
    let there = redirect_with("https://localhost", 307).expect("307");
    facts.same("307", there.status(), 307);
    facts.same("307", location(&there), "https://localhost");
    facts.by(
        "webob test_response.py::test_location_no_open_redirect_tab_bypass",
    );
    for place in ["/\t/www.example.com/test", "/\t\t/www.example.com/test"] {
        let leads_out = location(&redirect(place)).starts_with("//");
        facts.same(place, leads_out, false);
    }
    facts.by(
        "webob test_response.py::test_location_no_open_redirect_c0_control_or_space",
    );
    for place in [" //www.example.com/test", "\0//www.example.com/test"] {
        let leads_out = location(&redirect(place)).starts_with("//");
        facts.same(place, leads_out, false);
    }
    facts.by("webob test_response.py::test_location_no_open_redirect");
    let place = "//www.example.com/test";
    let why = "RFC 9110, section 10.2.2, allows a network path, and a view may \
               mean it; who redirects to what a client says must check it, as \
               with Flask";
    facts.differs(place, location(&redirect(place)), place, why);
}

/// Status, media type, `X-Foo` and body.
fn told(answer: impl IntoResponse) -> String {
    let response = answer.into_response().expect("it can be sent");
    let kind = response.content_type().unwrap_or("-").to_owned();
    let kind = kind.split(';').next().unwrap_or_default().to_owned();
    let field = response.headers().get("X-Foo").unwrap_or("-").to_owned();
    let (status, _, body) = response.into_parts();
    let body = body.collect().expect("it is in memory");
    format!("{status} {kind} {field} {}", String::from_utf8_lossy(&body))
}

pub(crate) fn returned(facts: &mut Facts) {
    facts.by("flask test_basic.py::test_response_types");
    let text = "H\u{e4}llo W\u{f6}rld";
    facts.same("text", told(text), format!("200 text/html - {text}"));
    let bytes = text.as_bytes().to_vec();
    facts.same("bytes", told(bytes), format!("200 text/html - {text}"));
    let full =
        [("X-Foo", "Testing"), ("Content-Type", "text/plain; charset=utf-8")];
    let all = "400 text/plain Testing Meh";
    facts.same("three", told(("Meh", 400, full)), all);
    let mut two = Headers::new();
    two.set("X-Foo", "Test").expect("it can be sent");
    two.set("Content-Type", "text/plain").expect("it can be sent");
    let all = "200 text/plain Test Hello";
    facts.same("headers", told(("Hello", two)), all);
    let all = "400 text/html - Hi, status!";
    facts.same("status", told(("Hi, status!", 400)), all);
    let inner = Response::html("Hello world").with_status(404);
    let inner = inner.with_header("X-Foo", "Baz").expect("it can be sent");
    let fields = [("Content-Type", "text/plain"), ("X-Foo", "Bar")];
    let mut more = Headers::new();
    for (name, value) in fields {
        more.set(name, value).expect("it can be sent");
    }
    let all = "404 text/plain Bar Hello world";
    facts.same("a response with headers", told((inner, more)), all);
    let inner = Response::html("Hello world").with_status(400);
    let all = "500 text/html - Hello world";
    facts.same("a response with a status", told((inner, 500)), all);
    let answered = told((Json(json!({"foo": "bar"})), 201));
    let all = "201 application/json - {\"foo\":\"bar\"}";
    facts.same("dict", answered.trim_end(), all);
    let answered = told((Json(vec!["foo", "bar"]), 201));
    let all = "201 application/json - [\"foo\",\"bar\"]";
    facts.same("list", answered.trim_end(), all);
    facts.by("flask test_basic.py::test_make_response");
    facts.same("Awesome", told("Awesome"), "200 text/html - Awesome");
    facts.same("W00t", told(("W00t", 404)), "404 text/html - W00t");
    let stream = Response::stream("Hello".chars().map(String::from));
    facts.same("a generator", told(stream), "200 text/html - Hello");
    facts.by("flask test_basic.py::test_make_response_with_response_instance");
    let made = jsonify(&json!({"msg": "W00t"})).expect("JSON");
    let all = "400 application/json - {\"msg\":\"W00t\"}
";
    facts.same("jsonify", told((made, 400)), all);
    json_of_flask(facts);
}

fn json_of_flask(facts: &mut Facts) {
    facts.by("flask test_json.py::test_jsonify_basic_types");
    for value in [
        json!(0),
        json!(-1),
        json!(1),
        json!(23),
        "3.14".parse().expect("JSON"),
        json!("s"),
        json!("longer string"),
        json!(true),
        json!(false),
        json!(null),
    ] {
        let text = value.to_string();
        let all = format!("200 application/json - {text}\n");
        facts.same(&text, told(Json(value)), all);
    }
    facts.by("werkzeug test_wrappers.py::test_response_304_no_content_length");
    let mut app = App::new();
    app.get("/304", || ("Test", 304));
    app.get("/204", || ("test", 204));
    app.get("/length", || "Hello World!");
    let mut client = app.client();
    let same = client.get("/304");
    facts.same("304", same.headers.get("Content-Length"), None);
    facts.by("werkzeug test_wrappers.py::\
         test_malformed_204_response_has_no_content_length");
    let empty = client.get("/204");
    facts.same("204", empty.headers.get("Content-Length"), None);
    facts.same("204", empty.text(), "");
    facts.by("werkzeug test_wrappers.py::test_auto_content_length");
    let hello = client.get("/length");
    facts.same("200", hello.headers.get("Content-Length"), Some("12"));
}

pub(crate) fn errors(facts: &mut Facts) {
    facts.by("werkzeug test_exceptions.py::test_aborter_general");
    for (status, name) in [
        (400, "Bad Request"),
        (401, "Unauthorized"),
        (403, "Forbidden"),
        (404, "Not Found"),
        (405, "Method Not Allowed"),
        (406, "Not Acceptable"),
        (408, "Request Timeout"),
        (410, "Gone"),
        (411, "Length Required"),
        (412, "Precondition Failed"),
        (415, "Unsupported Media Type"),
        (421, "Misdirected Request"),
        (423, "Locked"),
        (500, "Internal Server Error"),
        (501, "Not Implemented"),
        (502, "Bad Gateway"),
        (503, "Service Unavailable"),
    ] {
        facts.same(name, abort(status).name(), name);
    }
    let why = "RFC 9110, section 15.5, has newer names for these";
    for (theirs, status, name) in [
        ("Request Entity Too Large", 413, "Content Too Large"),
        ("Request URI Too Large", 414, "URI Too Long"),
        ("Unprocessable Entity", 422, "Unprocessable Content"),
    ] {
        facts.differs(theirs, abort(status).name(), name, why);
    }
    facts.by("werkzeug test_exceptions.py::test_proxy_exception");
    let own = HttpError::from(Response::html("Hello World"));
    facts.same(
        "a response",
        told(own.into_response()),
        "200 text/html - Hello World",
    );
    facts.by("werkzeug test_exceptions.py::test_exception_repr");
    let own = abort(404).describe("Not There").to_string();
    facts.same("Not There", own, "404 Not Found: Not There");
    facts.by("werkzeug test_exceptions.py::test_method_not_allowed_methods");
    let own = HttpError::method_not_allowed(&["GET", "HEAD", "POST"]);
    facts.same("405", own.headers().get("Allow"), Some("GET, HEAD, POST"));
    facts.by("werkzeug test_exceptions.py::test_unauthorized_www_authenticate");
    let own =
        abort(401).with_headers([("WWW-Authenticate", "Basic realm=test")]);
    let own = own.expect("it can be sent").into_response();
    let field = own.headers().get("WWW-Authenticate");
    facts.same("401", field, Some("Basic realm=test"));
    facts.by("werkzeug test_exceptions.py::\
         test_response_header_content_type_should_contain_charset");
    let page = abort(400).into_response();
    facts.same("400", page.content_type(), Some("text/html; charset=utf-8"));
    facts.by("werkzeug test_exceptions.py::test_response_body");
    for status in [400, 404, 418, 429, 451, 500, 505] {
        let error = abort(status);
        let page = error.page();
        let whole = page.starts_with("<!doctype html>\n<html lang=en>\n")
            && page.contains(&format!("{status} {}", error.name()))
            && page.contains(&carafe::escape(error.description()));
        facts.same(error.name(), whole, true);
    }
    facts.by("flask test_helpers.py::test_abort_no_app");
    facts.same("401", abort(401).status(), 401);
    let why = "a number that is no status is an application's mistake: 500";
    facts.differs("900", abort(900).status(), 500, why);
}
