//! Applications below others.

use carafe::routing::Values;
use carafe::{App, Context, Error, HttpError};
use wsgi::{Body, application, demo_app};

fn link(context: &Context<'_>) -> Result<String, Error> {
    let request = context.request();
    let (root, path) = (request.root_path(), request.path());
    let link = context.url_for("link", Values::new())?;
    Ok(format!("{root:?} {path:?} {link}"))
}

/// An application with one page, a directory, and its own 404.
fn admin() -> App {
    let mut admin = App::new();
    admin.get("/link", link);
    admin.get("/dir/", || "a directory");
    admin.get("/", || "admin");
    admin.error_handler(404, |_: &Context<'_>, _: &HttpError| ("admin", 404));
    admin
}

fn site() -> App {
    let mut site = App::new();
    site.get("/link", link);
    site.get("/admin/never", || "the mounted one comes first");
    site.get("/administrator", || "another page");
    site.error_handler(404, |_: &Context<'_>, _: &HttpError| ("site", 404));
    site.after_request(|_, response| response.with_header("X-By", "site"));
    site.mount("/admin", admin());
    site.mount("/admin/env", demo_app);
    site.mount("caf\u{e9}/", admin());
    site
}

#[test]
fn a_mounted_application_sees_the_rest_of_the_path_and_builds_whole_ones() {
    let site = site();
    let mut client = site.client();
    for (path, status, body) in [
        ("/link", 200, "\"\" \"/link\" /link"),
        ("/admin/link", 200, "\"/admin\" \"/link\" /admin/link"),
        ("/admin/", 200, "admin"),
        ("/admin", 200, "admin"),
        ("/administrator", 200, "another page"),
        ("/admin/never", 404, "admin"),
        ("/nothing", 404, "site"),
        ("/caf%C3%A9/link", 200, "\"/caf\u{e9}\" \"/link\" /caf%C3%A9/link"),
    ] {
        let answer = client.get(path);
        let told = (answer.status, answer.text());
        assert_eq!(told, (status, body.to_owned()), "{path}");
        let by = answer.headers.contains("X-By");
        let own = !path.starts_with("/admin/") && !path.starts_with("/caf");
        assert_eq!(by, own && path != "/admin", "{path}: whose hooks ran");
    }
    let answer = client.get("/admin/dir?a=b");
    let location = answer.headers.get("Location");
    assert_eq!((answer.status, location), (308, Some("/admin/dir/?a=b")));
}

#[test]
fn any_application_of_the_contract_can_be_mounted_and_mounts_nest() {
    let mut outer = App::new();
    outer.mount("/in", site());
    let hello = application(|environ, start_response| {
        start_response.call("200 OK", [("Content-Type", "text/plain")])?;
        Ok(Body::from(environ.script_name().into_owned()))
    });
    outer.mount("/hello", hello);
    let mut client = outer.client();
    let env = client.get("/in/admin/env/a%20b").text();
    assert!(env.contains("SCRIPT_NAME = \"/in/admin/env\"\n"), "{env}");
    assert!(env.contains("PATH_INFO = \"/a b\"\n"), "{env}");
    let link = client.get("/in/admin/link").text();
    assert_eq!(link, "\"/in/admin\" \"/link\" /in/admin/link");
    assert_eq!(client.get("/hello/x").text(), "/hello");
}

#[test]
fn what_could_never_be_reached_is_found_at_the_start() {
    let mut app = App::new();
    app.mount("/", demo_app);
    let error = app.check().expect_err("the root").to_string();
    assert!(error.ends_with("would answer everything: mount at /NAME"));
    let mut app = App::new();
    app.mount("/a", demo_app).mount("/b", demo_app).mount("/a/", demo_app);
    let error = app.check().expect_err("twice").to_string();
    let says = "the application mounted at \"/a\" is there twice";
    assert_eq!(error, says);
}
