//! Requests that are refused, and applications that fail.

use testing::assert_bytes;
use wsgi::{Body, application};

use super::{FIRST, ask, but, news, request, with};

/// A request that is refused: the application does not answer.
#[track_caller]
fn refused(bytes: &[u8], rule: &str) {
    let heard = ask(bytes, application(news));
    let want = "Status: 400 Bad Request\r\n\r\n";
    assert_bytes(bytes, heard.text.as_bytes(), want.as_bytes(), rule);
    assert!(heard.said.is_err(), "{rule}: and the log hears why");
}

#[test]
fn a_netstring_has_one_form() {
    let good = String::from_utf8(request(&FIRST, "")).expect("ASCII");
    let rule = "the length is decimal digits, without a zero in front";
    refused(format!("0{good}").as_bytes(), rule);
    refused(format!("+{good}").as_bytes(), rule);
    refused(b":,", rule);
    let rule = "a netstring ends with a comma";
    refused(good.replace(",", ";").as_bytes(), rule);
    let rule = "no header, no request";
    refused(b"0:,", rule);
}

#[test]
fn headers_have_a_limit() {
    let rule = "a length over MOST is refused when its digits say so, before \
                more is read and before memory is taken for it";
    for length in ["16385", "99999999", "999999999999999999999999999999"] {
        let bytes = format!("{length}:");
        let app = application(news);
        let heard = ask(bytes.as_bytes(), app);
        let want = "Status: 400 Bad Request\r\n\r\n";
        assert_bytes(
            bytes.as_bytes(),
            heard.text.as_bytes(),
            want.as_bytes(),
            rule,
        );
        assert_eq!(heard.stream.reads_after_end, 0, "{rule}");
    }
}

#[test]
fn what_scgi_forbids_is_refused() {
    let mut order = FIRST;
    order.swap(0, 1);
    refused(&request(&order, ""), "CONTENT_LENGTH is the first header");
    let rule = "CONTENT_LENGTH is digits only";
    refused(&but("CONTENT_LENGTH", Some("+0")), rule);
    refused(&but("CONTENT_LENGTH", Some("")), rule);
    let rule = "SCGI must be 1";
    refused(&but("SCGI", Some("2")), rule);
    refused(&but("SCGI", None), rule);
    let rule = "no header is there twice";
    refused(&with(("SCGI", "1")), rule);
    refused(&with(("HTTP_HOST", "web")), rule);
    refused(&with(("DOCUMENT_ROOT\0/\0DOCUMENT_ROOT", "/")), rule);
    refused(&with(("", "nameless")), "a name is not empty");
    let rule = "each name and each value ends with a zero byte";
    refused(b"16:CONTENT_LENGTH\x000,", rule);
    for name in ["REQUEST_METHOD", "REQUEST_URI", "SERVER_PROTOCOL"] {
        refused(&but(name, None), &format!("{name} must be there"));
    }
}

#[test]
fn no_header_writes_lines_of_its_own() {
    let rule = "a value with a line end in it would be a line of the head \
                that nobody sent: refuse it";
    refused(&with(("HTTP_A", "b\r\nCookie: admin")), rule);
    let path = Some("/ HTTP/1.1\r\nCookie: admin\r\nA:");
    refused(&but("REQUEST_URI", path), rule);
    let rule = "a name, too, can have a line end in it, and a colon";
    refused(&with(("HTTP_A: b\r\nCOOKIE", "admin")), rule);
}

#[test]
fn the_machine_has_a_status_for_what_it_refuses() {
    let app = || application(news);
    let heard = ask(&but("CONTENT_LENGTH", Some("9999999999")), app());
    let want = "Status: 413 Content Too Large\r\n\r\n";
    let rule = "the limits of chapter 14 hold here, too";
    assert_bytes(b"", heard.text.as_bytes(), want.as_bytes(), rule);
}

#[test]
fn an_application_that_fails_is_a_500() {
    let early = application(|_, start_response| {
        start_response.call("200 OK", [("Content-Type", "text/plain")])?;
        Err("secret".into())
    });
    let heard = ask(&request(&FIRST, ""), early);
    let want = "Status: 500 Internal Server Error\r\n\r\n";
    let rule = "before a response has begun, a failure is a 500, and says no \
                more";
    assert_bytes(b"", heard.text.as_bytes(), want.as_bytes(), rule);
    let late = application(|_, start_response| {
        start_response.call("200 OK", [("Content-Type", "text/plain")])?;
        Ok(Body::iter([Ok("half"), Err("secret".into())]))
    });
    let heard = ask(&request(&FIRST, ""), late);
    let want = "Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nhalf";
    let rule = "behind a response that has begun there comes nothing more";
    assert_bytes(b"", heard.text.as_bytes(), want.as_bytes(), rule);
    assert!(heard.said.is_err(), "{rule}; the log hears of it");
}
