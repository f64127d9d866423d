//! What a client keeps between two requests, signed so that it cannot change
//! it: Flask's `session`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::config::SessionSettings;
use crate::flash::Flash;
use crate::{Context, Error, Extract, Response, SetCookie};

/// Where the session says that it is permanent, as in Flask.
const PERMANENT: &str = "_permanent";

const NO_KEY: &str = "the session needs SECRET_KEY: set it in the \
    configuration, to 32 random bytes or more";

/// Values by name, kept in a signed cookie. The client can read them, but
/// not change them. Clones are the same.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    settings: Arc<SessionSettings>,
    /// The cookie as it came.
    sent: Option<String>,
    /// Behind a lock only because templates may be shared by threads.
    state: Mutex<State>,
}

#[derive(Default)]
pub(crate) struct State {
    values: Map<String, Value>,
    /// The cookie was looked at: `values` are those that it has.
    opened: bool,
    /// A view, a hook or a template has asked for it.
    accessed: bool,
    modified: bool,
    /// What was flashed before, once somebody has asked.
    pub(crate) flashed: Option<Vec<Flash>>,
}

impl Session {
    pub(crate) fn new(
        settings: &Arc<SessionSettings>,
        sent: Option<String>,
    ) -> Session {
        let (settings, state) = (Arc::clone(settings), Mutex::default());
        Session(Arc::new(Inner { settings, sent, state }))
    }

    /// The value of `name`, if it is a `T`.
    pub fn get<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.access().values.get(name)?.clone();
        serde_json::from_value(value).ok()
    }

    /// Sets a value.
    ///
    /// # Errors
    ///
    /// No `SECRET_KEY`, or a value that JSON cannot hold.
    pub fn set(&self, name: &str, value: impl Serialize) -> Result<(), Error> {
        if !self.0.settings.signer.is_usable() {
            return Err(Error::message(NO_KEY));
        }
        let value = serde_json::to_value(value)?;
        let mut state = self.access();
        state.values.insert(name.to_owned(), value);
        state.modified = true;
        Ok(())
    }

    /// Removes a value; whether there was one.
    pub fn remove(&self, name: &str) -> bool {
        self.access().take(name).is_some()
    }

    /// Removes all values. The browser is told to forget the cookie.
    pub fn clear(&self) {
        let mut state = self.access();
        state.modified |= !state.values.is_empty();
        state.values.clear();
    }

    /// Whether there is a value of `name`.
    pub fn contains(&self, name: &str) -> bool {
        self.access().values.contains_key(name)
    }

    /// The names of all values.
    pub fn keys(&self) -> Vec<String> {
        self.access().values.keys().cloned().collect()
    }

    /// Whether it outlives the browser: its cookie has an end, which is
    /// `PERMANENT_SESSION_LIFETIME` from now.
    pub fn permanent(&self) -> bool {
        self.access().is_permanent()
    }

    /// Makes it outlive the browser, or not.
    ///
    /// # Errors
    ///
    /// No `SECRET_KEY`.
    pub fn set_permanent(&self, yes: bool) -> Result<(), Error> {
        if yes {
            return self.set(PERMANENT, true);
        }
        self.remove(PERMANENT);
        Ok(())
    }

    /// Whether it was changed: then the answer carries the cookie.
    pub fn modified(&self) -> bool {
        self.lock().modified
    }

    /// Sends the cookie although nothing was changed, or the other way round.
    pub fn set_modified(&self, yes: bool) {
        self.access().modified = yes;
    }

    /// Whether anybody has asked for it: then the answer depends on the
    /// cookie, and says so to caches (`Vary`).
    pub fn accessed(&self) -> bool {
        self.lock().accessed
    }

    /// The values, for somebody who asks for them.
    pub(crate) fn access(&self) -> MutexGuard<'_, State> {
        let mut state = self.opened();
        state.accessed = true;
        state
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opened(&self) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        if !state.opened {
            state.opened = true;
            state.values = self.read().unwrap_or_default();
        }
        state
    }

    /// What the cookie says; nothing if it is not ours, or too old.
    fn read(&self) -> Option<Map<String, Value>> {
        let Inner { settings, sent, .. } = &*self.0;
        let (sent, now) = (sent.as_ref()?, seconds(SystemTime::now()));
        let json = settings.signer.open(sent, now, settings.lifetime)?;
        serde_json::from_slice(&json).ok()
    }

    /// The answer with the cookie, if it needs one. An error is for the log.
    // ANCHOR: save
    pub(crate) fn save(&self, response: &mut Response) -> Result<(), Error> {
        let settings = &self.0.settings;
        if !settings.refresh && !self.accessed() {
            return Ok(());
        }
        let state = self.opened();
        let refresh = settings.refresh && state.is_permanent();
        if state.accessed || refresh {
            response.vary("Cookie");
        }
        if !state.modified && !refresh {
            return Ok(());
        }
        if state.values.is_empty() {
            return Ok(response.set_cookie(&settings.removal())?);
        }
        Ok(response.set_cookie(&state.sign(settings)?)?)
    }
    // ANCHOR_END: save
}

impl State {
    /// The cookie with all values.
    fn sign(&self, settings: &SessionSettings) -> Result<SetCookie, Error> {
        let now = SystemTime::now();
        let json = serde_json::to_vec(&self.values)?;
        let signed = settings.signer.sign(&json, seconds(now));
        let signed = signed.ok_or_else(|| Error::message(NO_KEY))?;
        let lifetime = Duration::from_secs(settings.lifetime);
        let end = self.is_permanent().then(|| now.checked_add(lifetime));
        let cookie = settings.cookie(&signed, end.flatten());
        let (size, most) = (cookie.size(), settings.max_size);
        if most > 0 && size > most {
            return Err(Error::message(format!(
                "the session's cookie has {size} bytes, a browser keeps \
                 {most}: it was not sent"
            )));
        }
        Ok(cookie)
    }

    fn is_permanent(&self) -> bool {
        self.values.get(PERMANENT) == Some(&Value::Bool(true))
    }

    /// Takes a value out, and remembers that it did.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        let taken = self.values.remove(name);
        self.modified |= taken.is_some();
        taken
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
