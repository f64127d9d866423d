//! An application as it is elsewhere: mounted, on another host, over TLS.

use wsgi::{AppError, Application, Environ, StartResponse};

use super::place::Place;

/// The application with another environ.
pub(super) struct Changed<'p> {
    pub(super) app: &'p dyn Application,
    pub(super) place: &'p Place,
    pub(super) set: &'p [(String, String)],
}

impl Application for Changed<'_> {
    fn call<'r>(
        &'r self,
        mut environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<wsgi::Body<'r>, AppError> {
        let Changed { app, place, set } = self;
        let root = percent_encoding::percent_decode_str(&place.root);
        environ.mount(&root.decode_utf8_lossy());
        environ.set("wsgi.url_scheme", &*place.scheme);
        environ.set("SERVER_NAME", place.hostname());
        environ.set("SERVER_PORT", place.port());
        for (key, text) in *set {
            environ.set(key.clone(), &**text);
        }
        app.call(environ, start_response)
    }
}
