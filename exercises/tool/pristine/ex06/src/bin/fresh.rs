//! `ex06-fresh [FILE [ADDR]]`: serves one text file (this repository's README
//! unless said) to clients that may have it already.
//!
//! Try `curl -i 127.0.0.1:9106`, then with
//! `-H 'If-Modified-Since: …'` and the date that you got.

use std::error::Error;
use std::fs;

use endpoint::{ListenOptions, listen};
use ex06::fresh::{Fresh, Page};
use http_basic::command::stop_on_signal;
use http_basic::{Limits, serve};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().unwrap_or_else(|| "README.md".to_owned());
    let address = args.next().unwrap_or_else(|| "127.0.0.1:9106".to_owned());
    let modified = fs::metadata(&file)?.modified()?;
    let page = Page { body: fs::read(&file)?.into(), modified };
    let stop = stop_on_signal()?;
    let listener = listen(&address, &ListenOptions::default())?;
    println!("listening on {}", listener.address());
    serve(&listener, &Limits::default(), &stop, || Fresh::new(page.clone()))?;
    Ok(())
}
