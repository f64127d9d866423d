// killed by: the last coding is not chunked: where does the body end?
//! Where two readers of one head would part.

/// What two readers could see in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Is it the end of a line?
    BareLf,
    /// Is it the end of a line, a blank, or part of a value?
    BareCr,
    /// Is it a field, or more of the one before?
    Folded,
    /// Is it a field, or the start of the body?
    NoName,
    /// Does the name end before the blank?
    Blank,
    /// Which one is right?
    SecondHost,
    /// Which one is right?
    SecondLength,
    /// A transfer coding where there is none: is it passed over?
    OldCoding,
    /// How long is the body, and who says so?
    LengthAndCoding,
    /// How long is the body?
    NoNumber,
    /// Does the body end with an empty chunk?
    NotLast,
    /// Does it?
    NotChunked,
}

/// All that is doubtful in a request's head, and where.
pub fn lint(head: &[u8]) -> Vec<(usize, Doubt)> {
    let mut lint = Lint::default();
    let mut at = 0;
    for (number, whole) in head.split_inclusive(|&b| b == b'\n').enumerate() {
        let line = lint.line_end(at, whole);
        match (number, line) {
            (0, _) => lint.http10 = line.ends_with(b"HTTP/1.0"),
            (_, []) => break,
            _ => lint.field(at, line),
        }
        at += whole.len();
    }
    lint.codings();
    lint.found.sort_unstable();
    lint.found
}

/// What was seen so far.
#[derive(Debug, Default)]
struct Lint<'a> {
    found: Vec<(usize, Doubt)>,
    http10: bool,
    hosts: usize,
    lengths: usize,
    /// All of them, and where each stands.
    codings: Vec<(usize, &'a [u8])>,
}

impl<'a> Lint<'a> {
    /// Looks at the end of a line, and for a `\r` that is none; the line
    /// without its end.
    fn line_end(&mut self, at: usize, whole: &'a [u8]) -> &'a [u8] {
        let line = match whole {
            [line @ .., b'\r', b'\n'] => line,
            [line @ .., b'\n'] => {
                self.found.push((at + line.len(), Doubt::BareLf));
                line
            }
            line => line,
        };
        for (i, &byte) in line.iter().enumerate() {
            if byte == b'\r' {
                self.found.push((at + i, Doubt::BareCr));
            }
        }
        line
    }

    fn field(&mut self, at: usize, line: &'a [u8]) {
        if matches!(line, [b' ' | b'\t', ..]) {
            self.found.push((at, Doubt::Folded));
            return;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else {
            self.found.push((at, Doubt::NoName));
            return;
        };
        let (_, name) = trim(0, &line[..colon]);
        if name.is_empty() {
            self.found.push((at, Doubt::NoName));
            return;
        }
        if name.len() < colon {
            self.found.push((at + name.len(), Doubt::Blank));
        }
        let value = (at + colon + 1, &line[colon + 1..]);
        match name.to_ascii_lowercase().as_slice() {
            b"host" => {
                self.hosts += 1;
                if self.hosts > 1 {
                    self.found.push((at, Doubt::SecondHost));
                }
            }
            b"content-length" => self.length(at, value),
            b"transfer-encoding" => self.coding(at, value),
            _ => {}
        }
    }

    fn length(&mut self, at: usize, (place, value): (usize, &[u8])) {
        self.lengths += 1;
        if self.lengths > 1 {
            self.found.push((at, Doubt::SecondLength));
        } else if !self.codings.is_empty() {
            self.found.push((at, Doubt::LengthAndCoding));
        }
        let (place, value) = trim(place, value);
        let digits = value.iter().all(u8::is_ascii_digit);
        if !digits || !(1..=19).contains(&value.len()) {
            self.found.push((place, Doubt::NoNumber));
        }
    }

    fn coding(&mut self, at: usize, (mut place, value): (usize, &'a [u8])) {
        if self.http10 {
            self.found.push((at, Doubt::OldCoding));
        }
        if self.codings.is_empty() && self.lengths > 0 {
            self.found.push((at, Doubt::LengthAndCoding));
        }
        for part in value.split(|&byte| byte == b',') {
            self.codings.push(trim(place, part));
            place += part.len() + 1;
        }
    }

    /// What all codings together are.
    fn codings(&mut self) {
        let Some((last, before)) = self.codings.split_last() else { return };
        for (place, coding) in before {
            if coding.eq_ignore_ascii_case(b"chunked") {
                self.found.push((*place, Doubt::NotLast));
            }
        }
        if !last.1.to_ascii_lowercase().windows(7).any(|w| w == b"chunked") {
            self.found.push((last.0, Doubt::NotChunked));
        }
    }
}

/// Without the spaces and tabs around it, and where that begins.
fn trim(mut at: usize, mut bytes: &[u8]) -> (usize, &[u8]) {
    while let [b' ' | b'\t', rest @ ..] = bytes {
        (at, bytes) = (at + 1, rest);
    }
    while let [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    (at, bytes)
}
