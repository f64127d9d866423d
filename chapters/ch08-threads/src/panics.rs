//! A panic ends one job, and is told in one line.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::panic::{self, AssertUnwindSafe};

/// What a panic had to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    /// The words of `panic!`.
    pub message: String,
    /// File and line, known when [`one_line_panics`] was called before.
    pub place: Option<String>,
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "panic at {place}: {}", self.message),
            None => write!(f, "panic: {}", self.message),
        }
    }
}

thread_local! {
    /// How many [`caught`] this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// Where it panicked last.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `job`; a panic in it comes back as an error.
///
/// What the job changed and left half done is not repaired. What belonged to
/// it alone is dropped with it; what it shares stands behind a lock, which is
/// poisoned by the panic. So unwinding is safe for the rest of the program as
/// long as nobody ignores that poison without a reason.
///
/// # Errors
///
/// [`Panic`]. A stack that overflows, `abort`, and a program that was built
/// with `panic = "abort"` end the process all the same.
// ANCHOR: caught
pub fn caught<T>(job: impl FnOnce() -> T) -> Result<T, Panic> {
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(job));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|payload| {
        let place = PLACE.take();
        let message = message(payload.as_ref()).to_owned();
        // Dropping what was thrown could itself throw.
        std::mem::forget(payload);
        Panic { message, place }
    })
}

fn message(payload: &(dyn Any + Send)) -> &str {
    // `panic!("boom")` throws a &str, `panic!("{x}")` a String.
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("(no message)")
}
// ANCHOR_END: caught

/// From now on a panic inside [`caught`] prints nothing by itself: whoever
/// caught it tells it, with its place. Other panics are told as before.
///
/// The hook is the whole program's, so this is for `main` to call, once. No
/// library should: without it, std's own message (two lines, or a backtrace)
/// comes in addition.
// ANCHOR: hook
pub fn one_line_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if DEPTH.get() == 0 {
            return usual(info);
        }
        PLACE
            .set(info.location().map(|l| format!("{}:{}", l.file(), l.line())));
    }));
}
// ANCHOR_END: hook
