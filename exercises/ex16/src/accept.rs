//! One list, three readers: which form of it does this client want?
//!
//! The guest book's entries can be HTML for a browser, JSON for a program and
//! plain text for a terminal, all under one address. The client says in
//! `Accept` what it can read, and how gladly; the view has some *offers*
//! (RFC 9110, sections 12.4.2 and 12.5.1):
//!
//! ```text
//! Accept: text/html, application/json;q=0.8, */*;q=0.1
//! offers: text/plain         0.1, by */*
//!         application/json   0.8                        is chosen
//! ```
//!
//! * `Accept` is a list of *ranges*, with commas between. A range is
//!   `text/html`, `text/*` or `*/*`, in any case.
//! * Behind a range there may be parameters, each after a semicolon. `q` (or
//!   `Q`) is its *quality*: from 0 to 1, with at most three digits behind a
//!   point: `1`, `0.8`, `0.`, `1.000`, but neither `.8` nor `2`. Without one
//!   it is 1.
//! * Spaces and tabs may stand around each comma and each semicolon. (Values
//!   in quotes are not part of this exercise.)
//! * For each offer one range decides, and that is the most exact that fits,
//!   wherever it stands: `text/html` before `text/*` before `*/*`. Who sends
//!   `text/*, text/html;q=0` reads every text but HTML: 0 means *never*.
//! * A range with another parameter (`text/html;level=1`) fits no offer here,
//!   because offers have none. A range that cannot be read, or whose quality
//!   cannot, fits no offer either; the others count.
//! * The offer with the highest quality is chosen; of equal ones the first,
//!   for the view has named first what it likes best.
//! * No `Accept`, or an empty one: the client takes anything, so the first.
//!   If nothing suits there is no choice, and the view will answer 406. So it
//!   is where nothing of the field can be read: that is not an empty one.
//!
//! A cache must not give one reader another's form: an answer that was chosen
//! has `Vary: Accept`.

/// The offer that suits the client best: types without parameters, in lower
/// case.
pub fn choose<'o>(accept: Option<&str>, offers: &[&'o str]) -> Option<&'o str> {
    let _ = (accept, offers);
    todo!("ranges, then a quality for each offer, then the best")
}
