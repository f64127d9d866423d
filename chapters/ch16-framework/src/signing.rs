//! Bytes that a client keeps for us and cannot change: signed, with the time.
//!
//! A signed text is `BYTES.SECONDS.SIGNATURE`: the bytes and the signature in
//! Base64, the time in seconds since 1970. itsdangerous, under Flask, has the
//! same three parts.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Signs with the first key, and knows the signatures of all.
#[derive(Clone)]
pub(crate) struct Signer {
    /// HMAC-SHA-256 with the key already in it; the newest first.
    keys: Vec<Hmac<Sha256>>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({} keys)", self.keys.len())
    }
}

impl Signer {
    /// The newest secret first. What one `purpose` signs, another does not
    /// know: each has a key of its own, made from secret and purpose.
    pub(crate) fn new(secrets: &[String], purpose: &str) -> Signer {
        let key = |secret: &String| {
            let own = keyed(secret.as_bytes())?.chain_update(purpose);
            keyed(&own.finalize().into_bytes())
        };
        Signer { keys: secrets.iter().filter_map(key).collect() }
    }

    /// Whether there is a key.
    pub(crate) fn is_usable(&self) -> bool {
        !self.keys.is_empty()
    }

    /// The signed text; `None` without a key.
    pub(crate) fn sign(&self, bytes: &[u8], now: u64) -> Option<String> {
        let key = self.keys.first()?.clone();
        let text = format!("{}.{now}", BASE64.encode(bytes));
        let signature = key.chain_update(&text).finalize().into_bytes();
        Some(format!("{text}.{}", BASE64.encode(signature)))
    }

    /// What was signed; `None` for another key, a changed text, or an age
    /// above `lifetime` seconds.
    // ANCHOR: open
    pub(crate) fn open(
        &self,
        signed: &str,
        now: u64,
        lifetime: u64,
    ) -> Option<Vec<u8>> {
        let (text, signature) = signed.rsplit_once('.')?;
        let signature = BASE64.decode(signature).ok()?;
        let mut keys = self.keys.iter().cloned();
        // `verify_slice` takes as long for a wrong first byte as for a wrong
        // last one: a clock tells a forger nothing.
        keys.find(|key| {
            key.clone().chain_update(text).verify_slice(&signature).is_ok()
        })?;
        let (bytes, then) = text.rsplit_once('.')?;
        let age = now.saturating_sub(then.parse().ok()?);
        (age <= lifetime).then(|| BASE64.decode(bytes).ok())?
    }
    // ANCHOR_END: open
}

fn keyed(key: &[u8]) -> Option<Hmac<Sha256>> {
    Hmac::new_from_slice(key).ok() // takes every length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(secrets: &[&str]) -> Signer {
        let secrets: Vec<_> = secrets.iter().map(|s| s.repeat(8)).collect();
        Signer::new(&secrets, "session")
    }

    #[test]
    fn what_was_signed_comes_back_until_it_is_too_old() {
        let signer = signer(&["secret"]);
        let signed = signer.sign(b"Ada", 100).expect("a key");
        let open = |now| signer.open(&signed, now, 50);
        assert_eq!(open(150), Some(b"Ada".to_vec()));
        assert_eq!(open(151), None, "51 seconds are more than 50");
        assert_eq!(open(99), Some(b"Ada".to_vec()), "clocks differ a little");
    }

    /// Python's `hmac` and `base64`, given the same, make this text.
    #[test]
    fn another_implementation_signs_the_same() {
        let secrets = ["0123456789abcdef0123456789abcdef".to_owned()];
        let signer = Signer::new(&secrets, "session session");
        let signed = signer.sign(b"{\"name\":\"Ada\"}", 1_764_079_200);
        let expected = "eyJuYW1lIjoiQWRhIn0.1764079200.\
                        Z93U5ydT5Bo4Xm-fdljv6Wca4dBTrZHzJPHHZVza46c";
        assert_eq!(signed.as_deref(), Some(expected));
    }

    #[test]
    fn no_changed_byte_and_no_cut_passes() {
        let signer = signer(&["secret"]);
        let signed = signer.sign(b"{\"name\":\"Ada\"}", 100).expect("a key");
        for at in 0..signed.len() {
            let mut changed = signed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let opened = signer.open(&changed, 100, 50);
            assert_eq!(opened, None, "changed at {at}: {changed}");
            let opened = signer.open(&signed[..at], 100, 50);
            assert_eq!(opened, None, "cut at {at}");
        }
    }

    #[test]
    fn old_keys_are_known_and_the_newest_signs() {
        let old = signer(&["old"]).sign(b"Ada", 0).expect("a key");
        let rotated = signer(&["new", "older", "old"]);
        assert_eq!(rotated.open(&old, 0, 0), Some(b"Ada".to_vec()));
        let new = rotated.sign(b"Ada", 0).expect("a key");
        assert_eq!(signer(&["new"]).open(&new, 0, 0), Some(b"Ada".to_vec()));
        assert_eq!(signer(&["old"]).open(&new, 0, 0), None);
        assert_eq!(signer(&[]).sign(b"Ada", 0), None);
    }

    #[test]
    fn one_purpose_does_not_know_what_another_has_signed() {
        let secrets = ["0123456789abcdef".to_owned()];
        let session = Signer::new(&secrets, "session");
        let signed = session.sign(b"Ada", 0).expect("a key");
        let link = Signer::new(&secrets, "download");
        assert_eq!(link.open(&signed, 0, 0), None);
    }
}
