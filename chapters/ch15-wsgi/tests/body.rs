//! How a body is sent.
#![allow(clippy::unwrap_used)]

mod shared;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use shared::{get, send};
use wsgi::{AppError, Application, BLOCK_SIZE, Body, FileWrapper, application};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";

/// An application that returns `blocks`, one after another.
fn stream(blocks: &'static [&'static str]) -> impl Application {
    application(move |_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Ok(Body::iter(blocks.iter().map(|&block| Ok(block))))
    })
}

/// An application that says a length, and returns blocks.
fn promise(
    length: &'static str,
    blocks: &'static [&'static str],
) -> impl Application {
    application(move |_, start_response| {
        start_response.call("200 OK", [("Content-Length", length)])?;
        Ok(Body::iter(blocks.iter().map(|&block| Ok(block))))
    })
}

const OLD: &[u8] = b"GET / HTTP/1.0\r\n\r\n";
const HEAD_REQUEST: &[u8] = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

#[test]
fn blocks_without_a_length_are_chunks_for_1_1_and_end_with_the_connection_for_1_0()
 {
    let app = Arc::new(stream(&["one", "two"]));
    let want = format!(
        "{HEAD}Transfer-Encoding: chunked\r\n\r\n\
         3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"
    );
    assert_eq!(get(app.clone()).text, want);
    let want = format!("{HEAD}Connection: close\r\n\r\nonetwo");
    assert_eq!(send(app, OLD).text, want);
}

#[test]
fn blocks_that_are_all_here_have_a_length() {
    let heard = get(application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Ok(Body::from(vec![b"one".to_vec(), Vec::new(), b"two".to_vec()]))
    }));
    assert_eq!(heard.text, format!("{HEAD}Content-Length: 6\r\n\r\nonetwo"));
}

#[test]
fn nothing_at_all_has_a_length_too() {
    for blocks in [&[][..], &["", ""]] {
        let want = format!("{HEAD}Content-Length: 0\r\n\r\n");
        assert_eq!(get(stream(blocks)).text, want);
    }
}

#[test]
fn headers_wait_for_the_first_byte() {
    let heard = get(application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let start_response = start_response.clone();
        let mut step = 0;
        Ok(Body::iter(std::iter::from_fn(move || {
            step += 1;
            match step {
                1 => Some(Ok("")), // no byte: nothing goes out
                2 => {
                    // So there is time to think again.
                    let error: AppError = "second thoughts".into();
                    let exc_info = Some(wsgi::ExcInfo(error));
                    let said = start_response.with("503 Later", &[], exc_info);
                    Some(said.map(|_| "later").map_err(AppError::from))
                }
                _ => None,
            }
        })))
    }));
    assert!(heard.text.starts_with("HTTP/1.1 503 Later\r\n"), "{heard:?}");
}

#[test]
fn write_sends_before_the_body() {
    let heard = get(application(|_, start_response| {
        let write = start_response.call("200 OK", TEXT)?;
        write.write(b"one ")?;
        write.write(b"")?;
        write.write(b"two ")?;
        Ok(Body::from("three"))
    }));
    assert_eq!(
        heard.body(),
        "4\r\none \r\n4\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n"
    );
}

#[test]
fn what_goes_beyond_the_promised_length_is_not_sent_but_told() {
    let heard = get(promise("5", &["hel", "lo, world", "!"]));
    assert!(heard.text.ends_with("\r\n\r\nhello"), "{heard:?}");
    assert!(!heard.cut && heard.failure.is_none(), "{heard:?}");
    let want = "the application failed: more content than";
    assert!(heard.errors.starts_with(want), "{heard:?}");
    assert_eq!(heard.errors.lines().count(), 1);
}

#[test]
fn less_than_the_promised_length_cuts_the_connection() {
    for blocks in [&["hel"][..], &[]] {
        let heard = get(promise("5", blocks));
        assert!(heard.cut, "the client would wait for the rest: {heard:?}");
        let failure = heard.failure.unwrap();
        assert!(failure.contains("less than the head promised"), "{failure}");
    }
}

#[test]
fn head_has_the_headers_of_get_and_no_content() {
    let block = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Ok(Body::from("hello"))
    });
    let want = format!("{HEAD}Content-Length: 5\r\n\r\n");
    assert_eq!(send(block, HEAD_REQUEST).text, want);
    let blocks = send(stream(&["one", "two"]), HEAD_REQUEST);
    assert_eq!(blocks.text, format!("{HEAD}\r\n"));
    // An application may know it and leave the content out.
    let heard = send(promise("5", &[]), HEAD_REQUEST);
    let want = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    assert_eq!((heard.text.as_str(), heard.cut), (want, false));
    // And one that says nothing says nothing about GET, either.
    assert_eq!(send(stream(&[]), HEAD_REQUEST).text, format!("{HEAD}\r\n"));
}

#[test]
fn an_answer_without_content_has_none_whatever_the_application_sends() {
    for (status, line) in
        [("204 No Content", "204 No Content"), ("304 x", "304 x")]
    {
        let heard = get(application(move |_, start_response| {
            start_response.call(status, [("ETag", "\"1\"")])?;
            Ok(Body::from("oops"))
        }));
        let want = format!("HTTP/1.1 {line}\r\nETag: \"1\"\r\n\r\n");
        assert_eq!(heard.text, want);
        assert!(!heard.cut && heard.errors.contains("none may be"));
        let heard = get(application(move |_, start_response| {
            start_response.call(status, [("ETag", "\"1\"")])?;
            Ok(Body::Empty)
        }));
        assert_eq!((heard.text, heard.errors), (want, String::new()));
    }
}

#[test]
fn a_204_loses_its_length_which_it_may_not_have() {
    let heard = get(application(|_, start_response| {
        start_response.call("204 No Content", [("Content-Length", "0")])?;
        Ok(Body::Empty)
    }));
    assert_eq!(heard.text, "HTTP/1.1 204 No Content\r\n\r\n");
}

#[test]
fn a_file_is_sent_from_its_place_with_its_length() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"0123456789").unwrap();
    let file = std::sync::Mutex::new(file);
    let heard = get(application(|_, start_response| {
        use std::io::Seek;
        let mut file = file.lock().unwrap().try_clone()?;
        file.seek(std::io::SeekFrom::Start(2))?;
        start_response.call("200 OK", TEXT)?;
        Ok(FileWrapper::new(file).with_block_size(3).with_limit(7).into())
    }));
    assert_eq!(heard.text, format!("{HEAD}Content-Length: 7\r\n\r\n2345678"));
}

#[test]
fn a_file_ends_where_the_applications_length_says() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"0123456789").unwrap();
    let file = std::sync::Mutex::new(file);
    let heard = get(application(|_, start_response| {
        use std::io::Seek;
        let mut file = file.lock().unwrap().try_clone()?;
        file.rewind()?;
        start_response.call("200 OK", [("Content-Length", "4")])?;
        Ok(FileWrapper::new(file).into())
    }));
    assert!(heard.text.ends_with("\r\n\r\n0123"), "{heard:?}");
    assert_eq!((heard.failure, heard.errors), (None, String::new()));
}

#[test]
fn what_reads_like_a_file_is_a_body_too() {
    let heard = get(application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let first = std::io::Cursor::new("x".repeat(BLOCK_SIZE));
        Ok(Body::reader(std::io::Read::chain(first, &b"yz"[..])))
    }));
    let want = format!("2000\r\n{}\r\n2\r\nyz\r\n0\r\n\r\n", "x".repeat(8192));
    assert_eq!(heard.body(), want);
}

#[test]
fn nobody_asks_for_blocks_behind_what_was_promised() {
    let asked = Arc::new(AtomicUsize::new(0));
    for (request, want) in [
        (&b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"[..], 2),
        (OLD, 2),
        (HEAD_REQUEST, 1),
        (b"GET /write HTTP/1.1\r\nHost: a\r\n\r\n", 0),
    ] {
        asked.store(0, Ordering::Relaxed);
        let count = asked.clone();
        let app = application(move |environ, start_response| {
            let length = [("Content-Length", "5")];
            let write = start_response.call("200 OK", length)?;
            if environ.path_info() == "/write" {
                write.write(b"hello")?;
            }
            let count = count.clone();
            let blocks = ["hel", "lo", "", "never"].into_iter();
            Ok(Body::iter(blocks.map(move |block| {
                count.fetch_add(1, Ordering::Relaxed);
                Ok(block)
            })))
        });
        let heard = send(app, request);
        assert!(!heard.cut && heard.errors.is_empty(), "{heard:?}");
        assert_eq!(asked.load(Ordering::Relaxed), want, "{heard:?}");
    }
}
