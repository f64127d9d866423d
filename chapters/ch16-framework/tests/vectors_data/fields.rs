//! A value with parameters: `Content-Type` and its like.

use carafe::request::parse_options_header;

use crate::facts::Facts;

/// `v; a=b c=d`, in the order of the names.
fn read(field: &str) -> String {
    let options = parse_options_header(field);
    let mut pairs: Vec<_> =
        options.iter().map(|(k, v)| format!(" {k}={v}")).collect();
    pairs.sort_unstable();
    format!("{};{}", options.value, pairs.concat())
}

pub(crate) fn parameters(facts: &mut Facts) {
    facts.by("werkzeug test_http.py::test_parse_options_header_empty");
    for (field, value) in [("", ";"), (";a=b", ";"), ("v", "v;"), ("v;", "v;")]
    {
        facts.same(field, read(field), value);
    }
    facts.by("werkzeug test_http.py::test_parse_options_header");
    for (field, options) in [
        ("v;a=b;c=d;", "v; a=b c=d"),
        ("v;  ; a=b ; ", "v; a=b"),
        ("v;a", "v;"),
        ("v;a=", "v;"),
        ("v;=b", "v;"),
        ("v;a=\"b\"", "v; a=b"),
        ("v;a=\u{b5}", "v;"),
        ("v;a=\"';'\";b=\"\u{b5}\";", "v; a=';' b=\u{b5}"),
        ("v;a=\"b c\"", "v; a=b c"),
        ("v;a=\"b\\\"c\";d=e", "v; a=b\"c d=e"),
        ("v;a=\"c:\\\\\"", "v; a=c:\\"),
        ("v;a=\"c:\\\"", "v;"),
        ("v;a=\"b\\\\\\\"c\"", "v; a=b\\\"c"),
        ("v;a=\"b%22c\"", "v; a=b\"c"),
        ("v;a*=b", "v; a=b"),
        ("v;a*=ASCII'en'b", "v; a=b"),
        ("v;a*=US-ASCII''%62", "v; a=b"),
        ("v;a*=UTF-8''%C2%B5", "v; a=\u{b5}"),
        ("v;a*=US-ASCII''%C2%B5", "v; a=\u{fffd}\u{fffd}"),
        ("v;a*=BAD''%62", "v; a=%62"),
        ("v;a*=UTF-8'''%F0%9F%90%8D'.txt", "v; a='\u{1f40d}'.txt"),
        ("v;a=\"\u{1f40d}.txt\"", "v; a=\u{1f40d}.txt"),
        ("v;a*0=b;a*1=c;d=e", "v; a=bc d=e"),
        ("v;a*0*=b", "v; a=b"),
        ("v;a*0*=UTF-8''b;a*1=c;a*2*=%C2%B5", "v; a=bc\u{b5}"),
    ] {
        facts.same(field, read(field), options);
    }
    let endless = format!("v;a=\"{}", "\\".repeat(400));
    facts.same("v;a=\" and 400 backslashes", read(&endless), "v;");
    facts.by("werkzeug test_http.py::test_parse_options_header_broken_values");
    for (field, value) in [
        (" ", ";"),
        (" , ", ",;"),
        (" ; ", ";"),
        (" ,; ", ",;"),
        (" , a ", ", a;"),
        (" ; a ", ";"),
    ] {
        facts.same(field, read(field), value);
    }
    facts.by(
        "werkzeug test_http.py::test_parse_options_header_case_insensitive",
    );
    let field = "something; fileName=\"File.ext\"";
    facts.same(field, read(field), "something; filename=File.ext");
}
