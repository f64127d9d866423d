//! What PEP 3333 says of `start_response`, rule by rule.
#![allow(clippy::unwrap_used)]

mod shared;

use shared::get;
use wsgi::{AppError, Body, ExcInfo, StartError, application};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

#[test]
fn a_block_goes_out_with_its_length() {
    let heard = get(application(|_, start_response| {
        start_response.call("200 Fine", TEXT)?;
        Ok(Body::from("hello"))
    }));
    let want = "HTTP/1.1 200 Fine\r\nContent-Type: text/plain\r\n\
        Content-Length: 5\r\n\r\nhello";
    assert_eq!(heard.text, want);
    assert_eq!(heard.failure, None);
}

#[test]
fn to_be_called_twice_without_exc_info_is_an_error() {
    let heard = get(application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let again = start_response.call("404 Not Found", TEXT).err();
        assert!(matches!(again, Some(StartError::Twice)), "{again:?}");
        Ok(Body::from("the first one counts"))
    }));
    assert!(heard.text.starts_with("HTTP/1.1 200 OK\r\n"), "{heard:?}");
}

#[test]
fn exc_info_takes_back_what_was_said_while_no_header_is_out() {
    let heard = get(application(|_, start_response| {
        start_response.call("200 OK", [("X-Old", "1")])?;
        let error: AppError = "no such table".into();
        let headers = [("Content-Type", &b"text/plain"[..])];
        let exc_info = Some(ExcInfo(error));
        start_response.with("503 Later", &headers, exc_info)?;
        Ok(Body::from("sorry"))
    }));
    let want = "HTTP/1.1 503 Later\r\nContent-Type: text/plain\r\n\
        Content-Length: 5\r\n\r\nsorry";
    assert_eq!(heard.text, want);
}
