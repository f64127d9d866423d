//! "Using URL Processors" of Flask's documentation: a part of the path that
//! no view wants to take, and no link wants to say.

use carafe::routing::Values;
use carafe::{App, Blueprint, Context, Error, G, Path};

/// What `url_value_preprocessor` took out of the path.
#[derive(Clone)]
struct Language(String);

fn pull(context: &Context<'_>, values: &mut Values) {
    if let Some(code) = values.take("lang_code") {
        context.g().set(Language(code));
    }
}

fn push(context: &Context<'_>) -> Values {
    let language = context.g().get::<Language>();
    Values::new().with_some("lang_code", language.map(|code| code.0))
}

fn link(endpoint: &'static str) -> impl Fn(&Context<'_>) -> Linked {
    move |context| Ok(context.url_for(endpoint, ())?)
}

type Linked = Result<String, Error>;

/// `test_basic.py::test_url_processors`, and the views here take what is left
/// of the path.
#[test]
fn url_processors_take_from_paths_and_add_to_links() {
    let mut app = App::new();
    app.url_value_preprocessor(pull);
    app.url_defaults(push);
    let index = |context: &Context<'_>| context.url_for("about", ());
    app.get("/<lang_code>/", index).set_name("index");
    app.get("/<lang_code>/about", link("foo")).set_name("about");
    app.get("/foo", |context: &Context<'_>| {
        context.url_for("about", [("lang_code", "en")])
    })
    .set_name("foo");
    fn user(g: G, Path(name): Path<String>) -> String {
        let Language(code) = g.get().expect("a language");
        format!("{name} in {code}")
    }
    app.get("/<lang_code>/user/<name>", user);
    let shown = "{{ url_for('about')|safe }} {{ request.view_args.lang_code }}";
    app.get("/<lang_code>/page", move |context: &Context<'_>| {
        context.render_string(shown, ())
    });
    let mut client = app.client();
    for (path, body) in [
        ("/de/", "/de/about"),
        ("/de/about", "/foo"),
        ("/foo", "/en/about"),
        ("/de/user/Ada", "Ada in de"),
        ("/de/page", "/de/about "),
    ] {
        assert_eq!(client.get(path).text(), body, "{path}");
    }
    assert_eq!(client.get("/no/such/path").status, 404);
}

/// `test_blueprints.py::test_blueprint_url_processors` and `test_basic.py::
/// test_inject_blueprint_url_defaults`.
#[test]
fn url_processors_of_a_blueprint_are_for_its_own_paths_and_endpoints() {
    let mut app = App::new();
    let mut front = Blueprint::new("front").prefix("/<lang_code>");
    front.url_value_preprocessor(pull);
    front.url_defaults(push);
    front.get("/", link(".about")).set_name("index");
    front.get("/about", link(".index")).set_name("about");
    front.get("/out", link("other.page")).set_name("out");
    let mut other = Blueprint::new("other").prefix("/other/<lang_code>");
    other.url_defaults(|_| [("lang_code", "fr"), ("unused", "x")]);
    other.get("/", |Path(code): Path<String>| code).set_name("page");
    let mut outer = Blueprint::new("outer").prefix("/in");
    let mut inner = Blueprint::new("inner").prefix("/<lang_code>");
    inner.app_url_defaults(|_| [("lang_code", "es")]);
    inner.get("/", link(".page")).set_name("page");
    outer.register(inner);
    app.register(front).register(other).register(outer);
    app.get("/link", link("front.about")).set_name("link");
    let mut client = app.client();
    for (path, body) in [
        ("/de/", "/de/about"),
        ("/de/about", "/de/"),
        ("/de/out", "/other/fr/"), // by whose endpoint it is, not who asks
        ("/other/it/", "it"),
        ("/in/it/", "/in/es/"),
        ("/link", "/es/about"),
    ] {
        assert_eq!(client.get(path).text(), body, "{path}");
    }
}

#[test]
fn without_a_value_a_link_fails_and_says_what_it_needs() {
    let mut app = App::new();
    app.url_defaults(push);
    app.get("/<lang_code>/about", || "").set_name("about");
    app.get("/", link("about")).set_name("index");
    let mut client = app.client();
    assert_eq!(client.get("/").status, 500);
    let error = app.url_for("about", ()).expect_err("no language");
    let says = "no path for endpoint 'about': it needs 'lang_code', one of \
                the methods GET, HEAD";
    assert_eq!(error.to_string(), says);
}
