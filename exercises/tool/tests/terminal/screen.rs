//! A terminal that a test reads and types into.

use std::io::{Read as _, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{
    Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system,
};

use crate::common::Fixture;

/// Compiling on a machine that has other things to do takes its time.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) type Master = Box<dyn MasterPty + Send>;
pub(crate) type Started = Box<dyn Child + Send + Sync>;

/// A desk in a new terminal that nobody reads yet. Tests that hang are ended
/// after so many seconds.
pub(crate) fn start(
    fixture: &Fixture,
    columns: u16,
    rows: u16,
    deadline: &str,
) -> (Master, Started) {
    let size = PtySize { rows, cols: columns, ..PtySize::default() };
    let pty = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_learn"));
    for (name, value) in fixture.environment() {
        command.env(name, value);
    }
    command.env("TERM", "xterm-256color");
    command.env("LEARN_DEADLINE", deadline);
    for name in ["NO_COLOR", "CI", "DISPLAY", "WAYLAND_DISPLAY"] {
        command.env_remove(name);
    }
    command.cwd(fixture.path(""));
    let child = pty.slave.spawn_command(command).expect("the desk");
    (pty.master, child)
}

/// A terminal with a desk in it.
pub(crate) struct Terminal {
    child: Started,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<(Mutex<vt100::Parser>, Condvar)>,
    // Closing it hangs up.
    master: Master,
}

impl Terminal {
    /// Opens a desk, and reads what it draws.
    pub(crate) fn open(fixture: &Fixture, columns: u16, rows: u16) -> Terminal {
        Terminal::with_deadline(fixture, columns, rows, "60")
    }

    /// The same, for tests that hang: they are ended after so many seconds.
    pub(crate) fn with_deadline(
        fixture: &Fixture,
        columns: u16,
        rows: u16,
        deadline: &str,
    ) -> Terminal {
        let (master, child) = start(fixture, columns, rows, deadline);
        let mut reader = master.try_clone_reader().expect("a reader");
        let parser = vt100::Parser::new(rows, columns, 0);
        let screen = Arc::new((Mutex::new(parser), Condvar::new()));
        let seen = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                // Poisoned: the test has failed, and said why.
                let Ok(mut parser) = seen.0.lock() else { return };
                parser.process(&bytes[..count]);
                seen.1.notify_all();
            }
        });
        let keyboard = master.take_writer().expect("a keyboard");
        Terminal { child, keyboard, screen, master }
    }

    /// Types these keys.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("keys are taken");
        self.keyboard.flush().expect("keys are taken");
    }

    /// Waits until the screen shows all these texts, and returns it.
    pub(crate) fn wait_for(&self, texts: &[&str]) -> String {
        self.wait_until(&format!("{texts:?}"), |screen| {
            texts.iter().all(|text| screen.contains(text))
        })
    }

    fn wait_until(&self, what: &str, so: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut parser = self.screen.0.lock().expect("the screen");
        loop {
            let screen = parser.screen().contents();
            if so(&screen) {
                return screen;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no {what} on the screen:\n{screen}");
            let waited = self.screen.1.wait_timeout(parser, left);
            parser = waited.expect("the screen").0;
        }
    }

    /// Makes the terminal larger or smaller.
    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, ..PtySize::default() };
        let mut parser = self.screen.0.lock().expect("the screen");
        parser.screen_mut().set_size(rows, columns);
        self.master.resize(size).expect("the terminal is resized");
    }

    /// Waits for the end of the desk.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(Instant::now() < deadline, "the desk does not end");
            thread::yield_now();
        }
    }

    /// Sends the desk a signal: `-TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().expect("it runs").to_string();
        let status = std::process::Command::new("kill")
            .args([name, &pid])
            .status()
            .expect("kill starts");
        assert!(status.success());
    }

    /// Waits until the terminal is as before: no other screen, a cursor.
    pub(crate) fn is_given_back(&self) {
        let deadline = Instant::now() + PATIENCE;
        let mut parser = self.screen.0.lock().expect("the screen");
        while parser.screen().alternate_screen()
            || parser.screen().hide_cursor()
        {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the terminal is not given back");
            let waited = self.screen.1.wait_timeout(parser, left);
            parser = waited.expect("the screen").0;
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
