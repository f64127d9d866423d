//! Which characters may stand where in a target.

pub(super) const HOST: u8 = 1;
pub(super) const PATH: u8 = 2;
pub(super) const QUERY: u8 = 4;
/// A percent sign: anywhere, with its two digits.
const ESCAPE: u8 = 8;
const ALL: u8 = HOST | PATH | QUERY;

/// What may stand where (RFC 3986, appendix A), and what browsers send as it
/// is although it may not. RFC 9112, section 3.2, lets a server refuse that,
/// too (SHOULD); but it can be read in one way only, and what a person types
/// behind a `?` would be lost. The URL standard of the WHATWG leaves `[ ] |`
/// and in older browsers `^` in paths, and `\ { }` and the backtick in
/// queries. What it encodes, space `" # < >`, has to be encoded.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        classes[byte] = match c {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => ALL,
            b'-' | b'.' | b'_' | b'~' => ALL,
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' => ALL,
            b'*' | b'+' | b',' | b';' | b'=' => ALL,
            b'%' => ESCAPE,
            b':' | b'@' | b'/' => PATH | QUERY,
            b'?' => QUERY,
            b'[' | b']' | b'|' | b'^' => PATH | QUERY,
            b'\\' | b'{' | b'}' | b'`' => QUERY,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

#[inline]
pub(super) fn is_made_of(bytes: &[u8], class: u8) -> bool {
    let all = |class: u8| {
        let is_one = |&byte: &u8| CLASSES[usize::from(byte)] & class != 0;
        bytes.iter().all(is_one)
    };
    // Most have no percent sign: one look at each byte is enough then.
    all(class) || (all(class | ESCAPE) && escapes_are_whole(bytes))
}

/// Two hexadecimal digits follow each `%` (RFC 3986, section 2.1).
fn escapes_are_whole(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'%', bytes).all(|at| {
        let digits = bytes.get(at + 1..at + 3).unwrap_or_default();
        digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
    })
}

#[cfg(test)]
mod tests {
    use crate::target::Target;

    #[test]
    fn browsers_may_send_what_they_do_not_encode() {
        let is_target =
            |target: String| Target::parse(b"GET", target.as_bytes()).is_ok();
        assert!(is_target("/[a]|b^c?d[]={e}|f^`g\\h".to_owned()));
        for byte in 0..=u8::MAX {
            let c = char::from(byte);
            let path = is_target(format!("/a{c}b"));
            let query = is_target(format!("/?a{c}b"));
            let refused = byte <= b' ' || byte >= 0x7f;
            let refused = refused || b"\"#<>%".contains(&byte);
            assert_eq!(query, !refused, "{c:?} in a query");
            let encoded = b"\\{}`".contains(&byte);
            assert_eq!(path, !refused && !encoded, "{c:?} in a path");
        }
    }
}
