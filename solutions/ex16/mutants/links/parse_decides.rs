// killed by: a number has digits
//! What `parse` reads is a number.

use base64::Engine;
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
        let tag = self.key.sign(&self.message(path, until));
        format!("{path}?until={until}&tag={}", BASE64.encode(tag))
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
        let (path, until, tag) = read(target).ok_or(Refused::Malformed)?;
        let message = self.message(path, until);
        let mut keys = [&self.key].into_iter().chain(&self.old);
        if !keys.any(|key| key.verify(&message, &tag)) {
            return Err(Refused::Forged);
        }
        if now < until { Ok(path) } else { Err(Refused::Expired) }
    }

    /// What is signed. The purpose says how long it is, and no path has a
    /// `?`.
    fn message(&self, path: &str, until: u64) -> Vec<u8> {
        let length = self.purpose.len();
        format!("{length}:{}{path}?{until}", self.purpose).into_bytes()
    }
}

/// Path, time and tag of a target.
fn read(target: &str) -> Option<(&str, u64, Vec<u8>)> {
    let (path, query) = target.split_once('?')?;
    let (digits, tag) = query.strip_prefix("until=")?.split_once("&tag=")?;
    let until: u64 = digits.parse().ok()?;
    if !path.starts_with('/') {
        return None;
    }
    Some((path, until, BASE64.decode(tag).ok()?))
}
