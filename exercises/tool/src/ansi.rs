//! Text with colors: cut and folded to a screen's width.
//!
//! Only the sequences that set colors (`ESC [ … m`) survive; whatever else a
//! test prints to move the cursor would break the screen.

use unicode_width::UnicodeWidthChar as _;

/// A piece of text with colors.
enum Piece {
    Char(char),
    /// A whole sequence that sets colors.
    Color(String),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\x1b' {
            match c {
                '\t' => pieces.extend((0..4).map(|_| Piece::Char(' '))),
                '\n' => pieces.push(Piece::Char(c)),
                _ if c.is_control() => {}
                _ => pieces.push(Piece::Char(c)),
            }
            continue;
        }
        match chars.next() {
            Some('[') => {
                let mut body = String::new();
                let end = loop {
                    match chars.next() {
                        Some(c @ '@'..='~') => break c,
                        Some(c) => body.push(c),
                        None => break ' ',
                    }
                };
                if end == 'm' {
                    pieces.push(Piece::Color(format!("\x1b[{body}m")));
                }
            }
            // OSC: to its end, BEL or ESC \.
            Some(']') => {
                while let Some(c) = chars.next() {
                    if c == '\x07' || (c == '\x1b' && chars.next().is_some()) {
                        break;
                    }
                }
            }
            // A choice of character set (`ESC ( B`, which terminfo's
            // "reset" holds): to its last byte.
            Some(' '..='/') => {
                while chars.next().is_some_and(|c| (' '..='/').contains(&c)) {}
            }
            _ => {}
        }
    }
    pieces
}

/// The text without any color.
pub(crate) fn strip(text: &str) -> String {
    let only = |piece| match piece {
        Piece::Char(c) => Some(c),
        Piece::Color(_) => None,
    };
    pieces(text).into_iter().filter_map(only).collect()
}

/// Columns that the text takes.
pub(crate) fn width(text: &str) -> usize {
    strip(text).chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// Folds text into lines of at most `columns`, at a space where one is near;
/// colors go on in the next line and end with each line.
pub(crate) fn fold(text: &str, columns: usize) -> Vec<String> {
    let mut fold = Fold { columns: columns.max(1), ..Fold::default() };
    for piece in pieces(text.strip_suffix('\n').unwrap_or(text)) {
        match piece {
            Piece::Char('\n') => fold.finish(),
            Piece::Char(c) => fold.add(c),
            Piece::Color(sequence) => fold.color(&sequence),
        }
    }
    fold.finish();
    fold.lines
}

#[derive(Default)]
struct Fold {
    columns: usize,
    lines: Vec<String>,
    line: String,
    /// Columns that the line takes.
    used: usize,
    /// The sequences that are in force.
    colors: String,
    /// After the last space: how much of the line, its columns, its colors.
    space: Option<(usize, usize, String)>,
}

impl Fold {
    fn add(&mut self, c: char) {
        let wide = c.width().unwrap_or(0);
        if self.used + wide > self.columns {
            let near = self.columns / 2;
            match self.space.take() {
                Some((at, used, colors)) if used > near && c != ' ' => {
                    let rest = self.line.split_off(at);
                    let left = self.used - used;
                    let now = std::mem::replace(&mut self.colors, colors);
                    self.finish();
                    self.line.push_str(&rest);
                    (self.used, self.colors) = (left, now);
                }
                _ => self.finish(),
            }
        }
        self.line.push(c);
        self.used += wide;
        if c == ' ' {
            let colors = self.colors.clone();
            self.space = Some((self.line.len(), self.used, colors));
        }
    }

    fn color(&mut self, sequence: &str) {
        self.line.push_str(sequence);
        match sequence {
            "\x1b[0m" | "\x1b[m" => self.colors.clear(),
            _ => self.colors.push_str(sequence),
        }
    }

    fn finish(&mut self) {
        if !self.colors.is_empty() {
            self.line.push_str("\x1b[0m");
        }
        let next = self.colors.clone();
        self.lines.push(std::mem::replace(&mut self.line, next));
        (self.used, self.space) = (0, None);
    }
}

/// Folds prose at spaces.
pub(crate) fn fold_words(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = lines.last().map_or(0, |line| width(line));
        if room > 0 && room + 1 + width(word) <= columns {
            if let Some(line) = lines.last_mut() {
                line.push(' ');
                line.push_str(word);
            }
            continue;
        }
        let mut parts = fold(word, columns).into_iter();
        if room == 0 {
            lines.pop();
        }
        lines.extend(parts.by_ref());
    }
    lines
}

/// Cuts a line to `columns`.
pub(crate) fn cut(line: &str, columns: usize) -> String {
    if width(line) <= columns {
        return line.to_owned();
    }
    let keep = columns.saturating_sub(1);
    let mut first = fold(line, keep.max(1)).swap_remove(0);
    if columns > 1 {
        first.push('…');
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_and_keeps_its_color() {
        let lines = fold("ab\x1b[31mcdef\x1b[0mg", 3);
        assert_eq!(
            lines,
            ["ab\x1b[31mc\x1b[0m", "\x1b[31mdef\x1b[0m", "g"],
            "color ends with each line and goes on in the next"
        );
    }

    #[test]
    fn a_line_is_folded_at_a_space_that_is_near() {
        assert_eq!(fold("aaa bbb cc", 8), ["aaa bbb ", "cc"]);
        assert_eq!(fold("aaa bbbbb", 8), ["aaa bbbb", "b"], "too far back");
        assert_eq!(
            fold("aaa\x1b[31m bb\x1b[0mcc", 6),
            ["aaa\x1b[31m \x1b[0m", "\x1b[31mbb\x1b[0mcc"]
        );
    }

    #[test]
    fn sequences_that_move_the_cursor_do_not_reach_the_screen() {
        assert_eq!(
            strip("\x1b(Ba\x1b[2Jb\x1b]0;title\x07c\rd\x1b[1md"),
            "abcdd"
        );
        assert_eq!(fold("a\x1b[10;1Hb", 9), ["ab"]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(fold("日本語", 4), ["日本", "語"]);
        assert_eq!(width("日本語"), 6);
    }

    #[test]
    fn words_are_not_torn() {
        assert_eq!(fold_words("one two three", 8), ["one two", "three"]);
        assert_eq!(fold_words("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
    }

    #[test]
    fn a_cut_line_says_that_it_is_cut() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abcd", 4), "abcd");
        assert_eq!(cut("abcd", 1), "a");
    }
}
