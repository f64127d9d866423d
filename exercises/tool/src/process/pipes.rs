//! A child's output on its way to us.

use std::io::{PipeReader, Read as _};
use std::sync::mpsc;
use std::thread;

/// Which of the child's streams.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Output,
    Errors,
}

/// What is kept of a child's output.
#[derive(Default)]
pub(super) struct Kept {
    limit: usize,
    pub(super) output: Vec<u8>,
    pub(super) errors: Vec<u8>,
    /// The start of a line whose end has not come.
    partial: Vec<u8>,
}

impl Kept {
    /// Keeps at most `limit` bytes of each stream.
    pub(super) fn new(limit: usize) -> Kept {
        Kept { limit, ..Kept::default() }
    }

    /// Takes bytes in, and gives whole lines of output to `line`.
    pub(super) fn add(
        &mut self,
        (stream, bytes): (Stream, Vec<u8>),
        line: &mut dyn FnMut(&str),
    ) {
        let all = match stream {
            Stream::Output => &mut self.output,
            Stream::Errors => &mut self.errors,
        };
        let room = self.limit.saturating_sub(all.len());
        all.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if matches!(stream, Stream::Output) && room > 0 {
            self.partial.extend_from_slice(&bytes);
            while let Some(end) = self.partial.iter().position(|b| *b == b'\n')
            {
                let whole: Vec<u8> = self.partial.drain(..=end).collect();
                line(&String::from_utf8_lossy(&whole[..end]));
            }
        }
    }
}

/// Reads a pipe to its end, in a thread.
pub(super) fn pass_on(
    mut from: PipeReader,
    stream: Stream,
    to: mpsc::SyncSender<(Stream, Vec<u8>)>,
) {
    thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if to.send((stream, buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    });
}
