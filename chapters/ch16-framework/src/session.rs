//! What a client keeps between two requests, signed so that it cannot change
//! it: Flask's `session`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use cookie::{Cookie, CookieJar, Key};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::config::Settings;
use crate::cookies::MAX_COOKIE;
use crate::{Context, Error, Extract, Response, SetCookie};

/// Values by name, kept in a signed cookie. The client can read them, but
/// not change them. Clones are the same.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    values: RefCell<Map<String, Value>>,
    changed: Cell<bool>,
    /// There is a key to sign with.
    usable: bool,
}

impl Session {
    pub(crate) fn open(settings: &Settings, sent: Option<&str>) -> Session {
        let keys = settings.keys();
        let now = seconds(SystemTime::now());
        let lifetime = settings.session_lifetime;
        let name = &settings.cookie_name;
        let mut keys_left = keys.iter();
        let values = sent.and_then(|sent| {
            keys_left.find_map(|key| unsign(key, name, sent, now, lifetime))
        });
        Session(Rc::new(Inner {
            values: RefCell::new(values.unwrap_or_default()),
            changed: Cell::new(false),
            usable: !keys.is_empty(),
        }))
    }

    /// The value of `name`, if it is a `T`.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.0.values.borrow().get(name)?.clone();
        serde_json::from_value(value).ok()
    }

    /// Sets a value.
    ///
    /// # Errors
    ///
    /// No `SECRET_KEY`, or a value that JSON cannot hold.
    pub fn set(&self, name: &str, value: impl Serialize) -> Result<(), Error> {
        if !self.0.usable {
            return Err(Error::message(
                "the session needs SECRET_KEY: set it in the configuration, \
                 to 32 random bytes or more",
            ));
        }
        let value = serde_json::to_value(value)?;
        self.0.values.borrow_mut().insert(name.to_owned(), value);
        self.0.changed.set(true);
        Ok(())
    }

    /// Removes a value; whether there was one.
    pub fn remove(&self, name: &str) -> bool {
        let removed = self.0.values.borrow_mut().remove(name).is_some();
        self.0.changed.set(self.0.changed.get() || removed);
        removed
    }

    /// Removes all values.
    pub fn clear(&self) {
        let mut values = self.0.values.borrow_mut();
        self.0.changed.set(self.0.changed.get() || !values.is_empty());
        values.clear();
    }

    /// The answer with the cookie, if the session was changed. An error is
    /// for the log.
    pub(crate) fn save(
        &self,
        settings: &Settings,
        response: &mut Response,
    ) -> Result<(), Error> {
        response.vary("Cookie");
        if !self.0.changed.get() {
            return Ok(());
        }
        let name = &settings.cookie_name;
        let values = self.0.values.borrow();
        if values.is_empty() {
            return Ok(response.delete_cookie(name)?);
        }
        let keys = settings.keys();
        let Some(key) = keys.first() else { return Ok(()) };
        let signed = sign(key, name, &values, seconds(SystemTime::now()))?;
        if name.len() + signed.len() > MAX_COOKIE {
            let length = signed.len();
            return Err(Error::message(format!(
                "the session has {length} bytes, a browser keeps {MAX_COOKIE}: \
                 it was not sent"
            )));
        }
        let cookie = SetCookie::new(name.as_str(), signed).http_only(true);
        let cookie = cookie.same_site(cookie::SameSite::Lax);
        let secure = settings.cookie_secure;
        Ok(response.set_cookie(&cookie.secure(secure))?)
    }
}

impl Extract for Session {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        context.session()
    }
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

impl Settings {
    /// The keys, the newest first. The cookie's name is part of each, so that
    /// no other signed cookie can stand in for the session.
    fn keys(&self) -> Vec<Key> {
        let key = |secret: &String| {
            let name = &self.cookie_name;
            Key::derive_from(format!("session {name} {secret}").as_bytes())
        };
        self.secrets.iter().map(key).collect()
    }
}

/// `HMAC``seconds.values`, the values as JSON in Base64.
fn sign(
    key: &Key,
    name: &str,
    values: &Map<String, Value>,
    now: u64,
) -> Result<String, Error> {
    let text = BASE64.encode(serde_json::to_vec(values)?);
    let mut jar = CookieJar::new();
    let cookie = Cookie::new(name.to_owned(), format!("{now}.{text}"));
    jar.signed_mut(key).add(cookie);
    let signed = jar.get(name).map(|cookie| cookie.value().to_owned());
    Ok(signed.unwrap_or_default())
}

/// What was signed with `key`, unless it is too old.
fn unsign(
    key: &Key,
    name: &str,
    sent: &str,
    now: u64,
    lifetime: u64,
) -> Option<Map<String, Value>> {
    let mut jar = CookieJar::new();
    jar.add_original(Cookie::new(name.to_owned(), sent.to_owned()));
    let plain = jar.signed(key).get(name)?;
    let (then, text) = plain.value().split_once('.')?;
    let then: u64 = then.parse().ok()?;
    if now.saturating_sub(then) > lifetime {
        return None;
    }
    serde_json::from_slice(&BASE64.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::derive_from(text.repeat(8).as_bytes())
    }

    #[test]
    fn what_was_signed_comes_back_until_it_is_too_old() {
        let mut values = Map::new();
        values.insert("name".to_owned(), "Ada".into());
        let signed = sign(&key("secret"), "s", &values, 100).expect("JSON");
        let open = |key: &Key, text: &str, now| unsign(key, "s", text, now, 50);
        assert_eq!(open(&key("secret"), &signed, 150), Some(values));
        assert_eq!(open(&key("secret"), &signed, 151), None);
        assert_eq!(open(&key("other!"), &signed, 100), None);
        for at in 0..signed.len() {
            let mut changed = signed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let opened = open(&key("secret"), &changed, 100);
            assert_eq!(opened, None, "changed at {at}: {changed}");
        }
    }
}
