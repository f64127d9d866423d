//! Methods.

use carafe::routing::Rule;

use crate::judge::{Judge, map};

pub(crate) fn method_fallback() -> Judge {
    let map = map([
        Rule::new("/", "index").with_methods(["GET"]),
        Rule::new("/<name>", "hello_name").with_methods(["GET"]),
        Rule::new("/select", "hello_select").with_methods(["POST"]),
        Rule::new("/search_get", "search").with_methods(["GET"]),
        Rule::new("/search_post", "search").with_methods(["POST"]),
    ]);
    let mut judge = Judge::of("test_method_fallback");
    judge.builds(
        &map,
        &[
            ("index", &[], "/"),
            ("index", &[("_method", "GET")], "/"),
            ("hello_name", &[("name", "foo")], "/foo"),
            ("hello_select", &[], "/select"),
            ("hello_select", &[("_method", "POST")], "/select"),
            ("search", &[], "/search_get"),
            ("search", &[("_method", "GET")], "/search_get"),
            ("search", &[("_method", "POST")], "/search_post"),
        ],
    );
    judge
}

pub(crate) fn methods() -> Judge {
    let implicit = map([
        Rule::new("/get", "a").with_methods(["GET"]),
        Rule::new("/post", "b").with_methods(["POST"]),
    ]);
    let mut judge =
        Judge::of("test_implicit_head, test_allowed_methods_querying");
    judge.finds(&implicit, &[("HEAD /get", "a"), ("HEAD /post", "405 POST")]);
    let querying = map([
        Rule::new("/<foo>", "any").with_methods(["GET", "HEAD"]),
        Rule::new("/foo", "foo").with_methods(["POST"]),
    ]);
    judge.finds(&querying, &[("-- /foo", "405 GET,HEAD,POST")]);
    judge
}
