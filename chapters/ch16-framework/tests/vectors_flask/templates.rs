//! `tests/test_templating.py`; the templates are those of `tests/templates`.

use carafe::minijinja::{Value, context};
use carafe::{App, Context};
use serde_json::json;

use crate::Judge;

pub(crate) fn facts(judge: &mut Judge) {
    contexts(judge);
    escaping(judge);
    additions(judge);
    places(judge);
}

/// What `/` answers, after the application was told something.
fn page(
    tell: impl Fn(&mut App),
    name: &'static str,
    source: &'static str,
    values: impl Fn() -> Value + Send + Sync + 'static,
) -> String {
    let mut app = crate::app("test key");
    tell(&mut app);
    app.template(name, source).expect("a template");
    app.get("/", move |context: &Context<'_>| context.render(name, values()));
    app.client().get("/?foo=42").text()
}

fn none() -> Value {
    Value::UNDEFINED
}

fn contexts(judge: &mut Judge) {
    let injected = |app: &mut App| {
        app.context_processor(|_| json!({"injected_value": 42}));
    };
    let source = "<p>{{ value }}|{{ injected_value }}\n";
    let text = page(injected, "context_template.html", source, || {
        context! { value => 23 }
    });
    judge.is("test_context_processing", &*text, "<p>23|42");
    let text = page(
        |_| (),
        "a.html",
        "{{ config }}",
        || {
            context! { config => 42 }
        },
    );
    judge.is("test_original_win", &*text, "42");
    let world = |app: &mut App| {
        let config = app.config_mut();
        config.set("WORLD_NAME", "Special World").expect("text");
        app.context_processor(|_| json!({"foo": 42}));
    };
    let source = "Hello {{ config.WORLD_NAME }} {{ foo }}";
    let text = page(world, "a.html", source, none);
    judge.is("test_request_less_rendering", &*text, "Hello Special World 42");
    let state = |app: &mut App| {
        app.before_request(|context| {
            context.g().set_named("foo", 23);
            context.session()?.set("test", "aha")?;
            Ok(None)
        });
    };
    for (source, expected) in [
        ("{{ request.args.foo }}", "42"),
        ("{{ g.foo }}", "23"),
        ("{{ config.DEBUG }}", "False"),
        ("{{ session.test }}", "aha"),
    ] {
        let text = page(state, "a.html", source, none);
        judge.is("test_standard_context", &*text, expected);
    }
}

const ESCAPING: &str = "{{ text }}
{{ html }}
{% autoescape false %}{{ text }}
{{ html }}{% endautoescape %}
{% autoescape true %}{{ text }}
{{ html }}{% endautoescape %}";

fn escaping(judge: &mut Judge) {
    let text = "<p>Hello World!";
    let values = move || {
        let html = Value::from_safe_string(text.to_owned());
        context! { text, html }
    };
    let safe = "&lt;p&gt;Hello World!";
    let shown = page(|_| (), "escaping_template.html", ESCAPING, values);
    let expected = [safe, text, text, text, safe, text];
    for (line, expected) in shown.lines().zip(expected) {
        judge.is("test_escaping", line, expected);
    }
    judge.is("test_escaping", shown.lines().count(), 6);
    let shown = page(|_| (), "non_escaping_template.txt", ESCAPING, values);
    let expected = [text, text, text, text, safe, text];
    for (line, expected) in shown.lines().zip(expected) {
        judge.is("test_no_escaping", line, expected);
    }
    let upstream = "test_escaping_without_template_filename";
    let mut app = App::new();
    app.get("/", |context: &Context<'_>| {
        context.render_string("{{ foo }}", json!({"foo": "<test>"}))
    });
    let shown = app.client().get("/").text();
    judge.is(upstream, &*shown, "&lt;test&gt;");
    let mail = || context! { foo => "<test>" };
    let shown = page(|_| (), "mail.txt", "{{ foo}} Mail\n", mail);
    judge.is(upstream, &*shown, "<test> Mail");
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

fn additions(judge: &mut Judge) {
    for (upstream, name) in [
        ("test_template_filter_with_template", "super_reverse"),
        ("test_template_filter_with_name_and_template", "strrev"),
    ] {
        let source = "{{ value|super_reverse }}";
        let filter = |app: &mut App| {
            app.template_filter("super_reverse", reversed);
            app.template_filter(name, reversed);
        };
        let value = || context! { value => "abcd" };
        let text = page(filter, "template_filter.html", source, value);
        judge.is(upstream, &*text, "dcba");
    }
    let boolean = |app: &mut App| {
        app.template_test("boolean", |value: &Value| {
            value.kind() == carafe::minijinja::value::ValueKind::Bool
        });
    };
    let source = "{% if value is boolean %}\n    Success!\n{% endif %}\n";
    let value = || context! { value => false };
    let text = page(boolean, "template_test.html", source, value);
    let upstream = "test_template_test_with_template";
    judge.is(upstream, text.contains("Success!"), true);
    let global = |app: &mut App| {
        app.template_global("get_stuff", || 42);
    };
    let text = page(global, "a.html", "{{ get_stuff() }}", none);
    judge.is("test_add_template_global", &*text, "42");
}

fn places(judge: &mut Judge) {
    let library = |app: &mut App| {
        let source = "{% macro hello(name) %}Hello {{ name }}!{% endmacro %}\n";
        app.template("_macro.html", source).expect("a template");
    };
    let source = "{% from '_macro.html' import hello %}{{ hello('World') }}";
    let text = page(library, "a.html", source, none);
    judge.is("test_macros", &*text, "Hello World!");
    let text = page(|_| (), "index.html", "Hello Custom World!", none);
    judge.is("test_custom_template_loader", &*text, "Hello Custom World!");
    let mut app = App::new();
    app.get("/", |context: &Context<'_>| {
        let error = context.render("missing_template.html", ()).err();
        error.map(|error| error.to_string()).unwrap_or_default()
    });
    let text = app.client().get("/").text();
    let named = text.contains("missing_template.html");
    judge.is("test_template_loader_debugging", named, true);
}
