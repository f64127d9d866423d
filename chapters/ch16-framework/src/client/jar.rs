//! The cookies that a client keeps.

use std::time::SystemTime;

use cookie::Cookie;

use super::place::Place;

/// The cookies that a client keeps, as browsers do (RFC 6265, section 5).
#[derive(Clone, Debug, Default)]
pub struct CookieJar(Vec<Kept>);

#[derive(Clone, Debug)]
struct Kept {
    name: String,
    value: String,
    domain: String,
    /// Also for the hosts below the domain.
    below: bool,
    path: String,
    secure: bool,
    until: Option<SystemTime>,
}

impl CookieJar {
    /// The value of the cookie `name` for that host and path; quotes and all.
    pub fn get(&self, name: &str, host: &str, path: &str) -> Option<&str> {
        let found = self.0.iter().find(|kept| {
            kept.name == name && kept.domain == host && kept.path == path
        });
        found.map(|kept| &*kept.value)
    }

    /// The value of a cookie `name`, wherever it is for.
    pub(super) fn any(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|kept| kept.name == name);
        found.map(|kept| &*kept.value)
    }

    /// Keeps what a `Set-Cookie` field says to a client that has asked `host`
    /// for `path`.
    ///
    /// A cookie for another host's domain is dropped. One that ends in the
    /// past takes the one before it away.
    pub fn set(&mut self, field: &str, host: &str, path: &str) {
        let Ok(cookie) = Cookie::parse(field) else { return };
        let host = host.to_ascii_lowercase();
        let domain = cookie.domain().unwrap_or_default();
        let domain = domain.trim_start_matches('.').to_ascii_lowercase();
        let below = !domain.is_empty();
        if below && !is_below(&host, &domain) {
            return;
        }
        let said = cookie.path().filter(|path| path.starts_with('/'));
        let path = said.unwrap_or_else(|| folder(path)).to_owned();
        let now = SystemTime::now();
        let until = match (cookie.max_age(), cookie.expires_datetime()) {
            (Some(age), _) if !age.is_positive() => Some(now),
            (Some(age), _) => now.checked_add(age.unsigned_abs()),
            (None, expires) => expires.map(SystemTime::from),
        };
        let kept = Kept {
            name: cookie.name().to_owned(),
            value: cookie.value().to_owned(),
            domain: if below { domain } else { host },
            below,
            path,
            secure: cookie.secure().unwrap_or_default(),
            until,
        };
        self.delete(&kept.name, &kept.domain, &kept.path);
        if kept.until.is_none_or(|until| until > now) {
            self.0.push(kept);
        }
    }

    /// The same as from a host of the cookie's own domain, or from
    /// `localhost`.
    pub(super) fn set_for_its_domain(&mut self, field: &str) {
        let cookie = Cookie::parse(field).ok();
        let domain = cookie.as_ref().and_then(Cookie::domain);
        let host = domain.unwrap_or("localhost").trim_start_matches('.');
        self.set(field, host, "/");
    }

    /// Forgets a cookie; whether there was one.
    pub fn delete(&mut self, name: &str, domain: &str, path: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|kept| {
            (&*kept.name, &*kept.domain, &*kept.path) != (name, domain, path)
        });
        self.0.len() < before
    }

    /// The value of the field `Cookie` of a request; the longest path first.
    pub(super) fn field(&self, place: &Place) -> Option<String> {
        let now = SystemTime::now();
        let mut sent: Vec<_> = self.0.iter().collect();
        sent.retain(|kept| {
            kept.is_for(place) && kept.until.is_none_or(|until| until > now)
        });
        sent.sort_by_key(|kept| std::cmp::Reverse(kept.path.len()));
        let pairs = sent.iter().map(|k| format!("{}={}", k.name, k.value));
        let pairs: Vec<_> = pairs.collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

impl Kept {
    fn is_for(&self, place: &Place) -> bool {
        let host = place.hostname();
        let there = match self.below {
            true => is_below(&host, &self.domain),
            false => host == self.domain,
        };
        let path = place.whole_path();
        let rest = path.strip_prefix(&*self.path);
        let inside = rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/')
        });
        there && inside && (!self.secure || place.scheme == "https")
    }
}

/// Whether `host` is `domain` or a name in it.
fn is_below(host: &str, domain: &str) -> bool {
    let rest = host.strip_suffix(domain);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The path of a cookie that does not say one (RFC 6265, section 5.1.4).
fn folder(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &path[..end],
    }
}
