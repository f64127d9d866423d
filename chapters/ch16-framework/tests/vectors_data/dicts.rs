//! Several values of one name: forms, queries, header fields.

use carafe::{Headers, MultiDict};

use crate::facts::Facts;

fn dict(pairs: &[(&str, &str)]) -> MultiDict {
    pairs.iter().map(|(key, value)| (*key, (*value).to_owned())).collect()
}

fn all(dict: &MultiDict, key: &str) -> String {
    let all: Vec<_> = dict.get_all(key).map(String::as_str).collect();
    all.join(",")
}

pub(crate) fn multi_dict(facts: &mut Facts) {
    facts.by("werkzeug test_datastructures.py::test_basic_interface");
    let mut md = dict(&[
        ("a", "1"),
        ("b", "2"),
        ("a", "2"),
        ("d", "3"),
        ("a", "1"),
        ("a", "3"),
        ("d", "4"),
        ("c", "3"),
    ]);
    let first = |md: &MultiDict, key| md.get(key).cloned().unwrap_or_default();
    facts.same("the first a", first(&md, "a"), "1");
    facts.same("the first c", first(&md, "c"), "3");
    facts.same("e", md.get("e"), None::<&String>);
    facts.same("all of a", all(&md, "a"), "1,2,1,3");
    facts.same("all of d", all(&md, "d"), "3,4");
    facts.same("all of x", all(&md, "x"), "");
    md.set("a", "42".to_owned());
    facts.same("a = 42", all(&md, "a"), "42");
    md.set_all("a", ["1", "2", "3"].map(str::to_owned));
    facts.same("a = 1, 2, 3", all(&md, "a"), "1,2,3");
    let new = md.set_default("u", "23".to_owned()).clone();
    facts.same("u or 23", new, "23");
    facts.same("all of u", all(&md, "u"), "23");
    facts.same("pop u", md.pop("u"), Some("23".to_owned()));
    facts.same("u is gone", md.contains_key("u"), false);
    facts.same("pop all of d", md.pop_all("d"), ["3", "4"]);
    facts.same("pop all of nothing", md.pop_all("missing").len(), 0);
    facts.same("the keys", md.keys(), ["a", "b", "c"]);
    let lists: Vec<_> = md
        .lists()
        .into_iter()
        .map(|(key, values)| format!("{key}{}", values.len()))
        .collect();
    facts.same("the lists", lists, ["a3", "b1", "c1"]);
    facts.same("its length", md.len(), 5);
    md.extend(
        dict(&[("a", "4"), ("a", "5"), ("y", "0")])
            .iter()
            .map(|(key, value)| (key.to_owned(), value.clone())),
    );
    facts.same("after update", all(&md, "a"), "1,2,3,4,5");
    facts.same("pop y", md.pop("y"), Some("0".to_owned()));
    let numbers = dict(&[("a", "4"), ("c", "42"), ("c", "23"), ("c", "blah")]);
    facts.same("a as int", numbers.get_as::<i32>("a"), Some(4));
    facts.same("c as ints", numbers.get_all_as::<i32>("c"), [42, 23]);
    facts.by("werkzeug test_datastructures.py::test_multidict_pop");
    let mut md = dict(&[("foo", "1"), ("foo", "2")]);
    facts.same("pop foo", md.pop("foo"), Some("1".to_owned()));
    facts.same("all are gone", md.is_empty(), true);
    facts.same("pop foos", md.pop("foos"), None::<String>);
    facts.by("webob test_request.py::test_request_query_and_POST_vars");
    let md = dict(&[("a", "1"), ("b", "2"), ("a", "3")]);
    facts.same("in order", md.iter().count(), 3);
    let why = "Flask's request.args gives the first, as here; WebOb's dict the \
               last";
    facts.differs("the a of two", first(&md, "a"), "1", why);
}

fn headers_of(fields: &[(&'static str, &'static str)]) -> Headers {
    let mut headers = Headers::new();
    for (name, value) in fields {
        headers.add(*name, *value).expect("it can be sent");
    }
    headers
}

fn list(headers: &Headers) -> String {
    let all: Vec<_> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    all.join("|")
}

pub(crate) fn headers(facts: &mut Facts) {
    facts.by(
        "werkzeug test_datastructures.py::TestHeaders::test_basic_interface",
    );
    let mut headers =
        headers_of(&[("Content-Type", "text/plain"), ("X-Foo", "bar")]);
    facts.same("x-Foo in it", headers.contains("x-Foo"), true);
    facts.same("Content-type in it", headers.contains("Content-type"), true);
    let refused = headers.add("X-Example", "foo\r\n bar").is_err();
    facts.same("a line end", refused, true);
    headers.set("Content-Type", "foo/bar").expect("it can be sent");
    let two = "Content-Type: foo/bar|X-Foo: bar";
    facts.same("set again", list(&headers), two);
    facts.by("werkzeug test_datastructures.py::test_defaults_and_conversion");
    let mut headers = headers_of(&[
        ("Content-Type", "text/plain"),
        ("X-Foo", "bar"),
        ("X-Bar", "1"),
        ("X-Bar", "2"),
    ]);
    let bars: Vec<_> = headers.get_all("x-bar").collect();
    facts.same("all of x-bar", bars, ["1", "2"]);
    facts.same("the first x-Bar", headers.get("x-Bar"), Some("1"));
    for (name, value) in [("X-Foo", "bar"), ("X-Bar", "1"), ("X-Baz", "nope")] {
        headers.set_default(name, "nope").expect("it can be sent");
        facts.same(name, headers.get(name), Some(value));
    }
    facts.same("pop", headers.remove("X-Baz"), true);
    facts.same("pop what is not there", headers.remove("c"), false);
    facts.by(
        "werkzeug test_datastructures.py::TestHeaders::test_reject_newlines",
    );
    for value in ["foo\nbar", "foo\r\nbar", "foo\rbar"] {
        let added = Headers::new().add("foo", value).is_err();
        facts.same(value, added, true);
        let set = Headers::new().set("foo", value).is_err();
        facts.same(value, set, true);
    }
    facts.by("werkzeug test_utils.py::test_header_set_duplication_bug");
    let mut headers = headers_of(&[
        ("Content-Type", "text/html"),
        ("Foo", "bar"),
        ("Blub", "blah"),
    ]);
    headers.set("blub", "hehe").expect("it can be sent");
    headers.set("blafasel", "humm").expect("it can be sent");
    let ours = list(&headers).to_ascii_lowercase();
    let theirs = "content-type: text/html|foo: bar|blub: hehe|blafasel: humm";
    facts.same("set twice", ours, theirs);
    facts.by("werkzeug test_datastructures.py::TestHeaders::test_copying");
    let mut one = headers_of(&[("foo", "bar")]);
    let copy = one.clone();
    one.add("foo", "baz").expect("it can be sent");
    facts.same("the copy", copy.len(), 1);
}
