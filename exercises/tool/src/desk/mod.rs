//! The desk that draws: one exercise at a time, checked after every save.
//!
//! # Layout
//!
//! * `app`: what is known and what a key does. `view`: how it looks.
//! * `screen`, `style`, `pager`: the terminal.
//! * `jobs`: checks and the book, beside the screen. `watch`: saves.
//! * `chapter`: what takes the whole terminal for a while. `lock`: two desks.

mod app;
mod chapter;
mod jobs;
mod lock;
mod pager;
mod screen;
mod style;
mod view;
mod watch;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::error::{Error, Result};
use crate::plain::Desk;
use app::{App, Wish};
use lock::Lock;
use screen::Screen;

/// How long to wait for a key before looking at everything else.
const TICK: Duration = Duration::from_millis(50);

/// The signals that came.
pub(crate) struct Signals {
    /// SIGINT: Ctrl-C while the terminal is not ours.
    interrupt: Arc<AtomicBool>,
    /// SIGTERM, SIGHUP.
    end: Arc<AtomicBool>,
}

impl Signals {
    fn catch() -> Signals {
        let signals =
            Signals { interrupt: Arc::default(), end: Arc::default() };
        let end = [SIGTERM, SIGHUP].map(|signal| (signal, &signals.end));
        for (signal, flag) in
            end.into_iter().chain([(SIGINT, &signals.interrupt)])
        {
            // Without it the signal ends us at once, as it ends others.
            let _ = signal_hook::flag::register(signal, Arc::clone(flag));
        }
        let end = Arc::clone(&signals.end);
        thread::spawn(move || end_anyway(&end));
        signals
    }

    fn came(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
            || self.end.load(Ordering::Relaxed)
    }
}

/// How long the desk has to end by itself after a signal: it ends a compiler
/// or a test first, which takes a while on a busy machine.
const GRACE: Duration = Duration::from_secs(5);

/// Ends the program when the desk cannot: crossterm reads the end of a
/// terminal that hung up again and again, and does not return.
fn end_anyway(end: &AtomicBool) {
    while !end.load(Ordering::Relaxed) {
        thread::sleep(TICK);
    }
    // The flag ends the checks, too: they have this time to end theirs.
    thread::sleep(GRACE);
    std::process::exit(1);
}

/// Opens the desk and stays until the learner leaves.
///
/// # Errors
///
/// The exercise to start with is unknown, or the terminal does not obey.
pub(crate) fn open(desk: Desk, start: Option<&str>) -> Result<bool> {
    let start = start.map(|name| desk.catalog.find(name)).transpose()?;
    let signals = Signals::catch();
    let lock = Lock::take(&desk.root);
    let mut app = App::new(desk, start, signals.end.clone());
    app.tell(lock.notice.clone());
    let mut screen = Screen::take()?;
    app.begin();
    let result = live(&mut app, &mut screen, &signals);
    drop(screen);
    app.end();
    result.map(|()| true)
}

fn live(app: &mut App, screen: &mut Screen, signals: &Signals) -> Result<()> {
    while !signals.came() {
        if app.is_new() {
            screen.draw(view::draw(app, Screen::size()))?;
        }
        if event::poll(TICK).map_err(Error::Terminal)? {
            let wish = match event::read().map_err(Error::Terminal)? {
                Event::Key(key) if key.kind == KeyEventKind::Press => {
                    app.key(key, Screen::size())
                }
                Event::Resize(..) => Wish::Draw,
                _ => Wish::Nothing,
            };
            match wish {
                Wish::Quit => return Ok(()),
                Wish::Chapter(package) => {
                    chapter::run(screen, app.root(), &package, signals)?;
                    app.touch();
                }
                Wish::Suspend => {
                    chapter::suspend(screen)?;
                    app.touch();
                }
                Wish::Draw => app.touch(),
                Wish::Nothing => {}
            }
        }
        app.look_around();
    }
    Ok(())
}
