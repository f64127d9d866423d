// killed by: behind the last comma stands an empty coding
//! May the next request use the same connection? A client asks.

use http1::Version;

/// Names and values of a head, in their order; values without blanks around.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// What the client sent.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// `GET`, `HEAD`, …
    pub method: &'a str,
    /// The fields of the head.
    pub fields: Fields<'a>,
}

/// What the server answered, to the end of its body; never a 100 or a 103.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// Which HTTP the server speaks.
    pub version: Version,
    /// The status code.
    pub status: u16,
    /// The fields of the head.
    pub fields: Fields<'a>,
}

/// Whether the connection can carry another request.
pub fn again(asked: &Asked<'_>, answered: &Answered<'_>) -> bool {
    let http10 = answered.version == Version::Http10;
    match (asked.method, answered.status) {
        (_, 101) | ("CONNECT", 200..300) => return false,
        _ if lists(asked.fields, "connection", "close") => return false,
        _ if lists(answered.fields, "connection", "close") => return false,
        _ if http10 && !lists(answered.fields, "connection", "keep-alive") => {
            return false;
        }
        ("HEAD", _) | (_, 204 | 304) => return true,
        _ => {}
    }
    let coding = list(answered.fields, "transfer-encoding").last();
    let lengths: Vec<&str> = all(answered.fields, "content-length").collect();
    match (coding, &lengths[..]) {
        (Some(last), []) => !http10 && last.eq_ignore_ascii_case("chunked"),
        (None, [length]) => is_number(length),
        _ => false,
    }
}

/// The values of every field `name`.
fn all<'a>(fields: Fields<'a>, name: &str) -> impl Iterator<Item = &'a str> {
    fields
        .iter()
        .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| *value)
}

/// The parts of every field `name`: one list.
fn list<'a>(fields: Fields<'a>, name: &str) -> impl Iterator<Item = &'a str> {
    all(fields, name)
        .flat_map(|value| value.split(','))
        .map(|part| part.trim_matches([' ', '\t']))
        .filter(|part| !part.is_empty())
}

fn lists(fields: Fields<'_>, name: &str, wanted: &str) -> bool {
    list(fields, name).any(|part| part.eq_ignore_ascii_case(wanted))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
