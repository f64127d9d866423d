//! "Rendering Templates" to "Redirects and Errors".

use carafe::routing::Values;
use carafe::{
    App, Context, Error, Form, Path, Request, Response, SetCookie, abort,
    redirect, secure_filename,
};
use serde::Deserialize;
use serde_json::json;

use crate::get;

#[test]
fn rendering_templates() {
    let mut app = App::new();
    let source = "{% if person %}Hello {{ person }}!\
                  {% else %}Hello, World!{% endif %}";
    app.template("hello.html", source).expect("a template");
    fn hello(
        context: &Context<'_>,
        name: Option<Path<String>>,
    ) -> Result<Response, Error> {
        let person = name.map(|Path(name)| name);
        context.render("hello.html", json!({ "person": person }))
    }
    app.get("/hello/", hello).set_name("hello_world");
    app.get("/hello/<name>", hello);
    assert_eq!(get(&app, "/hello/"), "Hello, World!");
    assert_eq!(get(&app, "/hello/%3CAda%3E"), "Hello &lt;Ada&gt;!");
}

#[test]
fn the_request_object() {
    #[derive(Deserialize)]
    struct Login {
        username: String,
        password: String,
    }
    let mut app = App::new();
    app.post("/login", |Form(login): Form<Login>| {
        let valid = login.password == "sesame";
        if valid { login.username } else { "Invalid password".to_owned() }
    });
    app.get("/", |request: &Request<'_>| {
        request.args().get("key").cloned().unwrap_or_default()
    });
    let mut client = app.client();
    let form = [("username", "ada"), ("password", "sesame")];
    assert_eq!(client.post_form("/login", &form).text(), "ada");
    let missing = client.post_form("/login", &form[..1]);
    assert_eq!(missing.status, 400, "a missing field is a bad request");
    assert_eq!(client.get("/?key=value").text(), "value");
    assert_eq!(client.get("/").text(), "");
}

#[test]
fn file_uploads() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_owned();
    let mut app = App::new();
    let upload = move |request: &Request<'_>| -> Result<String, Error> {
        let file = request.files()?.get("the_file");
        let file = file.ok_or_else(|| abort(400))?;
        let name = secure_filename(file.filename());
        file.save(place.join(&name))?;
        Ok(name)
    };
    app.post("/upload", upload);
    let mut client = app.client();
    let call = client.open("POST", "/upload");
    let answer = call.file("the_file", "../notes.txt", "my notes").send();
    assert_eq!(answer.text(), "notes.txt");
    let kept = std::fs::read(folder.path().join("notes.txt"));
    assert_eq!(kept.expect("saved"), b"my notes");
}

#[test]
fn cookies() {
    let mut app = App::new();
    app.get("/set", || -> Result<Response, Error> {
        let mut response = Response::html("set");
        response.set_cookie(&SetCookie::new("username", "the username"))?;
        Ok(response)
    });
    app.get("/", |request: &Request<'_>| {
        request.cookies().get("username").cloned().unwrap_or_default()
    });
    let mut client = app.client();
    assert_eq!(client.get("/").text(), "");
    client.get("/set");
    assert_eq!(client.get("/").text(), "the username");
}

#[test]
fn redirects_and_errors() {
    let mut app = App::new();
    app.get("/", |context: &Context<'_>| -> Result<Response, Error> {
        Ok(redirect(&context.url_for("login", Values::new())?))
    });
    app.get("/login", || -> Result<(), Error> { Err(abort(401).into()) })
        .set_name("login");
    app.error_handler(404, |_: &Context<'_>, _| ("page_not_found", 404));
    let mut client = app.client();
    let answer = client.get("/");
    assert_eq!(answer.status, 302);
    assert_eq!(answer.headers.get("Location"), Some("/login"));
    assert_eq!(client.get("/login").status, 401);
    let answer = client.get("/nowhere");
    assert_eq!((answer.status, &*answer.text()), (404, "page_not_found"));
}
