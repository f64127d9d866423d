//! The progress bar: `[##>-----] 2/8`.

/// Draws how much of `total` is done, the count included, in about `columns`
/// columns.
pub(crate) fn bar(done: usize, total: usize, columns: usize) -> String {
    let count = format!("{done}/{total}");
    let inner = columns.saturating_sub(count.len() + 3).clamp(3, 60);
    let full = (inner * done.min(total)).checked_div(total).unwrap_or(0);
    let mut text = String::from("[");
    for i in 0..inner {
        text.push(match i {
            _ if i < full => '#',
            _ if i == full => '>',
            _ => '-',
        });
    }
    text.push_str("] ");
    text + &count
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn the_bar_grows_from_nothing_to_all() {
        assert_eq!(bar(0, 4, 14), "[>-------] 0/4");
        assert_eq!(bar(1, 4, 14), "[##>-----] 1/4");
        assert_eq!(bar(4, 4, 14), "[########] 4/4");
        assert_eq!(bar(0, 0, 14), "[>-------] 0/0");
    }

    #[test]
    fn a_narrow_bar_is_still_a_bar() {
        assert_eq!(bar(1, 2, 0), "[#>-] 1/2");
    }
}
