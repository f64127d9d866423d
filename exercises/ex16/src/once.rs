//! Once, however often it is sent: hooks that remember.
//!
//! A client orders a lamp, and the connection breaks before the answer comes.
//! Is the lamp ordered? The client cannot know, and if it sends the order
//! again there may be two lamps. So it gives its order a *key*, and sends that
//! with each attempt:
//!
//! ```text
//! POST /orders                   201 Created
//! Idempotency-Key: k-77          Location: /orders/1
//!                                …
//! POST /orders                   201 Created
//! Idempotency-Key: k-77          Location: /orders/1
//!                                Idempotent-Replayed: true
//!                                …
//! ```
//!
//! The second answer is the first one again: there is one order. [`once`] does
//! that for all views of an application, with hooks, and no view knows.
//!
//! * It is for POST and PATCH with a key; a GET can be sent twice anyway. All
//!   else goes through as if there was no `once`.
//! * A key is 1 to 100 visible characters of ASCII, without spaces. Any other
//!   is a 400.
//! * The answer to the first request is *kept*: status, fields and body. Who
//!   sends it again gets that, with `Idempotent-Replayed: true`, and the view
//!   is not called.
//! * The same key with another request is a mistake of the client's, and a
//!   422, also while the first is being answered. It is another if method,
//!   path, query or body are not the same.
//! * While the first request is being answered, the second is a 409 with
//!   `Retry-After: 1`: the view is not called twice, and no thread waits.
//! * Whoever sends another `Authorization`, or none, is somebody else, with
//!   keys of their own. Keys can be guessed; answers are not for everybody.
//! * An answer of 500 or more is not kept, nor one whose length is not known
//!   or above [`MOST`] bytes. It is sent, and its key is free: the client may
//!   try again. A 4xx is kept.
//! * At most `places` keys are in use. If there is none free, the oldest
//!   answer makes room. A request that is being answered does not: if all are
//!   such, the new one is a 503 with `Retry-After: 1`.
//!
//! The hook behind a view sees each answer: also those to requests without a
//! key, the refusals, and what was kept. `g` can tell it which is which. (To
//! compare bodies, the first hook must read them. Views that take data, a form
//! or JSON get what was read; one that wants a stream would find it empty.)
//!
//! `cargo run -p ex16 --bin ex16-once` serves a shop. Order twice:
//! `curl -i -H 'Idempotency-Key: 1' -d lamp http://127.0.0.1:9116/`.

use carafe::App;

/// The longest body of an answer that is kept, in bytes.
pub const MOST: u64 = 64 * 1024;

/// Lets `app` answer each request with a key once. At most `places` keys are
/// in use: 1 or more.
///
/// Call it behind the application's other hooks: then they see an answer that
/// was kept as they saw it the first time.
pub fn once(app: &mut App, places: usize) {
    let _ = (app, places);
    todo!("a hook before each view, one behind it, and what they share")
}
