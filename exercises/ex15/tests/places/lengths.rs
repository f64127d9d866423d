//! Bodies whose length is known.

use std::borrow::Cow;

use ex15::places::Places;
use testing::{assert_bytes, within};
use wsgi::{AppError, Blocks, Body, application};

use super::{REQUEST, heard};

#[test]
fn a_body_that_is_all_here_keeps_its_length_and_no_place() {
    let got = within("three requests", || {
        let app = Places::new(
            application(|_, start_response| {
                let headers = [("Content-Type", "text/plain")];
                start_response.call("200 OK", headers)?;
                Ok(Body::from("hello\n"))
            }),
            1,
        );
        let _ = (heard(&app), heard(&app));
        heard(&app)
    });
    let want = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\
                Content-Length: 6\r\n\r\nhello\n";
    let rule = "hand on what is all here as it is: the gateway then knows \
                its length";
    assert_bytes(REQUEST, got.as_bytes(), want.as_bytes(), rule);
}

/// A block that is made when it is asked for, of a length that is known.
struct Known(bool);

impl Blocks for Known {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        let first = !std::mem::replace(&mut self.0, true);
        first.then_some(Ok(Cow::Borrowed(b"row\n")))
    }

    fn length(&self) -> Option<u64> {
        Some(4)
    }
}

#[test]
fn a_length_that_is_known_is_handed_on() {
    let got = within("a request", || {
        heard(&Places::new(
            application(|_, start_response| {
                let headers = [("Content-Type", "text/plain")];
                start_response.call("200 OK", headers)?;
                Ok(Body::blocks(Known(false)))
            }),
            1,
        ))
    });
    let want = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\
                Content-Length: 4\r\n\r\nrow\n";
    let rule = "the inner body knows its length: whoever wraps it and is \
                silent about that makes chunks of the answer";
    assert_bytes(REQUEST, got.as_bytes(), want.as_bytes(), rule);
}
