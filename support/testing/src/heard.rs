//! What a program says, gathered while it runs.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// What comes from a pipe, gathered by a thread.
#[derive(Debug)]
pub(crate) struct Heard {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Heard {
    pub(crate) fn new(mut pipe: impl Read + Send + 'static) -> Heard {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&bytes);
        let reader = thread::spawn(move || {
            let mut buf = [0; 4096];
            while let Ok(n @ 1..) = pipe.read(&mut buf) {
                let mut all =
                    all.lock().unwrap_or_else(PoisonError::into_inner);
                all.extend_from_slice(&buf[..n]);
            }
        });
        Heard { bytes, reader }
    }

    /// Whether the pipe has come to its end.
    pub(crate) fn ended(&self) -> bool {
        self.reader.is_finished()
    }

    /// What has come so far.
    pub(crate) fn text(&self) -> String {
        let all = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&all).into_owned()
    }
}
