//! Colors, or none: <https://no-color.org>.

/// Whether there are colors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style(pub(super) bool);

impl Style {
    fn with(self, code: &str, text: &str) -> String {
        if self.0 && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    pub(super) fn green(self, text: &str) -> String {
        self.with("1;32", text)
    }

    pub(super) fn red(self, text: &str) -> String {
        self.with("1;31", text)
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.with("33", text)
    }
}
