//! `multipart/form-data`: messages as tests and browsers send them.

use carafe::{FileStorage, FormData, HttpError, Limits, parse_form};

use crate::facts::Facts;

pub(crate) fn read(boundary: &str, body: &[u8]) -> Result<FormData, HttpError> {
    limited(boundary, body, Limits::default())
}

pub(crate) fn limited(
    boundary: &str,
    body: &[u8],
    limits: Limits,
) -> Result<FormData, HttpError> {
    let kind = format!("multipart/form-data; boundary=\"{boundary}\"");
    parse_form(&mut { body }, &kind, None, &limits)
}

/// Fields as `name=text`, files as `name=filename:content`, or the status.
pub(crate) fn told(result: Result<FormData, HttpError>) -> String {
    let data = match result {
        Ok(data) => data,
        Err(error) => return error.status().to_string(),
    };
    let mut all = Vec::new();
    for (name, text) in data.form.iter() {
        all.push(format!("{name}={text}"));
    }
    for (name, file) in data.files.iter() {
        let content = file.read().expect("it is stored");
        let content = String::from_utf8_lossy(&content).into_owned();
        all.push(format!("{name}={}:{content}", file.filename()));
    }
    all.join("|")
}

/// A message of parts: the head of each without its end, and its content.
pub(crate) fn message(boundary: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut all = Vec::new();
    for (head, content) in parts {
        all.extend_from_slice(format!("--{boundary}\r\n{head}").as_bytes());
        all.extend_from_slice(b"\r\n\r\n");
        all.extend_from_slice(content);
        all.extend_from_slice(b"\r\n");
    }
    all.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    all
}

const FOO: &str = "Content-Disposition: form-field; name=foo";
const BAR: &str = "Content-Disposition: form-field; name=bar";
pub(crate) const FILE: &str =
    "Content-Disposition: form-data; name=\"test\"; filename=\"test.txt\"";

pub(crate) fn messages(facts: &mut Facts) {
    let two = message("foo", &[(FOO, b"Hello World"), (BAR, b"bar=baz")]);
    let usual = Limits::default;
    facts.by("werkzeug test_formparser.py::TestFormParser::test_limiting");
    let fields = "foo=Hello World|bar=bar=baz";
    facts.same("two fields", told(read("foo", &two)), fields);
    let memory = Limits { max_form_memory_size: 7, ..usual() };
    facts.same("7 octets", told(limited("foo", &two, memory)), "413");
    let parts = Limits { max_form_parts: 1, ..usual() };
    facts.same("1 part", told(limited("foo", &two, parts)), "413");
    facts
        .by("werkzeug test_formparser.py::test_multipart_max_form_memory_size");
    let name = "Content-Disposition: form-field; name=a";
    let long = message("bound", &[(name, b"aaaaaaaaaaaaaaa")]);
    let ten = Limits { max_form_memory_size: 10, ..usual() };
    facts.same("15 of 10", told(limited("bound", &long, ten)), "413");
    facts.by("werkzeug test_formparser.py::test_missing_multipart_boundary");
    let why = "a form that cannot be read is a 400 that says so, not an empty \
               form; Flask hides the error";
    facts.differs("no boundary", told(read("", &two)), "400", why);
    facts.by("werkzeug test_formparser.py::TestMultiPart::test_end_of_file");
    let cut = format!("--foo\r\n{FILE}\r\n\r\nfile contents and no end");
    facts.differs("no end", told(read("foo", cut.as_bytes())), "400", why);
    facts.by("werkzeug test_wrappers.py::test_form_parsing_failed");
    facts.differs("--blah", told(read("foo", b"--blah\r\n")), "400", why);
    facts.by(
        "werkzeug test_formparser.py::TestMultiPart::test_file_no_content_type",
    );
    let file = message("foo", &[(FILE, b"file contents")]);
    let all = "test=test.txt:file contents";
    facts.same("a file", told(read("foo", &file)), all);
    facts.by("werkzeug test_formparser.py::TestMultiPart::test_extra_newline");
    let one = message("foo", &[(FOO, b"a string")]);
    let extra = [b"\r\n\r\n", one.as_slice()].concat();
    facts.same("two lines first", told(read("foo", &extra)), "foo=a string");
    facts.by("werkzeug test_formparser.py::TestMultiPart::test_failures");
    let bare = b"--foo\r\n\r\nHello World\r\n--foo--";
    facts.same("no name", told(read("foo", bare)), "400");
    let open = format!("--foo\r\n{FOO}\r\n\r\nHello World\r\n");
    facts.same("no last line", told(read("foo", open.as_bytes())), "400");
    facts
        .by("werkzeug test_formparser.py::TestMultiPart::test_empty_multipart");
    let empty = told(read("boundary", b"--boundary--"));
    facts.same("nothing", empty, "");
    heads(facts);
    encodings(facts);
    line_ends(facts);
}

fn heads(facts: &mut Facts) {
    facts.by("werkzeug test_formparser.py::TestMultiPart::test_headers");
    let head = "Content-Disposition: form-data; name=\"foo\"; \
                filename=\"foo.txt\"\r\nX-Custom-Header: blah\r\n\
                Content-Type: text/plain; charset=utf-8";
    let body = message("foo", &[(head, b"file contents")]);
    let data = read("foo", &body).expect("a form");
    let file = data.files.get("foo").expect("a file");
    facts.same("mimetype", file.mimetype(), "text/plain");
    let kind = Some("text/plain; charset=utf-8");
    facts.same("content type", file.content_type(), kind);
    let field = file.headers().get("x-custom-header");
    facts.same("another field", field, Some("blah"));
    facts.by("werkzeug test_formparser.py::TestMultiPartParser::\
         test_file_rfc2231_filename_continuations");
    let head = "Content-Type: text/plain; charset=utf-8\r\n\
                Content-Disposition: form-data; name=rfc2231;\r\n\
                \tfilename*0*=ascii''a%20b%20;\r\n\
                \tfilename*1*=c%20d%20;\r\n\tfilename*2=\"e f.txt\"";
    let body = message("foo", &[(head, b"file contents")]);
    let why = "RFC 7578, section 4.2, forbids filename*= here, and no browser \
               folds a head's lines: the crate that reads forms takes neither";
    facts.differs("a folded head", told(read("foo", &body)), "400", why);
    facts.by("werkzeug test_datastructures.py::test_mimetype_always_lowercase");
    let head = format!("{FILE}\r\nContent-Type: APPLICATION/JSON");
    let body = message("foo", &[(&head, b"1")]);
    let data = read("foo", &body).expect("a form");
    let kind = data.files.get("test").map(FileStorage::mimetype);
    facts.same("APPLICATION/JSON", kind, Some("application/json".to_owned()));
}

/// Ways of writing a text that were given up.
fn encodings(facts: &mut Facts) {
    let text = |fields: &str, content: &[u8]| {
        let head =
            format!("Content-Disposition: form-data; name=a\r\n{fields}");
        told(read("foo", &message("foo", &[(&head, content)])))
    };
    facts.by("webob test_multidict.py::test_from_fieldstorage_with_charset");
    let japanese = "Content-Type: text/plain; charset=\"iso-2022-jp\"";
    let content = b"\x1b$B$3$s$K$A$O\x1b(B";
    let why = "RFC 7578, section 5.1.2: browsers send UTF-8; Latin-1 is taken \
               besides, and all else is read as UTF-8";
    let raw = "a=\u{1b}$B$3$s$K$A$O\u{1b}(B";
    facts.differs("ISO-2022-JP", text(japanese, content), raw, why);
    let why = "RFC 7578, section 4.7: Content-Transfer-Encoding is deprecated, \
               and no client sends it";
    facts.by(
        "webob test_multidict.py::test_from_fieldstorage_with_base64_encoding",
    );
    let base64 = "Content-Transfer-Encoding: base64";
    facts.differs("base64", text(base64, b"YQ=="), "a=YQ==", why);
    facts.by("webob test_multidict.py::\
         test_from_fieldstorage_with_quoted_printable_encoding");
    let quoted = "Content-Transfer-Encoding: quoted-printable";
    facts.differs("quoted-printable", text(quoted, b"a=3D"), "a=a=3D", why);
}

fn line_ends(facts: &mut Facts) {
    facts.by("werkzeug test_formparser.py::test_nonstandard_line_endings");
    let lines = |end: &str| {
        [
            "--foo",
            FOO,
            "",
            "this is just bar",
            "--foo",
            BAR,
            "",
            "blafasel",
            "--foo--",
        ]
        .join(end)
    };
    let all = "foo=this is just bar|bar=blafasel";
    facts.same("CR LF", told(read("foo", lines("\r\n").as_bytes())), all);
    let why = "RFC 2046, section 5.1.1: lines end with CR LF";
    for end in ["\n", "\r"] {
        let got = told(read("foo", lines(end).as_bytes()));
        facts.differs(end, got, "400", why);
    }
    facts.by("webob test_request.py::test_POST_multipart");
    let body = message(
        "----------------------------deb95b63e42a",
        &[
            ("Content-Disposition: form-data; name=\"foo\"", b"foo"),
            (
                "Content-Disposition: form-data; name=\"bar\"; \
                 filename=\"bar.txt\"\r\n\
                 Content-type: application/octet-stream",
                b"these are the contents of the file \"bar.txt\"\n",
            ),
        ],
    );
    let boundary = "----------------------------deb95b63e42a";
    let all = "foo=foo|bar=bar.txt:these are the contents of the file \
               \"bar.txt\"\n";
    facts.same("of curl", told(read(boundary, &body)), all);
    facts.by("werkzeug sansio/test_multipart.py::test_decoder_simple");
    let boundary = "---------------------------9704338192090380615194531385$";
    let file = "Content-Disposition: form-data; name=\"lname\"; \
                filename=\"bob\"";
    let text = "\u{df}\u{2211}\u{153}\u{df}\u{2202}";
    let name = "Content-Disposition: form-data; name=\"fname\"";
    let parts = [(name, text.as_bytes()), (file, &b"asdasd"[..])];
    let mut body = message(boundary, &parts);
    body.extend_from_slice(b"    ");
    let all = format!("fname={text}|lname=bob:asdasd");
    facts.same("an epilogue", told(read(boundary, &body)), all);
    facts.by("werkzeug sansio/test_multipart.py::test_empty_field");
    let empty = message("foo", &[(FOO, b"Some Text"), (BAR, b"")]);
    let all = "foo=Some Text|bar=";
    facts.same("an empty field", told(read("foo", &empty)), all);
    let short =
        b"--foo\r\nContent-Disposition: form-data; name=a\r\n\r\n--foo--";
    let why = "the part ends without a line end of its own: RFC 2046 has a \
               body of no octets end so, but no client writes it, and the \
               crate that reads forms does not take it";
    facts.differs("no line end", told(read("foo", short)), "400", why);
}
