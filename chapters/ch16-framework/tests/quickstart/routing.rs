//! "A Minimal Application" to "Static Files".

use carafe::routing::Values;
use carafe::{App, Error, Path, Request, escape};

use crate::get;

#[test]
fn a_minimal_application() {
    let mut app = App::new();
    app.get("/", || "<p>Hello, World!</p>");
    let answer = app.client().get("/");
    let kind = answer.headers.get("Content-Type");
    assert_eq!(kind, Some("text/html; charset=utf-8"));
    assert_eq!(answer.text(), "<p>Hello, World!</p>");
}

#[test]
fn debug_mode() {
    let mut app = App::new();
    app.get("/", || -> Result<(), Error> { Err(Error::message("a bug")) });
    assert!(!get(&app, "/").contains("a bug"));
    app.config_mut().set("DEBUG", true).expect("a flag");
    assert!(get(&app, "/").contains("a bug"));
}

#[test]
fn html_escaping() {
    let mut app = App::new();
    app.get("/<name>", |Path(name): Path<String>| {
        format!("Hello, {}!", escape(&name))
    });
    let text = get(&app, "/%3Cscript%3Ealert(%22bad%22)");
    assert_eq!(text, "Hello, &lt;script&gt;alert(&#34;bad&#34;)!");
}

fn index() -> &'static str {
    "index"
}

fn login() -> &'static str {
    "login"
}

fn profile(Path(name): Path<String>) -> String {
    format!("User {}", escape(&name))
}

fn routed() -> App {
    let mut app = App::new();
    app.get("/", index);
    app.get("/login", login);
    app.get("/user/<username>", profile);
    app.get("/post/<int:post_id>", |Path(id): Path<u32>| format!("Post {id}"));
    app.get("/path/<path:subpath>", |Path(path): Path<String>| {
        format!("Subpath {}", escape(&path))
    });
    app.get("/projects/", || "The project page");
    app.get("/about", || "The about page");
    app
}

#[test]
fn variable_rules() {
    let app = routed();
    assert_eq!(get(&app, "/user/ada"), "User ada");
    assert_eq!(get(&app, "/post/7"), "Post 7");
    assert_eq!(get(&app, "/path/a/b"), "Subpath a/b");
    assert_eq!(app.client().get("/post/seven").status, 404);
}

#[test]
fn unique_urls() {
    let app = routed();
    let answer = app.client().get("/projects");
    assert_eq!(answer.headers.get("Location"), Some("/projects/"));
    assert_eq!(app.client().get("/about/").status, 404);
}

#[test]
fn url_building() {
    let app = routed();
    let none = Values::new;
    for (endpoint, values, expected) in [
        ("index", none(), "/"),
        ("login", none(), "/login"),
        ("login", none().with("next", "/"), "/login?next=/"),
        ("profile", none().with("username", "John Doe"), "/user/John%20Doe"),
    ] {
        let url = app.url_for(endpoint, values).expect(endpoint);
        assert_eq!(url, expected);
    }
}

#[test]
fn http_methods() {
    fn both(request: &Request<'_>) -> &'static str {
        let post = request.method() == "POST";
        if post { "do the login" } else { "show the form" }
    }
    let mut app = App::new();
    app.route("/login", both).set_methods(["GET", "POST"]);
    app.get("/apart", || "show the form").set_name("form");
    app.post("/apart", || "do the login").set_name("login");
    for path in ["/login", "/apart"] {
        let mut client = app.client();
        assert_eq!(client.get(path).text(), "show the form");
        assert_eq!(client.post_form(path, &[]).text(), "do the login");
        assert_eq!(client.send("HEAD", path, &[], b"").status, 200);
        assert_eq!(client.send("OPTIONS", path, &[], b"").status, 200);
    }
}

#[test]
fn static_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("static");
    std::fs::create_dir(&path).expect("made");
    std::fs::write(path.join("style.css"), "p {}").expect("written");
    let mut app = App::new();
    app.static_folder(&path);
    let values = Values::new().with("filename", "style.css");
    let url = app.url_for("static", values).expect("a path");
    assert_eq!(url, "/static/style.css");
    assert_eq!(get(&app, &url), "p {}");
}
