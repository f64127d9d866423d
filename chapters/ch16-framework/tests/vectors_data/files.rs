//! Names that clients choose, and files that are sent.

use std::path::Path;

use carafe::response::{Conditions, parse_date};
use carafe::{Error, Response, SendFile, safe_join, secure_filename};

use crate::facts::Facts;

pub(crate) fn names(facts: &mut Facts) {
    facts.by("werkzeug test_utils.py::test_secure_filename");
    for (name, safe) in [
        ("My cool movie.mov", "My_cool_movie.mov"),
        ("../../../etc/passwd", "etc_passwd"),
        ("i contain cool \u{fc}ml\u{e4}uts.txt", "i_contain_cool_umlauts.txt"),
        ("__filename__", "filename"),
        ("foo$&^*)bar", "foobar"),
    ] {
        facts.same(name, secure_filename(name), safe);
    }
    let joined = |folder: &str, name: &str| {
        let path = safe_join(folder, name)?;
        Some(path.to_string_lossy().into_owned())
    };
    facts.by("werkzeug test_security.py::test_safe_join");
    for (name, path) in [
        ("b/c", Some("a/b/c")),
        ("../b/c", None),
        ("b\\c", Some("a/b\\c")),
        ("//b/c", None),
    ] {
        facts.same(name, joined("a", name), path.map(str::to_owned));
    }
    facts.by("werkzeug test_security.py::test_safe_join_not_windows_special");
    facts.same("CON", joined("a", "CON"), Some("a/CON".to_owned()));
    facts.by("werkzeug test_security.py::test_safe_join_empty_trusted");
    let path = joined("", "c:test.txt");
    facts.same("c:test.txt", path, Some("c:test.txt".to_owned()));
}

fn sent(folder: &Path, change: impl Fn(SendFile) -> SendFile) -> Response {
    let file = SendFile::open(folder.join("test.txt")).expect("it is there");
    let conditions = Conditions::default();
    change(file).respond(&conditions).expect("it can be sent")
}

fn field(response: &Response, name: &str) -> String {
    response.headers().get(name).unwrap_or("none").to_owned()
}

pub(crate) fn sent_files(facts: &mut Facts, folder: &Path) {
    let plain = |file: SendFile| file;
    facts.by("werkzeug test_send_file.py::test_path");
    let response = sent(folder, plain);
    let kind = "text/plain; charset=utf-8";
    facts.same("test.txt", field(&response, "Content-Type"), kind);
    let (_, _, body) = response.into_parts();
    facts.same("test.txt", body.collect().expect("a file"), &b"FOUND\n"[..]);
    facts.by("werkzeug test_send_file.py::test_last_modified");
    let date = "Fri, 01 Jan 1999 00:00:00 GMT";
    let time = parse_date(date).expect("a date");
    let response = sent(folder, |file| file.last_modified(time));
    facts.same(date, field(&response, "Last-Modified"), date);
    facts.by("werkzeug test_send_file.py::test_disposition_name");
    for (attachment, value) in [(false, "inline"), (true, "attachment")] {
        let response = sent(folder, |file| file.as_attachment(attachment));
        let all = format!("{value}; filename=test.txt");
        facts.same(value, field(&response, "Content-Disposition"), all);
    }
    facts.by("werkzeug test_send_file.py::test_object_mimetype_from_name");
    let response = sent(folder, |file| file.download_name("a.html"));
    let kind = "text/html; charset=utf-8";
    facts.same("a.html", field(&response, "Content-Type"), kind);
    dispositions(facts, folder);
    caches(facts, folder);
    below(facts, folder);
}

fn dispositions(facts: &mut Facts, folder: &Path) {
    facts.by("werkzeug test_send_file.py::test_non_ascii_name");
    for (name, ascii, utf8) in [
        ("index.html", "index.html", None),
        (
            "\u{d1}and\u{fa}\u{ff0f}ping\u{fc}ino.txt",
            "\"Nandu/pinguino.txt\"",
            Some("%C3%91and%C3%BA%EF%BC%8Fping%C3%BCino.txt"),
        ),
        ("V\u{f6}gel.txt", "Vogel.txt", Some("V%C3%B6gel.txt")),
        (
            "\u{442}\u{435}:/\u{441}\u{442}",
            "\":/\"",
            Some("%D1%82%D0%B5%3A%2F%D1%81%D1%82"),
        ),
        (
            "(\u{442}\u{435}\u{441}\u{442}.txt",
            "\"(.txt\"",
            Some("%28%D1%82%D0%B5%D1%81%D1%82.txt"),
        ),
        ("(test.txt", "\"(test.txt\"", None),
    ] {
        let response =
            sent(folder, |file| file.as_attachment(true).download_name(name));
        let mut all = format!("attachment; filename={ascii}");
        if let Some(utf8) = utf8 {
            all += &format!("; filename*=UTF-8''{utf8}");
        }
        facts.same(name, field(&response, "Content-Disposition"), all);
    }
}

fn caches(facts: &mut Facts, folder: &Path) {
    facts.by("werkzeug test_send_file.py::test_no_cache_conditional_default");
    let time = parse_date("Sat, 11 Jul 2020 00:00:00 GMT").expect("a date");
    let conditions = Conditions {
        method: "GET".to_owned(),
        if_modified_since: Some("Sun, 12 Jul 2020 00:00:00 GMT".to_owned()),
        ..Conditions::default()
    };
    let file = SendFile::open(folder.join("test.txt")).expect("it is there");
    let response = file.last_modified(time).respond(&conditions);
    let response = response.expect("it can be sent");
    facts.same("a day later", response.status(), 304);
    facts.same("a day later", field(&response, "Cache-Control"), "no-cache");
    facts.same("a day later", field(&response, "Expires"), "none");
    facts.by("werkzeug test_send_file.py::test_max_age");
    for (age, value) in [(0, "no-cache"), (60, "public, max-age=60")] {
        let response = sent(folder, |file| file.max_age(age));
        facts.same("max-age", field(&response, "Cache-Control"), value);
    }
    facts.by("werkzeug test_send_file.py::test_etag");
    let response = sent(folder, |file| file);
    let dashes = field(&response, "ETag").matches('-').count();
    facts.same("its own tag", dashes, 2);
    let response = sent(folder, |file| file.etag(None));
    facts.same("no tag", field(&response, "ETag"), "none");
    let response = sent(folder, |file| file.etag(Some("unique")));
    facts.same("a given tag", field(&response, "ETag"), "\"unique\"");
    facts.by("werkzeug test_send_file.py::test_content_encoding");
    let shown = sent(folder, |file| file.download_name("logo.svgz"));
    facts.same("logo.svgz", field(&shown, "Content-Type"), "image/svg+xml");
    facts.same("logo.svgz", field(&shown, "Content-Encoding"), "gzip");
    let kept = sent(folder, |file| {
        file.download_name("logo.svgz").as_attachment(true)
    });
    facts.same("attached", field(&kept, "Content-Encoding"), "none");
}

fn below(facts: &mut Facts, folder: &Path) {
    let get = |name: &str| -> Result<Response, Error> {
        let conditions = Conditions::default();
        carafe::send_from_directory(folder, name, &conditions)
    };
    facts.by("werkzeug test_send_file.py::test_from_directory");
    let (_, _, body) = get("test.txt").expect("it is there").into_parts();
    facts.same("test.txt", body.collect().expect("a file"), &b"FOUND\n"[..]);
    facts.by("werkzeug test_send_file.py::test_from_directory_not_found");
    for name in ["nothing.txt", "null\0.txt", "../x/test.txt"] {
        let status = get(name).map_or_else(|e| e.status(), |r| r.status());
        facts.same(name, status, 404);
    }
}

pub(crate) fn sent_from_a_folder(facts: &mut Facts) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("test.txt"), "FOUND\n").expect("a file");
    sent_files(facts, folder.path());
}
