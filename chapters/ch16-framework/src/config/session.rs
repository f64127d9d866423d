//! The settings of sessions and their cookie.

use std::time::{Duration, SystemTime};

use super::{Config, ConfigError};
use crate::cookies::MAX_COOKIE;
use crate::signing::Signer;
use crate::{SameSite, SetCookie};

/// 31 days, as Flask's.
const LIFETIME: u64 = 31 * 24 * 60 * 60;

/// What HMAC-SHA-256 needs to be as strong as it can be (RFC 2104, section
/// 3).
const KEY_BYTES: usize = 32;

/// A key of digits would be a number without quotes.
const TEXT: &str = "text, in quotes";

/// All names that begin as those of this file do: who writes another one
/// has mistyped it.
const NAMES: [&str; 9] = [
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_DOMAIN",
    "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_PARTITIONED",
];

/// How sessions are kept.
#[derive(Clone, Debug)]
pub(crate) struct SessionSettings {
    /// The cookie's name is in its purpose, so that no other signed cookie
    /// can stand in for the session.
    pub(crate) signer: Signer,
    /// In seconds: older ones are empty, and permanent ones end by then.
    pub(crate) lifetime: u64,
    /// Whether each answer makes a permanent session live longer.
    pub(crate) refresh: bool,
    /// In bytes, attributes included.
    pub(crate) max_size: usize,
    /// An empty one, with all attributes.
    cookie: SetCookie,
    pub(crate) name: String,
}

impl SessionSettings {
    pub(super) fn read(config: &Config) -> Result<Self, ConfigError> {
        config.know_all()?;
        let number = "a whole number, 0 or more";
        let (name, cookie) = cookie(config)?;
        Ok(SessionSettings {
            signer: Signer::new(&secrets(config)?, &format!("session {name}")),
            lifetime: config
                .read("PERMANENT_SESSION_LIFETIME", number)?
                .unwrap_or(LIFETIME),
            refresh: config.flag("SESSION_REFRESH_EACH_REQUEST", true)?,
            max_size: config
                .read("MAX_COOKIE_SIZE", number)?
                .unwrap_or(MAX_COOKIE),
            cookie,
            name,
        })
    }

    /// Whether an answer can carry a session that nobody has asked for.
    pub(crate) fn refreshes(&self) -> bool {
        self.refresh && self.signer.is_usable()
    }

    /// The cookie that carries `value`, until `end` if there is one.
    pub(crate) fn cookie(
        &self,
        value: &str,
        end: Option<SystemTime>,
    ) -> SetCookie {
        let cookie = self.cookie.clone().value(value);
        match end {
            Some(end) => cookie.expires(end),
            None => cookie,
        }
    }

    /// The cookie that makes a browser forget the session: it does so only
    /// if domain and path are the same.
    pub(crate) fn removal(&self) -> SetCookie {
        let gone = self.cookie("", Some(SystemTime::UNIX_EPOCH));
        gone.max_age(Duration::ZERO)
    }
}

/// Its name, and the cookie without a value. An attribute that cannot be sent
/// is found here, and not with the first answer.
fn cookie(config: &Config) -> Result<(String, SetCookie), ConfigError> {
    let text = |name| config.read::<String>(name, TEXT);
    let name = text("SESSION_COOKIE_NAME")?;
    let name = name.unwrap_or_else(|| "session".to_owned());
    let root = text("APPLICATION_ROOT")?.unwrap_or_else(|| "/".to_owned());
    let path = text("SESSION_COOKIE_PATH")?.unwrap_or(root);
    let secure = config.flag("SESSION_COOKIE_SECURE", false)?;
    let mut cookie = SetCookie::new(name.as_str(), "")
        .path(Some(&path))
        .http_only(config.flag("SESSION_COOKIE_HTTPONLY", true)?)
        .secure(secure);
    if let Some(site) = same_site(config, secure)? {
        cookie = cookie.same_site(site);
    }
    if config.flag("SESSION_COOKIE_PARTITIONED", false)? {
        cookie = cookie.partitioned(true);
    }
    if let Some(domain) = text("SESSION_COOKIE_DOMAIN")? {
        cookie = cookie.domain(domain);
    }
    match cookie.dump() {
        Ok(_) => Ok((name, cookie)),
        Err(error) => Err(ConfigError::Value {
            place: "SESSION_COOKIE_NAME, _PATH or _DOMAIN".to_owned(),
            why: error.to_string(),
        }),
    }
}

/// `Lax` unless said otherwise: then a form on another site's page is posted
/// without the session. `null` leaves the attribute out.
fn same_site(
    config: &Config,
    secure: bool,
) -> Result<Option<SameSite>, ConfigError> {
    let name = "SESSION_COOKIE_SAMESITE";
    if config.values.get(name).is_some_and(serde_json::Value::is_null) {
        return Ok(None);
    }
    let expected = "\"Lax\", \"Strict\" or \"None\"";
    let site: Option<String> = config.read(name, expected)?;
    match site.map(|site| site.to_ascii_lowercase()).as_deref() {
        None | Some("lax") => Ok(Some(SameSite::Lax)),
        Some("strict") => Ok(Some(SameSite::Strict)),
        Some("none") if secure => Ok(Some(SameSite::None)),
        Some("none") => {
            let why = "browsers want SESSION_COOKIE_SECURE with \"None\"";
            Err(config.wrong(name, why))
        }
        _ => Err(config.wrong(name, format!("it should be {expected}"))),
    }
}

/// The newest first.
fn secrets(config: &Config) -> Result<Vec<String>, ConfigError> {
    let (newest, fallbacks) = ("SECRET_KEY", "SECRET_KEY_FALLBACKS");
    let old: Option<Vec<String>> =
        config.read(fallbacks, "a list of texts, in quotes")?;
    let Some(key) = config.read(newest, TEXT)? else {
        return match old {
            None => Ok(Vec::new()),
            Some(_) => Err(config.wrong(fallbacks, "they need a SECRET_KEY")),
        };
    };
    let all: Vec<String> =
        std::iter::once(key).chain(old.unwrap_or_default()).collect();
    match all.iter().position(|key| key.len() < KEY_BYTES) {
        None => Ok(all),
        Some(at) => {
            let name = if at == 0 { newest } else { fallbacks };
            let has = all[at].len();
            let why =
                format!("a key has {has} bytes, it needs {KEY_BYTES} or more");
            Err(config.wrong(name, why))
        }
    }
}

impl Config {
    pub(super) fn flag(
        &self,
        name: &str,
        usual: bool,
    ) -> Result<bool, ConfigError> {
        Ok(self.read(name, "true or false")?.unwrap_or(usual))
    }

    /// A mistyped name would leave a cookie less safe than its owner thinks.
    fn know_all(&self) -> Result<(), ConfigError> {
        let own = |name: &&str| {
            name.starts_with("SECRET_KEY") || name.starts_with("SESSION_COOKIE")
        };
        let unknown = |name: &&str| !NAMES.contains(name);
        let mut all = self.values.keys().map(String::as_str);
        let Some(name) = all.find(|name| own(name) && unknown(name)) else {
            return Ok(());
        };
        let like = |known: &&str| {
            let like = strsim::jaro_winkler(name, known);
            (like * 1000.0) as u32
        };
        let near = NAMES.into_iter().max_by_key(like).unwrap_or_default();
        Err(self.wrong(name, format!("no such setting; is it {near}?")))
    }
}
