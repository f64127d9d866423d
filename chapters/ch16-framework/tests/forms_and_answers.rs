//! Multipart in pieces, limits, and conditional answers.

use std::io::{Read, Seek, SeekFrom};

use carafe::response::{Conditions, parse_date};
use carafe::{App, Limits, Request, Response, Result, SendFile, parse_form};
use testing::proc::descriptors;

const KIND: &str = "multipart/form-data; boundary=foo";
const FORM: &[u8] = b"--foo\r\n\
    Content-Disposition: form-data; name=\"a\"\r\n\r\n\
    Hello\r\n--fo World\r\n--foo\r\n\
    Content-Disposition: form-data; name=\"f\"; filename=\"t.txt\"\r\n\
    Content-Type: text/plain\r\n\r\nfile contents\r\n--foo--\r\n";

/// A body that arrives in two pieces.
struct Cut<'a>(&'a [u8], &'a [u8]);

impl Read for Cut<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() { self.1.read(into) } else { self.0.read(into) }
    }
}

fn status(body: &[u8], limits: Limits) -> u16 {
    match parse_form(&mut { body }, KIND, None, &limits) {
        Ok(_) => 200,
        Err(error) => error.status(),
    }
}

#[test]
fn a_form_is_the_same_wherever_it_is_cut() {
    for cut in 0..=FORM.len() {
        let (front, back) = FORM.split_at(cut);
        let mut body = Cut(front, back);
        let data = parse_form(&mut body, KIND, None, &Limits::default());
        let data = data.unwrap_or_else(|e| panic!("cut at {cut}: {e}"));
        let text = data.form.get("a").map(String::as_str);
        assert_eq!(text, Some("Hello\r\n--fo World"), "cut at {cut}");
        let file = data.files.get("f").expect("the file is there");
        assert_eq!(file.filename(), "t.txt");
        assert_eq!(file.read().unwrap(), b"file contents", "cut at {cut}");
    }
}

#[test]
fn a_form_that_ends_too_early_is_a_bad_request() {
    for end in 0..FORM.len() - "--\r\n".len() {
        let status = status(&FORM[..end], Limits::default());
        assert_eq!(status, 400, "only {end} octets came");
    }
}

#[test]
fn each_limit_of_a_form_is_413() {
    let usual = Limits::default;
    let length = Limits { max_content_length: 20, ..usual() };
    let memory = Limits { max_form_memory_size: 7, ..usual() };
    let parts = Limits { max_form_parts: 1, ..usual() };
    for limits in [length, memory, parts] {
        assert_eq!(status(FORM, limits), 413, "{limits:?}");
    }
}

#[test]
fn a_file_past_the_limit_is_on_disk() {
    let limits = Limits { max_file_memory_size: 4, ..Limits::default() };
    let data = parse_form(&mut { FORM }, KIND, None, &limits).unwrap();
    let file = data.files.get("f").unwrap();
    assert!(file.is_on_disk());
    assert_eq!(file.read().unwrap(), b"file contents");
}

#[test]
fn many_files_on_disk_need_one_descriptor() {
    let mut body = Vec::new();
    for n in 0..900 {
        let head = format!(
            "--foo\r\nContent-Disposition: form-data; name={n}; \
             filename={n}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(n.to_string().repeat(n % 7).as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--foo--");
    let limits = Limits { max_file_memory_size: 4, ..Limits::default() };
    let own = std::process::id();
    let before = descriptors(own);
    let data = parse_form(&mut body.as_slice(), KIND, None, &limits).unwrap();
    // Other tests of this program may have a file open.
    assert!(descriptors(own) < before + 20, "{}", descriptors(own));
    assert_eq!(data.files.len(), 900);
    for n in 0..900 {
        let file = data.files.get(&n.to_string()).unwrap();
        let content = n.to_string().repeat(n % 7);
        assert_eq!(file.read().unwrap(), content.as_bytes(), "{n}");
        let mut end = String::new();
        let mut reader = file.stream();
        reader.seek(SeekFrom::End(-(content.len().min(2) as i64))).unwrap();
        reader.read_to_string(&mut end).unwrap();
        assert!(content.ends_with(&end), "{n} ends with {end:?}");
    }
}

#[test]
fn a_request_is_parsed_when_asked_and_once() {
    let mut app = App::new();
    app.post("/unasked", || "nobody asked");
    app.post("/asked", |request: &Request<'_>| -> Result<String> {
        let (one, other) = (request.form()?, request.form()?);
        let same = std::ptr::eq(one, other)
            && std::ptr::eq(request.args(), request.args())
            && std::ptr::eq(request.cookies(), request.cookies());
        Ok(same.to_string())
    });
    let mut client = app.client();
    let kind = [("Content-Type", KIND)];
    let answer = client.send("POST", "/unasked", &kind, b"--foo broken");
    assert_eq!(answer.text(), "nobody asked");
    let answer = client.send("POST", "/asked", &kind, b"--foo broken");
    assert_eq!(answer.status, 400);
    assert_eq!(client.send("POST", "/asked?a=b", &kind, FORM).text(), "true");
}

fn answer(change: impl Fn(&mut Conditions)) -> (u16, Vec<u8>) {
    let mut conditions =
        Conditions { method: "GET".to_owned(), ..Conditions::default() };
    change(&mut conditions);
    let mut response = Response::text("0123456789");
    response.set_etag("x", false).expect("a tag");
    match response.make_conditional(&conditions) {
        Ok(response) => {
            let (status, _, body) = response.into_parts();
            (status, body.collect().expect("bytes").to_vec())
        }
        Err(error) => (error.status(), Vec::new()),
    }
}

#[test]
fn conditions_and_ranges_have_their_answers() {
    let text = |text: &str| Some(text.to_owned());
    let same = answer(|c| c.if_none_match = text("W/\"x\""));
    assert_eq!(same, (304, b"".to_vec()));
    assert_eq!(answer(|c| c.if_match = text("\"y\"")).0, 412);
    let part = answer(|c| c.range = text("bytes=2-4"));
    assert_eq!(part, (206, b"234".to_vec()));
    let last = answer(|c| c.range = text("bytes=-3"));
    assert_eq!(last, (206, b"789".to_vec()));
    assert_eq!(answer(|c| c.range = text("bytes=10-")).0, 416);
    assert_eq!(answer(|c| c.range = text("bytes=5-2")).0, 200);
    assert_eq!(answer(|c| c.range = text("bytes=- 3")).0, 200);
    let other = answer(|c| c.if_none_match = text("\"y\"*"));
    assert_eq!(other.0, 200, "a broken list is not any tag");
}

#[test]
fn a_file_outside_of_the_folder_is_not_found() {
    let all = tempfile::tempdir().unwrap();
    let folder = all.path().join("in");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(all.path().join("secret"), "s").unwrap();
    std::fs::write(folder.join("open"), "o").unwrap();
    let link = folder.join("link");
    std::os::unix::fs::symlink(all.path().join("secret"), link).unwrap();
    assert!(SendFile::below(&folder, "open").is_ok());
    for name in ["../secret", "link", "/etc/passwd", "a\0b", "", "."] {
        let error = SendFile::below(&folder, name).unwrap_err();
        assert_eq!(error.status(), 404, "{name:?} was sent");
    }
}

/// RFC 9110, section 13.2.2. Werkzeug 3.1 answers each of these otherwise.
#[test]
fn conditions_are_judged_in_the_order_of_the_rfc() {
    let noon = "Tue, 01 Jan 2008 12:00:00 GMT";
    let (tag, later) = ("\"x\"", "Tue, 01 Jan 2008 13:00:00 GMT");
    let text = |text: &str| Some(text.to_owned());
    let status = |tagged: bool, change: &dyn Fn(&mut Conditions)| {
        let mut conditions =
            Conditions { method: "GET".to_owned(), ..Conditions::default() };
        change(&mut conditions);
        let mut page = Response::text("0123456789");
        page.set_last_modified(parse_date(noon).unwrap());
        if tagged {
            page.set_etag("x", false).unwrap();
        }
        let answer = page.make_conditional(&conditions);
        answer.map_or_else(|error| error.status(), |page| page.status())
    };
    let any = status(true, &|c| c.if_match = text("*"));
    assert_eq!(any, 200, "If-Match: * holds where there is a page");
    let untagged = status(false, &|c| c.if_match = text(tag));
    assert_eq!(untagged, 412, "a page without a tag is not the one meant");
    let any = status(false, &|c| c.if_none_match = text("*"));
    assert_eq!(any, 304, "If-None-Match: * fails where there is a page");
    let tags_first = status(true, &|c| {
        c.if_none_match = text("\"y\"");
        c.if_modified_since = text(later);
    });
    assert_eq!(tags_first, 200, "with If-None-Match the date is ignored");
    let both = status(true, &|c| {
        c.if_unmodified_since = text("Tue, 01 Jan 2008 11:00:00 GMT");
        c.if_none_match = text(tag);
    });
    assert_eq!(both, 412, "what must not have changed comes first");
    let part = status(true, &|c| {
        c.if_none_match = text(tag);
        c.range = text("bytes=0-2");
    });
    assert_eq!(part, 304, "a part of what the client has is not sent");
}
