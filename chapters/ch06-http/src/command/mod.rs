//! What the servers of chapters 06 to 09 have in common on the command line.
//!
//! How they serve is the chapter; what they say is one of the same few
//! protocols, chosen with `--app`.
//!
//! # Layout
//!
//! * `app`: [`App`], the protocols by name.
//! * `patience`: [`Patience`], the limits by name.
//! * [`open`], [`many_clients`], [`stop_on_signal`]: a listener, announced; its
//!   options; the word "end".

mod app;
mod patience;

pub use app::App;
pub use patience::Patience;

use crate::Stop;
use endpoint::{Error, ListenOptions, Listener, listen};

/// Listens at `address`, says so, and says what to try: the client of
/// `package` ("ch07"), its demo, and `tries`.
///
/// Install what hears signals before: a reader may press Ctrl-C as soon as
/// this has spoken.
///
/// # Errors
///
/// When the address cannot be listened at: says what to do.
pub fn open(
    package: &str,
    address: &str,
    options: &ListenOptions,
    tries: &[&str],
) -> cli::Result<Listener> {
    let listener = listen(address, options).map_err(hint)?;
    announce(package, &listener, tries);
    Ok(listener)
}

/// How servers listen that many clients may come to at the same time: with
/// 1,024 places in the queue. One that is full makes clients wait for a second
/// and longer (chapter 1).
pub fn many_clients() -> ListenOptions {
    ListenOptions { backlog: 1024, ..ListenOptions::default() }
}

/// Says that `listener` is ready, and what to try; `ADDRESS` in a line becomes
/// where it listens.
pub fn announce(package: &str, listener: &Listener, tries: &[&str]) {
    let local = listener.address();
    let mut lines = vec![
        format!("cargo run -p {package} -- client {local}"),
        format!("cargo run -p {package} -- demo"),
    ];
    let here = local.to_string();
    lines.extend(tries.iter().map(|line| line.replace("ADDRESS", &here)));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    cli::announce(&local, &lines);
}

/// What to do about an address that is taken.
pub fn hint(error: Error) -> String {
    match &error {
        Error::Listen { source, .. }
            if source.kind() == std::io::ErrorKind::AddrInUse =>
        {
            format!("{error}; for any free port: serve 127.0.0.1:0")
        }
        _ => error.to_string(),
    }
}

/// A word that Ctrl-C, SIGTERM and SIGHUP say.
///
/// A thread of its own waits for the signal, so this is not for programs that
/// fork: those of chapters 7 and 9 have handlers of their own.
///
/// # Errors
///
/// When a handler was installed before, or no descriptors are left.
pub fn stop_on_signal() -> cli::Result<Stop> {
    let stop = Stop::new()?;
    let told = stop.clone();
    ctrlc::set_handler(move || told.stop())?;
    Ok(stop)
}
