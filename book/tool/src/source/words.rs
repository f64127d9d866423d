//! The words behind `console` in a fence's first line.

/// The words that a fence may carry.
pub(crate) const KNOWN: [&str; 8] =
    ["server", "with", "needs", "status", "input", "part", "norun", "deadline"];

/// The words and their values; a comma inside `input=` or `norun=` is text
/// unless a known word follows it.
pub(crate) fn split(text: &str) -> Vec<(&str, &str)> {
    let mut words: Vec<(&str, &str)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = match rest.find([',', '=']) {
            Some(i) if rest[i..].starts_with('=') => {
                (&rest[..i], &rest[i + 1..])
            }
            Some(i) => (&rest[..i], &rest[i..]),
            None => (rest, ""),
        };
        let free = matches!(word, "input" | "norun");
        let end = after
            .match_indices(',')
            .map(|(i, _)| i)
            .find(|&i| !free || is_known(&after[i + 1..]))
            .unwrap_or(after.len());
        words.push((word.trim(), &after[..end]));
        rest = after[end..].trim_start_matches(',');
    }
    words
}

fn is_known(text: &str) -> bool {
    let end = text.find([',', '=']).unwrap_or(text.len());
    KNOWN.contains(&text[..end].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_in_what_is_typed_is_text() {
        let words = split("with=a,input=Hello,World\\n,part");
        let want = [("with", "a"), ("input", "Hello,World\\n"), ("part", "")];
        assert_eq!(words, want);
    }
}
