//! The site as a WSGI application.

use wsgi::{AppError, Body, Environ, StartResponse};

type Answer<'r> = Result<Body<'r>, AppError>;

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain; charset=utf-8")];

/// Greets, echoes, or streams.
pub(crate) fn site<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Answer<'r> {
    match (&*environ.path_info(), &*environ.method()) {
        ("/", "GET") => {
            let query = environ.query_string();
            let text = match query.strip_prefix("name=") {
                Some(name) => format!("hello, {name}\n"),
                None => "hello\n".to_owned(),
            };
            start_response.call("200 OK", TEXT)?;
            Ok(Body::from(text))
        }
        ("/echo", "POST") => {
            let body = environ.input().read_all()?;
            start_response.call("200 OK", TEXT)?;
            Ok(Body::from(body))
        }
        ("/stream", "GET") => {
            start_response.call("200 OK", TEXT)?;
            Ok(Body::iter(["one\n", "two\n", "three\n"].map(Ok)))
        }
        _ => {
            start_response.call("404 Not Found", TEXT)?;
            Ok(Body::from("there is no such page\n"))
        }
    }
}
