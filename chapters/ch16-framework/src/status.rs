//! Status codes with their words and what they tell the reader of a page.

use std::borrow::Cow;

/// The words of a status; `Unknown` when it has none.
pub(crate) fn name(status: u16) -> &'static str {
    match status {
        418 => "I'm a Teapot",
        423 => "Locked",
        424 => "Failed Dependency",
        451 => "Unavailable For Legal Reasons",
        507 => "Insufficient Storage",
        _ => match http1::reason(status) {
            "" => "Unknown",
            name => name,
        },
    }
}

/// `200 OK`: what `start_response` is given.
pub(crate) fn line(status: u16) -> Cow<'static, str> {
    Cow::Borrowed(match status {
        200 => "200 OK",
        201 => "201 Created",
        204 => "204 No Content",
        206 => "206 Partial Content",
        302 => "302 Found",
        304 => "304 Not Modified",
        404 => "404 Not Found",
        _ => return Cow::Owned(format!("{status} {}", name(status))),
    })
}

/// Whether an answer with that status has no content (RFC 9110, sections 15.2,
/// 15.3.5 and 15.4.5).
pub(crate) fn is_bare(status: u16) -> bool {
    matches!(status, 100..200 | 204 | 304)
}

/// What a page says when the application says nothing of its own.
pub(crate) fn description(status: u16) -> &'static str {
    match status {
        400 => "The server could not understand this request.",
        401 => "This page is for those who have logged in.",
        403 => "You may not see this page, logged in or not.",
        404 => "There is nothing at this address.",
        405 => "This address does not answer this method.",
        406 => "This address has no form that the client accepts.",
        408 => "The request took too long to arrive.",
        409 => "The request does not fit the state of what is here.",
        410 => "What was at this address is gone for good.",
        411 => "The request must say how long its body is.",
        412 => "A condition of the request does not hold.",
        413 => "The body of the request is larger than this server takes.",
        414 => "The address is longer than this server takes.",
        415 => "The body is of a kind that this address does not take.",
        416 => "There are no such bytes in this file.",
        417 => "The server cannot meet the request's Expect field.",
        418 => "This is a teapot; it does not brew coffee.",
        421 => "This server does not answer for that host.",
        422 => "The body is well formed, but what it says is not.",
        423 => "What is at this address is locked.",
        424 => "Another request, which this one needs, has failed.",
        426 => "This address is for another protocol.",
        428 => "This address wants a request with a condition.",
        429 => "Too many requests came from this client; wait a while.",
        431 => "The head of the request is larger than this server takes.",
        451 => "What is at this address may not be shown, by law.",
        500 => "The application failed. Its log says why.",
        501 => "The server does not know how to do this.",
        502 => "The server behind this one gave an answer of no use.",
        503 => "The server cannot answer now; try again in a while.",
        504 => "The server behind this one did not answer in time.",
        505 => "The server does not speak this version of HTTP.",
        507 => "The server has no room left for this request.",
        _ => "The request ended with this status.",
    }
}
