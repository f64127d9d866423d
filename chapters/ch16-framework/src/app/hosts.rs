//! Which hosts a request may ask for: `TRUSTED_HOSTS`.

use super::App;
use crate::{Context, Error, HttpError};

impl App {
    /// Whether the request asks for a host of ours, where they are known.
    ///
    /// # Errors
    ///
    /// 400 for another one.
    pub(super) fn check_host(
        &self,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        let trusted = &self.settings()?.trusted_hosts;
        if trusted.is_empty() || is_trusted(&context.request().host(), trusted)
        {
            return Ok(());
        }
        let why = "This host is not served here.";
        Err(HttpError::new(400).describe(why).into())
    }
}

/// Whether `host` is one of `trusted`, whatever the ports. A name that begins
/// with a dot also stands for all below it.
fn is_trusted(host: &str, trusted: &[String]) -> bool {
    let host = name(host);
    trusted.iter().any(|trusted| {
        let trusted = name(trusted);
        match trusted.strip_prefix('.') {
            Some(domain) => host == domain || host.ends_with(&trusted),
            None => host == trusted,
        }
    })
}

/// Without the port, in lower case.
fn name(host: &str) -> String {
    let port = host.rsplit_once(':').filter(|(_, port)| {
        port.bytes().all(|byte| byte.is_ascii_digit()) // not of an IPv6 address
    });
    port.map_or(host, |(name, _)| name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::is_trusted;

    #[test]
    fn a_host_is_trusted_with_any_port_and_below_a_dot() {
        let trusted = ["example.test", ".other.test:8080", "[::1]"];
        let trusted = trusted.map(str::to_owned);
        for host in [
            "example.test",
            "EXAMPLE.test:8000",
            "other.test",
            "a.b.other.test:1",
            "[::1]",
            "[::1]:80",
        ] {
            assert!(is_trusted(host, &trusted), "{host}");
        }
        for host in [
            "",
            "bad.test",
            "a.example.test",
            "badother.test",
            "other.test.bad.test",
            "example.test.",
            "example.test:80:80",
        ] {
            assert!(!is_trusted(host, &trusted), "{host}");
        }
    }
}
