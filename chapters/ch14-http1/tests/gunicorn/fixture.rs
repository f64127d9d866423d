//! Reading gunicorn's files: `NAME.http` has the bytes, `NAME.py` says what
//! they are.

use std::fs;
use std::path::Path;

use http1::Limits;

/// One pair of files.
pub(crate) struct Fixture {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Ours, changed as the file changes gunicorn's.
    pub(crate) limits: Limits,
    pub(crate) requests: Vec<Wanted>,
    /// The status that is owed for the error which gunicorn finds.
    pub(crate) status: u16,
}

/// What gunicorn finds in a request.
pub(crate) struct Wanted {
    pub(crate) method: String,
    pub(crate) target: String,
    /// `None`: the file says it in a way that is not read here.
    pub(crate) body: Option<Vec<u8>>,
}

/// All pairs of a folder, by name.
pub(crate) fn all(folder: &Path) -> Vec<Fixture> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "http") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let python = fs::read_to_string(path.with_extension("py")).unwrap();
        all.push(Fixture {
            name,
            bytes: unescape(&fs::read(&path).unwrap()),
            limits: limits(&python),
            requests: wanted(&python),
            status: status(&python),
        });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Line ends in the file mean nothing; `\r`, `\n`, `\t`, `\0` and `\xNN` are
/// written out.
fn unescape(file: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = file;
    while let [first, after @ ..] = rest {
        rest = after;
        match (*first, after) {
            (b'\n', _) => {}
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = str::from_utf8(&digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = after;
            }
            (b'\\', [letter, after @ ..]) => {
                bytes.push(match letter {
                    b'r' => b'\r',
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'0' => b'\0',
                    other => panic!("an escape \\{}", char::from(*other)),
                });
                rest = after;
            }
            (byte, _) => bytes.push(byte),
        }
    }
    bytes
}

/// gunicorn's defaults, and what `cfg.set("NAME", NUMBER)` changes. It counts
/// the line end behind a field, we do not; it has no limit for a whole head.
fn limits(python: &str) -> Limits {
    let mut limits =
        Limits { line: 4094, field: 8188, head: 65_536, ..Limits::default() };
    for call in python.split("cfg.set(").skip(1) {
        let inside = call.split(')').next().unwrap_or_default();
        let (name, value) = inside.split_once(',').unwrap_or_default();
        let Ok(value) = value.trim().parse::<usize>() else { continue };
        match name.trim_matches(['"', '\'']) {
            "limit_request_line" => limits.line = value,
            "limit_request_fields" => limits.fields = value,
            // 0: the default.
            "limit_request_field_size" if value == 0 => {}
            "limit_request_field_size" => limits.field = value - 2,
            _ => {}
        }
    }
    limits
}

/// By the error of `request = ERROR`: RFC 9110, section 15; RFC 6585.
fn status(python: &str) -> u16 {
    let error = python.lines().find_map(|l| l.strip_prefix("request = "));
    match error.unwrap_or_default().trim() {
        "LimitRequestLine" => 414,
        "LimitRequestHeaders" => 431,
        "InvalidHTTPVersion" => 505,
        _ => 400,
    }
}

/// The requests of `"method": …, "uri": uri(…), "body": …`.
fn wanted(python: &str) -> Vec<Wanted> {
    let mut all = Vec::new();
    for part in python.split("\"method\":").skip(1) {
        let after = |mark: &str| part.split_once(mark).map(|(_, rest)| rest);
        let method = literal(part).unwrap();
        let target = after("uri(").and_then(literal).unwrap();
        let body = after("\"body\":")
            .and_then(|text| literal(text.trim_start().strip_prefix('b')?));
        all.push(Wanted {
            method,
            target,
            body: body.map(|text| unescape(text.as_bytes())),
        });
    }
    all
}

/// The string literal at the front of `text`, when it is one alone.
fn literal(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| "'\"".contains(*c))?;
    let (inside, rest) = text[1..].split_once(quote)?;
    let alone = rest.trim_start().starts_with([',', ')', '}']);
    alone.then(|| inside.to_owned())
}

/// What stands in a Host field that the test has added.
pub(crate) const HOST: &str = "judge.example";

/// A Host behind every first line of a request that has HTTP/1.1 and none.
pub(crate) fn with_host(bytes: &[u8]) -> Vec<u8> {
    let line = b" HTTP/1.1\r\n";
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, line) {
        let (before, after) = rest.split_at(at + line.len());
        out.extend_from_slice(before);
        let end = memchr::memmem::find(after, b"\r\n\r\n");
        let head = &after[..end.unwrap_or(after.len())];
        let head = [b"\r\n", head].concat().to_ascii_lowercase();
        if memchr::memmem::find(&head, b"\r\nhost:").is_none() {
            out.extend_from_slice(format!("Host: {HOST}\r\n").as_bytes());
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}
