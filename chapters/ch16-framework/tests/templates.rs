//! Templates: where they come from, what they see, and what is escaped.

use carafe::minijinja::Value;
use carafe::{App, Blueprint, Context, Error, Form, Response};
use serde_json::json;

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// An application with a key, and one page at `/page/<name>`.
fn app(name: &'static str, source: &'static str) -> App {
    let mut app = App::new();
    app.config_mut().set("SECRET_KEY", KEY).expect("text");
    app.template(name, source).expect("a template");
    app.get("/page/<name>", move |context: &Context<'_>| {
        context.render(name, json!({ "text": "<i a='\"'>" }))
    })
    .set_name("page");
    app
}

fn page(name: &'static str, source: &'static str, target: &str) -> String {
    let app = app(name, source);
    let answer = app.client().get(target);
    assert_eq!(answer.status, 200, "{source}: {}", answer.text());
    answer.text()
}

/// What a page shows.
#[track_caller]
fn shows(source: &'static str, expected: &str) {
    assert_eq!(page("a.html", source, "/page/x?q=1&q=2"), expected);
}

#[test]
fn a_template_sees_its_request() {
    shows("{{ request.method }} {{ request.path }}", "GET /page/x");
    shows("{{ request.args.q }}{{ request.args.nothing }}", "1");
    shows("{{ request.args.getlist('q')|join('+') }}", "1+2");
    shows("{{ request.args.get('none', 'usual') }}", "usual");
    shows("{{ request.endpoint }}, {{ request.view_args.name }}", "page, x");
    shows("{{ request.url|safe }}", "http://localhost/page/x?q=1&q=2");
    shows("{{ request.cookies.none }}{{ request.form.none }}", "");
}

#[test]
fn a_template_sees_the_form_that_its_view_has_read() {
    fn sign(context: &Context<'_>) -> Result<Response, Error> {
        let Form(_) = carafe::Extract::extract(context)
            .unwrap_or(Form(serde_json::Value::Null));
        let source = "<input value=\"{{ request.form.name }}\">";
        context.render_string(source, ())
    }
    let mut app = App::new();
    app.post("/", sign);
    let answer = app.client().post_form("/", &[("name", "A\"da")]);
    assert_eq!(answer.text(), "<input value=\"A&#34;da\">");
}

#[test]
fn a_template_makes_links() {
    shows("{{ url_for('page', name='a b')|safe }}", "/page/a%20b");
    let query = "{{ url_for('page', name='x', tag=['a', 'b'], left=none) }}";
    shows(query, "/page/x?tag=a&amp;tag=b");
    let external = "{{ url_for('page', name='x', _external=true)|safe }}";
    shows(external, "http://localhost/page/x");
    let mut app = App::new();
    let mut blog = Blueprint::new("blog").prefix("/blog");
    blog.get("/all", |context: &Context<'_>| {
        context.render_string("{{ url_for('.all')|safe }}", ())
    })
    .set_name("all");
    app.register(blog);
    assert_eq!(app.client().get("/blog/all").text(), "/blog/all");
}

#[test]
fn a_template_sees_session_g_and_config_but_no_key() {
    let source = "{{ session.name }} {{ g.user }} {{ config.TITLE }} \
                  {{ config.SECRET_KEY }}{{ config.DEBUG }}";
    let mut app = app("a.html", source);
    app.config_mut().set("TITLE", "Guests").expect("text");
    app.before_request(|context| {
        context.session()?.set("name", "Ada")?;
        context.g().set_named("user", "Grace");
        Ok(None)
    });
    let answer = app.client().get("/page/x");
    assert_eq!(answer.text(), "Ada Grace Guests False");
}

#[test]
fn a_page_varies_by_cookie_only_if_its_template_asks_for_the_session() {
    for (source, vary) in [
        ("{{ text }} {{ config.DEBUG }}", None),
        ("{% if session.name %}{% endif %}", Some("Cookie")),
        ("{% if 'name' in session %}{% endif %}", Some("Cookie")),
        ("{{ get_flashed_messages() }}", Some("Cookie")),
    ] {
        let app = app("a.html", source);
        let answer = app.client().get("/page/x");
        assert_eq!(answer.headers.get("Vary"), vary, "{source}");
    }
}

#[test]
fn a_template_shows_flashed_messages() {
    let source = "{% for category, message in \
                  get_flashed_messages(with_categories=true) %}\
                  <p class=\"{{ category }}\">{{ message }}</p>{% endfor %}";
    let mut app = app("a.html", source);
    app.get("/flash", |context: &Context<'_>| {
        context.flash("Thank you, <b>")?;
        context.flash_with("Too late", "error")
    });
    let mut client = app.client();
    client.get("/flash");
    let shown = client.get("/page/x").text();
    let expected = "<p class=\"message\">Thank you, &lt;b&gt;</p>\
                    <p class=\"error\">Too late</p>";
    assert_eq!(shown, expected);
    assert_eq!(client.get("/page/x").text(), "");
}

#[test]
fn values_are_escaped_by_the_name_of_the_template() {
    let safe = "&lt;i a=&#39;&#34;&#39;&gt;";
    for (name, expected, kind) in [
        ("a.html", safe, "text/html; charset=utf-8"),
        ("a.xml", safe, "text/xml; charset=utf-8"),
        ("a.xhtml", safe, "application/xhtml+xml"),
        ("a.svg", safe, "image/svg+xml"),
        ("a.html.j2", safe, "text/html; charset=utf-8"),
        ("a.txt", "<i a='\"'>", "text/plain; charset=utf-8"),
    ] {
        let app = app(name, "{{ text }}");
        let answer = app.client().get("/page/x");
        assert_eq!(answer.text(), expected, "{name}");
        let sent = answer.headers.get("Content-Type");
        assert_eq!(sent, Some(kind), "{name}");
    }
    shows("{{ text|safe }}", "<i a='\"'>");
    shows("{{ text|e|escape }} {{ 1|e }} {{ [text] }}", &{
        let quoted = "[&#34;&lt;i a=&#39;\\&#34;&#39;&gt;&#34;]";
        format!("{safe} 1 {quoted}")
    });
    shows("{% autoescape false %}{{ text|e }}{% endautoescape %}", safe);
    shows("{% autoescape false %}{{ text }}{% endautoescape %}", "<i a='\"'>");
}

#[test]
fn context_processors_add_names_and_a_view_s_own_win() {
    let mut app = App::new();
    let source = "{{ a }} {{ b }} {{ c }} {{ d }}";
    let mut blog = Blueprint::new("blog").prefix("/blog");
    app.context_processor(|_| json!({"a": "app", "b": "app", "c": "app"}));
    blog.context_processor(|_| json!({"b": "blog", "c": "blog"}));
    blog.app_context_processor(|_| json!({"d": "everywhere"}));
    let view = move |context: &Context<'_>| {
        context.render_string(source, json!({"c": "view"}))
    };
    blog.get("/", view).set_name("inner");
    app.get("/", view).set_name("outer");
    app.register(blog);
    assert_eq!(app.client().get("/blog/").text(), "app blog view everywhere");
    assert_eq!(app.client().get("/").text(), "app app view everywhere");
}

#[test]
fn own_filters_tests_and_functions_can_be_called() {
    let source = "{{ 'abc'|reversed }} {{ 4 is even_number }} {{ answer() }}";
    let mut app = app("a.html", source);
    // ANCHOR: filter
    app.template_filter("reversed", |text: &str| {
        text.chars().rev().collect::<String>()
    });
    // ANCHOR_END: filter
    app.template_test("even_number", |number: i64| number % 2 == 0);
    app.template_global("answer", || Value::from(42));
    assert_eq!(app.client().get("/page/x").text(), "cba True 42");
}

#[test]
fn templates_come_from_folders_and_no_name_leads_out() {
    let outside = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = outside.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder"))
            .expect("made");
        std::fs::write(path, text).expect("written");
    };
    write("secret.html", "secret");
    write(
        "a/page.html",
        "{% extends 'base.html' %}{% block b %}a{% endblock %}",
    );
    write("b/page.html", "never asked");
    write("b/base.html", "<p>{% block b %}{% endblock %}");
    let mut app = App::new();
    let mut blog = Blueprint::new("blog");
    blog.template_folder(outside.path().join("b"));
    app.register(blog);
    app.template_folder(outside.path().join("a")); // is asked first
    app.get("/<path:name>", |context: &Context<'_>| {
        let name = context.values().next().map(|(_, name)| name.to_owned());
        context.render(&name.unwrap_or_default(), ())
    });
    assert_eq!(app.client().get("/page.html").text(), "<p>a");
    for out in ["/%2e%2e/secret.html", "/..%2fsecret.html", "/a/../secret.html"]
    {
        let answer = app.client().get(out);
        assert!(!answer.text().contains("secret"), "{out}: {}", answer.text());
    }
}

#[test]
fn a_changed_template_is_seen_at_once_only_if_that_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.html");
    for (settings, expected) in [
        (json!({}), "old"),
        (json!({"DEBUG": true}), "new"),
        (json!({"TEMPLATES_AUTO_RELOAD": true}), "new"),
        (json!({"DEBUG": true, "TEMPLATES_AUTO_RELOAD": false}), "old"),
    ] {
        let mut app = App::new();
        let serde_json::Value::Object(map) = settings.clone() else { panic!() };
        app.config_mut().from_mapping(map);
        app.template_folder(folder.path());
        app.get("/", |context: &Context<'_>| context.render("a.html", ()));
        std::fs::write(&path, "old").expect("written");
        assert_eq!(app.client().get("/").text(), "old");
        std::fs::write(&path, "new").expect("written");
        assert_eq!(app.client().get("/").text(), expected, "{settings}");
    }
}

#[test]
fn a_template_folder_that_is_not_there_is_found_at_the_start() {
    let mut app = App::new();
    app.template_folder("/no/such/folder");
    let error = app.check().expect_err("no folder").to_string();
    let expected = "the template folder /no/such/folder is not there: \
                    create it";
    assert_eq!(error, expected);
}
