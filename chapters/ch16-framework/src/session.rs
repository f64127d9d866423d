//! What a client keeps between two requests, signed so that it cannot change
//! it: Flask's `session`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

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
        let now = seconds(SystemTime::now());
        let lifetime = settings.session_lifetime;
        let values = sent.and_then(|sent| {
            let json = settings.signer.open(sent, now, lifetime)?;
            serde_json::from_slice(&json).ok()
        });
        Session(Rc::new(Inner {
            values: RefCell::new(values.unwrap_or_default()),
            changed: Cell::new(false),
            usable: settings.signer.is_usable(),
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
        let now = seconds(SystemTime::now());
        let json = serde_json::to_vec(&*values)?;
        let Some(signed) = settings.signer.sign(&json, now) else {
            return Ok(());
        };
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
