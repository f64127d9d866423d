//! The page that shows a failure, and that nobody sees it who should not.

use carafe::{App, Client, Context, Error, HttpError, Request, abort};

#[derive(Debug, thiserror::Error)]
#[error("the shelf <{0}> is empty")]
struct NoTea(&'static str, #[source] Lost);

#[derive(Debug, thiserror::Error)]
#[error("the key to s3cret-cellar is lost")]
struct Lost;

fn tea(request: &Request<'_>) -> Result<String, Error> {
    request.form()?;
    Err(NoTea("green", Lost).into())
}

fn app(debug: bool) -> App {
    let mut app = App::new();
    app.route("/tea/<name>", tea).set_methods(["GET", "POST"]);
    app.get("/panic", || -> String { panic!("s3cret-panic") });
    app.get("/teapot", || -> Result<String, HttpError> { Err(abort(418)) });
    app.config_mut().set("DEBUG", debug).expect("a flag");
    app
}

const FORM: &str = "application/x-www-form-urlencoded";

fn post(client: &mut Client<'_>, fields: &[(&str, &str)]) -> (u16, String) {
    let mut all = vec![("Content-Type", FORM)];
    all.extend(fields);
    let body = b"DEBUG=true&name=Ada-Lovelace&debug=1";
    let target = "/tea/%3Cb%3E?debug=1&DEBUG=true&q=%3Ci%3E&api_key=k3y";
    let answer = client.send("POST", target, &all, body);
    (answer.status, answer.text())
}

#[test]
fn with_debug_the_page_shows_error_and_request_escaped() {
    let app = app(true);
    let fields = [
        ("X-Odd", "<script>"),
        ("Cookie", "a=c00kie"),
        ("Authorization", "Basic b4sic"),
        ("X-Api-Key", "k3y"),
        ("Referer", "http://localhost/login?token=k3y"),
    ];
    let (status, page) = post(&mut app.client(), &fields);
    assert_eq!(status, 500);
    for part in [
        "<h1>the shelf &lt;green&gt; is empty</h1>",
        "<li>the key to s3cret-cellar is lost\n",
        "<h2>POST /tea/&lt;b&gt;</h2>",
        "<tr><th scope=row>rule<td>/tea/&lt;name&gt;\n",
        "<tr><th scope=row>view<td>tea\n",
        "<tr><th scope=row>name<td>&lt;b&gt;\n",
        "<tr><th scope=row>q<td>&lt;i&gt;\n",
        "<tr><th scope=row>X-Odd<td>&lt;script&gt;\n",
        "<tr><th scope=row>Cookie<td>(not shown)\n",
        "<tr><th scope=row>Authorization<td>(not shown)\n",
        "<tr><th scope=row>api_key<td>(not shown)\n",
        "<tr><th scope=row>name<td>text, 12 bytes\n",
        "<tr><th scope=row>Referer<td>http://localhost/login\n",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
    for hidden in ["c00kie", "b4sic", "k3y", "Ada-Lovelace", "<script>"] {
        assert!(!page.contains(hidden), "{hidden} is in:\n{page}");
    }
    let answer = app.client().get("/panic");
    assert!(answer.text().contains("s3cret-panic"), "{}", answer.text());
    let policy = answer.headers.get("Content-Security-Policy");
    assert_eq!(policy, Some("default-src 'none'; style-src 'unsafe-inline'"));
    assert_eq!(answer.headers.get("Cache-Control"), Some("no-store"));
}

#[test]
fn with_debug_what_has_an_answer_of_its_own_keeps_it() {
    let mut app = app(true);
    app.error_handler(500, |_: &Context<'_>, _: &HttpError| ("sorry", 500));
    let mut client = app.client();
    assert_eq!(client.get("/teapot").status, 418);
    assert_eq!(client.get("/nothing").status, 404);
    let text = client.get("/panic").text();
    assert!(text.contains("s3cret-panic"), "as in Flask: {text}");
    app.error_handler_for(|_: &Context<'_>, _: &NoTea| ("coffee", 503));
    let (status, text) = post(&mut app.client(), &[]);
    assert_eq!((status, &*text), (503, "coffee"));
}

#[test]
fn without_debug_no_request_can_switch_it_on() {
    let app = app(false);
    let mut client = app.client();
    let bare = client.get("/panic");
    let tricks = [
        ("X-Debug", "1"),
        ("Debug", "true"),
        ("DEBUG", "1"),
        ("CARAFE_DEBUG", "true"),
        ("CARAFE-DEBUG", "true"),
        ("X-Carafe-Debug", "true"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Real-IP", "127.0.0.1"),
        ("X-Requested-With", "XMLHttpRequest"),
        ("Cookie", "DEBUG=true; debug=1; __wzd=1"),
        ("Accept", "application/json"),
        ("wsgi.errors", "x"),
    ];
    for trick in tricks {
        let (status, text) = post(&mut client, &[trick]);
        assert_eq!((status, text), (500, bare.text()), "{trick:?}");
    }
    let (status, text) = post(&mut client, &tricks);
    assert_eq!((status, text), (500, bare.text()), "all at once");
    for word in ["shelf", "s3cret", "cellar", "panic", "tea"] {
        assert!(!bare.text().contains(word), "{word}: {}", bare.text());
    }
    let target = "/panic?__debugger__=yes&cmd=printenv&DEBUG=true";
    assert_eq!(client.get(target).text(), bare.text());
}

#[test]
fn debug_that_is_neither_true_nor_false_is_found_at_the_start() {
    let mut app = App::new();
    app.config_mut().set("DEBUG", "yes").expect("text");
    let error = app.check().expect_err("no flag").to_string();
    assert!(error.starts_with("the setting DEBUG: "), "{error}");
    assert!(!app.is_debug());
}
