//! A link that ends: signed, as a session is, but nobody's cookie.
//!
//! An invoice can be had by whoever has the link, for one day. The server
//! keeps no list of links; each says itself until when it is good, and is
//! signed, so that nobody makes another:
//!
//! ```text
//! /invoice/7.pdf?until=1764151200&tag=dGhlIHRhZyBvZg
//! ```
//!
//! What signs is a [`Mac`] (HMAC with a key, in a real server). *What* is
//! signed, and when which question is asked, is yours:
//!
//! * A tag is for one purpose, one path and one time. The three become one
//!   message, and it must be plain where one ends and the next begins: else
//!   the tag of `/invoice/7` until 15 is good for `/invoice/71` until 5.
//! * `sign` uses the newest key. `check` takes the tags of the old keys, too:
//!   so a key can be replaced, and yesterday's links still work.
//! * `check` asks [`Mac::verify`]. Whoever compares two tags with `==` is
//!   quicker when the first byte is wrong, and a patient client can measure
//!   that.
//! * A target that is not exactly `PATH?until=NUMBER&tag=TAG` is `Malformed`:
//!   with more parameters, others, none, twice one, in another order. What
//!   the tag does not cover must not be there at all.
//! * There is one way to write a link, or it could be refused once and taken
//!   in another spelling. The number has digits, no zero in front (only `0`
//!   begins with one), and fits into a `u64`; the tag is what [`BASE64`]
//!   decodes (with `use base64::Engine`).
//! * A wrong tag is `Forged`, and nobody looks at the time then: it is only
//!   what a stranger says. With a good tag, the link is good before `until`;
//!   from that second on it is `Expired`.
//!
//! A path begins with a slash, and is quoted already, so it has no `?`.

pub use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;

/// What signs messages, with a key that nobody else has.
pub trait Mac {
    /// The tag of a message.
    fn sign(&self, message: &[u8]) -> Vec<u8>;

    /// Whether it is the tag of the message; every wrong tag takes the same
    /// time.
    fn verify(&self, message: &[u8], tag: &[u8]) -> bool;
}

/// Why a link is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no link of ours: 400.
    Malformed,
    /// It was signed for something else, or by somebody else: 403.
    Forged,
    /// Its time is over: 410.
    Expired,
}

/// Links for one purpose.
#[derive(Debug)]
pub struct Links<M> {
    purpose: String,
    key: M,
    old: Vec<M>,
}

impl<M: Mac> Links<M> {
    /// Signs with `key`; what was signed with one of `old` is good, too.
    pub fn new(purpose: &str, key: M, old: Vec<M>) -> Links<M> {
        Links { purpose: purpose.to_owned(), key, old }
    }

    /// The target of a link to `path`, good before `until` (seconds since
    /// 1970).
    pub fn sign(&self, path: &str, until: u64) -> String {
        let _ = (&self.purpose, &self.key, path, until);
        todo!("a message of all three, its tag, then the target")
    }

    /// The path, if the link is good at the time `now`.
    ///
    /// # Errors
    ///
    /// Why it is not.
    pub fn check<'t>(
        &self,
        target: &'t str,
        now: u64,
    ) -> Result<&'t str, Refused> {
        let _ = (&self.purpose, &self.key, &self.old, target, now);
        todo!("the form, then the tag, then the time")
    }
}
