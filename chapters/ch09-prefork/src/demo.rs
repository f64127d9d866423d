//! What a pool does, recorded: every call and every byte happened in this
//! order.

use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use cli::Scene;
use endpoint::{ConnectOptions, ListenOptions, Stream, connect};
use forking::{Children, Pid, Signals};
use http_basic::readable;
use nix::sys::signal::{Signal, kill};
use nix::unistd::getpid;
use preforking::{Next, Places, Sharing, next_client};
use wire::{Recorder, Recording, Side};

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 1] = [Scene {
    name: "replaced",
    about: "a worker is killed and replaced, and no client notices",
    play: replaced,
}];

const CLIENT: usize = 0;
const WORKER: usize = 1;
const MASTER: usize = 2;
/// Longer than this nothing here should take.
const LIMIT: Duration = Duration::from_secs(10);

fn replaced() -> cli::Result<Recording> {
    let title = "a worker is killed and replaced";
    let recorder = Recorder::new(title, &["client", "worker", "master"]);
    let [client, worker, master] =
        [CLIENT, WORKER, MASTER].map(|side| recorder.side(side));
    let options = ListenOptions::default();
    let places = Places::open("127.0.0.1:0", Sharing::Listener, 1, &options)?;
    let signals = Signals::install()?;
    let mut children = Children::new(1);
    master.call("listen()", "");

    let first = hire(&mut children, &places, &signals, "first")?;
    master.call("fork()", "the first worker");
    worker.call_after("fork", "accept()", "");
    talk(&places, &client, &worker, "first")?;

    kill(first, Signal::SIGKILL)?;
    client.call("kill(worker)", "SIGKILL");
    worker.call_after("kill", "ends", "");
    let killed = next_end(&mut children, &signals)?;
    master.call_after("ends", "waitpid()", killed);
    hire(&mut children, &places, &signals, "second")?;
    master.call("fork()", "the second worker");
    worker.call_after("fork", "accept()", "");
    talk(&places, &client, &worker, "second")?;

    signals.stop().stop();
    places.close();
    children.end(&signals, LIMIT, |_| {});
    Ok(recorder.finish())
}

/// Starts a worker that tells each client its name.
fn hire(
    children: &mut Children,
    places: &Places,
    signals: &Signals,
    name: &str,
) -> cli::Result<Pid> {
    let master = getpid();
    let pid = children.spawn(|| {
        while let Ok(Next::Client(mut stream, _)) =
            next_client(places.of(0), signals.stop(), master)
        {
            let _ = stream.write_all(name.as_bytes());
        }
        0
    })?;
    Ok(pid)
}

/// A client that connects and reads until the end.
fn talk(
    places: &Places,
    client: &Side,
    worker: &Side,
    name: &str,
) -> cli::Result {
    let address = places.of(0).address().to_string();
    let stream: Stream = connect(&address, &ConnectOptions::default())?;
    client.call_after("fork", "connect()", "");
    stream.set_timeouts(Some(LIMIT), Some(LIMIT))?;
    // What has come was sent, and by that worker.
    worker.sent(CLIENT, name.as_bytes());
    worker.finished(CLIENT);
    let mut tap = client.tap(WORKER, stream);
    let mut answer = vec![0; name.len()];
    tap.read_exact(&mut answer)?;
    let end = tap.read(&mut [0])?;
    match end == 0 && answer == name.as_bytes() {
        true => Ok(()),
        false => Err("another worker answered".into()),
    }
}

/// Waits until a child has ended; how.
fn next_end(children: &mut Children, signals: &Signals) -> cli::Result<String> {
    let end = Instant::now().checked_add(LIMIT);
    while readable([signals.as_fd()], end).ok() != Some([false]) {
        signals.child_ended();
        if let Some(ended) = children.reap().first() {
            return Ok(ended.to_string());
        }
    }
    Err("the worker did not end".into())
}
