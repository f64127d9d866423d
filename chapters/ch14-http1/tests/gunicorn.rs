//! An outside judge: the requests that gunicorn is tested with. Each gets the
//! verdict that a strict server owes it. Where that is not gunicorn's own,
//! `gunicorn/exceptions.rs` says by which section of which RFC.
//!
//! The files are not ours and not in this repository; `.ci/run` fetches them
//! into `target/`.
#![allow(clippy::unwrap_used)]

#[path = "gunicorn/exceptions.rs"]
mod exceptions;
#[path = "gunicorn/fixture.rs"]
mod fixture;
#[allow(dead_code)]
mod shared;

use std::path::PathBuf;

use exceptions::{
    ACCEPTED, AS_IT_IS, IN_CAPITALS, NOT_HTTP, OTHER_STATUS, REFUSED,
};
use fixture::Fixture;
use http1::{Limits, Wait};
use shared::{Seen, Talk, talk};
use testing::some_cuts;

/// The folder of the files, or one line that says how to get them.
fn folder() -> Option<PathBuf> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/gunicorn");
    let folder = PathBuf::from(root).join("tests/requests");
    if folder.is_dir() {
        return Some(folder);
    }
    let how = "gunicorn's requests are not there (target/gunicorn); \
               bash .ci/gunicorn fetches them";
    assert!(std::env::var_os("CI").is_none(), "{how}");
    println!("{how}");
    None
}

/// What `bytes` are found to be: the requests, or why they are refused.
fn verdict(bytes: &[u8], limits: Limits) -> Talk {
    let whole = talk(limits, &[bytes]);
    for chunks in some_cuts(bytes, 7) {
        assert_eq!(talk(limits, &chunks).seen, whole.seen);
    }
    whole
}

fn refusal(seen: &[Seen]) -> Option<http1::Error> {
    match seen.last() {
        Some(Seen::Error(error)) => Some(*error),
        _ => None,
    }
}

#[test]
fn what_gunicorn_refuses_is_refused() {
    let Some(folder) = folder() else { return };
    let fixtures = fixture::all(&folder.join("invalid"));
    assert!(fixtures.len() > 60, "{} files", fixtures.len());
    for Fixture { name, bytes, limits, status, .. } in fixtures {
        // A Host, so that it is not refused for its lack alone.
        let talk = verdict(&fixture::with_host(&bytes), limits);
        let seen = &talk.seen;
        let other = OTHER_STATUS.iter().find(|(listed, ..)| *listed == name);
        let status = other.map_or(status, |(_, status, _)| *status);
        let listed = ACCEPTED.iter().find(|(listed, _)| *listed == name);
        match (refusal(seen), listed) {
            (None, Some(_)) => {}
            (Some(_), None) => told(&name, status, &talk),
            (None, None) => panic!("invalid/{name} is taken: {seen:?}"),
            (Some(error), Some((_, why))) => {
                panic!("invalid/{name} is refused ({error}), not: {why}")
            }
        }
    }
}

/// The client hears `status`, and that this was the last word; then the
/// connection closes.
fn told(name: &str, status: u16, talk: &Talk) {
    let said = String::from_utf8_lossy(&talk.output);
    let last = said.rfind("HTTP/1.1 ").map_or("", |at| &said[at..]);
    let line = format!("HTTP/1.1 {status} ");
    assert!(last.starts_with(&line), "invalid/{name}: {line}? {last}");
    let close = "\r\nConnection: close\r\n\r\n";
    assert!(last.contains(close), "invalid/{name}: {last}");
    assert_eq!(talk.wait, Wait::Close, "invalid/{name}");
}

#[test]
fn what_gunicorn_takes_is_taken_as_the_same_requests() {
    let Some(folder) = folder() else { return };
    let fixtures = fixture::all(&folder.join("valid"));
    assert!(fixtures.len() > 60, "{} files", fixtures.len());
    for Fixture { name, bytes, limits, requests, .. } in fixtures {
        if NOT_HTTP.contains(&&*name) {
            continue;
        }
        let whole = match AS_IT_IS.contains(&&*name) {
            true => bytes.clone(),
            false => fixture::with_host(&bytes),
        };
        let seen = verdict(&whole, limits).seen;
        let listed = REFUSED.iter().find(|(listed, ..)| *listed == name);
        match (refusal(&seen), listed) {
            (None, None) => same(&name, &seen, &requests),
            (Some(error), Some((_, want, why))) => {
                assert_eq!(error.status(), *want, "valid/{name}: {why}");
            }
            (Some(error), None) => {
                panic!("valid/{name} is refused: {error}: {seen:?}")
            }
            (None, Some((_, _, why))) => {
                panic!("valid/{name} is taken, though: {why}")
            }
        }
        // RFC 9112, section 3.2: HTTP/1.1 without a Host is owed a 400.
        if seen.iter().any(got_our_host) {
            let without = verdict(&bytes, limits);
            let status = refusal(&without.seen).map(http1::Error::status);
            assert_eq!(status, Some(400), "valid/{name}");
        }
    }
}

fn got_our_host(seen: &Seen) -> bool {
    let Seen::Request(_, fields) = seen else { return false };
    fields.iter().any(|(_, value)| value == fixture::HOST)
}

/// The methods, targets and bodies are those that gunicorn found.
fn same(name: &str, seen: &[Seen], requests: &[fixture::Wanted]) {
    let mut found = Vec::new();
    for seen in seen {
        match seen {
            Seen::Request(line, _) => {
                let mut words = line.split(' ').map(str::to_owned);
                let (Some(method), Some(target)) = (words.next(), words.next())
                else {
                    panic!("{line}");
                };
                found.push(fixture::Wanted { method, target, body: None });
            }
            Seen::Data(data) => {
                if let Some(last) = found.last_mut() {
                    last.body = Some(data.clone());
                }
            }
            _ => {}
        }
    }
    assert_eq!(found.len(), requests.len(), "valid/{name}: {seen:?}");
    for (found, want) in found.iter().zip(requests) {
        let method = match IN_CAPITALS.contains(&name) {
            true => want.method.to_ascii_lowercase(),
            false => want.method.clone(),
        };
        assert_eq!(found.method, method, "valid/{name}");
        assert_eq!(found.target, want.target, "valid/{name}");
        let body = found.body.as_deref().unwrap_or_default();
        if let Some(want) = &want.body {
            testing::assert_bytes(b"", body, want, &format!("valid/{name}"));
        }
    }
}
