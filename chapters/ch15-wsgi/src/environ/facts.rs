//! What does not depend on the request.

/// What a server says of itself in each environ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// `SERVER_NAME`: never empty. An IPv6 address stands without brackets,
    /// as Python's servers have it.
    pub name: String,
    /// `SERVER_PORT`.
    pub port: u16,
    /// `wsgi.url_scheme`: `http`, or `https` behind a proxy that says so.
    pub scheme: &'static str,
    /// `wsgi.multithread`: another thread may call the same application at
    /// the same time.
    pub multithread: bool,
    /// `wsgi.multiprocess`: another process may call an equal application at
    /// the same time.
    pub multiprocess: bool,
    /// `wsgi.run_once`: the process ends after this request, most likely.
    pub run_once: bool,
}

impl Default for Facts {
    fn default() -> Facts {
        Facts {
            name: "localhost".to_owned(),
            port: 80,
            scheme: "http",
            multithread: false,
            multiprocess: false,
            run_once: false,
        }
    }
}
