//! Where our verdict is not gunicorn's, and why.

/// Its `invalid`, which we take.
pub(crate) const ACCEPTED: &[(&str, &str)] = &[];

/// Its `valid`, which we refuse: with which status, and why.
pub(crate) const REFUSED: &[(&str, u16, &str)] = &[];

/// Its `valid` that begin with a PROXY header, which is another protocol and
/// has to be asked for.
pub(crate) const NOT_HTTP: &[&str] = &["pp_01", "pp_02", "pp_04", "pp_05"];
