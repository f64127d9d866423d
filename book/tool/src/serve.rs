//! The book over HTTP on this machine, rebuilt on each save.
//!
//! # Layout
//!
//! * this file: requests and answers.
//! * `version`: which build it is, and the wait for the next one.
//! * `watch`: notices saves and rebuilds.

mod version;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tiny_http::{Header, Method, Request, Response, Server};

use crate::error::{Error, Result};
use crate::html::content_type;
use crate::render;
use version::Version;

/// Where a page asks which build it shows.
const VERSION: &str = "/.version/";
/// The longest that such a question waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Added to each page that is served, and to no file: waits for the next
/// build, then loads the page again.
const RELOAD: &str = "<script>(async () => {
    let seen = 0;
    for (;;) {
        try {
            const answer = await fetch('/.version/' + seen);
            const now = Number(await answer.text());
            if (seen && now !== seen) { location.reload(); return; }
            seen = now;
        } catch { await new Promise(r => setTimeout(r, 1000)); }
    }
})();</script>
</body>";

/// Builds the book, serves it on `address` and rebuilds it on each save;
/// returns only with an error.
///
/// # Errors
///
/// [`Error::Address`] when `address` cannot be used; what
/// [`render::build`] says of the first build.
pub fn serve(root: &Path, address: &str) -> Result<()> {
    let index = render::build(root)?;
    let site = index.parent().unwrap_or(root).to_owned();
    let server = Server::http(address).map_err(|e| Error::Address {
        address: address.to_owned(),
        message: e.to_string(),
    })?;
    let version = Arc::new(Version::new());
    let watching = watch::start(root, &version)?;
    println!("the book: http://{}/", server.server_addr());
    println!("each save rebuilds it; Ctrl-C ends");
    for request in server.incoming_requests() {
        let (site, version) = (site.clone(), Arc::clone(&version));
        // A thread each: one may wait long for the next build.
        thread::spawn(move || answer(request, &site, &version));
    }
    drop(watching);
    Ok(())
}

fn answer(request: Request, site: &Path, version: &Version) {
    let reply = reply(request.method(), request.url(), site, version);
    // A browser that went away is no news.
    let _ = request.respond(reply);
}

fn reply(
    method: &Method,
    url: &str,
    site: &Path,
    version: &Version,
) -> Response<std::io::Cursor<Vec<u8>>> {
    if !matches!(method, Method::Get | Method::Head) {
        return page(405, "text/plain", b"only GET and HEAD".to_vec());
    }
    if let Some(seen) = url.strip_prefix(VERSION) {
        let seen = seen.parse().unwrap_or(0);
        let now = version.after(seen, PATIENCE).to_string();
        return page(200, "text/plain", now.into_bytes());
    }
    let found = file(site, url)
        .and_then(|path| Some((std::fs::read(&path).ok()?, path)));
    match found {
        Some((bytes, path)) => page(200, content_type(&path), reloads(bytes)),
        None => {
            let sorry = std::fs::read(site.join("404.html"));
            let sorry = sorry.unwrap_or_else(|_| b"not found".to_vec());
            page(404, "text/html; charset=utf-8", reloads(sorry))
        }
    }
}

fn page(
    status: u16,
    kind: &str,
    body: Vec<u8>,
) -> Response<std::io::Cursor<Vec<u8>>> {
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-cache")]
    {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    response
}

/// The file of an address, never one outside the site.
fn file(site: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let path = decoded(path)?;
    let tame = |part: &str| part != ".." && !part.contains(['\\', '\0']);
    if !path.split('/').all(tame) || path.starts_with('/') {
        return None;
    }
    let path = site.join(path);
    let path = if path.is_dir() { path.join("index.html") } else { path };
    path.is_file().then_some(path)
}

/// An address without its percent signs; nothing when they are wrong.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// A page with the script that waits for the next build.
fn reloads(bytes: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(bytes) {
        Ok(text) => match text.rsplit_once("</body>") {
            Some((before, after)) => {
                format!("{before}{RELOAD}{after}").into_bytes()
            }
            None => text.into_bytes(),
        },
        Err(e) => e.into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().unwrap();
        let page = "<html><body>hi</body></html>";
        std::fs::write(site.path().join("index.html"), page).unwrap();
        std::fs::write(site.path().join("a b.css"), "x").unwrap();
        site
    }

    #[test]
    fn a_page_waits_for_the_next_build_and_a_style_sheet_does_not() {
        let site = site();
        let version = Version::new();
        let reply = |url| reply(&Method::Get, url, site.path(), &version);
        let mut page = String::new();
        let mut body = reply("/").into_reader();
        std::io::Read::read_to_string(&mut body, &mut page).unwrap();
        assert!(page.contains("location.reload()"));
        assert!(page.ends_with("</script>\n</body></html>"));
        assert_eq!(reply("/a%20b.css?v=1").data_length(), Some(1));
        assert_eq!(reply("/none.html").status_code().0, 404);
    }

    #[test]
    fn nothing_outside_the_site_is_served() {
        let site = site();
        for url in ["/../index.html", "/%2e%2e/x", "//etc/passwd", "/%zz"] {
            assert_eq!(file(site.path(), url), None, "{url}");
        }
        assert!(file(site.path(), "/").is_some());
    }

    #[test]
    fn only_reading_is_allowed() {
        let site = site();
        let version = Version::new();
        let reply = reply(&Method::Post, "/", site.path(), &version);
        assert_eq!(reply.status_code().0, 405);
    }
}
