// killed by: quote its bytes again
//! The latin-1 text is quoted, as UTF-8.

use wsgi::Environ;

/// The URL of the request.
pub fn request_url(environ: &Environ<'_>) -> String {
    let script = environ.script_name_bytes();
    let path = [script, environ.path_info_bytes()].concat();
    let mut url = with_path(environ, &path);
    let query = environ.query_string();
    if !query.is_empty() {
        url.push('?');
        url.push_str(&query);
    }
    url
}

/// Where the application is mounted.
pub fn application_url(environ: &Environ<'_>) -> String {
    with_path(environ, environ.script_name_bytes())
}

fn with_path(environ: &Environ<'_>, path: &[u8]) -> String {
    let path = if path.is_empty() { b"/" } else { path };
    format!(
        "{}://{}{}",
        environ.scheme(),
        host(environ),
        quote(wsgi::latin1::decode(path).as_bytes())
    )
}

fn host(environ: &Environ<'_>) -> String {
    let named = environ.get("HTTP_HOST").filter(|host| !host.is_empty());
    if let Some(host) = named {
        return host.into_owned();
    }
    let name = match environ.server_name() {
        name if name.contains(':') => format!("[{name}]"),
        name => name.into_owned(),
    };
    match (&*environ.scheme(), &*environ.server_port()) {
        ("http", "80") | ("https", "443") => name,
        (_, port) => format!("{name}:{port}"),
    }
}

fn quote(bytes: &[u8]) -> String {
    let mut quoted = String::new();
    for &byte in bytes {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => quoted.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => quoted.push(byte.into()),
            _ => quoted.push_str(&format!("%{byte:02X}")),
        }
    }
    quoted
}
