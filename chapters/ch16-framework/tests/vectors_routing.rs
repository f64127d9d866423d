//! What Werkzeug 3.1's own tests say about routing, as facts: rules, a
//! request, and what comes of it. Each table names the upstream test.
//!
//! Upstream's redirects say scheme and host; ours are the path alone.

use carafe::routing::{
    Arguments, Converter, Converters, Map, Outcome, Rule, Values,
    parse_arguments,
};

/// `GET /path` (or `GET /a|POST /b`) and the outcome.
type Cases<'c> = &'c [(&'c str, &'c str)];

/// An endpoint, values (`_method` is the method), and the path.
type Building<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c str);

struct Judge {
    upstream: &'static str,
    cases: usize,
}

/// The outcome in a line: the endpoint with its values; `-> path`; `405`
/// with the methods; `404`.
fn outcome(map: &Map, method: &str, path: &str) -> String {
    match map.find(path, method) {
        Outcome::Redirect(path) => format!("-> {path}"),
        Outcome::MethodNotAllowed(methods) => {
            format!("405 {}", methods.join(","))
        }
        Outcome::NotFound => "404".to_owned(),
        Outcome::Found(found) => {
            let mut values: Vec<_> = found.values().collect();
            values.sort_unstable();
            let values: Vec<_> =
                values.iter().map(|(k, v)| format!(" {k}={v}")).collect();
            format!("{}{}", found.rule().endpoint(), values.concat())
        }
    }
}

impl Judge {
    /// Werkzeug's `tests/test_routing.py::NAME`.
    fn of(upstream: &'static str) -> Self {
        Judge { upstream, cases: 0 }
    }

    fn finds(&mut self, map: &Map, cases: Cases<'_>) -> &mut Self {
        for (request, expected) in cases {
            let (method, path) = request.split_once(' ').expect("METHOD PATH");
            let found = outcome(map, method, path);
            let at = self.upstream;
            assert_eq!(found, *expected, "{at}: {request} in {map:?}");
        }
        self.cases += cases.len();
        self
    }

    fn builds(&mut self, map: &Map, cases: &[Building<'_>]) -> &mut Self {
        for (endpoint, values, expected) in cases {
            let values: Values = values.iter().copied().collect();
            let method = values.get("_method").map(str::to_owned);
            let mut values = values;
            values.take("_method");
            let built = map.build(endpoint, &values, method.as_deref());
            let built = built.unwrap_or_else(|error| error.to_string());
            let at = self.upstream;
            assert_eq!(built, *expected, "{at}: {endpoint} {values:?}");
        }
        self.cases += cases.len();
        self
    }
}

fn map(rules: impl IntoIterator<Item = Rule>) -> Map {
    Map::with_rules(rules).expect("good rules")
}

/// Rules `(text, endpoint)`, for every method.
fn plain(rules: &[(&str, &str)]) -> Map {
    map(rules.iter().map(|(text, endpoint)| Rule::new(text, endpoint)))
}

/// All that is in this file: the number on the page is a fact.
#[test]
fn at_least_a_hundred_and_twenty_facts_hold() {
    let all = [
        basic_routing(),
        merge_slashes(),
        strict_slashes(),
        leaves(),
        basic_building(),
        defaults(),
        negative(),
        greedy(),
        path(),
        complex(),
        converters(),
        own_converters(),
        any(),
        unknown_values(),
        method_fallback(),
        methods(),
        arguments(),
        alias(),
        double_defaults(),
        quoting(),
        weights(),
        lax_slashes(),
        parts(),
    ];
    let cases: usize = all.iter().map(|judge| judge.cases).sum();
    println!("{cases} facts from {} upstream tests", all.len());
    assert!(cases >= 120, "only {cases}");
}

fn basic_routing() -> Judge {
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

fn merge_slashes() -> Judge {
    let tail = map([
        Rule::new("/no/tail", "no_tail"),
        Rule::new("/yes/tail/", "yes_tail"),
        Rule::new("/with/<path:path>", "with_path"),
        Rule::new("/no//merge", "no_merge").merge_slashes(false),
        Rule::new("/no/merging", "no_merging").merge_slashes(false),
    ]);
    let mut judge = Judge::of(
        "test_merge_slashes_match, test_merge_slash_encoding, \
         test_merge_slashes_build",
    );
    judge.finds(
        &tail,
        &[
            ("GET /no//tail", "-> /no/tail"),
            ("GET /yes//tail", "-> /yes/tail/"),
            ("GET /yes/tail//", "-> /yes/tail/"),
            ("GET //yes///tail////", "-> /yes/tail/"),
            ("GET /no/tail", "no_tail"),
            ("GET /yes/tail/", "yes_tail"),
            (
                "GET /with/http://example.com/",
                "with_path path=http://example.com/",
            ),
            ("GET /with/x//y", "with_path path=x//y"),
            ("GET /no//merge", "no_merge"),
            ("GET /no/merging", "no_merging"),
            ("GET /no//merging", "404"),
        ],
    );
    judge.finds(
        &plain(&[("/merge/<some>/path", "merge")]),
        &[
            ("GET /merge/%//path", "-> /merge/%25/path"),
            ("GET /merge//st/path", "-> /merge/st/path"),
        ],
    );
    let build = map([
        Rule::new("/yes//merge", "yes_merge"),
        Rule::new("/no//merge", "no_merge").merge_slashes(false),
    ]);
    judge.builds(
        &build,
        &[("yes_merge", &[], "/yes/merge"), ("no_merge", &[], "/no//merge")],
    );
    judge
}

fn strict_slashes() -> Judge {
    let first = map([
        Rule::new("/bar/", "get").methods(["GET"]),
        Rule::new("/bar", "post").methods(["POST"]),
        Rule::new("/foo/", "foo").methods(["POST"]),
        Rule::new("/<path:var>/", "path").methods(["GET"]),
    ]);
    let mut judge = Judge::of("test_strict_slashes_redirect");
    judge.finds(
        &first,
        &[
            ("GET /bar/", "get"),
            ("POST /bar", "post"),
            ("GET /abc/", "path var=abc"),
            ("GET /bar", "-> /bar/"),
            ("POST /bar/", "405 GET,HEAD"),
            ("POST /foo", "-> /foo/"),
            ("GET /abc", "-> /abc/"),
        ],
    );
    let other = map([
        Rule::new("/bar", "post").methods(["POST"]),
        Rule::new("/bar/", "get").methods(["GET"]),
    ]);
    let only = map([Rule::new("/bar/", "get").methods(["GET"])]);
    judge.finds(
        &other,
        &[
            ("GET /bar/", "get"),
            ("POST /bar", "post"),
            ("GET /bar", "-> /bar/"),
            ("POST /bar/", "405 GET,HEAD"),
        ],
    );
    judge.finds(
        &only,
        &[
            ("GET /bar/", "get"),
            ("GET /bar", "-> /bar/"),
            ("POST /bar/", "405 GET,HEAD"),
        ],
    );
    judge
}

fn leaves() -> Judge {
    let lax = |text, endpoint| Rule::new(text, endpoint).strict_slashes(false);
    let map = map([
        lax("/path1", "leaf"),
        lax("/path1/", "branch"),
        lax("/path2", "leaf"),
        lax("/path2/", "branch"),
        lax("/path5", "leaf"),
    ]);
    let mut judge = Judge::of("test_strict_slashes_leaves_dont_consume");
    judge.finds(
        &map,
        &[
            ("GET /path1", "leaf"),
            ("GET /path1/", "branch"),
            ("GET /path2", "leaf"),
            ("GET /path2/", "branch"),
            ("GET /path5/", "leaf"),
        ],
    );
    judge
}

fn basic_building() -> Judge {
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

fn defaults() -> Judge {
    let users = map([
        Rule::new("/foo/", "foo").default("page", 1),
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
        Rule::new("/foo", "x").default("bar", 42),
        Rule::new("/foo/<int:bar>", "x"),
    ]);
    judge.finds(&answer, &[("GET /foo/42", "-> /foo")]);
    judge
}

fn negative() -> Judge {
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

fn greedy() -> Judge {
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

fn path() -> Judge {
    let map = map([
        Rule::new("/", "page").default("name", "FrontPage"),
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

fn complex() -> Judge {
    let map = map([
        Rule::new("/", "index"),
        Rule::new("/<int:blub>", "an_int"),
        Rule::new("/<blub>", "a_string"),
        Rule::new("/foo/", "nested"),
        Rule::new("/foobar/", "nestedbar"),
        Rule::new("/foo/<path:testing>/", "nested_show"),
        Rule::new("/foo/<path:testing>/edit", "nested_edit"),
        Rule::new("/users/", "users").default("page", 1),
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

fn converters() -> Judge {
    let mut judge = Judge::of(
        "test_uuid_converter, test_int_converter_404, test_newline_match, \
         test_non_string_parts",
    );
    let uuid = "a8098c1a-f86e-11da-bd1a-00112444be1e";
    judge.finds(
        &plain(&[("/a/<uuid:a_uuid>", "a")]),
        &[(&format!("GET /a/{uuid}"), &format!("a a_uuid={uuid}"))],
    );
    let digits = "1".repeat(4301);
    judge.finds(
        &plain(&[("/<int:a>", "a")]),
        &[(&format!("GET /{digits}"), "404")],
    );
    judge.finds(&plain(&[("/hello", "hello")]), &[("GET /hello\n", "404")]);
    judge.builds(
        &plain(&[("/<foo>", "foo")]),
        &[("foo", &[("foo", "42")], "/42")],
    );
    judge
}

/// Two words with a slash between them.
struct Two;

impl Converter for Two {
    fn accepts(&self, text: &str) -> bool {
        let word = |text: &str| text.chars().all(char::is_alphanumeric);
        text.split_once('/').is_some_and(|(a, b)| word(a) && word(b))
    }

    fn pattern(&self) -> std::borrow::Cow<'_, str> {
        r"(\w\w*)/(\w\w*)".into()
    }

    fn spans_segments(&self) -> bool {
        true
    }
}

/// Any pattern, as a rule says it.
struct Pattern(regex::Regex, bool);

impl Pattern {
    fn new(arguments: &Arguments, spans: bool) -> Result<Self, String> {
        let [pattern] = &*arguments.positional else {
            return Err("needs a pattern".to_owned());
        };
        let whole = format!(r"\A(?:{pattern})\z");
        let regex = regex::Regex::new(&whole).map_err(|e| e.to_string())?;
        Ok(Pattern(regex, spans))
    }
}

impl Converter for Pattern {
    fn accepts(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    fn pattern(&self) -> std::borrow::Cow<'_, str> {
        let whole = self.0.as_str();
        whole[r"\A".len()..whole.len() - r"\z".len()].into()
    }

    fn spans_segments(&self) -> bool {
        self.1
    }
}

fn own_converters() -> Judge {
    let mut own = Converters::default();
    own.add("two", |_| Ok(Two));
    own.add("regex", |arguments| Pattern::new(arguments, false));
    own.add("span", |arguments| Pattern::new(arguments, true));
    let with = |text: &str, endpoint: &str| {
        let mut map = Map::new(own.clone());
        map.add(Rule::new(text, endpoint)).expect("a good rule");
        map
    };
    let mut judge = Judge::of(
        "test_converter_with_tuples, test_part_isolating_default, \
         test_nested_regex_groups, test_regex",
    );
    judge.finds(
        &with("/<two:foo>/", "handler"),
        &[
            ("GET /qwert/yuiop/", "handler foo=qwert/yuiop"),
            ("GET /a/b/", "handler foo=a/b"),
        ],
    );
    let date = r"((\d{8}T\d{6}([.,]\d{1,3})?)|(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([.,]\d{1,3})?))Z";
    let dates = format!("/<span('{date}'):start>/<span('{date}'):end>/");
    judge.finds(
        &with(&dates, "handler"),
        &[(
            "GET /2023-02-16T23:36:36.266Z/2023-02-16T23:46:36.266Z/",
            "handler end=2023-02-16T23:46:36.266Z \
             start=2023-02-16T23:36:36.266Z",
        )],
    );
    judge.finds(
        &with(r"/<regex('[^/:]+\.[^/:]+'):value>", "regex"),
        &[("GET /asdfsa.asdfs", "regex value=asdfsa.asdfs")],
    );
    judge
}

fn any() -> Judge {
    let map = plain(&[
        ("/<any(a1, a2):a>", "no_dot"),
        ("/<any(a.1, a.2):a>", "yes_dot"),
    ]);
    let mut judge = Judge::of(
        "test_anyconverter, test_any_converter_build_validates_value",
    );
    judge.finds(
        &map,
        &[
            ("GET /a1", "no_dot a=a1"),
            ("GET /a2", "no_dot a=a2"),
            ("GET /a.1", "yes_dot a=a.1"),
            ("GET /a.2", "yes_dot a=a.2"),
        ],
    );
    let actor = plain(&[("/<any(patient, provider):value>", "actor")]);
    judge.builds(
        &actor,
        &[
            ("actor", &[("value", "patient")], "/patient"),
            ("actor", &[("value", "provider")], "/provider"),
            (
                "actor",
                &[("value", "invalid")],
                "no path for endpoint 'actor': value: 'invalid' is not one \
                 of 'patient', 'provider'",
            ),
        ],
    );
    judge
}

fn unknown_values() -> Judge {
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

fn method_fallback() -> Judge {
    let map = map([
        Rule::new("/", "index").methods(["GET"]),
        Rule::new("/<name>", "hello_name").methods(["GET"]),
        Rule::new("/select", "hello_select").methods(["POST"]),
        Rule::new("/search_get", "search").methods(["GET"]),
        Rule::new("/search_post", "search").methods(["POST"]),
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

fn methods() -> Judge {
    let implicit = map([
        Rule::new("/get", "a").methods(["GET"]),
        Rule::new("/post", "b").methods(["POST"]),
    ]);
    let mut judge =
        Judge::of("test_implicit_head, test_allowed_methods_querying");
    judge.finds(&implicit, &[("HEAD /get", "a"), ("HEAD /post", "405 POST")]);
    let querying = map([
        Rule::new("/<foo>", "any").methods(["GET", "HEAD"]),
        Rule::new("/foo", "foo").methods(["POST"]),
    ]);
    judge.finds(&querying, &[("-- /foo", "405 GET,HEAD,POST")]);
    judge
}

fn arguments() -> Judge {
    let mut judge = Judge::of("test_converter_parser, test_invalid_rule");
    let all = [
        ("test, a=1, b=3.0", "test|a=1 b=3.0"),
        ("", "|"),
        ("a, b, c,", "a b c|"),
        ("True, False, None", "True False None|"),
        ("\"foo\", \"bar\"", "foo bar|"),
    ];
    for (text, expected) in all {
        let Arguments { positional, named } =
            parse_arguments(text).expect("arguments");
        let named: Vec<_> =
            named.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let read = format!("{}|{}", positional.join(" "), named.join(" "));
        assert_eq!(read, expected, "{}: {text}", judge.upstream);
    }
    assert!(parse_arguments("min=0;max=500").is_err());
    assert!(Map::with_rules([Rule::new("/<int()>", "test")]).is_err());
    judge.cases += all.len() + 2;
    judge
}

fn alias() -> Judge {
    let map = map([
        Rule::new("/", "index"),
        Rule::new("/index.html", "index").alias(),
        Rule::new("/users/", "users").default("page", 1),
        Rule::new("/users/index.html", "users").default("page", 1).alias(),
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

fn double_defaults() -> Judge {
    let mut judge = Judge::of("test_double_defaults");
    for prefix in ["", "/aaa"] {
        let at = |tail: &str| format!("{prefix}{tail}");
        let rule = |tail: &str, bar: bool| {
            Rule::new(&at(tail), "x").default("bar", bar)
        };
        let map = map([
            rule("/", false).default("foo", 1),
            rule("/<int:foo>", false),
            rule("/bar/", true).default("foo", 1),
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

fn quoting() -> Judge {
    let category = map([
        Rule::new("/<category>", "category").default("page", 1),
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

fn weights() -> Judge {
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

fn lax_slashes() -> Judge {
    let lax = |text, endpoint| Rule::new(text, endpoint).strict_slashes(false);
    let map = map([
        lax("/path1", "leaf_path"),
        lax("/path2/", "branch_path"),
        lax("/<path:path>", "leaf_path_converter"),
    ]);
    let mut judge = Judge::of("test_strict_slashes_false");
    judge.finds(
        &map,
        &[
            ("GET /path1", "leaf_path"),
            ("GET /path1/", "leaf_path"),
            ("GET /path2", "branch_path"),
            ("GET /path2/", "branch_path"),
            ("GET /any", "leaf_path_converter path=any"),
            ("GET /any/", "leaf_path_converter path=any/"),
        ],
    );
    judge
}

fn parts() -> Judge {
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
