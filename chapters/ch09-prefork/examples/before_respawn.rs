//! A master that replaces each worker at once. The worker has a bug.

use std::time::{Duration, Instant};

use forking::{Children, Signals};
use http_basic::readable;
use std::os::fd::AsFd;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let signals = Signals::install()?;
    let mut children = Children::new(1);
    let (mut started, begun) = (0, Instant::now());
    // ANCHOR: main
    while begun.elapsed() < Duration::from_millis(300) {
        if children.is_empty() {
            children.spawn(|| 1)?; // "cannot open my database"
            started += 1;
        }
        // The signal interrupts the wait; that is what we wait for.
        let _ = readable([signals.as_fd()], None);
        signals.child_ended();
        children.reap();
    }
    // ANCHOR_END: main
    println!("started about {started} workers in 300 ms");
    Ok(())
}
