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

#[test]
fn exc_info_after_the_headers_raises_the_error_again_and_cuts() {
    let heard = get(application(|_, start_response| {
        start_response.call("200 OK", TEXT)?.write(b"hel")?;
        let error: AppError = "the disk is full".into();
        let exc_info = Some(ExcInfo(error));
        let raised = start_response.with("500 Oh", &[], exc_info).err();
        assert_eq!(raised.unwrap().to_string(), "the disk is full");
        Ok(Body::Empty) // PEP 3333 forbids to go on: it is cut all the same
    }));
    assert!(heard.cut, "a part must not look like the whole: {heard:?}");
    assert!(heard.text.ends_with("\r\n\r\n3\r\nhel\r\n"), "{heard:?}");
}

#[test]
fn an_application_that_never_calls_it_gives_500() {
    for body in ["", "hello"] {
        let heard = get(application(|_, _| Ok(Body::from(body))));
        assert!(heard.text.starts_with("HTTP/1.1 500 "), "{heard:?}");
        assert_eq!(heard.body(), "the server failed\n");
        let failure = heard.failure.unwrap();
        assert!(failure.contains("start_response"), "{failure}");
    }
}

#[test]
fn a_status_is_three_digits_a_space_and_words() {
    for bad in [
        "",
        "200",
        "200OK",
        "20 OK",
        "2000 OK",
        " 200 OK",
        "abc OK",
        "+20 OK",
        "200 O\rK",
        "200 O\nK",
        "200 \0",
        "100 Continue",
        "199 x",
        "099 x",
        "200 \u{20ac}",
        "20\u{b2} OK",
    ] {
        let heard = get(application(move |_, start_response| {
            let error = start_response.call(bad, TEXT).err();
            let error = error.expect("this is no status");
            assert!(matches!(error, StartError::Status(_)), "{error}");
            Err(error.into())
        }));
        assert!(heard.text.starts_with("HTTP/1.1 500 "), "{bad:?}: {heard:?}");
    }
    for good in ["200 ", "299 Any words", "999 x", "404 Pas trouv\u{e9}"] {
        let heard = get(application(move |_, start_response| {
            start_response.call(good, TEXT)?;
            Ok(Body::Empty)
        }));
        assert_eq!(heard.failure, None, "{good:?}");
    }
}

#[test]
fn the_words_of_a_status_are_latin_1() {
    let gateway = wsgi::Gateway::new(application(|_, start_response| {
        start_response.call("404 Pas trouv\u{e9}", TEXT)?;
        Ok(Body::Empty)
    }));
    let mut client = wsgi::Memory::default();
    client.send(b"GET / HTTP/1.0\r\n\r\n", |channel| gateway.run(channel));
    let line = b"HTTP/1.1 404 Pas trouv\xe9\r\n";
    assert!(client.output().starts_with(line), "{client:?}");
}

/// What `start_response` says about one header.
fn refused(name: &'static str, value: &'static [u8]) -> StartError {
    let error = std::sync::Mutex::new(None);
    get(application(|_, start_response| {
        let headers = [("X-First", &b"1"[..]), (name, value)];
        let said = start_response.with("200 OK", &headers, None).err();
        *error.lock().unwrap() = said;
        Ok(Body::Empty)
    }));
    let error = error.into_inner().unwrap();
    error.unwrap_or_else(|| panic!("{name:?} must be refused"))
}

#[test]
fn a_name_is_a_token_and_a_value_has_no_control_character() {
    for name in ["", "A B", "A:", "A\r\nB", "A\0", "\u{e9}", "A\u{7f}"] {
        let error = refused(name, b"x");
        assert!(matches!(error, StartError::Name(_)), "{name:?}: {error}");
    }
    for value in [&b"a\r\nSet-Cookie: b"[..], b"a\n", b"\0", b"\x1b[2J"] {
        let error = refused("X-Note", value);
        assert!(matches!(error, StartError::Value(_)), "{error}");
    }
}

#[test]
fn what_is_about_the_connection_is_the_servers() {
    for name in [
        "Connection",
        "keep-alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Trailers",
        "Transfer-Encoding",
        "UPGRADE",
    ] {
        let error = refused(name, b"close");
        assert!(matches!(error, StartError::HopByHop(_)), "{name}: {error}");
    }
}

#[test]
fn a_content_length_is_one_number() {
    for value in
        [&b""[..], b"-1", b"+5", b"5 5", b"0x5", b"99999999999999999999"]
    {
        let error = refused("Content-Length", value);
        assert!(matches!(error, StartError::ContentLength), "{error}");
    }
}

#[test]
fn a_call_that_is_refused_was_a_call_and_the_next_one_needs_exc_info() {
    let heard = get(application(|_, start_response| {
        assert!(start_response.call("200", TEXT).is_err());
        let again = start_response.call("200 OK", TEXT).err();
        assert!(matches!(again, Some(StartError::Twice)), "{again:?}");
        let exc_info = Some(ExcInfo("that was no status".into()));
        start_response.with("500 Oh", &[], exc_info)?;
        Ok(Body::from("sorry"))
    }));
    assert!(heard.text.starts_with("HTTP/1.1 500 Oh\r\n"), "{heard:?}");
    assert_eq!(heard.body(), "sorry");
}

#[test]
fn a_head_that_is_refused_goes_out_in_no_part() {
    for body in ["", "hello"] {
        let heard = get(application(move |_, start_response| {
            start_response.call("200 OK", [("X-Old", "1")])?;
            let headers = [("X-New", &b"2"[..]), ("Connection", b"close")];
            let exc_info = Some(ExcInfo("oh".into()));
            let said = start_response.with("503 Later", &headers, exc_info);
            assert!(said.is_err(), "the second header is hop-by-hop");
            Ok(Body::from(body))
        }));
        assert!(heard.text.starts_with("HTTP/1.1 500 "), "{heard:?}");
        assert_eq!(heard.body(), "the server failed\n");
        let failure = heard.failure.unwrap();
        assert!(failure.contains("start_response"), "{failure}");
    }
}
