//! Files of a folder, in memory and over a socket.

mod shared;

use std::fs;
use std::os::unix::fs::symlink;

use carafe::routing::Values;
use carafe::{App, Blueprint, Context, Error};
use shared::over_sockets;
use tempfile::TempDir;

const STYLE: &str = "body { color: teal }";

/// A folder `static` with some files, and a secret beside it.
fn folder() -> TempDir {
    let all = tempfile::tempdir().expect("a folder");
    let inside = all.path().join("static");
    fs::create_dir_all(inside.join("img")).expect("a folder");
    fs::write(all.path().join("secret"), "s3cret").expect("a file");
    fs::write(inside.join("style.css"), STYLE).expect("a file");
    fs::write(inside.join("img/a b.svg"), "<svg/>").expect("a file");
    symlink(all.path().join("secret"), inside.join("link")).expect("a link");
    symlink(all.path(), inside.join("up")).expect("a link");
    all
}

fn app(all: &TempDir) -> App {
    let mut app = App::new();
    app.static_folder(all.path().join("static"));
    app
}

#[test]
fn a_file_is_served_with_type_tag_ranges_and_for_head() {
    let all = folder();
    let app = app(&all);
    let mut client = app.client();
    let whole = client.get("/static/style.css");
    assert_eq!((whole.status, &*whole.text()), (200, STYLE));
    let field = |name| whole.headers.get(name).unwrap_or_default().to_owned();
    assert_eq!(field("Content-Type"), "text/css; charset=utf-8");
    assert_eq!(field("Content-Length"), STYLE.len().to_string());
    assert_eq!(field("Cache-Control"), "no-cache", "caches ask each time");
    assert_eq!(client.get("/static/img/a%20b.svg").text(), "<svg/>");
    let mut ask = |method, name, value: &str| {
        client.send(method, "/static/style.css", &[(name, value)], b"")
    };
    let head = ask("HEAD", "Accept", "*/*");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.headers.get("Content-Length"), Some("20"));
    assert_eq!(ask("GET", "If-None-Match", &field("ETag")).status, 304);
    let date = field("Last-Modified");
    assert_eq!(ask("GET", "If-Modified-Since", &date).status, 304);
    let part = ask("GET", "Range", "bytes=0-3");
    assert_eq!((part.status, &*part.text()), (206, "body"));
    let range = part.headers.get("Content-Range");
    assert_eq!(range, Some("bytes 0-3/20"));
    assert_eq!(ask("GET", "Range", "bytes=20-").status, 416);
    assert_eq!(ask("POST", "Accept", "*/*").status, 405);
}

#[test]
fn caches_keep_files_as_long_as_the_configuration_says() {
    let all = folder();
    let mut app = app(&all);
    let config = app.config_mut();
    config.set("SEND_FILE_MAX_AGE_DEFAULT", 3600).expect("a number");
    let answer = app.client().get("/static/style.css");
    let field = answer.headers.get("Cache-Control");
    assert_eq!(field, Some("public, max-age=3600"));
}

#[test]
fn url_for_leads_to_files_of_the_application_and_of_blueprints() {
    let all = folder();
    let mut app = app(&all);
    let mut blog = Blueprint::new("blog").prefix("/blog");
    blog.static_folder_at("/assets", all.path().join("static/img"));
    blog.get("/", |context: &Context<'_>| -> Result<String, Error> {
        let file = |name: &str| Values::new().with("filename", name);
        let own = context.url_for(".static", file("a b.svg"))?;
        Ok(context.url_for("static", file("style.css"))? + " " + &own)
    });
    app.register(blog);
    let mut client = app.client();
    let links = client.get("/blog/").text();
    assert_eq!(links, "/static/style.css /blog/assets/a%20b.svg");
    let [style, image] = [0, 1].map(|at| {
        let link = links.split(' ').nth(at).unwrap_or_default();
        client.get(link).text()
    });
    assert_eq!((&*style, &*image), (STYLE, "<svg/>"));
}

#[test]
fn a_folder_that_is_not_there_is_found_at_the_start() {
    let mut app = App::new();
    app.static_folder("no/such/folder");
    let error = app.check().expect_err("no folder").to_string();
    let says = "the static folder no/such/folder is not there: create it";
    assert_eq!(error, says);
}

/// Ways to the secret, as they stand in a request's first line.
const TRAVERSALS: [&str; 22] = [
    "/static/../secret",
    "/static/../../secret",
    "/static/..%2fsecret",
    "/static/%2e%2e/secret",
    "/static/%2e%2e%2fsecret",
    "/static/.%2e/secret",
    "/static/%252e%252e%252fsecret",
    "/static/img/../../secret",
    "/static/img/%2e%2e/%2e%2e/secret",
    "/static/..%5csecret",
    "/static/..\\secret",
    "/static/....//secret",
    "/static/..;/secret",
    "/static/%c0%ae%c0%ae/secret",
    "/static/%ff%fe",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/style.css%00.txt",
    "/static/link",
    "/static/up/secret",
    "/static/",
    "/static/img",
];

#[test]
fn no_spelling_leads_out_of_the_folder() {
    let all = folder();
    let app = app(&all);
    let mut client = app.client();
    for target in TRAVERSALS {
        let answer = client.get(target);
        let found = answer.text().contains("s3cret");
        assert!(!found, "{target}: {answer:?}");
        // A slash twice is one (308), a backslash is no part of a URL (400).
        let refused = matches!(answer.status, 400 | 404 | 308);
        assert!(refused, "{target}: {answer:?}");
    }
    let long = format!("/static/{}", "a/".repeat(2000));
    assert_eq!(client.get(&long).status, 404);
}

#[test]
fn nor_over_a_socket() {
    let all = folder();
    over_sockets(app(&all), |ask| {
        for target in TRAVERSALS {
            let answer = ask(&format!(
                "GET {target} HTTP/1.1\r\nHost: book\r\nConnection: close\r\n\
                 \r\n"
            ));
            assert!(!answer.contains("s3cret"), "{target}: {answer}");
            let status = answer.split(' ').nth(1).unwrap_or_default();
            let refused = matches!(status, "400" | "404" | "308");
            assert!(refused, "{target}: {answer}");
        }
        let answer = ask("GET /static/style.css HTTP/1.1\r\nHost: book\r\n\
             Range: bytes=5-5\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 206 "), "{answer}");
        assert!(answer.ends_with("\r\n\r\n{"), "{answer}");
    });
}
