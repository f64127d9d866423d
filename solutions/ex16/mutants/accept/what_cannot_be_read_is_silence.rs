// killed by: but it is not empty
//! A field in which nothing can be read is an empty one.

const BLANK: [char; 2] = [' ', '\t'];

/// The offer that suits the client best: types without parameters, in lower
/// case.
pub fn choose<'o>(accept: Option<&str>, offers: &[&'o str]) -> Option<&'o str> {
    let field = accept.unwrap_or_default().trim_matches(BLANK);
    if field.is_empty() {
        return offers.first().copied();
    }
    let field = field.to_ascii_lowercase();
    let ranges: Vec<Range<'_>> =
        field.split(',').filter_map(Range::read).collect();
    if ranges.is_empty() {
        return offers.first().copied();
    }
    let mut best = (0, None);
    for &offer in offers {
        let quality = quality(offer, &ranges);
        if quality > best.0 {
            best = (quality, Some(offer));
        }
    }
    best.1
}

/// How gladly the client takes `offer`, in thousandths.
fn quality(offer: &str, ranges: &[Range<'_>]) -> u16 {
    let fit = |range: &Range<'_>| Some((range.fit(offer)?, range.quality));
    let best = ranges.iter().filter_map(fit).max_by_key(|(fit, _)| *fit);
    best.map_or(0, |(_, quality)| quality)
}

struct Range<'a> {
    kind: &'a str,
    sub: &'a str,
    quality: u16,
}

impl<'a> Range<'a> {
    /// Reads one range, in lower case, if it can fit an offer.
    fn read(text: &'a str) -> Option<Range<'a>> {
        let mut parts = text.split(';').map(|part| part.trim_matches(BLANK));
        let (kind, sub) = parts.next()?.split_once('/')?;
        let mut quality = 1000;
        for part in parts {
            let value = part.strip_prefix("q=")?;
            quality = thousandths(value)?;
        }
        Some(Range { kind, sub, quality })
    }

    /// How exactly it fits an offer, if it does.
    fn fit(&self, offer: &str) -> Option<u8> {
        let (kind, sub) = offer.split_once('/')?;
        match (self.kind, self.sub) {
            ("*", "*") => Some(1),
            (own, "*") if own == kind => Some(2),
            own if own == (kind, sub) => Some(3),
            _ => None,
        }
    }
}

fn thousandths(text: &str) -> Option<u16> {
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    let all = |good: fn(u8) -> bool| digits.bytes().all(good);
    match whole {
        _ if digits.len() > 3 => None,
        "0" if all(|b| b.is_ascii_digit()) => {
            format!("{digits:0<3}").parse().ok()
        }
        "1" if all(|b| b == b'0') => Some(1000),
        _ => None,
    }
}
