//! What the server owes: PEP 3333, "environ Variables".

use super::{Rule, Violation, check};
use crate::{Environ, Value};

const REQUIRED: [&str; 10] = [
    "REQUEST_METHOD",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.version",
    "wsgi.input",
    "wsgi.errors",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
    "wsgi.url_scheme",
];

pub(super) fn check_environ(environ: &Environ<'_>) -> Result<(), Violation> {
    for key in REQUIRED {
        check(Rule::RequiredKey, environ.value(key).is_some(), key)?;
    }
    for key in ["HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH"] {
        check(Rule::DoubledKey, environ.value(key).is_none(), key)?;
    }
    for (key, value) in environ.iter().filter(|(key, _)| !key.contains('.')) {
        let text = matches!(&value, Value::Text(text)
            if text.chars().all(|c| u8::try_from(c).is_ok()));
        check(Rule::KeyIsText, text, &key)?;
    }
    check_kinds(environ)?;
    let scheme = environ.scheme();
    check(Rule::UrlScheme, matches!(&*scheme, "http" | "https"), &scheme)?;
    let slash = |text: &str| text.is_empty() || text.starts_with('/');
    let script = environ.get("SCRIPT_NAME").unwrap_or_default();
    check(Rule::ScriptName, slash(&script) && script != "/", &script)?;
    match environ.get("PATH_INFO") {
        Some(path) => check(Rule::PathInfo, slash(&path), &path)?,
        None => check(Rule::PathInfo, !script.is_empty(), "it is missing")?,
    }
    let length = environ.get("CONTENT_LENGTH").unwrap_or_default();
    let number = length.is_empty() || length.parse::<u64>().is_ok();
    check(Rule::ContentLength, number, &length)
}

fn check_kinds(environ: &Environ<'_>) -> Result<(), Violation> {
    for key in REQUIRED.into_iter().filter(|key| key.starts_with("wsgi.")) {
        let Some(value) = environ.value(key) else { continue };
        let own = match key {
            "wsgi.version" => matches!(value, Value::Version(..)),
            "wsgi.input" => matches!(value, Value::Input(_)),
            "wsgi.errors" => matches!(value, Value::Errors(_)),
            "wsgi.url_scheme" => matches!(value, Value::Text(_)),
            _ => matches!(value, Value::Flag(_)),
        };
        check(Rule::KeyIsOwnKind, own, key)?;
    }
    Ok(())
}

const METHODS: [&str; 8] =
    ["GET", "HEAD", "POST", "OPTIONS", "PATCH", "PUT", "DELETE", "TRACE"];

pub(super) fn warn(environ: &Environ<'_>) {
    let errors = environ.errors();
    if environ.value("QUERY_STRING").is_none() {
        errors.write("validator: there is no QUERY_STRING\n");
    }
    let method = environ.method();
    if !METHODS.contains(&&*method) {
        errors.write(&format!("validator: the method {method:?} is new\n"));
    }
}
