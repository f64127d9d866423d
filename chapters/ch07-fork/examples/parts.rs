//! Programs that fork, for the tests: `parts NAME`.
//!
//! A test runs in a process with many threads, which must not fork. So each
//! of these is started as a process of its own.

use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use forking::{Children, Ended, Signals};
use http_basic::readable;
use nix::errno::Errno;
#[cfg(target_os = "linux")]
use nix::fcntl::{FcntlArg, fcntl};
use nix::sys::signal::{Signal, raise};
use nix::unistd::{close, pipe};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result {
    let name = std::env::args().nth(1).unwrap_or_default();
    match name.as_str() {
        "ends" => ends(),
        "panic" => panic(),
        "buffered" => buffered(),
        "full" => full(),
        "grace" => grace(),
        "many" => many(),
        "errno" => errno(),
        "signals" => signals(),
        "threads" => threads(),
        other => Err(format!("there is no part '{other}'").into()),
    }
}

/// Waits until all of `children` have ended: how each did.
fn all(children: &mut Children, signals: &Signals) -> Result<Vec<Ended>> {
    let end = Instant::now() + Duration::from_secs(10);
    let mut ended = Vec::new();
    while !children.is_empty() {
        if readable([signals.as_fd()], Some(end)).is_ok_and(|r| r == [false]) {
            return Err("no child ended within 10 s".into());
        }
        signals.child_ended();
        ended.extend(children.reap());
    }
    Ok(ended)
}

fn ends() -> Result {
    let signals = Signals::install()?;
    let mut children = Children::new(1);
    let kill = |signal: i32| move || raise_number(signal);
    children.spawn(|| 0)?;
    tell(&all(&mut children, &signals)?);
    children.spawn(|| 7)?;
    tell(&all(&mut children, &signals)?);
    children.spawn(|| 256 + 3)?;
    tell(&all(&mut children, &signals)?);
    children.spawn(kill(Signal::SIGKILL as i32))?;
    tell(&all(&mut children, &signals)?);
    children.spawn(kill(40))?;
    tell(&all(&mut children, &signals)?);
    println!(
        "left: {}, reaped again: {}",
        children.len(),
        children.reap().len()
    );
    Ok(())
}

/// A real-time signal has a number and no name.
#[allow(unsafe_code)]
fn raise_number(signal: i32) -> i32 {
    // SAFETY: the call takes a number and touches no memory.
    unsafe { libc::raise(signal) }
}

fn tell(ended: &[Ended]) {
    ended.iter().for_each(|ended| println!("{ended}"));
}

struct Dropped(u32);

impl Drop for Dropped {
    fn drop(&mut self) {
        println!(
            "dropped, {}",
            if self.0 == std::process::id() {
                "by its owner"
            } else {
                "by a child"
            }
        );
    }
}

fn panic() -> Result {
    let _dropped = Dropped(std::process::id());
    let signals = Signals::install()?;
    let mut children = Children::new(1);
    children.spawn(|| panic!("the job's own words"))?;
    tell(&all(&mut children, &signals)?);
    Ok(())
}

fn buffered() -> Result {
    let signals = Signals::install()?;
    let mut children = Children::new(1);
    print!("before, ");
    children.spawn(|| {
        print!("the child's, ");
        i32::from(std::io::stdout().flush().is_err())
    })?;
    all(&mut children, &signals)?;
    println!("after");
    Ok(())
}

/// A child that ends when its pipe does.
fn waiting(children: &mut Children) -> Result<OwnedFd> {
    let (reader, writer) = pipe()?;
    let mut reader = Some(std::fs::File::from(reader));
    children.spawn(|| {
        let _ = close(writer.as_raw_fd());
        let read = reader.take().map(|mut r| r.read(&mut [0]));
        i32::from(!matches!(read, Some(Ok(0))))
    })?;
    Ok(writer)
}

fn full() -> Result {
    let signals = Signals::install()?;
    let mut children = Children::new(1);
    let running = waiting(&mut children)?;
    match children.spawn(|| 0) {
        Ok(pid) => println!("a second one, {pid}"),
        Err(error) => println!("{error}"),
    }
    drop(running);
    tell(&all(&mut children, &signals)?);
    children.spawn(|| 0)?;
    tell(&all(&mut children, &signals)?);
    Ok(())
}

fn grace() -> Result {
    let signals = Signals::install()?;
    let mut children = Children::new(3);
    let _one = waiting(&mut children)?;
    children.spawn(|| 5)?;
    let _other = waiting(&mut children)?;
    let long = Some(Instant::now() + Duration::from_secs(10));
    // One has ended: its signal or the pipe tells.
    let _ = readable([signals.as_fd()], long);
    let grace = Duration::from_millis(50);
    let start = Instant::now();
    let killed = children.end(&signals, grace, |ended| println!("{ended}"));
    println!("killed {killed}, left {}", children.len());
    println!("waited for the grace: {}", start.elapsed() >= grace);
    Ok(())
}

fn many() -> Result {
    let signals = Signals::install()?;
    let mut children = Children::new(200);
    for _ in 0..200 {
        children.spawn(|| 0)?;
    }
    let ended = all(&mut children, &signals)?;
    println!("{} of 200 were reaped", ended.len());
    Ok(())
}

fn errno() -> Result {
    let signals = Signals::install()?;
    Errno::set_raw(12345);
    raise(Signal::SIGCHLD)?;
    println!("after SIGCHLD: {}", Errno::last_raw());
    Errno::set_raw(12345);
    // Fills the pipe of the handler, so that its own write fails. On Linux it
    // can be made small: a page.
    #[cfg(target_os = "linux")]
    fcntl(signals.as_fd(), FcntlArg::F_SETPIPE_SZ(4096))?;
    let more = if cfg!(target_os = "linux") { 5_000 } else { 100_000 };
    for _ in 0..more {
        raise(Signal::SIGCHLD)?;
    }
    println!("after a write that failed: {}", Errno::last_raw());
    println!("a child has ended: {}", signals.child_ended());
    println!("another one: {}", signals.child_ended());
    Ok(())
}

fn signals() -> Result {
    let signals = Signals::install()?;
    let mut children = Children::new(1);
    let stop = signals.stop().clone();
    children.spawn(|| {
        for signal in [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP] {
            let _ = raise(signal);
        }
        i32::from(stop.is_stopped())
    })?;
    tell(&all(&mut children, &signals)?);
    let told = readable([signals.stop().as_fd()], Some(Instant::now()))?;
    println!("the child's signals stop the parent: {}", told[0]);
    raise(Signal::SIGTERM)?;
    println!("its own do: {}", signals.stop().is_stopped());
    Ok(())
}

fn threads() -> Result {
    let (_hold, wait) = std::sync::mpsc::channel::<()>();
    std::thread::spawn(move || wait.recv());
    Children::new(1).spawn(|| 0)?;
    Ok(())
}
