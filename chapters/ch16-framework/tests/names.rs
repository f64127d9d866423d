//! What a view is called, and settings of its rule.

use carafe::routing::Rule;
use carafe::{App, Blueprint, Context, IntoResponse, View, make_response};

mod blog {
    pub(super) fn index() -> &'static str {
        "the blog"
    }
}

fn index() -> &'static str {
    "the site"
}

/// A view decorator, as in Flask's patterns.
fn logged<M, V>(view: V) -> impl View<carafe::WithContext<()>, Output = Answer>
where
    V: View<M>,
    V::Output: IntoResponse,
{
    move |context: &Context<'_>| make_response(view.view(context)?)
}

type Answer = carafe::Result;

#[test]
fn two_views_of_one_name_are_found_at_the_start() {
    let mut app = App::new();
    app.get("/", index);
    app.get("/home", index);
    app.check().expect("one view at two paths is no mistake");
    app.get("/blog", blog::index);
    let error = app.check().expect_err("two views").to_string();
    assert_eq!(
        error,
        "two views are called \"index\", at \"/\" and at \"/blog\": give one \
         another name by set_name"
    );
    let mut app = App::new();
    let mut pages = Blueprint::new("blog");
    pages.get("/blog", blog::index);
    app.register(pages);
    app.get("/", index);
    app.check().expect("a blueprint's endpoint has its name in front");
    let (get, post) = (|| "the form", || "thank you");
    app.get("/form", get).set_name("form");
    app.post("/form", post).set_name("form");
    app.check().expect("both lead to the same path");
}

#[test]
fn a_wrapped_view_is_called_by_its_rule_until_it_has_a_name() {
    let mut app = App::new();
    app.get("/", logged(index));
    app.get("/blog", logged(blog::index)).set_name("blog");
    let names: Vec<_> = app.rules().map(Rule::endpoint).collect();
    assert_eq!(names, ["/", "blog"]);
    assert_eq!(app.client().get("/blog").text(), "the blog");
}

#[test]
fn a_request_knows_its_rule_and_its_blueprint() {
    fn where_am_i(context: &Context<'_>) -> String {
        let rule = context.rule().map(Rule::text);
        let values: Vec<_> = context.values().collect();
        let (endpoint, blueprint) = (context.endpoint(), context.blueprint());
        format!("{endpoint:?} {blueprint:?} {rule:?} {values:?}")
    }
    let mut app = App::new();
    let mut outer = Blueprint::new("outer").prefix("/outer");
    let mut inner = Blueprint::new("inner");
    inner.get("/<int:id>", where_am_i);
    outer.register(inner);
    app.get("/", where_am_i);
    app.register(outer);
    app.error_handler(404, |context: &Context<'_>, _| where_am_i(context));
    let mut client = app.client();
    for (path, says) in [
        ("/", r#"Some("where_am_i") None Some("/") []"#),
        (
            "/outer/7",
            "Some(\"outer.inner.where_am_i\") Some(\"outer.inner\") \
             Some(\"/outer/<int:id>\") [(\"id\", \"7\")]",
        ),
        ("/nowhere", "None None None []"),
    ] {
        assert_eq!(client.get(path).text(), says, "{path}");
    }
}

#[test]
fn a_slash_at_the_end_may_be_no_matter() {
    let mut app = App::new();
    app.get("/users/", || "users");
    app.get("/strict/", || "strict").set_strict_slashes(true);
    assert_eq!(app.client().get("/users").status, 308);
    app.strict_slashes(false).merge_slashes(false);
    let mut client = app.client();
    for path in ["/users/", "/users"] {
        assert_eq!(client.get(path).text(), "users", "{path}");
    }
    assert_eq!(client.get("/strict").status, 308);
    assert_eq!(client.get("//users").text(), "users");
    let mut app = App::new();
    app.get("/lax/", || "lax").set_strict_slashes(false);
    assert_eq!(app.client().get("/lax").text(), "lax");
    app.get("/a/b", || "b");
    assert_eq!(app.client().get("/a//b").status, 308);
    app.merge_slashes(false);
    assert_eq!(app.client().get("/a//b").status, 404);
}
