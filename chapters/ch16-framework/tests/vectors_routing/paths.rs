//! Which rule a path finds.

use carafe::routing::Rule;

use crate::judge::{Judge, map, plain};

pub(crate) fn basic_routing() -> Judge {
    let map = plain(&[("/", "index"), ("/foo", "foo"), ("/bar/", "bar")]);
    let mut judge = Judge::of("test_basic_routing, test_empty_path_info");
    judge.finds(
        &map,
        &[
            ("GET /", "index"),
            ("GET /foo", "foo"),
            ("GET /bar/", "bar"),
            ("GET /bar", "-> /bar/"),
            ("GET /blub", "404"),
            ("GET ", "-> /"),
        ],
    );
    judge
}

pub(crate) fn negative() -> Judge {
    let map = plain(&[
        ("/foos/<int(signed=True):page>", "foos"),
        ("/bars/<float(signed=True):page>", "bars"),
        ("/foo/<int:page>", "foo"),
        ("/bar/<float:page>", "bar"),
    ]);
    let mut judge = Judge::of("test_negative");
    judge.finds(
        &map,
        &[
            ("GET /foos/-2", "foos page=-2"),
            ("GET /foos/-50", "foos page=-50"),
            ("GET /bars/-2.0", "bars page=-2.0"),
            ("GET /bars/-0.185", "bars page=-0.185"),
            ("GET /foo/-2", "404"),
            ("GET /foo/-50", "404"),
            ("GET /bar/-0.185", "404"),
            ("GET /bar/-2.0", "404"),
        ],
    );
    judge
}

pub(crate) fn greedy() -> Judge {
    let map = plain(&[
        ("/foo", "foo"),
        ("/<path:bar>", "bar"),
        ("/<path:bar>/<path:blub>", "bar"),
    ]);
    let mut judge = Judge::of("test_greedy");
    judge.finds(
        &map,
        &[
            ("GET /foo", "foo"),
            ("GET /blub", "bar bar=blub"),
            ("GET /he/he", "bar bar=he blub=he"),
        ],
    );
    judge.builds(
        &map,
        &[
            ("foo", &[], "/foo"),
            ("bar", &[("bar", "blub")], "/blub"),
            ("bar", &[("bar", "blub"), ("blub", "bar")], "/blub/bar"),
        ],
    );
    judge
}

pub(crate) fn path() -> Judge {
    let map = map([
        Rule::new("/", "page").with_default("name", "FrontPage"),
        Rule::new("/Special", "special"),
        Rule::new("/<int:year>", "year"),
        Rule::new("/<path:name>:foo", "foopage"),
        Rule::new("/<path:name>:<path:name2>", "twopage"),
        Rule::new("/<path:name>", "page"),
        Rule::new("/<path:name>/edit", "editpage"),
        Rule::new("/<path:name>/silly/<path:name2>", "sillypage"),
        Rule::new("/<path:name>/silly/<path:name2>/edit", "editsillypage"),
        Rule::new("/Talk:<path:name>", "talk"),
        Rule::new("/User:<username>", "user"),
        Rule::new("/User:<username>/<path:name>", "userpage"),
        Rule::new(
            "/User:<username>/comment/<int:id>-<int:replyId>",
            "usercomment",
        ),
        Rule::new("/Files/<path:file>", "files"),
        Rule::new("/<admin>/<manage>/<things>", "admin"),
    ]);
    let mut judge = Judge::of("test_path");
    judge.finds(
        &map,
        &[
            ("GET /", "page name=FrontPage"),
            ("GET /FrontPage", "-> /"),
            ("GET /Special", "special"),
            ("GET /2007", "year year=2007"),
            ("GET /Some:foo", "foopage name=Some"),
            ("GET /Some:bar", "twopage name=Some name2=bar"),
            ("GET /Some/Page", "page name=Some/Page"),
            ("GET /Some/Page/edit", "editpage name=Some/Page"),
            ("GET /Foo/silly/bar", "sillypage name=Foo name2=bar"),
            ("GET /Foo/silly/bar/edit", "editsillypage name=Foo name2=bar"),
            ("GET /Talk:Foo/Bar", "talk name=Foo/Bar"),
            ("GET /User:thomas", "user username=thomas"),
            (
                "GET /User:thomas/projects/werkzeug",
                "userpage name=projects/werkzeug username=thomas",
            ),
            (
                "GET /User:thomas/comment/123-456",
                "usercomment id=123 replyId=456 username=thomas",
            ),
            (
                "GET /Files/downloads/werkzeug/0.2.zip",
                "files file=downloads/werkzeug/0.2.zip",
            ),
            (
                "GET /Jerry/eats/cheese",
                "admin admin=Jerry manage=eats things=cheese",
            ),
        ],
    );
    judge
}

pub(crate) fn complex() -> Judge {
    let map = map([
        Rule::new("/", "index"),
        Rule::new("/<int:blub>", "an_int"),
        Rule::new("/<blub>", "a_string"),
        Rule::new("/foo/", "nested"),
        Rule::new("/foobar/", "nestedbar"),
        Rule::new("/foo/<path:testing>/", "nested_show"),
        Rule::new("/foo/<path:testing>/edit", "nested_edit"),
        Rule::new("/users/", "users").with_default("page", 1),
        Rule::new("/users/page/<int:page>", "users"),
        Rule::new("/foox", "foox"),
        Rule::new("/<path:bar>/<path:blub>", "barx_path_path"),
    ]);
    let mut judge = Judge::of("test_complex_routing_rules");
    judge.finds(
        &map,
        &[
            ("GET /", "index"),
            ("GET /42", "an_int blub=42"),
            ("GET /blub", "a_string blub=blub"),
            ("GET /foo/", "nested"),
            ("GET /foobar/", "nestedbar"),
            ("GET /foo/1/2/3/", "nested_show testing=1/2/3"),
            ("GET /foo/1/2/3/edit", "nested_edit testing=1/2/3"),
            ("GET /users/", "users page=1"),
            ("GET /users/page/2", "users page=2"),
            ("GET /foox", "foox"),
            ("GET /1/2/3", "barx_path_path bar=1 blub=2/3"),
        ],
    );
    judge.builds(
        &map,
        &[
            ("index", &[], "/"),
            ("an_int", &[("blub", "42")], "/42"),
            ("a_string", &[("blub", "test")], "/test"),
            ("nested", &[], "/foo/"),
            ("nestedbar", &[], "/foobar/"),
            ("nested_show", &[("testing", "1/2/3")], "/foo/1/2/3/"),
            ("nested_edit", &[("testing", "1/2/3")], "/foo/1/2/3/edit"),
            ("users", &[("page", "1")], "/users/"),
            ("users", &[("page", "2")], "/users/page/2"),
            ("foox", &[], "/foox"),
            ("barx_path_path", &[("bar", "1"), ("blub", "2/3")], "/1/2/3"),
        ],
    );
    judge
}

pub(crate) fn weights() -> Judge {
    let mut judge = Judge::of("test_path_weighting, test_weighting");
    judge.finds(
        &plain(&[
            ("/<path:path>/c", "simple"),
            ("/<path:path>/<a>/<b>", "complex"),
        ]),
        &[("GET /a/b/c", "simple path=a/b")],
    );
    let uuid = "2b5b0911-fdcf-4dd2-921b-28ace88db8a0";
    judge.finds(
        &plain(&[("/<int:value>", "int"), ("/<uuid:value>", "uuid")]),
        &[(&format!("GET /{uuid}"), &format!("uuid value={uuid}"))],
    );
    judge
}

pub(crate) fn parts() -> Judge {
    let mut judge = Judge::of(
        "test_multiple_converters_per_part, test_static_regex_escape, \
         test_part_converter_order",
    );
    judge.finds(
        &plain(&[("/v<int:major>.<int:minor>", "version")]),
        &[("GET /v1.2", "version major=1 minor=2")],
    );
    judge.finds(
        &plain(&[("/.<int:value>", "dotted")]),
        &[("GET /.2", "dotted value=2"), ("GET /a2", "404")],
    );
    let rule: Vec<_> = (0..11).map(|i| format!("<int:a{i}>")).collect();
    let path: Vec<_> = (0..11).map(|i| i.to_string()).collect();
    let mut values: Vec<_> = (0..11).map(|i| format!(" a{i}={i}")).collect();
    values.sort_by_key(|value| value.replace('=', " "));
    judge.finds(
        &plain(&[(&format!("/{}", rule.join("-")), "a")]),
        &[(
            &format!("GET /{}", path.join("-")),
            &format!("a{}", values.concat()),
        )],
    );
    judge
}
