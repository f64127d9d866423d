//! What is said when: heads, blocks and close.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wsgi::{AppError, Blocks, Body, ExcInfo, StartError, application};

use super::{TEXT, tagged, unchanged};

/// A block, of a body that knows its length.
struct One {
    length: Option<u64>,
    next: Option<Result<&'static str, AppError>>,
    closed: Arc<AtomicUsize>,
}

impl Blocks for One {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        let next = self.next.take()?;
        Some(next.map(|text| Cow::Borrowed(text.as_bytes())))
    }

    fn length(&self) -> Option<u64> {
        self.length
    }

    fn close(&mut self) -> Result<(), AppError> {
        self.closed.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[test]
fn write_sends_the_head_that_is_held() {
    let rule = "write sends the held head first, then its block: there is no \
                time for a tag";
    let writes = || {
        application(|_, start_response| {
            let write = start_response.call("200 OK", TEXT)?;
            write.write(b"one\n")?;
            start_response.writer().write(b"two\n")?;
            Ok(Body::from("three\n"))
        })
    };
    unchanged(writes, "GET", "If-None-Match: *\r\n", rule);
}

#[test]
fn a_second_head_needs_exc_info() {
    let twice = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let second = start_response.call("200 OK", TEXT).err();
        let raised = matches!(second, Some(StartError::Twice));
        Ok(Body::from(if raised { "raised" } else { "taken" }))
    });
    let text = tagged(twice, "GET", "");
    let rule = "the server would have refused a second start_response, so \
                you do, although you have told it nothing yet";
    assert!(text.ends_with("\r\n\r\nraised"), "{rule}\n  {text:?}");
    let rule = "exc_info takes back what is held";
    let failed = || {
        application(|_, start_response| {
            start_response.call("200 OK", TEXT)?;
            let error = Some(ExcInfo("no paper".into()));
            start_response.with("500 No News", &[], error)?;
            Ok(Body::from("sorry"))
        })
    };
    unchanged(failed, "GET", "If-None-Match: *\r\n", rule);
}

#[test]
fn the_last_head_counts() {
    let rule = "while its body is read, the application may fail and say so \
                with exc_info: 500, and no tag";
    let failing = || {
        application(|_, start_response| {
            start_response.call("200 OK", TEXT)?;
            let failed = Cell::new(false);
            let blocks = std::iter::from_fn(move || {
                if failed.replace(true) {
                    return None;
                }
                let error = Some(ExcInfo("no paper".into()));
                let said = start_response.with("500 No News", &[], error);
                Some(said.map(|_| "sorry").map_err(Into::into))
            });
            Ok(Body::blocks(Said(Body::iter(blocks), 5)))
        })
    };
    unchanged(failing, "GET", "If-None-Match: *\r\n", rule);
}

/// A body with a length.
struct Said<'r>(Body<'r>, u64);

impl Blocks for Said<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        self.0.next_block()
    }

    fn length(&self) -> Option<u64> {
        Some(self.1)
    }
}

#[test]
fn a_head_that_comes_with_the_body_goes_through() {
    let rule = "an application may call start_response when its first block \
                is asked for: by then you hold nothing any more";
    let late = || {
        application(|_, start_response| {
            let started = Cell::new(false);
            Ok(Body::iter(std::iter::from_fn(move || {
                if started.replace(true) {
                    return None;
                }
                let said = start_response.call("200 OK", TEXT);
                Some(said.map(|_| "late").map_err(Into::into))
            })))
        })
    };
    unchanged(late, "GET", "If-None-Match: *\r\n", rule);
}

#[test]
fn the_inner_body_is_closed_once() {
    let rule = "a body that was read, or was not, is closed once";
    for (length, fails) in
        [(Some(4), false), (Some(4), true), (None, false), (None, true)]
    {
        let closed = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&closed);
        let app = application(move |_, start_response| {
            start_response.call("200 OK", TEXT)?;
            let next = if fails { Err("no paper".into()) } else { Ok("news") };
            let closed = Arc::clone(&count);
            Ok(Body::blocks(One { length, next: Some(next), closed }))
        });
        let text = tagged(app, "GET", "");
        let status = if fails { "HTTP/1.1 500 " } else { "HTTP/1.1 200 " };
        let rule = format!("{rule} (fails: {fails}, length: {length:?})");
        assert!(text.starts_with(status), "{rule}\n  {text:?}");
        assert_eq!(closed.load(Ordering::SeqCst), 1, "{rule}");
    }
}
