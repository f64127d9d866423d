//! Headers by the names that CGI gave them.

use std::borrow::Cow;

use http1::{Form, Request};

/// `User-Agent` → `HTTP_USER_AGENT`; `Content-Type` → `CONTENT_TYPE`.
pub(super) fn of_header(name: &str) -> String {
    let key = name.to_ascii_uppercase().replace('-', "_");
    match key.as_str() {
        "CONTENT_TYPE" | "CONTENT_LENGTH" => key,
        _ => format!("HTTP_{key}"),
    }
}

/// Whether an application sees a header.
///
/// `X_User` and `X-User` would have one key: who can send the first would be
/// taken for who sets the second. And `HTTP_PROXY` is the name of a variable
/// that programs take for their proxy (httpoxy, CVE-2016-5385).
// ANCHOR: visible
fn is_visible(name: &[u8]) -> bool {
    !name.contains(&b'_') && !name.eq_ignore_ascii_case(b"proxy")
}
// ANCHOR_END: visible

/// The host that a whole URL as the target names, which counts in place of
/// `Host` (RFC 9112, section 3.2.2).
fn target_host(request: Request<'_>) -> Option<&str> {
    request.authority().filter(|_| request.form() == Form::Absolute)
}

/// The value of the header `name`, in which `dash` stands for a hyphen.
/// Several are joined (RFC 9110, section 5.3; cookies: RFC 9113, 8.2.3).
pub(super) fn header<'r>(
    request: Request<'r>,
    name: &[u8],
    dash: u8,
) -> Option<Cow<'r, [u8]>> {
    let own_key =
        dash == b'_' && (name == b"CONTENT_TYPE" || name == b"CONTENT_LENGTH");
    if own_key {
        return None; // they stand without HTTP_
    }
    if is(name, b"Host", dash)
        && let Some(host) = target_host(request)
    {
        return Some(Cow::Borrowed(host.as_bytes()));
    }
    let mut values = request
        .fields()
        .iter()
        .filter(|(other, _)| is(name, other.as_bytes(), dash))
        .map(|(_, value)| value);
    let mut all = Cow::Borrowed(values.next()?);
    for value in values {
        let cookie = name.eq_ignore_ascii_case(b"cookie");
        let between = if cookie { b"; " } else { b", " };
        all.to_mut().extend_from_slice(between);
        all.to_mut().extend_from_slice(value);
    }
    Some(all)
}

/// Whether `key`, in which `dash` stands for a hyphen, means the field `name`.
fn is(key: &[u8], name: &[u8], dash: u8) -> bool {
    let same = |(&k, &n): (&u8, &u8)| match n {
        b'-' => k == dash,
        _ if dash == b'_' => k == n.to_ascii_uppercase(),
        _ => k.eq_ignore_ascii_case(&n),
    };
    key.len() == name.len()
        && key.iter().zip(name).all(same)
        && is_visible(name)
}

/// The keys of all headers, each once, in their order.
pub(super) fn of_headers(request: Request<'_>) -> impl Iterator<Item = String> {
    let host = target_host(request).map(|_| "Host");
    let names =
        move || request.fields().iter().map(|(name, _)| name).chain(host);
    names().enumerate().filter_map(move |(at, name)| {
        let again = names().take(at).any(|n| n.eq_ignore_ascii_case(name));
        let key = of_header(name);
        let seen = is_visible(name.as_bytes()) && key.starts_with("HTTP_");
        (seen && !again).then_some(key)
    })
}
