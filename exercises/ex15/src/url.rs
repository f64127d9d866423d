//! Which URL was this? An application that knows only its environ
//! (PEP 3333, "URL Reconstruction").
//!
//! A link or a redirect to oneself needs a whole URL, and no variable of the
//! environ holds it. It is put together:
//!
//! ```text
//! wsgi.url_scheme :// host  SCRIPT_NAME  PATH_INFO  ? QUERY_STRING
//! http            :// a:81  /shop        /caf%C3%A9 ? q=%2F
//! ```
//!
//! * The host is `HTTP_HOST`, port and all, as the client wrote it. Without
//!   one, or with an empty one, it is `SERVER_NAME`, a colon, `SERVER_PORT`;
//!   the port is left out where it is the scheme's own: 80 for `http`, 443
//!   for `https`. A name with a colon in it is an IPv6 address, and stands
//!   in brackets.
//! * The two paths were decoded. Letters, digits and `-._~/` stay as they
//!   are, every other byte is `%XX` with capital digits. (The texts are
//!   latin-1: one character for each byte. `é` in UTF-8 is two of them.)
//! * When both paths are empty the path is `/`.
//! * The query was never decoded, so it stays as it is. Without one there is
//!   no `?`.
//!
//! The application's own URL ends with `SCRIPT_NAME` (or `/`): that is what
//! its links begin with.

use wsgi::Environ;

/// The URL of the request.
pub fn request_url(environ: &Environ<'_>) -> String {
    let _ = environ;
    todo!("scheme, host, both paths, query")
}

/// Where the application is mounted.
pub fn application_url(environ: &Environ<'_>) -> String {
    let _ = environ;
    todo!("scheme, host, SCRIPT_NAME")
}
