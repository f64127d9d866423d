//! Judges the exercise `apology`.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use ex15::apology::Apology;
use testing::within;
use wsgi::{
    AppError, Application, Blocks, Body, ErrorStream, Gateway, Memory,
    application,
};

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

/// What happened, in its order: the errors that the gateway reports, too.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn text(&self) -> String {
        self.0.lock().expect("no panic").clone()
    }
}

impl ErrorStream for Log {
    fn write(&self, text: &str) {
        self.0.lock().expect("no panic").push_str(text);
    }
}

/// Fails in the block with this number, and in its close.
struct Failing {
    fails_at: usize,
    asked: usize,
    log: Log,
}

impl Blocks for Failing {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        self.asked += 1;
        self.log.write(&format!("block {}\n", self.asked));
        match self.asked {
            n if n == self.fails_at => Some(Err("secret".into())),
            1 => Some(Ok(Cow::Borrowed(b""))),
            _ => None,
        }
    }

    fn close(&mut self) -> Result<(), AppError> {
        self.log.write("close\n");
        Err("not closed".into())
    }
}

/// A body that promises three bytes, and fails.
struct Promises;

impl Blocks for Promises {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        Some(Err("secret".into()))
    }

    fn length(&self) -> Option<u64> {
        Some(3)
    }
}

#[test]
fn the_page_is_not_as_long_as_the_body_would_have_been() {
    let rule = "the gateway asks for the length before the first block, and \
                nobody knows then whether the page will come instead";
    let app = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Ok(Body::blocks(Promises))
    });
    is_page(heard(app), rule);
}

/// What stands in `wsgi.errors` when `inner` fails.
fn written(inner: impl Application + 'static) -> String {
    within("a request", move || {
        let log = Log::default();
        let gateway = Gateway::new(Apology::new(inner, "<p>Sorry"))
            .with_errors(Arc::new(log.clone()));
        let mut client = Memory::default();
        let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send(request, |channel| gateway.run(channel));
        log.text()
    })
}

#[test]
fn what_has_failed_is_in_the_log_once() {
    let rule = "the client sees the page, and nobody hears of the error: it \
                is one line in wsgi.errors";
    let call = application(|_, _| Err("secret\nplan".into()));
    assert_eq!(written(call), "failed: secret plan\n", "{rule}");
    let body = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Ok(Body::blocks(Promises))
    });
    assert_eq!(written(body), "failed: secret\n", "{rule}");
    let rule = "it is too late for the page: the error is handed on, and \
                whoever gets it has the line for it";
    let late = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let blocks: [Result<&str, AppError>; 2] =
            [Ok("half"), Err("secret".into())];
        Ok(Body::iter(blocks))
    });
    assert_eq!(written(late), "", "{rule}");
}

/// What happened around a body that fails in this block.
fn logged(fails_at: usize) -> String {
    within("a request", move || {
        let log = Log::default();
        let inner = log.clone();
        let app = application(move |_, start_response| {
            start_response.call("200 OK", TEXT)?;
            let log = inner.clone();
            Ok(Body::blocks(Failing { fails_at, asked: 0, log }))
        });
        let gateway = Gateway::new(Apology::new(app, "<p>Sorry"))
            .with_errors(Arc::new(log.clone()));
        let mut client = Memory::default();
        let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        client.send(request, |channel| {
            let run = gateway.run(channel);
            log.write("sent\n");
            run
        });
        log.text()
    })
}

#[test]
fn the_inner_body_is_closed_with_ours() {
    let rule = "when ours is closed, close the inner body, once, and hand on \
                what it says; the gateway reports that";
    let end = "close\nthe application failed: not closed\nsent\n";
    let want = format!("block 1\nblock 2\n{end}");
    assert_eq!(logged(9), want, "{rule} (a body that goes well)");
    let want = format!("block 1\nblock 2\nfailed: secret\n{end}");
    assert_eq!(logged(2), want, "{rule} (a body that fails)");
}
