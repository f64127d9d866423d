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

/// Reads a list of tags. One without quotes is taken as well, as Werkzeug
/// does: some clients leave them out. `*` means any only when it is alone.
/// What is no tag is left out, up to the next comma.
pub fn parse_etags(field: &str) -> ETags {
    let mut tags = ETags::default();
    if field.trim() == "*" {
        tags.star = true;
        return tags;
    }
    let mut rest = field;
    while !rest.is_empty() {
        let found = next_tag(rest);
        rest = match found {
            Some((_, _, after)) => after,
            None => rest.split_once(',').map_or("", |(_, after)| after),
        };
        let Some((tag, weak, _)) = found else { continue };
        let list = if weak { &mut tags.weak } else { &mut tags.strong };
        list.push(tag.to_owned());
        if tags.strong.len() + tags.weak.len() > MOST_TAGS {
            return ETags::default();
        }
    }
    tags
}

/// The tag at the beginning, whether it is weak, and what comes after its
/// comma.
fn next_tag(text: &str) -> Option<(&str, bool, &str)> {
    const SPACE: [char; 2] = [' ', '\t'];
    let text = text.trim_start_matches(SPACE);
    let stripped = text.strip_prefix("W/").or(text.strip_prefix("w/"));
    let (weak, text) = (stripped.is_some(), stripped.unwrap_or(text));
    let (tag, after) = match text.strip_prefix('"') {
        Some(inner) => inner.split_once('"')?,
        None => {
            let end = text.find(|c| SPACE.contains(&c) || "\",".contains(c));
            text.split_at_checked(end.unwrap_or(text.len()))
                .filter(|(tag, _)| !tag.is_empty())?
        }
    };
    let after = after.trim_start_matches(SPACE);
    match after.strip_prefix(',') {
        Some(rest) => Some((tag, weak, rest)),
        None => after.is_empty().then_some((tag, weak, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Werkzeug 3.1 answers the same fields.
    #[test]
    fn what_is_no_tag_is_left_out_and_any_is_alone() {
        for (field, again) in [
            ("*", "*"),
            (" * ", "*"),
            ("\"*\"", "\"*\""),
            ("*, \"a\"", "\"*\", \"a\""),
            ("\"a\"*, b", "\"b\""),
            ("\",b", "\"b\""),
            ("a b, W/c", "W/\"c\""),
            ("\"a\" , w/\"b\",", "\"a\", W/\"b\""),
        ] {
            assert_eq!(parse_etags(field).to_header(), again, "{field:?}");
        }
    }
}
