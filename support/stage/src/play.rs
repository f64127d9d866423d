//! A recorded conversation between two parties.

use std::io;
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::thread;
use std::time::Duration;

use endpoint::{ConnectOptions, ListenOptions, Stream, connect, listen};
use wire::{Recorder, Recording, Side, Tap};

/// The index of the client among the parties.
pub const CLIENT: usize = 0;
/// The index of the server.
pub const SERVER: usize = 1;

/// Longer than this nothing in a conversation should take.
const LIMIT: Duration = Duration::from_secs(10);

/// Lets `server` and `client` talk over a free port and records both.
///
/// The server runs on a thread of its own. A party that returns has closed its
/// end; an error of the server is part of the show and told as a note.
///
/// # Errors
///
/// When there is no port, or the client fails.
pub fn play(
    title: &str,
    server: impl FnOnce(&mut Tap<Stream>) -> io::Result<()> + Send + 'static,
    client: impl FnOnce(&mut Tap<Stream>) -> io::Result<()>,
) -> cli::Result<Recording> {
    let recorder = Recorder::new(title, &["client", "server"]);
    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    let address = listener.address().to_string();
    let side = recorder.side(SERVER);
    let served = thread::spawn(move || -> Result<(), String> {
        let (stream, _) = listener.accept().map_err(|e| e.to_string())?;
        let mut tap = tapped(&side, CLIENT, stream);
        if let Err(error) = server(&mut tap) {
            note(&side, &format!("error: {error}"));
        }
        close(tap, CLIENT);
        Ok(())
    });
    let stream = connect(&address, &ConnectOptions::default())?;
    let mut tap = tapped(&recorder.side(CLIENT), SERVER, stream);
    let said = client(&mut tap);
    close(tap, SERVER);
    served.join().map_err(|_| "the server's thread panicked")??;
    said?;
    Ok(recorder.finish())
}

fn tapped(side: &Side, peer: usize, stream: Stream) -> Tap<Stream> {
    // Only a wrong script waits this long; it then fails and says so.
    let limited = stream.set_timeouts(Some(LIMIT), Some(LIMIT));
    debug_assert!(limited.is_ok(), "ten seconds are a valid time");
    side.tap(peer, stream)
}

fn note(side: &Side, text: &str) {
    side.note(wire::Action::Note { text: text.to_owned() });
}

fn close(tap: Tap<Stream>, peer: usize) {
    tap.side().call("close()", "");
    tap.side().finished(peer);
}

/// Says that the party at this end will send no more to `peer`.
///
/// # Errors
///
/// What the system says.
pub fn finish(tap: &Tap<Stream>, peer: usize) -> io::Result<()> {
    tap.side().call("shutdown(write)", "");
    tap.side().finished(peer);
    tap.get_ref().shutdown(Shutdown::Write)
}

/// Waits until `n` bytes can be read at once, so that the next read is the
/// same in every run.
///
/// # Errors
///
/// What the system says; a time-out after 10 seconds.
pub fn wait_for(tap: &Tap<Stream>, n: usize) -> io::Result<()> {
    let mut buf = vec![MaybeUninit::uninit(); n];
    // MSG_PEEK looks at the bytes and leaves them where they are.
    let mut peek = || tap.get_ref().socket().peek(&mut buf);
    cli::until(|| Ok((peek()? >= n).then_some(())))
}
