//! The page that shows a failure to who writes the application: only where
//! the configuration has `DEBUG`.

use crate::{Context, Error, Response, escape};

/// What of a field, a query or a variable is not shown: whoever sees the page
/// over the author's shoulder could use it.
const HIDDEN: [&str; 8] =
    ["auth", "cookie", "csrf", "key", "passw", "secret", "session", "token"];

const STYLE: &str = ":root { color-scheme: light dark; font: 1rem/1.5 \
    system-ui, sans-serif } body { margin: 2rem auto; max-width: 60rem; \
    padding: 0 1rem } h1 { font-size: 1.4rem } h2 { font-size: 1.1rem } \
    table { border-collapse: collapse } td, th { padding: .1rem 1rem .1rem 0; \
    text-align: left; vertical-align: top; overflow-wrap: anywhere } \
    th { font-weight: 500; white-space: nowrap; opacity: .75 } \
    @media (max-width: 40rem) { th, td { display: block } }";

/// The page: the error with its causes, and the request.
pub(crate) fn page(context: &Context<'_>, error: &Error) -> Response {
    let request = context.request();
    let method = request.method();
    let mut page = format!(
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width\">\n\
         <title>500 {title}</title>\n<style>{STYLE}</style>\n\
         <main>\n<h1>{title}</h1>\n",
        title = escape(&error.to_string()),
    );
    list(&mut page, &causes(error));
    page +=
        &format!("<h2>{} {}</h2>\n", escape(&method), escape(&path(context)));
    page += "<p>The configuration has <code>DEBUG</code>: this page must not \
             be seen where others are served.</p>\n";
    let rule = context.rule().map(|rule| {
        [("rule", rule.text()), ("view", rule.endpoint())]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
    });
    table(&mut page, "Rule", rule.into_iter().flatten());
    let pairs = |name: &str, text: &str| (name.to_owned(), shown(name, text));
    let values = context.values();
    table(&mut page, "Variables", values.map(|(n, v)| pairs(n, v)));
    let args = request.args().iter();
    table(&mut page, "Query", args.map(|(n, v)| pairs(n, v)));
    let form = request.parsed_form().into_iter().flat_map(|data| {
        let texts = data.form.iter().map(|(name, text)| {
            (name.to_owned(), format!("text, {} bytes", text.len()))
        });
        let file = |name: &str| (name.to_owned(), "file".to_owned());
        texts.chain(data.files.iter().map(move |(name, _)| file(name)))
    });
    table(&mut page, "Form", form);
    let fields = request.headers().iter();
    table(&mut page, "Fields", fields.map(|(n, v)| pairs(&n, &v)));
    page += "</main>\n";
    let mut response = Response::html(page).with_status(500);
    let fields = response.headers_mut();
    fields.put("Cache-Control", "no-store");
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    fields.put("Content-Security-Policy", policy);
    response
}

/// The whole path; the query has a table of its own.
fn path(context: &Context<'_>) -> String {
    let request = context.request();
    format!("{}{}", request.root_path(), context.path())
}

fn shown(name: &str, text: &str) -> String {
    let name = name.to_ascii_lowercase();
    let text = match &*name {
        "referer" => text.split('?').next().unwrap_or_default(), // its query
        name if HIDDEN.iter().any(|part| name.contains(part)) => "(not shown)",
        _ => text,
    };
    text.to_owned()
}

fn causes(error: &Error) -> Vec<String> {
    let first: &(dyn std::error::Error + 'static) = error.as_std();
    std::iter::successors(first.source(), |error| error.source())
        .map(ToString::to_string)
        .collect()
}

fn list(page: &mut String, causes: &[String]) {
    if causes.is_empty() {
        return;
    }
    *page += "<p>caused by</p>\n<ol>\n";
    for cause in causes {
        *page += &format!("<li>{}\n", escape(cause));
    }
    *page += "</ol>\n";
}

fn table(
    page: &mut String,
    title: &str,
    rows: impl Iterator<Item = (String, String)>,
) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    *page += &format!("<h2>{title}</h2>\n<table>\n");
    for (name, text) in rows {
        let (name, text) = (escape(&name), escape(&text));
        *page += &format!("<tr><th scope=row>{name}<td>{text}\n");
    }
    *page += "</table>\n";
}
