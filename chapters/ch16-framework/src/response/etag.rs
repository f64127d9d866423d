//! Entity tags (RFC 9110, section 8.8.3).

use sha2::{Digest, Sha256};

/// The most tags that one field may list; more is as if it were not there.
const MOST_TAGS: usize = 64;

/// A tag in quotes; weak ones begin with `W/`.
pub fn quote_etag(tag: &str, weak: bool) -> String {
    format!("{}\"{tag}\"", if weak { "W/" } else { "" })
}

/// The tag without quotes, and whether it is weak.
pub fn unquote_etag(field: &str) -> (&str, bool) {
    let field = field.trim();
    let strong = field.strip_prefix("W/").or(field.strip_prefix("w/"));
    let tag = strong.unwrap_or(field);
    let inner = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    (inner.unwrap_or(tag), strong.is_some())
}

/// The tag of a content: the same octets have the same tag, in every process.
pub fn generate_etag(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The tags that `If-Match` or `If-None-Match` lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ETags {
    /// `*`: any tag that there is.
    pub star: bool,
    strong: Vec<String>,
    weak: Vec<String>,
}

impl ETags {
    /// Whether the tag is there as a strong one.
    pub fn is_strong(&self, tag: &str) -> bool {
        self.strong.iter().any(|known| known == tag)
    }

    /// Whether the tag is there as a weak one.
    pub fn is_weak(&self, tag: &str) -> bool {
        self.weak.iter().any(|known| known == tag)
    }

    /// Strong comparison (section 8.8.3.2), for `If-Match`.
    pub fn contains(&self, tag: &str) -> bool {
        self.star || self.is_strong(tag)
    }

    /// Weak comparison, for `If-None-Match`.
    pub fn contains_weak(&self, tag: &str) -> bool {
        self.contains(tag) || self.is_weak(tag)
    }

    /// Whether a tag is there as it is written, with its quotes.
    pub fn contains_raw(&self, field: &str) -> bool {
        match unquote_etag(field) {
            (tag, true) => self.contains_weak(tag),
            (tag, false) => self.contains(tag),
        }
    }

    /// Whether no tag is listed.
    pub fn is_empty(&self) -> bool {
        !self.star && self.strong.is_empty() && self.weak.is_empty()
    }

    /// All of it as a field again.
    pub fn to_header(&self) -> String {
        if self.star {
            return "*".to_owned();
        }
        let strong = self.strong.iter().map(|tag| quote_etag(tag, false));
        let weak = self.weak.iter().map(|tag| quote_etag(tag, true));
        strong.chain(weak).collect::<Vec<_>>().join(", ")
    }
}

/// Reads a list of tags. One without quotes is taken as a strong one, as
/// Werkzeug does: some clients leave them out. One with a quote in it is left
/// out: no content has such a tag.
pub fn parse_etags(field: &str) -> ETags {
    let mut tags = ETags::default();
    let mut rest = field.trim_start_matches([' ', '\t', ',']);
    while !rest.is_empty() {
        let (tag, weak, after) = next_tag(rest);
        match tag {
            Tag::Plain("*") if !weak => {
                return ETags { star: true, ..ETags::default() };
            }
            Tag::Plain(tag) if tag.contains('"') => {}
            Tag::Plain(tag) | Tag::Quoted(tag) => {
                let list = if weak { &mut tags.weak } else { &mut tags.strong };
                list.push(tag.to_owned());
            }
        }
        if tags.strong.len() + tags.weak.len() > MOST_TAGS {
            return ETags::default();
        }
        rest = after.trim_start_matches([' ', '\t', ',']);
    }
    tags
}

enum Tag<'t> {
    Quoted(&'t str),
    Plain(&'t str),
}

/// The tag at the beginning, whether it is weak, and what comes after.
fn next_tag(text: &str) -> (Tag<'_>, bool, &str) {
    let stripped = text.strip_prefix("W/").or(text.strip_prefix("w/"));
    let (weak, text) = (stripped.is_some(), stripped.unwrap_or(text));
    if let Some(inner) = text.strip_prefix('"')
        && let Some((tag, after)) = inner.split_once('"')
    {
        return (Tag::Quoted(tag), weak, after);
    }
    let (tag, after) = text.split_once(',').unwrap_or((text, ""));
    (Tag::Plain(tag.trim()), weak, after)
}
