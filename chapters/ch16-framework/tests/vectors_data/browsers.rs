//! Forms as real browsers send them.

use crate::facts::Facts;
use crate::multipart::{message, read};

/// The beginning of a PNG, with what text never has.
const IMAGE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff--\r\n--\r\n";

pub(crate) fn browsers(facts: &mut Facts) {
    facts.by("werkzeug test_formparser.py::TestMultiPart::test_basic");
    for (browser, boundary, kind, files, text) in [
        (
            "Firefox 3",
            "---------------------------186454651713519341951581030105",
            "image/png",
            ["anchor.png", "application_edit.png"],
            "example text",
        ),
        (
            "Firefox 3, a long text",
            "---------------------------14904044739787191031754711748",
            "image/png",
            ["accept.png", "add.png"],
            "--long text\r\n--with boundary\r\n--lookalikes--",
        ),
        (
            "Opera 8",
            "----------zEO9jQKmLc2Cq88c23Dx19",
            "image/png",
            ["arrow_branch.png", "award_star_bronze_1.png"],
            "blafasel \u{f6}\u{e4}\u{fc}",
        ),
        (
            "WebKit 3",
            "----WebKitFormBoundaryjdSFhcARk8fyGNy6",
            "image/png",
            ["gtk-apply.png", "gtk-no.png"],
            "this is another text with \u{fc}ml\u{e4}\u{fc}ts",
        ),
        (
            "Internet Explorer 6",
            "---------------------------7d91b03a20128",
            "image/x-png",
            ["file1.png", "file2.png"],
            "ie6 sucks :-/",
        ),
    ] {
        let head = |field: &str, name: &str| {
            format!(
                "Content-Disposition: form-data; name=\"{field}\"; \
                 filename=\"{name}\"\r\nContent-Type: {kind}"
            )
        };
        let (one, two) = (head("file1", files[0]), head("file2", files[1]));
        let field = "Content-Disposition: form-data; name=\"text\"";
        let body = message(
            boundary,
            &[(&one, IMAGE), (&two, IMAGE), (field, text.as_bytes())],
        );
        let data = read(boundary, &body).expect("a form");
        for (field, name) in [("file1", files[0]), ("file2", files[1])] {
            let file = data.files.get(field).expect("a file");
            facts.same(browser, file.filename(), name);
            facts.same(browser, file.content_type(), Some(kind));
            facts.same(browser, file.read().expect("stored"), IMAGE);
        }
        let got = data.form.get("text").map(String::as_str);
        facts.same(browser, got, Some(text));
    }
    facts.by("werkzeug test_formparser.py::TestMultiPart::test_ie7_unc_path");
    let boundary = "---------------------------7da36d1b4a0164";
    let head = "Content-Disposition: form-data; \
                name=\"cb_file_upload_multiple\"; \
                filename=\"C:\\Minutes\\Town Council.doc\"\r\n\
                Content-Type: application/msword";
    let body = message(boundary, &[(head, IMAGE)]);
    let data = read(boundary, &body).expect("a form");
    let file = data.files.get("cb_file_upload_multiple").expect("a file");
    facts.same("a whole path", file.filename(), "Town Council.doc");
}
