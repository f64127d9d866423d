//! Query strings, forms and JSON.

use carafe::{Limits, parse_form, parse_query};
use serde_json::{Value, json};

use crate::asking::{form, get, post, seen, send, status};
use crate::facts::Facts;

const FORM: &str = "application/x-www-form-urlencoded";

/// `name=value` of each pair, with `|` between.
fn pairs(query: &str) -> String {
    let all = parse_query(query.as_bytes());
    let all: Vec<_> = all.iter().map(|(k, v)| format!("{k}={v}")).collect();
    all.join("|")
}

/// The status of reading `body` as that kind with these limits.
fn taken(kind: &str, body: &[u8], limits: Limits) -> u16 {
    status(parse_form(&mut { body }, kind, None, &limits))
}

pub(crate) fn forms(facts: &mut Facts) {
    facts.by("werkzeug test_wrappers.py::test_base_request");
    facts.same("two of foo", pairs("foo=bar&foo=hehe"), "foo=bar|foo=hehe");
    for method in ["POST", "PATCH"] {
        let body = b"foo=blub+hehe&blah=42";
        let request = send(method, "/?blub=blah", FORM, body);
        let got = seen(&request, form);
        facts.same(method, got, "foo=blub hehe|blah=42");
        let args = seen(&request, |request| request.args().len());
        facts.same(method, args, 1);
    }
    let json = post("/?a=b", "application/json", b"{\"foo\": \"bar\"}");
    facts.same("JSON is no form", seen(&json, form), "");
    facts.by("werkzeug test_wrappers.py::test_form_data_ordering");
    let query = "foo=1&bar=0&foo=3";
    facts.same(query, pairs(query), "foo=1|bar=0|foo=3");
    facts.by("werkzeug test_wrappers.py::test_values");
    let both = post("/?a=1", FORM, b"a=2&b=2");
    let values = seen(&both, |request| {
        let values = request.values().expect("a form");
        ["a", "b"].map(|key| values.get(key).cloned().unwrap_or_default())
    });
    facts.same("query before form", values, ["1", "2"]);
    facts.by("werkzeug test_formparser.py::TestFormParser::test_limiting");
    let usual = Limits::default;
    let hello = "foo=Hello World|bar=baz";
    facts.same(
        "foo=Hello+World&bar=baz",
        pairs("foo=Hello+World&bar=baz"),
        hello,
    );
    let four = Limits { max_content_length: 4, ..usual() };
    facts.same("foo=123456, 4", taken(FORM, b"foo=123456", four), 413);
    facts.by("werkzeug test_formparser.py::test_urlencoded_no_max");
    let one = Limits { max_form_parts: 1, ..usual() };
    facts.same("a=1&b=2, 1 part", taken(FORM, b"a=1&b=2", one), 200);
    facts.by("werkzeug test_formparser.py::test_urlencoded_silent_decode");
    let body = post("/", FORM, b"\x80");
    let why = "the URL standard's parser (section 5.1) replaces what is no \
               UTF-8 and loses nothing else of the form";
    facts.differs("\\x80", seen(&body, form), "\u{fffd}=", why);
    facts.by("werkzeug test_formparser.py::test_parse_bad_content_type");
    facts.same("bad-mime-type", taken("bad-mime-type", b"", usual()), 200);
    facts.by(
        "werkzeug test_formparser.py::test_parse_form_data_put_without_content",
    );
    let put = send("PUT", "/foo", "", b"");
    facts.same("PUT", seen(&put, form), "");
    facts.by(
        "werkzeug test_formparser.py::test_parse_form_data_get_without_content",
    );
    facts.same("GET", seen(&get("/foo", &[]), form), "");
    facts.by("werkzeug test_wrappers.py::test_form_parsing_failed");
    let comma = post("/", ", ", b"test");
    facts.same("a comma for a type", seen(&comma, form), "");
    caching(facts);
    of_webob(facts);
}

fn caching(facts: &mut Facts) {
    facts.by("werkzeug test_wrappers.py::test_get_data_method_parsing_caching_behavior");
    let request = post("/", FORM, b"foo=Hello+World");
    let text = |data: &[u8]| String::from_utf8_lossy(data).into_owned();
    let both = seen(&request, |request| {
        let data = text(request.data().expect("data"));
        [data, form(request), text(request.data().expect("data"))]
    });
    let all = ["foo=Hello+World", "foo=Hello World", "foo=Hello+World"];
    facts.same("data first", both, all);
    let both = seen(&request, |request| {
        [form(request), text(request.data().expect("no data"))]
    });
    facts.same("the form first", both, ["foo=Hello World", ""]);
    facts.by("werkzeug test_wrappers.py::test_other_method_payload");
    let request = send("WHAT_IS_THIS", "/", "text/plain", b"Hello World");
    let data = seen(&request, |r| text(r.data().expect("data")));
    facts.same("an unknown method", data, "Hello World");
}

fn of_webob(facts: &mut Facts) {
    let body = b"var1=value1&var2=value2&rep=1&rep=2";
    let all = "var1=value1|var2=value2|rep=1|rep=2";
    facts.by("webob test_request.py::test_POST_urlencoded");
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let request = send(method, "/", FORM, body);
        facts.same(method, seen(&request, form), all);
    }
    facts.by("webob test_request.py::test_POST_bad_content_type");
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let request = send(method, "/", "text/plain", b"input");
        facts.same(method, seen(&request, form), "");
    }
    facts.by("webob test_request.py::test_POST_not_POST_missing_content_type");
    for method in ["PUT", "PATCH", "DELETE"] {
        let request = send(method, "/", "", b"input");
        facts.same(method, seen(&request, form), "");
    }
    facts.by("webob test_request.py::test_POST_missing_content_type");
    let request = post("/", "", body);
    let why = "RFC 9110, section 8.3: who does not know a body's type should \
               not guess one; Werkzeug does not, either";
    facts.differs("POST without a type", seen(&request, form), "", why);
    facts.by("webob test_request.py::test_params");
    let request = post("/?a=1&b=2", FORM, b"b=3");
    let params = seen(&request, |request| {
        let params = request.params().expect("a form");
        let all = params.iter().map(|(k, v)| format!("{k}={v}"));
        all.collect::<Vec<_>>().join("|")
    });
    facts.same("both", params, "a=1|b=2|b=3");
    facts.same("%E1%80%80=x", pairs("%E1%80%80=x"), "\u{1000}=x");
    facts.by("webob test_request.py::test_request_query_and_POST_vars");
    let query = "check=a&check=b&name=Bob";
    facts.same(query, pairs(query), "check=a|check=b|name=Bob");
    facts.by("webob test_request.py::test_GET_reflects_query_string");
    facts.same("foo=123", pairs("foo=123"), "foo=123");
    facts.same("", pairs(""), "");
}

pub(crate) fn json(facts: &mut Facts) {
    const JSON: &str = "application/json";
    let asked = |kind: &str, body: &str| {
        seen(&post("/", kind, body.as_bytes()), |request| {
            match request.json::<Value>() {
                Ok(value) => value.to_string(),
                Err(error) => error.status().to_string(),
            }
        })
    };
    facts.by("werkzeug test_wrappers.py::TestJSON::test_request");
    let value = json!({"\u{e4}": "b"}).to_string();
    facts.same(&value, asked(JSON, &value), value.clone());
    facts.by("werkzeug test_wrappers.py::TestJSON::test_bad_content_type");
    facts.same("text/plain", asked("text/plain", "[1,2,3]"), "415");
    let silent = seen(&post("/", "text/plain", b"[1,2,3]"), |request| {
        request.get_json_silent::<Value>()
    });
    facts.same("text/plain, silent", silent, None);
    facts.by("werkzeug test_wrappers.py::TestJSON::test_bad_data");
    facts.same("{\"a\":}", asked(JSON, "{\"a\":}"), "400");
    facts.by("flask test_json.py::test_json_bad_requests");
    facts.same("malformed", asked(JSON, "malformed"), "400");
    facts.by("flask test_json.py::test_json_custom_mimetypes");
    facts.same("x+json", asked("application/x+json", "\"foo\""), "\"foo\"");
    facts.by("flask test_json.py::test_bad_request_debug_message");
    facts.same("nothing", asked(JSON, ""), "400");
    facts.by("webob test_request.py::test_json_body_array");
    facts.same("[{\"a\":1},2]", asked(JSON, "[{\"a\":1},2]"), "[{\"a\":1},2]");
    facts.by(
        "werkzeug test_wrappers.py::test_request_mimetype_always_lowercase",
    );
    let kind = seen(&post("/", "APPLICATION/JSON", b"1"), |r| r.mimetype());
    facts.same("APPLICATION/JSON", kind, JSON);
}
