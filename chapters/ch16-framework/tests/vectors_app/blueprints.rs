//! `tests/test_blueprints.py`.

use carafe::routing::Values;
use carafe::{App, Blueprint, Context, Error, G, HttpError, Response, abort};

use crate::Judge;

pub(crate) fn facts(judge: &mut Judge) {
    error_handling(judge);
    prefixes(judge);
    nested(judge);
    endpoints(judge);
    processing(judge);
    names(judge);
}

/// A view that ends with 403, and a handler that says who says so.
fn no() -> Result<String, HttpError> {
    Err(abort(403))
}

fn says_no(
    who: &'static str,
) -> impl Fn(&Context<'_>, &HttpError) -> (&'static str, u16) {
    move |_, _| (who, 403)
}

fn error_handling(judge: &mut Judge) {
    let name = "test_blueprint_specific_error_handling";
    let mut app = App::new();
    for (part, words) in
        [("frontend", "frontend says no"), ("backend", "backend says no")]
    {
        let mut blueprint = Blueprint::new(part);
        blueprint.error_handler(403, says_no(words));
        blueprint.get(&format!("/{part}-no"), no).set_name("no");
        app.register(blueprint);
    }
    let mut side = Blueprint::new("sideend");
    side.get("/what-is-a-sideend", no);
    app.register(side);
    app.error_handler(403, says_no("application itself says no"));
    judge.says(name, &app, "/frontend-no", "frontend says no");
    judge.says(name, &app, "/backend-no", "backend says no");
    judge.says(name, &app, "/what-is-a-sideend", "application itself says no");

    #[derive(Debug, thiserror::Error)]
    #[error("one")]
    struct One;
    #[derive(Debug, thiserror::Error)]
    #[error("two")]
    struct Two;
    let name = "test_blueprint_specific_user_error_handling";
    let mut blue = Blueprint::new("blue");
    blue.error_handler_for(|_: &Context<'_>, _: &One| "boom");
    blue.error_handler_for(|_: &Context<'_>, _: &Two| "bam");
    blue.get("/one", || Err::<String, Error>(One.into()));
    blue.get("/two", || Err::<String, Error>(Two.into()));
    let mut app = App::new();
    app.register(blue);
    judge.says(name, &app, "/one", "boom");
    judge.says(name, &app, "/two", "bam");

    let name = "test_blueprint_app_error_handling";
    let mut errors = Blueprint::new("errors");
    errors.app_error_handler(403, says_no("you shall not pass"));
    let mut other = Blueprint::new("forbidden_bp");
    other.get("/nope", no);
    let mut app = App::new();
    app.get("/forbidden", no);
    app.register(errors).register(other);
    judge.says(name, &app, "/forbidden", "you shall not pass");
    judge.says(name, &app, "/nope", "you shall not pass");
}

fn prefixes(judge: &mut Judge) {
    for (prefix, rule, url) in [
        ("", "/", "/"),
        ("/", "", "/"),
        ("/", "/", "/"),
        ("/foo", "", "/foo"),
        ("/foo/", "", "/foo/"),
        ("", "/bar", "/bar"),
        ("/foo/", "/bar", "/foo/bar"),
        ("/foo/", "bar", "/foo/bar"),
        ("/foo", "/bar", "/foo/bar"),
        ("/foo/", "//bar", "/foo/bar"),
        ("/foo//", "/bar", "/foo/bar"),
    ] {
        let mut blueprint = Blueprint::new("test").prefix(prefix);
        blueprint.get(rule, || ()).set_name("index");
        let mut app = App::new();
        app.register(blueprint);
        let status = app.client().get(url).status;
        judge.is("test_blueprint_prefix_slash", status, 204);
    }
    let name = "test_nesting_url_prefixes";
    let mut child = Blueprint::new("child").prefix("/child");
    child.get("/", || "index");
    let mut parent = Blueprint::new("parent").prefix("/parent");
    parent.register(child);
    let mut app = App::new();
    app.register(parent);
    judge.is(name, app.client().get("/parent/child/").status, 200);
    let name = "test_empty_url_defaults";
    let mut blueprint = Blueprint::new("bp");
    fn something(carafe::Path(page): carafe::Path<u32>) -> String {
        page.to_string()
    }
    blueprint.get("/", something).set_default("page", 1);
    blueprint.get("/page/<int:page>", something);
    let mut app = App::new();
    app.register(blueprint);
    judge.says(name, &app, "/", "1");
    judge.says(name, &app, "/page/2", "2");
}

fn nested(judge: &mut Judge) {
    let part = |name: &str, word: &'static str| {
        let mut part = Blueprint::new(name).prefix(&format!("/{name}"));
        part.get("/", move || word);
        part.get("/no", no);
        part
    };
    let mut grandchild = part("grandchild", "Grandchild yes");
    grandchild.error_handler(403, says_no("Grandchild no"));
    let mut child = part("child", "Child yes");
    child.register(grandchild);
    let mut parent = part("parent", "Parent yes");
    parent.error_handler(403, says_no("Parent no"));
    parent.register(child);
    let mut app = App::new();
    app.register(parent);
    for (path, text) in [
        ("/parent/", "Parent yes"),
        ("/parent/child/", "Child yes"),
        ("/parent/child/grandchild/", "Grandchild yes"),
        ("/parent/no", "Parent no"),
        ("/parent/child/no", "Parent no"),
        ("/parent/child/grandchild/no", "Grandchild no"),
    ] {
        judge.says("test_nested_blueprint", &app, path, text);
    }

    fn seen(context: &Context<'_>, word: &str) {
        let mut words = context.g().get::<Vec<String>>().unwrap_or_default();
        words.push(word.to_owned());
        context.g().set(words);
    }
    fn pop(context: &Context<'_>, word: &str) {
        let mut words = context.g().get::<Vec<String>>().unwrap_or_default();
        assert_eq!(words.pop().as_deref(), Some(word));
        context.g().set(words);
    }
    let mut app = App::new();
    let mut parent = Blueprint::new("parent");
    let mut child = Blueprint::new("child");
    macro_rules! hooks {
        ($($on:ident: $($word:literal)*;)*) => {$($(
            $on.before_request(|context| {
                seen(context, $word);
                Ok(None)
            });
            $on.teardown_request(|context| pop(context, $word));
        )*)*};
    }
    hooks! {
        app: "app_1" "app_2";
        parent: "parent_1" "parent_2";
        child: "child_1" "child_2";
    }
    child.get("/a", |g: G| {
        g.get::<Vec<String>>().unwrap_or_default().join(", ")
    });
    parent.register(child);
    app.register(parent);
    let all = "app_1, app_2, parent_1, parent_2, child_1, child_2";
    judge.says("test_nested_callback_order", &app, "/a", all);
}

fn endpoints(judge: &mut Judge) {
    fn endpoint(context: &Context<'_>) -> String {
        context.endpoint().unwrap_or_default().to_owned()
    }
    let name = "test_route_decorator_custom_endpoint";
    let mut blueprint = Blueprint::new("bp").prefix("/py");
    blueprint.get("/foo", endpoint).set_name("foo");
    blueprint.get("/bar", endpoint).set_name("bar");
    blueprint.get("/bar/123", endpoint).set_name("123");
    blueprint.get("/bar/foo", endpoint).set_name("bar_foo");
    let mut app = App::new();
    app.get("/", endpoint).set_name("index");
    app.register(blueprint);
    for (path, text) in [
        ("/", "index"),
        ("/py/foo", "bp.foo"),
        ("/py/bar", "bp.bar"),
        ("/py/bar/123", "bp.123"),
        ("/py/bar/foo", "bp.bar_foo"),
    ] {
        judge.says(name, &app, path, text);
    }
    let name = "test_dotted_names_from_app";
    let mut app = App::new();
    app.get("/", |context: &Context<'_>| -> Result<String, Error> {
        Ok(context.url_for("test.index", Values::new())?)
    });
    let mut test = Blueprint::new("test");
    test.get("/test/", || "").set_name("index");
    app.register(test);
    judge.says(name, &app, "/", "/test/");
}

fn processing(judge: &mut Judge) {
    fn after(response: Response) -> Result<Response, Error> {
        let (status, headers, body) = response.into_parts();
        let body = [&body.collect()?[..], b"|after"].concat();
        let mut response = Response::new(body).with_status(status);
        *response.headers_mut() = headers;
        Ok(response)
    }
    let mut blueprint = Blueprint::new("bp");
    blueprint.after_request(|_, response| after(response));
    blueprint.get("/bp", || "request");
    let mut app = App::new();
    app.register(blueprint);
    judge.says("test_request_processing", &app, "/bp", "request|after");
    let name = "test_app_request_processing";
    let mut blueprint = Blueprint::new("bp");
    blueprint.after_app_request(|_, response| after(response));
    let mut app = App::new();
    app.register(blueprint);
    app.get("/", || "request");
    judge.says(name, &app, "/", "request|after");
    judge.says(name, &app, "/", "request|after");
}

fn names(judge: &mut Judge) {
    let check = |names: &[&str]| {
        let mut app = App::new();
        for name in names {
            app.register(Blueprint::new(name));
        }
        app.check().is_ok()
    };
    let name = "test_unique_blueprint_names";
    judge.is(name, check(&["bp", "bp"]), false);
    judge.is(name, check(&["bp", "again", "alt"]), true);
    judge.is("test_empty_name_not_allowed", check(&[""]), false);
}
