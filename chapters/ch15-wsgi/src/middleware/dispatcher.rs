//! Several applications under one roof.

use crate::{AppError, Application, Body, Environ, StartResponse};

/// Hands a request to the application whose prefix its path begins with, and
/// moves that prefix from `PATH_INFO` to `SCRIPT_NAME`. The longest prefix
/// wins, whatever the order. `/foo` is not at the front of `/foobar`.
#[derive(Default)]
pub struct Dispatcher {
    /// Longest prefix first.
    mounts: Vec<(String, Box<dyn Application>)>,
}

impl Dispatcher {
    /// Nothing is mounted: every path is answered with 404.
    pub fn new() -> Dispatcher {
        Dispatcher::default()
    }

    /// Mounts `application` at `prefix`; slashes at the end do not count, and
    /// `""` (or `"/"`) is where everything else goes. A second one at the
    /// same prefix is never reached.
    pub fn mount(
        mut self,
        prefix: &str,
        application: impl Application + 'static,
    ) -> Dispatcher {
        let prefix = prefix.trim_matches('/');
        let slash = if prefix.is_empty() { "" } else { "/" };
        let prefix = format!("{slash}{prefix}");
        self.mounts.push((prefix, Box::new(application)));
        self.mounts.sort_by_key(|(p, _)| std::cmp::Reverse(p.len()));
        self
    }

    /// The prefixes, as they are compared, longest first.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.mounts.iter().map(|(prefix, _)| &**prefix)
    }
}

// ANCHOR: dispatch
impl Dispatcher {
    /// The application that is to answer, once `environ` is as it must see
    /// it; `None`: nothing is mounted there, and nothing was changed.
    pub fn find(&self, environ: &mut Environ<'_>) -> Option<&dyn Application> {
        let mut mounts = self.mounts.iter();
        let found = mounts.find(|(prefix, _)| environ.mount(prefix));
        found.map(|(_, application)| &**application)
    }
}

impl Application for Dispatcher {
    fn call<'r>(
        &'r self,
        mut environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        if let Some(application) = self.find(&mut environ) {
            return application.call(environ, start_response);
        }
        let headers = [("Content-Type", "text/plain; charset=utf-8")];
        start_response.call("404 Not Found", headers)?;
        Ok(Body::from("nothing is mounted here\n"))
    }
}
// ANCHOR_END: dispatch
