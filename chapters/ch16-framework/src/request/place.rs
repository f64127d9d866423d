//! Where a request goes to, and who sends it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, percent_encode};
use wsgi::Environ;

use super::{Request, parse_options_header};

/// What a path cannot have as it is (RFC 3986, section 3.3).
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Request<'_> {
    /// The path below where the application is mounted, decoded; what is no
    /// UTF-8 in it becomes U+FFFD. Begins with a slash.
    pub fn path(&self) -> Cow<'_, str> {
        match String::from_utf8_lossy(self.environ().path_info_bytes()) {
            path if path.starts_with('/') => path,
            path => Cow::Owned(format!("/{path}")),
        }
    }

    /// Where the application is mounted; empty at the root.
    pub fn root_path(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.environ().script_name_bytes())
    }

    /// The query, as it was sent, without the `?`.
    pub fn query_string(&self) -> Cow<'_, str> {
        self.environ().query_string()
    }

    /// Path and query, with a `?` in any case, as in Flask.
    pub fn full_path(&self) -> String {
        format!("{}?{}", self.path(), self.query_string())
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> Cow<'_, str> {
        self.environ().scheme()
    }

    /// Whether the request came over TLS, as far as the server knows.
    pub fn is_secure(&self) -> bool {
        self.scheme() == "https"
    }

    /// The host that the client asked, with its port unless it is the usual
    /// one. It is the client's word: who sends mail with links must have the
    /// name from the configuration.
    pub fn host(&self) -> String {
        let field = self.headers().get("Host").map(Cow::into_owned);
        let host = field.filter(|host| !host.is_empty()).unwrap_or_else(|| {
            let environ = self.environ();
            host_of(&environ.server_name(), &environ.server_port())
        });
        let usual = if self.is_secure() { ":443" } else { ":80" };
        host.strip_suffix(usual).unwrap_or(&host).to_owned()
    }

    /// `http://host/`, with where the application is mounted and a slash.
    pub fn url_root(&self) -> String {
        let root = encoded(self.environ().script_name_bytes());
        format!("{}://{}{root}/", self.scheme(), self.host())
    }

    /// The URL of the request without its query.
    pub fn base_url(&self) -> String {
        let path = encoded(self.environ().path_info_bytes());
        format!("{}{}", self.url_root(), path.trim_start_matches('/'))
    }

    /// The URL of the request.
    pub fn url(&self) -> String {
        match self.query_string() {
            query if query.is_empty() => self.base_url(),
            query => format!("{}?{query}", self.base_url()),
        }
    }

    /// The client's address; none over a Unix socket.
    pub fn remote_addr(&self) -> Option<Cow<'_, str>> {
        self.environ().remote_addr()
    }

    /// The media type of the body with its parameters.
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        self.environ().content_type()
    }

    /// The media type of the body alone, in lower case.
    pub fn mimetype(&self) -> String {
        let field = self.content_type().unwrap_or_default();
        parse_options_header(&field).value.to_ascii_lowercase()
    }

    /// How long the body is; none when it comes in chunks.
    pub fn content_length(&self) -> Option<u64> {
        self.environ().content_length()
    }
}

fn encoded(path: &[u8]) -> String {
    percent_encode(path, PATH).to_string()
}

/// The header fields of a request, as the environ has them.
#[derive(Clone, Copy)]
pub struct RequestHeaders<'a, 'r> {
    environ: &'a Environ<'r>,
}

impl<'a, 'r> RequestHeaders<'a, 'r> {
    pub(super) fn new(environ: &'a Environ<'r>) -> RequestHeaders<'a, 'r> {
        RequestHeaders { environ }
    }

    /// The value of a field, in Latin-1; several of one name are joined.
    pub fn get(self, name: &str) -> Option<Cow<'a, str>> {
        Some(match self.environ.header(name)? {
            Cow::Borrowed(octets) => wsgi::latin1::decode(octets),
            Cow::Owned(octets) => {
                wsgi::latin1::decode(&octets).into_owned().into()
            }
        })
    }

    /// Whether there is a field `name`.
    pub fn contains(self, name: &str) -> bool {
        self.environ.header(name).is_some()
    }

    /// All fields, each name once: `User-Agent` for `HTTP_USER_AGENT`.
    pub fn iter(self) -> impl Iterator<Item = (String, String)> {
        self.environ.iter().filter_map(|(key, value)| {
            let own = matches!(&*key, "CONTENT_TYPE" | "CONTENT_LENGTH");
            let name = key.strip_prefix("HTTP_").or(own.then_some(&*key))?;
            match value {
                wsgi::Value::Text(text) => Some((title(name), text.into())),
                _ => None,
            }
        })
    }
}

/// `USER_AGENT` → `User-Agent`.
fn title(key: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_owned() + &rest.to_ascii_lowercase()
    };
    key.split('_').map(word).collect::<Vec<_>>().join("-")
}

/// As a `Host` field would say it: an IPv6 address is in brackets.
fn host_of(name: &str, port: &str) -> String {
    match name.contains(':') {
        true => format!("[{name}]:{port}"),
        false => format!("{name}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn an_ipv6_address_is_told_from_its_port() {
        assert_eq!(host_of("::1", "9016"), "[::1]:9016");
        assert_eq!(host_of("127.0.0.1", "9016"), "127.0.0.1:9016");
    }
}
