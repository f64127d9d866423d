//! The client for tests: what it sends, follows and keeps.

use carafe::{App, Error, Path, Request, Response, SetCookie, redirect_with};
use serde_json::{Value, json};

/// Tells what came.
fn echo(request: &Request<'_>) -> Result<carafe::Json<Value>, Error> {
    let form = request.form()?.iter();
    let form: Vec<_> = form.map(|(name, text)| [name, text]).collect();
    let files: Result<Vec<_>, std::io::Error> = request
        .files()?
        .iter()
        .map(|(name, file)| {
            let text = String::from_utf8_lossy(&file.read()?).into_owned();
            Ok(json!([name, file.filename(), file.mimetype(), text]))
        })
        .collect();
    Ok(carafe::Json(json!({
        "method": request.method(),
        "url": request.url(),
        "root": request.root_path(),
        "peer": request.remote_addr(),
        "odd": request.headers().get("X-Odd"),
        "type": request.content_type(),
        "form": form,
        "files": files?,
    })))
}

fn app() -> App {
    let mut app = App::new();
    app.route("/echo", echo).set_methods(["GET", "POST"]);
    app.route("/data", |request: &Request<'_>| {
        Ok::<_, Error>(request.data()?.to_vec())
    })
    .set_methods(["GET", "POST"]);
    app.route(
        "/to/<int:status>",
        |request: &Request<'_>, Path(status): Path<u16>| {
            let to = request.args().get("to").cloned();
            redirect_with(&to.unwrap_or("/echo".to_owned()), status)
        },
    )
    .set_methods(["GET", "POST"]);
    app.get("/loop", || redirect_with("/loop", 302));
    app
}

#[test]
fn a_request_says_all_that_it_was_told_to() {
    let app = app();
    let mut client = app.client();
    // ANCHOR: call
    let call = client.open("GET", "/echo?a=1").header("X-Odd", "yes");
    let call = call.query_string([("b", "x y"), ("c", "&")]);
    let call = call.base_url("https://example.org:8443/mounted/here/");
    let answer = call.environ("REMOTE_ADDR", "192.0.2.1").send();
    // ANCHOR_END: call
    let told: Value = answer.json().expect("JSON");
    let url = "https://example.org:8443/mounted/here/echo?a=1&b=x+y&c=%26";
    assert_eq!(told["url"], url);
    assert_eq!(told["root"], "/mounted/here");
    assert_eq!(told["peer"], "192.0.2.1");
    assert_eq!(told["odd"], "yes");
    let answer = client.get("http://example.org/echo?q");
    let told: Value = answer.json().expect("JSON");
    assert_eq!(told["url"], "http://example.org/echo?q");
}

#[test]
fn a_form_is_sent_in_parts_when_it_has_files() {
    let app = app();
    let mut client = app.client();
    let call = client.open("POST", "/echo").form([("a b", "1&2"), ("c", "")]);
    let told: Value = call.send().json().expect("JSON");
    assert_eq!(told["type"], "application/x-www-form-urlencoded");
    assert_eq!(told["form"], json!([["a b", "1&2"], ["c", ""]]));
    let call = client.open("POST", "/echo").form([("name", "Ad\u{e4}")]);
    let call = call.file("one", "a \"b\".txt", "--carafe-test-0\r\n");
    let told: Value =
        call.file("two", "x.png", [0x89]).send().json().expect("JSON");
    assert_eq!(told["form"], json!([["name", "Ad\u{e4}"]]));
    let one =
        json!(["one", "a \"b\".txt", "text/plain", "--carafe-test-0\r\n"]);
    assert_eq!(told["files"][0], one);
    let two = json!(["two", "x.png", "image/png", "\u{fffd}"]);
    assert_eq!(told["files"][1], two);
    let call = client.open("POST", "/data").json(&json!({"a": 1}));
    assert_eq!(call.expect("JSON").send().text(), "{\"a\":1}");
}

#[test]
fn redirections_are_followed_as_browsers_do() {
    let app = app();
    let mut client = app.client();
    for (method, status, becomes, keeps) in [
        ("POST", 301, "GET", false),
        ("POST", 302, "GET", false),
        ("POST", 303, "GET", false),
        ("POST", 307, "POST", true),
        ("POST", 308, "POST", true),
        ("GET", 302, "GET", false),
    ] {
        let target = format!("/to/{status}");
        let call = client.open(method, &target).form([("a", "b")]);
        let answer = call.follow_redirects().send();
        let told: Value = answer.json().expect("JSON");
        assert_eq!(told["method"], becomes, "{status}");
        let form = if keeps { json!([["a", "b"]]) } else { json!([]) };
        assert_eq!(told["form"], form, "{status}: is the body sent again?");
        let codes: Vec<_> = answer.history.iter().map(|r| r.status).collect();
        assert_eq!(codes, [status]);
    }
    let answer = client.open("HEAD", "/to/303").follow_redirects().send();
    assert_eq!((answer.status, answer.body.len()), (200, 0), "HEAD stays");
    let answer = client.get("/to/302");
    assert_eq!((answer.status, answer.location()), (302, Some("/echo")));
}

#[test]
fn redirections_lead_where_they_say_but_not_to_other_hosts_or_for_ever() {
    let app = app();
    let mut client = app.client();
    let mut to = |to: &str| {
        let call = client.open("GET", "/to/302").query_string([("to", to)]);
        let call = call.base_url("http://a.example/app");
        call.follow_redirects().send()
    };
    for (location, url) in [
        ("/app/echo?x=1#part", "http://a.example/app/echo?x=1"),
        ("http://a.example/app/echo", "http://a.example/app/echo"),
        ("//a.example/app/echo", "http://a.example/app/echo"),
        ("https://A.example:444/app/echo", "https://A.example:444/app/echo"),
        ("/echo", "http://a.example/echo"),
    ] {
        let answer = to(location);
        let told: Value = answer.json().expect(location);
        assert_eq!(told["url"], url, "{location}");
    }
    for elsewhere in ["https://b.example/echo", "//b.a.example/", "ftp://x/"] {
        let answer = to(elsewhere);
        assert_eq!(answer.location(), Some(elsewhere));
    }
    let answer = client.open("GET", "/loop").follow_redirects().send();
    assert_eq!((answer.status, answer.history.len()), (302, 20));
}

#[test]
fn cookies_are_kept_for_their_host_path_and_scheme() {
    let mut app = App::new();
    app.get("/<path:any>", |request: &Request<'_>| -> String {
        let field = request.headers().get("Cookie");
        field.unwrap_or_default().into_owned()
    });
    app.get("/set/here/now", || -> Result<Response, Error> {
        let mut response = Response::text("");
        for cookie in [
            SetCookie::new("all", "1").domain("example.org"),
            SetCookie::new("own", "2"),
            SetCookie::new("path", "3").path(Some("/a/b")),
            SetCookie::new("folder", "4").path(None),
            SetCookie::new("tls", "5").secure(true),
            SetCookie::new("other", "6").domain("example.com"),
        ] {
            response.set_cookie(&cookie)?;
        }
        Ok(response)
    });
    app.get("/delete/it", || -> Result<Response, Error> {
        let mut response = Response::text("");
        response.delete_cookie("own")?;
        Ok(response)
    });
    let mut client = app.client();
    client.get("http://example.org/set/here/now");
    for (url, cookies) in [
        ("http://example.org/x", "all=1; own=2"),
        ("http://EXAMPLE.org:81/x", "all=1; own=2"),
        ("http://www.example.org/x", "all=1"),
        ("http://example.com/x", ""),
        ("http://notexample.org/x", ""),
        ("http://localhost/x", ""),
        ("http://example.org/a/b", "path=3; all=1; own=2"),
        ("http://example.org/a/b/c", "path=3; all=1; own=2"),
        ("http://example.org/a/bc", "all=1; own=2"),
        ("http://example.org/set/here/x", "folder=4; all=1; own=2"),
        ("https://example.org/x", "all=1; own=2; tls=5"),
    ] {
        assert_eq!(client.get(url).text(), cookies, "{url}");
    }
    client.get("http://example.org/delete/it");
    assert_eq!(client.get("http://example.org/x").text(), "all=1");
}

#[test]
fn cookies_can_be_set_seen_and_deleted_by_the_test() {
    let mut app = App::new();
    app.get("/", |request: &Request<'_>| {
        request.cookies().get("name").cloned().unwrap_or_default()
    });
    let mut client = app.client();
    client.set_cookie("name", "Ada");
    assert_eq!(client.get("/").text(), "Ada");
    assert_eq!(client.get_cookie("name"), Some("Ada"));
    let own = [("Cookie", "name=Eva")];
    assert_eq!(client.send("GET", "/", &own, b"").text(), "Eva");
    assert!(client.delete_cookie("name"));
    assert!(!client.delete_cookie("name"));
    assert_eq!(client.get("/").text(), "");
    let jar = client.cookies_mut();
    jar.set("name=Old; Max-Age=0", "localhost", "/");
    jar.set(
        "name=Old; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "localhost",
        "/",
    );
    assert_eq!(client.get("/").text(), "");
    let jar = client.cookies_mut();
    jar.set(
        "name=New; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "localhost",
        "/",
    );
    assert_eq!(client.get("/").text(), "New", "Max-Age counts");
}

#[test]
fn a_test_sees_and_changes_the_session() {
    let mut app = App::new();
    app.get("/", |session: carafe::Session| -> Result<String, Error> {
        let visits = session.get::<u32>("visits").unwrap_or(0) + 1;
        session.set("visits", visits)?;
        Ok(visits.to_string())
    });
    let refused = app.client().session_transaction(|s| s.set("visits", 1));
    assert!(refused.is_err(), "there is no SECRET_KEY");
    app.config_mut().set("SECRET_KEY", "k".repeat(32)).expect("text");
    let mut client = app.client();
    client.session_transaction(|s| s.set("visits", 41)).expect("set");
    assert_eq!(client.get("/").text(), "42");
    let visits = client.session_transaction(|s| Ok(s.get::<u32>("visits")));
    assert_eq!(visits.expect("read"), Some(42));
    let cleared = client.session_transaction(|session| {
        session.clear();
        Ok(())
    });
    assert!(cleared.is_ok());
    assert_eq!(client.get_cookie("session"), None);
    assert_eq!(client.get("/").text(), "1");
}
