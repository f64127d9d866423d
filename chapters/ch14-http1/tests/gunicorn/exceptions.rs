//! Where our verdict is not gunicorn's, and why.

/// Its `invalid`, which we take.
pub(crate) const ACCEPTED: &[(&str, &str)] = &[
    ("003c", "RFC 9110, sections 9.1 and 5.6.2: `-bl` is a token"),
    (
        "019",
        "RFC 9110, section 5.1: fields that one does not know are ignored; \
         whom to trust in X-Forwarded-Proto is for a gateway",
    ),
    (
        "040",
        "RFC 9110, section 5.6.2: `_` stands in tokens; that CGI names \
         collide is for who makes them",
    ),
    (
        "041",
        "RFC 9110, section 8.3: two Content-Types are a mistake of the \
         sender about the content, which the application reads; no section \
         lets them decide where a message ends",
    ),
    ("chunked_07", "RFC 9110, section 5.6.2: as 040"),
];

/// Its `invalid` that we refuse with another status than its error's.
pub(crate) const OTHER_STATUS: &[(&str, u16, &str)] = &[
    ("004", 400, "RFC 9112, section 2.3: DIGIT.DIGIT; else it is none"),
    ("013", 400, "RFC 9112, section 5.2: no folded fields, however long"),
    ("018", 400, "RFC 9112, section 2.3: as 004"),
    ("prefix_06", 400, "RFC 9112, section 2.3: as 004"),
    ("version_01", 400, "RFC 9112, section 2.3: as 004"),
];

/// Its `valid`, which we refuse: with which status, and why.
pub(crate) const REFUSED: &[(&str, u16, &str)] = &[
    ("005", 400, "RFC 9112, section 3.2: a target has no fragment"),
    ("014", 400, "RFC 3986, appendix A: a quotation mark is sent as %22"),
    ("025", 501, "RFC 9112, section 6.1: we know no gzip as a coding"),
    ("025_line", 501, "RFC 9112, section 6.1: as 025"),
    ("028", 400, "RFC 9112, section 5.1: no blank before the colon"),
    (
        "029",
        501,
        "RFC 9112, section 6.1: a coding that is not known; identity is \
         none of those in section 7",
    ),
    ("030", 501, "RFC 9112, section 6.1: as 029"),
    (
        "099",
        400,
        "RFC 9112, section 8: 8,599 bytes of the 17,914 that its \
         Content-Length says are an incomplete message",
    ),
    ("compat_obs_fold", 400, "RFC 9112, section 5.2: no folded fields"),
    ("compat_obs_fold_huge", 400, "RFC 9112, section 5.2: as above"),
    ("rfc9112_smuggle_gzip_chunked_01", 501, "RFC 9112, 6.1: as 025"),
    ("rfc9112_smuggle_te_identity_chunked_01", 501, "RFC 9112, 6.1: as 029"),
    (
        "rfc9112_target_absolute_userinfo_01",
        400,
        "RFC 9110, section 4.2.4: a password in a target is an error",
    ),
];

/// Its `valid` whose second request is the first one's body: no Host is added
/// there.
pub(crate) const AS_IT_IS: &[&str] = &["020"];

/// Its `valid` that begin with a PROXY header, which is another protocol and
/// has to be asked for.
pub(crate) const NOT_HTTP: &[&str] = &["pp_01", "pp_02", "pp_04", "pp_05"];

/// Its `valid` whose method it turns into capitals when told to. RFC 9110,
/// section 9.1: case matters.
pub(crate) const IN_CAPITALS: &[&str] = &["031compat"];
