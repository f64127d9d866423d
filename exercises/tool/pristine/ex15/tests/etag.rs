//! Judges the exercise `etag`.

use ex15::etag::{Etag, MOST};
use testing::{assert_bytes, within};
use wsgi::{Application, Body, Gateway, Memory, application};

#[path = "etag/timing.rs"]
mod timing;

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

/// What a client of `app` hears who asks so.
fn heard(app: &dyn Application, method: &str, more: &str) -> String {
    let gateway = Gateway::new(app);
    let mut client = Memory::default();
    let request = format!("{method} / HTTP/1.1\r\nHost: a\r\n{more}\r\n");
    client.send(request.as_bytes(), |channel| gateway.run(channel));
    let date = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";
    String::from_utf8_lossy(&client.take()).replace(date, "")
}

/// What it hears with the middleware, in a limited time.
fn tagged(
    inner: impl Application + 'static,
    method: &'static str,
    more: &str,
) -> String {
    let more = more.to_owned();
    within("a request", move || heard(&Etag::new(inner), method, &more))
}

/// The value of ETag.
#[track_caller]
fn tag_in(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("\r\netag: ").unwrap_or_else(|| {
        panic!("a GET that is answered with 200 has an ETag\n  {text:?}")
    });
    let (tag, _) = text[at + 8..].split_once("\r\n").expect("a line end");
    tag.to_owned()
}

/// With the middleware a client hears what it hears without.
#[track_caller]
fn unchanged<A>(app: fn() -> A, method: &'static str, more: &str, rule: &str)
where
    A: Application + 'static,
{
    let want = within("a request", {
        let more = more.to_owned();
        move || heard(&app(), method, &more)
    });
    let got = tagged(app(), method, more);
    assert_bytes(b"", got.as_bytes(), want.as_bytes(), rule);
}

fn news(text: &'static str) -> impl Application {
    application(move |_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Ok(Body::from(text))
    })
}

/// An answer with a tag of its own.
fn with_tag(tag: &'static str) -> impl Application {
    application(move |_, start_response| {
        start_response.call(
            "200 OK",
            [
                ("Content-Type", "text/plain"),
                ("Content-Location", "/news.en"),
                ("Content-Length", "4"),
                ("Cache-Control", "no-cache"),
                ("eTag", tag),
            ],
        )?;
        Ok(Body::from("news"))
    })
}

#[test]
fn the_tag_is_made_of_the_bytes() {
    let text = tagged(news("all the news"), "GET", "");
    let tag = tag_in(&text);
    let inner = tag.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    let rule = "a tag is one or more visible characters in double quotes";
    let good = |t: &str| t.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
    assert!(inner.is_some_and(|t| !t.is_empty() && good(t)), "{rule}: {tag}");
    let want = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: {tag}\r\n\
         Content-Length: 12\r\n\r\nall the news"
    );
    let rule = "the tag is one header more, and all else is as it was";
    let got = text.replace("\r\netag:", "\r\nETag:");
    assert_bytes(b"", got.as_bytes(), want.as_bytes(), rule);
    let again = tag_in(&tagged(news("all the news"), "GET", ""));
    let rule = "the same bytes have the same tag, in each process: what a \
                hasher has of chance is no part of it";
    assert_eq!(tag, again, "{rule}");
    let other = tag_in(&tagged(news("all the newt"), "GET", ""));
    assert_ne!(tag, other, "other bytes have another tag");
    let blocks = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        Ok(Body::from(vec![b"all the ".to_vec(), b"news".to_vec()]))
    });
    let text = tagged(blocks, "GET", "");
    assert_eq!(tag, tag_in(&text), "all blocks count, wherever they are cut");
}

#[test]
fn who_has_it_hears_304_and_nothing_else() {
    let tag = tag_in(&tagged(news("news"), "GET", ""));
    let got = tagged(news("news"), "GET", &format!("If-None-Match: {tag}\r\n"));
    let want = format!("HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n");
    let rule = "304, the tag, no Content-Type and no body";
    let got = got.replace("\r\netag:", "\r\nETag:");
    assert_bytes(b"", got.as_bytes(), want.as_bytes(), rule);
    let old = tagged(news("news"), "GET", "If-None-Match: \"old\"\r\n");
    let rule = "a client with another tag gets it all";
    assert!(old.starts_with("HTTP/1.1 200 OK\r\n"), "{rule}\n  {old:?}");
    assert!(old.ends_with("\r\n\r\nnews"), "{rule}\n  {old:?}");
}

#[test]
fn a_tag_of_the_applications_is_compared_and_stays() {
    let rule = "the application's own ETag is the tag, and there is no other";
    let text = tagged(with_tag("\"v1\""), "GET", "");
    assert_eq!(text.to_lowercase().matches("etag:").count(), 1, "{rule}");
    assert_eq!(tag_in(&text), "\"v1\"", "{rule}");
    let got = tagged(with_tag("\"v1\""), "GET", "If-None-Match: \"v1\"\r\n");
    let want = "HTTP/1.1 304 Not Modified\r\nContent-Location: /news.en\r\n\
                Cache-Control: no-cache\r\neTag: \"v1\"\r\n\r\n";
    let rule = "a 304 keeps all headers but Content-Type, Content-Length and \
                the like; Content-Location stays";
    assert_bytes(b"", got.as_bytes(), want.as_bytes(), rule);
}

#[test]
fn if_none_match_is_a_list_of_tags() {
    for (own, asked, known, rule) in [
        ("\"b\"", "\"a\", \"b\"", true, "each tag of the list counts"),
        ("\"b\"", "\"a\",W/\"b\"", true, "W/ makes no difference"),
        ("W/\"b\"", "\"b\"", true, "W/ makes no difference"),
        ("\"b\"", "*", true, "* is any tag"),
        ("\"a,b\"", "\"a,b\"", true, "a comma may be a part of a tag"),
        ("\"b\"", "\"a,b\"", false, "a comma may be a part of a tag"),
        ("\"b\"", "\"abc\"", false, "a part of a tag is another tag"),
        ("\",\"", "\"a\",\"b\"", false, "between the tags there is none"),
    ] {
        let more = format!("If-None-Match: {asked}\r\n");
        let text = tagged(with_tag(own), "GET", &more);
        let got = text.starts_with("HTTP/1.1 304 ");
        assert_eq!(got, known, "{rule}: {own} in {asked}?\n  {text:?}");
    }
}

#[test]
fn what_is_no_get_with_200_is_as_it_was() {
    let any = "If-None-Match: *\r\n";
    let rule = "only a GET is tagged";
    unchanged(|| news("news"), "HEAD", any, rule);
    unchanged(|| news("news"), "POST", any, rule);
    let rule = "only a 200 is tagged";
    let missing = || {
        application(|_, start_response| {
            start_response.call("404 Not Found", TEXT)?;
            Ok(Body::from("no news"))
        })
    };
    unchanged(missing, "GET", any, rule);
}

#[test]
fn what_is_long_or_may_be_is_as_it_was() {
    let any = "If-None-Match: *\r\n";
    let rule = "who does not say how long the body is sends block by block";
    let live = || {
        application(|_, start_response| {
            start_response.call("200 OK", TEXT)?;
            Ok(Body::iter(["one\n", "two\n"].map(Ok)))
        })
    };
    unchanged(live, "GET", any, rule);
    let most = usize::try_from(MOST).expect("it is small");
    let long = |size| {
        application(move |_, start_response| {
            start_response.call("200 OK", TEXT)?;
            Ok(Body::from(vec![b'x'; size]))
        })
    };
    let text = tagged(long(most), "GET", any);
    let rule = "MOST bytes are not too many, one more is";
    assert!(text.starts_with("HTTP/1.1 304 "), "{rule}");
    let text = tagged(long(most + 1), "GET", any);
    let plain = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\
                 Content-Length: 65537\r\n\r\nxxx";
    assert!(text.starts_with(plain), "{rule}\n  {:?}", text.get(..80));
}
