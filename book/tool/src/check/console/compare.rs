//! A page's lines beside those of a run.

use super::normal::normal;

/// Stands for any text within a line of a page.
const ANY_TEXT: &str = "[..]";
/// Stands for any lines, as a line of a page.
pub(super) const ANY_LINES: &str = "...";

/// How much of a run's output the page must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// Its beginning: nothing left out up to the page's last line.
    Beginning,
    /// Some of its lines, in their order.
    Part,
}

/// The place where page and run part ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The page's line, counted from 0; the number of its lines
    /// when the run prints more.
    pub(super) index: usize,
    /// The page's line, unless the run prints more than the page shows.
    pub(super) expected: Option<String>,
    /// The run's lines from there on.
    pub(super) got: Vec<String>,
}

/// How many lines of the run a complaint shows.
const SHOWN: usize = 4;

impl Difference {
    /// The difference as a complaint tells it: one line, then the lines.
    pub(super) fn describe(&self) -> String {
        let expected = match &self.expected {
            Some(line) => format!("the page says `{line}`"),
            None => "the page says no more".to_owned(),
        };
        let Some(first) = self.got.first() else {
            return format!("{expected}, the run prints no more");
        };
        let mut text = format!("{expected}, the run prints `{first}`");
        for line in self.got.iter().take(SHOWN).skip(1) {
            text.push_str("\n    + ");
            text.push_str(line);
        }
        if self.got.len() > SHOWN {
            let rest = self.got.len() - SHOWN;
            text.push_str(&format!("\n    … and {rest} more"));
        }
        text
    }
}

/// Whether a line of a run is what a line of a page says.
pub(super) fn same(page: &str, run: &str) -> bool {
    let (page, run) = (page.trim_end(), run.trim_end());
    // As written first: `[..]ms` has no place in a normalized duration.
    glob(page, run) || glob(&normal(page), &normal(run))
}

/// Whether `text` has the form of `pattern`, whose `[..]` are any text.
fn glob(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split(ANY_TEXT);
    let first = pieces.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    true
}

/// Compares; `None` when the run is as the page says.
///
/// Follows all ways in which the page's `...` can be read at once: the set
/// of places in the page that the run's lines so far can have led to.
pub(super) fn compare(
    page: &[String],
    run: &[String],
    extent: Extent,
) -> Option<Difference> {
    let mut reached = vec![false; page.len() + 1];
    reached[0] = true;
    open(page, &mut reached);
    // The furthest place, and the first line of the run that it wants.
    let mut best = (furthest(&reached), 0);
    for (j, line) in run.iter().enumerate() {
        let mut next = vec![false; page.len() + 1];
        for i in (0..=page.len()).filter(|&i| reached[i]) {
            let end = i == page.len();
            let skips = match extent {
                Extent::Whole => false,
                Extent::Beginning => end,
                Extent::Part => true,
            };
            if skips || (i > 0 && page[i - 1] == ANY_LINES) {
                next[i] = true;
            }
            if !end && page[i] != ANY_LINES && same(&page[i], line) {
                next[i + 1] = true;
            }
        }
        open(page, &mut next);
        if next.iter().any(|&is| is) && furthest(&next) > best.0 {
            best = (furthest(&next), j + 1);
        }
        reached = next;
    }
    if reached[page.len()] {
        return None;
    }
    let (index, from) = best;
    Some(Difference {
        index,
        expected: page.get(index).cloned(),
        got: run[from..].to_vec(),
    })
}

/// A `...` may stand for no line: who is before it is also behind it.
fn open(page: &[String], reached: &mut [bool]) {
    for i in 0..page.len() {
        if reached[i] && page[i] == ANY_LINES {
            reached[i + 1] = true;
        }
    }
}

fn furthest(reached: &[bool]) -> usize {
    reached.iter().rposition(|&is| is).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn diff(page: &str, run: &str, extent: Extent) -> Option<usize> {
        compare(&lines(page), &lines(run), extent).map(|d| d.index)
    }

    #[test]
    fn equal_lines_are_equal_and_the_first_other_line_is_named() {
        assert_eq!(diff("a\nb", "a\nb  ", Extent::Whole), None);
        assert_eq!(diff("a\nb\nc", "a\nx\nc", Extent::Whole), Some(1));
        assert_eq!(diff("a", "a\nb", Extent::Whole), Some(1));
        assert_eq!(diff("a\nb", "a", Extent::Whole), Some(1));
        assert_eq!(diff("", "a", Extent::Whole), Some(0));
        assert_eq!(diff("", "", Extent::Whole), None);
    }

    #[test]
    fn three_points_are_any_lines() {
        assert_eq!(diff("a\n...\nd", "a\nb\nc\nd", Extent::Whole), None);
        assert_eq!(diff("a\n...\nd", "a\nd", Extent::Whole), None);
        assert_eq!(diff("...", "", Extent::Whole), None);
        assert_eq!(diff("...\nb\n...\nb", "b\nb\nx\nb", Extent::Whole), None);
        assert_eq!(diff("a\n...\ne", "a\nb\nc", Extent::Whole), Some(2));
    }

    #[test]
    fn two_points_in_brackets_are_any_text_of_a_line() {
        assert!(same("a [..] c", "a b b c"));
        assert!(same("[..]", ""));
        assert!(same("took [..]ms", "took 3 ms"));
        assert!(same("x [..] pid 3", "x y pid 5"));
        assert!(!same("a[..]b[..]c", "a c b"));
        assert!(!same("ab[..]ba", "aba"));
    }

    #[test]
    fn a_beginning_leaves_nothing_out() {
        assert_eq!(diff("a\nb", "a\nb\nc", Extent::Beginning), None);
        assert_eq!(diff("a\nc", "a\nb\nc", Extent::Beginning), Some(1));
    }

    #[test]
    fn a_part_keeps_the_order() {
        assert_eq!(diff("a\nc", "x\na\nb\nc\nd", Extent::Part), None);
        assert_eq!(diff("c\na", "a\nb\nc", Extent::Part), Some(1));
    }

    #[test]
    fn a_difference_is_told_in_a_few_lines() {
        let run = lines("a\n1\n2\n3\n4\n5\n6");
        let page = lines("a\nb");
        let found = compare(&page, &run, Extent::Whole).expect("differs");
        assert_eq!(
            found.describe(),
            "the page says `b`, the run prints `1`\n    + 2\n    + 3\n    \
             + 4\n    … and 2 more"
        );
    }
}
