//! The terminal: taken, drawn on, given back.

use std::io::{self, Write as _};
use std::sync::Once;
use std::{panic, thread};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap,
    EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};
use crossterm::{execute, queue};

use crate::ansi;
use crate::error::{Error, Result};

/// The terminal while it is ours. It is given back when this is dropped,
/// and when the program panics.
pub(super) struct Screen {
    /// What stands on it, line by line.
    lines: Vec<String>,
    size: (usize, usize),
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    ///
    /// It does not obey.
    pub(super) fn take() -> Result<Screen> {
        give_back_on_panic();
        let mut screen = Screen { lines: Vec::new(), size: (0, 0) };
        screen.resume()?;
        Ok(screen)
    }

    /// Takes the terminal again after [`Screen::give_back`].
    ///
    /// # Errors
    ///
    /// It does not obey.
    pub(super) fn resume(&mut self) -> Result<()> {
        self.size = (0, 0);
        terminal::enable_raw_mode().map_err(Error::Terminal)?;
        execute!(io::stdout(), EnterAlternateScreen, DisableLineWrap, Hide)
            .map_err(Error::Terminal)
    }

    /// Makes the terminal as it was.
    pub(super) fn give_back() {
        let _ = execute!(
            io::stdout(),
            EndSynchronizedUpdate,
            Show,
            EnableLineWrap,
            LeaveAlternateScreen
        );
        let _ = terminal::disable_raw_mode();
    }

    /// Columns and rows; 80 by 24 where the terminal does not say.
    pub(super) fn size() -> (usize, usize) {
        match terminal::size() {
            Ok((columns @ 1.., rows @ 1..)) => (columns.into(), rows.into()),
            _ => (80, 24),
        }
    }

    /// Shows these lines; writes only those that changed, in one piece, so
    /// that nothing flickers.
    ///
    /// # Errors
    ///
    /// The terminal is gone.
    pub(super) fn draw(&mut self, lines: Vec<String>) -> Result<()> {
        let size = Screen::size();
        let mut bytes = Vec::new();
        self.write(&mut bytes, &lines, size).map_err(Error::Terminal)?;
        let mut out = io::stdout().lock();
        out.write_all(&bytes)
            .and_then(|()| out.flush())
            .map_err(Error::Terminal)?;
        (self.lines, self.size) = (lines, size);
        Ok(())
    }

    fn write(
        &self,
        out: &mut Vec<u8>,
        lines: &[String],
        size: (usize, usize),
    ) -> io::Result<()> {
        let (columns, rows) = size;
        let anew = size != self.size;
        queue!(out, BeginSynchronizedUpdate)?;
        if anew {
            queue!(out, Clear(ClearType::All))?;
        }
        let empty = String::new();
        for row in 0..rows {
            let line = lines.get(row).unwrap_or(&empty);
            if !anew && self.lines.get(row).unwrap_or(&empty) == line {
                continue;
            }
            let line = ansi::cut(line, columns);
            queue!(out, MoveTo(0, u16::try_from(row).unwrap_or(u16::MAX)))?;
            out.extend_from_slice(line.as_bytes());
            // After the last column some terminals would erase it.
            if ansi::width(&line) < columns {
                queue!(out, Clear(ClearType::UntilNewLine))?;
            }
        }
        queue!(out, EndSynchronizedUpdate)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        Screen::give_back();
    }
}

fn give_back_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let then = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() == Some("main") {
                Screen::give_back();
            }
            then(info);
        }));
    });
}
