//! Judges the exercise `apology`.

use ex15::apology::Apology;
use testing::within;
use wsgi::{AppError, Application, Body, Gateway, Memory, application};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

/// What a client hears, and whether it was cut off.
fn heard(inner: impl Application + 'static) -> (String, bool) {
    within("a request", move || {
        let gateway = Gateway::new(Apology::new(inner, "<p>Sorry"));
        let mut client = Memory::default();
        let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send(request, |channel| gateway.run(channel));
        let text = String::from_utf8_lossy(&client.take()).into_owned();
        (text, client.is_cut())
    })
}

#[track_caller]
fn is_page((text, cut): (String, bool), rule: &str) {
    let page = text.starts_with("HTTP/1.1 500 Internal Server Error\r\n")
        && text.contains("\r\nContent-Type: text/html\r\n")
        && text.matches("<p>Sorry").count() == 1
        && !text.contains("secret");
    assert!(page && !cut, "{rule}\n  the client heard {text:?}, cut: {cut}");
}

#[test]
fn a_call_that_fails_has_a_page() {
    let rule = "a failure before the first byte: 500, and the page";
    is_page(heard(application(|_, _| Err("secret".into()))), rule);
    let rule = "exc_info takes back what start_response was told before";
    let app = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Err("secret".into())
    });
    is_page(heard(app), rule);
}

#[test]
fn a_body_that_fails_before_its_first_byte_has_a_page() {
    let rule = "empty blocks send nothing: there is still time for the page, \
                and nothing more is asked of the application behind it";
    let app = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let blocks: [Result<&str, AppError>; 3] =
            [Ok(""), Err("secret".into()), Err("secret".into())];
        Ok(Body::iter(blocks))
    });
    is_page(heard(app), rule);
}

#[test]
fn a_body_that_fails_later_is_cut_off() {
    let (text, cut) = heard(application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let blocks: [Result<&str, AppError>; 2] =
            [Ok("half"), Err("secret".into())];
        Ok(Body::iter(blocks))
    }));
    let rule = "too late: the error is raised again, the page is not sent";
    assert!(cut && !text.contains("Sorry"), "{rule}\n  {text:?}, cut: {cut}");
}
