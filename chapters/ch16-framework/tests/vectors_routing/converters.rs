//! What a variable takes.

use carafe::routing::{
    Arguments, Converter, Converters, Map, Rule, parse_arguments,
};

use crate::judge::{Judge, plain};

pub(crate) fn converters() -> Judge {
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

pub(crate) fn own_converters() -> Judge {
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

pub(crate) fn any() -> Judge {
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

pub(crate) fn arguments() -> Judge {
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
