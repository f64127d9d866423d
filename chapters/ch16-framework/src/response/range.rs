//! Ranges of octets (RFC 9110, section 14).

/// The most ranges that one field may list; more is as if it were not there.
const MOST_RANGES: usize = 16;

/// One range as the client asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// `52-`: from there to the end.
    From(u64),
    /// `52-99`: from the first to before the second, which is 100 here.
    Between(u64, u64),
    /// `-1000`: the last so many.
    Last(u64),
}

impl Span {
    /// First octet and the one after the last, of a content that has
    /// `length`; `None` when there is no such octet.
    pub fn within(self, length: u64) -> Option<(u64, u64)> {
        let (start, end) = match self {
            Span::From(start) => (start, length),
            Span::Between(start, end) => (start, end.min(length)),
            Span::Last(count) => (length.saturating_sub(count), length),
        };
        (start < end).then_some((start, end))
    }
}

/// What the field `Range` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The unit, in lower case: `bytes`.
    pub units: String,
    /// The ranges, in order; at least one.
    pub ranges: Vec<Span>,
}

impl Range {
    /// The only range, if it is one of octets that exist.
    pub fn range_for_length(&self, length: u64) -> Option<(u64, u64)> {
        match self.ranges.as_slice() {
            [span] if self.units == "bytes" => span.within(length),
            _ => None,
        }
    }

    /// All of it as a field again.
    pub fn to_header(&self) -> String {
        let span = |span: &Span| match span {
            Span::From(start) => format!("{start}-"),
            Span::Between(start, end) => format!("{start}-{}", end - 1),
            Span::Last(count) => format!("-{count}"),
        };
        let spans: Vec<String> = self.ranges.iter().map(span).collect();
        format!("{}={}", self.units, spans.join(","))
    }
}

/// Reads `Range`; `None` when it is broken, and the field counts for nothing
/// then (section 14.2).
pub fn parse_range_header(field: &str) -> Option<Range> {
    let (units, list) = field.split_once('=')?;
    let mut ranges = Vec::new();
    // Ranges that go back or overlap are refused: nobody needs them, and
    // each costs a part of the answer.
    let mut reached = Some(0);
    for item in list.split(',') {
        let (start, end) = item.trim().split_once('-')?;
        let span = match (start.trim(), end.trim()) {
            ("", _) => Span::Last(number(end).filter(|n| *n > 0)?),
            (start, "") => Span::From(number(start)?),
            (start, end) => {
                Span::Between(number(start)?, number(end)?.checked_add(1)?)
            }
        };
        reached = match (span, reached?) {
            (Span::From(start), at) if start >= at => None,
            (Span::Between(start, end), at) if start >= at && start < end => {
                Some(end)
            }
            (Span::Last(_), _) => None,
            _ => return None,
        };
        ranges.push(span);
    }
    if ranges.len() > MOST_RANGES {
        return None;
    }
    Some(Range { units: units.trim().to_ascii_lowercase(), ranges })
}

/// A number without a sign. One that is too large is a very large one.
fn number(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(text.parse().unwrap_or(u64::MAX - 1))
}

/// What the field `Content-Range` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentRange {
    /// The unit: `bytes`.
    pub units: String,
    /// First octet and the one after the last; `None` for `*`.
    pub range: Option<(u64, u64)>,
    /// The length of the whole; `None` for `*`.
    pub length: Option<u64>,
}

impl ContentRange {
    /// The field again.
    pub fn to_header(&self) -> String {
        let range = match self.range {
            Some((start, end)) => format!("{start}-{}", end - 1),
            None => "*".to_owned(),
        };
        let length = self.length.map_or("*".to_owned(), |n| n.to_string());
        format!("{} {range}/{length}", self.units)
    }
}

/// Reads `Content-Range`; `None` when it is broken.
pub fn parse_content_range_header(field: &str) -> Option<ContentRange> {
    let (units, rest) = field.trim().split_once(' ')?;
    let (range, length) = rest.split_once('/')?;
    let length = if length == "*" { None } else { Some(number(length)?) };
    let range = if range == "*" {
        None
    } else {
        let (start, last) = range.split_once('-')?;
        let (start, last) = (number(start)?, number(last)?);
        let fits = start <= last && length.is_none_or(|n| last < n);
        fits.then_some(Some((start, last.checked_add(1)?)))?
    };
    Some(ContentRange { units: units.to_owned(), range, length })
}
