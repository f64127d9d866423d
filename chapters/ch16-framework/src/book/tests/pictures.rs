//! Uploads: what is taken, under which name, and how it is served.

use std::path::Path;

use super::{PNG, book, entries, log_in, sign_with, token};

/// The path of the only picture in the book.
fn only(client: &mut carafe::Client<'_>) -> String {
    let all = entries(client);
    assert_eq!(all.len(), 1, "{all:?}");
    format!("/pictures/{}", all[0]["picture"].as_str().expect("a picture"))
}

#[test]
fn a_picture_is_kept_shown_and_served_as_what_it_is() {
    let app = book();
    let mut client = app.client();
    assert_eq!(sign_with(&mut client, "cat.png", PNG).status, 302);
    let path = only(&mut client);
    assert!(path.ends_with("-cat.png"), "{path}");
    let page = client.get("/").text();
    assert!(page.contains(&format!("<img src=\"{path}\"")), "{page}");
    let answer = client.get(&path);
    let kind = answer.headers.get("Content-Type");
    assert_eq!((answer.status, kind), (200, Some("image/png")));
    assert_eq!(answer.body, PNG);
}

#[test]
fn a_client_s_file_name_never_leaves_the_folder_nor_says_the_kind() {
    for (sent, kept) in [
        ("../../etc/passwd", "-etc_passwd.png"),
        ("cat.html", "-cat.png"),
        (".png", "-png.png"),
        ("..", "-picture.png"),
        ("a b\u{e4}.gif", "-a_ba.png"),
    ] {
        let app = book();
        let mut client = app.client();
        assert_eq!(sign_with(&mut client, sent, PNG).status, 302, "{sent}");
        let path = only(&mut client);
        assert!(path.ends_with(kept), "{sent} is kept as {path}");
        assert_eq!(client.get(&path).status, 200, "{path}");
    }
}

#[test]
fn what_is_no_picture_is_a_415_whatever_its_name_says() {
    let app = book();
    let mut client = app.client();
    for content in [&b"<script>alert(1)</script>"[..], b"", b"\x89PNG"] {
        let answer = sign_with(&mut client, "cat.png", content);
        // No bytes: what a browser sends when no file was chosen.
        let wanted = if content.is_empty() { 302 } else { 415 };
        assert_eq!(answer.status, wanted, "{content:?}");
    }
    assert_eq!(entries(&mut client).len(), 1, "the one without a picture");
}

#[test]
fn a_picture_answers_ranges_and_conditions() {
    let app = book();
    let mut client = app.client();
    sign_with(&mut client, "cat.png", PNG);
    let path = only(&mut client);
    let part = client.send("GET", &path, &[("Range", "bytes=1-3")], b"");
    assert_eq!((part.status, &part.body[..]), (206, &b"PNG"[..]));
    let tag = part.headers.get("ETag").expect("a tag").to_owned();
    let same = client.send("GET", &path, &[("If-None-Match", &tag)], b"");
    assert_eq!((same.status, same.body.len()), (304, 0));
    let late = client.send("GET", &path, &[("Range", "bytes=9999-")], b"");
    let length = format!("bytes */{}", PNG.len());
    let said = late.headers.get("Content-Range");
    assert_eq!((late.status, said), (416, Some(&*length)));
}

#[test]
fn a_picture_goes_with_its_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book();
    let config = app.config_mut();
    config.set("BOOK_FOLDER", folder.path()).expect("a setting");
    let mut client = app.client();
    sign_with(&mut client, "cat.png", PNG);
    let path = only(&mut client);
    assert_eq!(files(folder.path()), 1);
    log_in(&mut client, super::PASSWORD);
    let token = token(&mut client, "/");
    let form = [("token", token.as_str())];
    let answer = client.post_form("/owner/entries/1/delete", &form);
    assert_eq!(answer.status, 302);
    assert_eq!(client.get(&path).status, 404);
    assert_eq!(files(folder.path()), 0);
}

fn files(folder: &Path) -> usize {
    let pictures = folder.join("pictures");
    std::fs::read_dir(pictures).expect("the pictures' folder").count()
}
