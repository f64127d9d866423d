//! What has to hold for any bytes.

use std::mem::discriminant;

use crate::stricter::ends_with_nothing;
use crate::{Ending, Heard, Message, STRICTER};

/// What is wrong with `ours` beside `theirs`, in one line; `None`: nothing.
pub fn differ(ours: &Heard, theirs: &Heard) -> Option<String> {
    for (at, message) in ours.messages.iter().enumerate() {
        let number = at + 1;
        let Some(other) = theirs.messages.get(at) else {
            let before = at.checked_sub(1).map(|at| &ours.messages[at]);
            let ended = theirs.ending == Ending::Ends;
            if is_list(message) && refuses_coding(theirs)
                || ended && unread(before, "keep-alive")
            {
                return None;
            }
            let why = &theirs.ending;
            return Some(format!(
                "ours hands on request {number}, hyper does not: {why:?}"
            ));
        };
        if let Some(what) = reading(message, other) {
            return Some(format!("request {number}: another {what}"));
        }
    }
    let whole =
        |heard: &Heard| heard.messages.iter().filter(|m| m.whole).count();
    let (few, many) = (whole(ours), whole(theirs));
    match ours.ending {
        Ending::Ends if unread(ours.messages.last(), "close") => None,
        Ending::Ends if few < many => {
            Some(format!("ours ends after {few} requests, hyper after {many}"))
        }
        Ending::Ends if theirs.ending != Ending::Ends => Some(format!(
            "ours takes the stream to its end, hyper says {:?}",
            theirs.ending
        )),
        Ending::Refused(error) if few < many => {
            let kind = discriminant(&error);
            let known =
                STRICTER.iter().any(|row| discriminant(&row.error) == kind);
            (!known).then(|| format!("{error:?} is not on the list"))
        }
        _ => None,
    }
}

/// See [`ends_with_nothing`].
fn is_list(message: &Message) -> bool {
    message.fields.iter().any(|(name, value)| {
        name == "transfer-encoding" && ends_with_nothing(value)
    })
}

fn refuses_coding(theirs: &Heard) -> bool {
    matches!(&theirs.ending, Ending::Theirs(why)
        if why.contains("TransferEncodingInvalid"))
}

/// Whether the request has `option` in a `Connection` with a byte beyond ASCII
/// in it. hyper reads no option out of that one; ours reads those that it
/// knows, as RFC 9112, section 9.3, says: where there is a `close`, or in
/// HTTP/1.0 a `keep-alive`. No request is read in two ways, only the end comes
/// earlier for one.
fn unread(message: Option<&Message>, option: &str) -> bool {
    let fields = message.map(|message| &message.fields);
    fields.into_iter().flatten().any(|(name, value)| {
        let mut options = value.split(|&byte| byte == b',').map(trim);
        name == "connection"
            && !value.is_ascii()
            && options.any(|it| it.eq_ignore_ascii_case(option.as_bytes()))
    })
}

fn trim(element: &[u8]) -> &[u8] {
    element.trim_ascii()
}

/// What of the request is not the same for both.
fn reading(ours: &Message, theirs: &Message) -> Option<&'static str> {
    let parts = [
        ("method", ours.method == theirs.method),
        ("target", ours.target == theirs.target),
        ("version", ours.minor == theirs.minor),
        ("set of fields", ours.fields == theirs.fields),
        ("body", same_body(ours, theirs)),
        ("set of trailers", !ours.whole || ours.trailers == theirs.trailers),
        ("end", !ours.whole || theirs.whole),
    ];
    parts.iter().find(|(_, same)| !same).map(|(what, _)| *what)
}

/// Of a body that did not come to its end, one reader may have more.
fn same_body(ours: &Message, theirs: &Message) -> bool {
    match ours.whole {
        true => ours.body == theirs.body,
        false => {
            ours.body.starts_with(&theirs.body)
                || theirs.body.starts_with(&ours.body)
        }
    }
}
