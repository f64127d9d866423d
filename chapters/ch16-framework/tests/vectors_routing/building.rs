//! From endpoints and values to paths.

use carafe::routing::{Rule, Values};

use crate::judge::{Judge, map, plain};

pub(crate) fn basic_building() -> Judge {
    let map = plain(&[
        ("/", "index"),
        ("/foo", "foo"),
        ("/bar/<baz>", "bar"),
        ("/bar/<int:bazi>", "bari"),
        ("/bar/<float:bazf>", "barf"),
        ("/bar/<path:bazp>", "barp"),
    ]);
    let mut judge = Judge::of("test_basic_building");
    judge.builds(
        &map,
        &[
            ("index", &[], "/"),
            ("foo", &[], "/foo"),
            ("bar", &[("baz", "blub")], "/bar/blub"),
            ("bari", &[("bazi", "50")], "/bar/50"),
            ("barf", &[("bazf", "0.815")], "/bar/0.815"),
            ("barp", &[("bazp", "la/di")], "/bar/la/di"),
        ],
    );
    judge
}

pub(crate) fn defaults() -> Judge {
    let users = map([
        Rule::new("/foo/", "foo").with_default("page", 1),
        Rule::new("/foo/<int:page>", "foo"),
    ]);
    let mut judge = Judge::of("test_defaults, test_request_redirect_default");
    judge.finds(
        &users,
        &[
            ("GET /foo/", "foo page=1"),
            ("GET /foo/1", "-> /foo/"),
            ("GET /foo/2", "foo page=2"),
        ],
    );
    judge.builds(
        &users,
        &[
            ("foo", &[], "/foo/"),
            ("foo", &[("page", "1")], "/foo/"),
            ("foo", &[("page", "2")], "/foo/2"),
        ],
    );
    let answer = map([
        Rule::new("/foo", "x").with_default("bar", 42),
        Rule::new("/foo/<int:bar>", "x"),
    ]);
    judge.finds(&answer, &[("GET /foo/42", "-> /foo")]);
    judge
}

pub(crate) fn unknown_values() -> Judge {
    let map = plain(&[("/", "a")]);
    let mut judge = Judge::of("test_build_append_unknown_dict");
    judge.builds(
        &map,
        &[
            ("a", &[], "/"),
            ("a", &[("v", "")], "/?v="),
            ("a", &[("v", "0")], "/?v=0"),
            ("a", &[("v", "1.0")], "/?v=1.0"),
            ("a", &[("v", "1"), ("v", "2")], "/?v=1&v=2"),
            ("a", &[("v", "1"), ("v", ""), ("v", "2")], "/?v=1&v=&v=2"),
            ("a", &[("v", "1+2")], "/?v=1%2B2"),
        ],
    );
    let drop = plain(&[("/flob/<flub>", "endp")]);
    let none = Values::new().with("flub", "x").with_some("flop", None::<u8>);
    assert_eq!(
        drop.build("endp", &none, None).as_deref(),
        Ok("/flob/x"),
        "test_build_drop_none"
    );
    assert!(drop.build("endp", &Values::new(), None).is_err());
    judge.cases += 2;
    judge
}

pub(crate) fn alias() -> Judge {
    let map = map([
        Rule::new("/", "index"),
        Rule::new("/index.html", "index").alias(),
        Rule::new("/users/", "users").with_default("page", 1),
        Rule::new("/users/index.html", "users").with_default("page", 1).alias(),
        Rule::new("/users/page/<int:page>", "users"),
        Rule::new("/users/page-<int:page>.html", "users").alias(),
    ]);
    let mut judge = Judge::of("test_alias_redirects");
    judge.finds(
        &map,
        &[
            ("GET /index.html", "-> /"),
            ("GET /users/index.html", "-> /users/"),
            ("GET /users/page-2.html", "-> /users/page/2"),
            ("GET /users/page-1.html", "-> /users/"),
        ],
    );
    judge.builds(
        &map,
        &[
            ("index", &[], "/"),
            ("users", &[("page", "1")], "/users/"),
            ("users", &[("page", "2")], "/users/page/2"),
        ],
    );
    judge
}

pub(crate) fn double_defaults() -> Judge {
    let mut judge = Judge::of("test_double_defaults");
    for prefix in ["", "/aaa"] {
        let at = |tail: &str| format!("{prefix}{tail}");
        let rule = |tail: &str, bar: bool| {
            Rule::new(&at(tail), "x").with_default("bar", bar)
        };
        let map = map([
            rule("/", false).with_default("foo", 1),
            rule("/<int:foo>", false),
            rule("/bar/", true).with_default("foo", 1),
            rule("/bar/<int:foo>", true),
        ]);
        judge.finds(
            &map,
            &[
                (&format!("GET {prefix}/"), "x bar=false foo=1"),
                (&format!("GET {prefix}/2"), "x bar=false foo=2"),
                (&format!("GET {prefix}/bar/"), "x bar=true foo=1"),
                (&format!("GET {prefix}/bar/2"), "x bar=true foo=2"),
            ],
        );
        judge.builds(
            &map,
            &[
                ("x", &[("foo", "1"), ("bar", "false")], &at("/")),
                ("x", &[("foo", "2"), ("bar", "false")], &at("/2")),
                ("x", &[("bar", "false")], &at("/")),
                ("x", &[("foo", "1"), ("bar", "true")], &at("/bar/")),
                ("x", &[("foo", "2"), ("bar", "true")], &at("/bar/2")),
                ("x", &[("bar", "true")], &at("/bar/")),
            ],
        );
    }
    judge
}

pub(crate) fn quoting() -> Judge {
    let category = map([
        Rule::new("/<category>", "category").with_default("page", 1),
        Rule::new("/<category>/page/<int:page>", "category"),
    ]);
    let mut judge = Judge::of(
        "test_redirect_path_quoting, test_unicode_rules, \
         test_request_direct_charset_bug, test_environ_nonascii_pathinfo, \
         test_protocol_joining_bug",
    );
    judge.finds(&category, &[("GET /foo bar/page/1", "-> /foo%20bar")]);
    let words = plain(&[
        ("/войти/", "enter"),
        ("/foo+bar/", "foobar"),
        ("/öäü/", "umlauts"),
        ("/лошадь", "horse"),
    ]);
    let enter = "/%D0%B2%D0%BE%D0%B9%D1%82%D0%B8/";
    judge.finds(
        &words,
        &[
            ("GET /войти", &format!("-> {enter}")),
            ("GET /войти/", "enter"),
            ("GET /foo+bar", "-> /foo+bar/"),
            ("GET /foo+bar/", "foobar"),
            ("GET /öäü", "-> /%C3%B6%C3%A4%C3%BC/"),
            ("GET /лошадь", "horse"),
            ("GET /барсук", "404"),
        ],
    );
    judge
        .builds(&words, &[("enter", &[], enter), ("foobar", &[], "/foo+bar/")]);
    judge.builds(
        &plain(&[("/<foo>", "x")]),
        &[("x", &[("foo", "x:y")], "/x:y")],
    );
    judge
}
