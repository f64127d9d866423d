//! Serves the folder of the book over HTTP, on a free port.
//!
//! The search loads its index, which browsers refuse from `file:`.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crate::html::content_type;

/// How long a browser may keep a connection without asking.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest head of a request that is read.
const HEAD_LIMIT: u64 = 16 << 10;

/// The running file server; it ends when dropped.
#[derive(Debug)]
pub(super) struct Files {
    address: SocketAddr,
    stopped: Arc<AtomicBool>,
}

impl Files {
    /// Serves `folder` on 127.0.0.1.
    pub(super) fn serve(folder: &Path) -> io::Result<Files> {
        let folder = folder.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stopped);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let folder = folder.clone();
                // A browser that went away is no error of the book.
                thread::spawn(move || answer(&stream, &folder).ok());
            }
        });
        Ok(Files { address, stopped })
    }

    /// The address of a page.
    pub(super) fn url(&self, page: &str) -> String {
        format!("http://{}/{page}", self.address)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

/// Reads one request and answers it.
fn answer(mut stream: &TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut head = BufReader::new(stream).take(HEAD_LIMIT);
    let mut request = String::new();
    head.read_line(&mut request)?;
    let mut line = String::from("-");
    while !line.trim().is_empty() {
        line.clear();
        head.read_line(&mut line)?;
    }
    let target = request.split(' ').nth(1).unwrap_or("/");
    let path = target.split(['?', '#']).next().unwrap_or("/");
    let file = file(folder, path);
    let kind = file.as_deref().map_or("text/plain", content_type);
    let (status, body) = match file.as_deref().map(fs::read) {
        Some(Ok(body)) => ("200 OK", body),
        _ => ("404 Not Found", b"not found".to_vec()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&body)
}

/// The file of a request's path, which must not lead out of the folder.
fn file(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let plain = |part| matches!(part, Component::Normal(_));
    Path::new(path).components().all(plain).then(|| folder.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let folder = Path::new("/book");
        let inside = Some(PathBuf::from("/book/css/a.css"));
        assert_eq!(file(folder, "/css/a.css"), inside);
        assert_eq!(file(folder, "/"), Some("/book/index.html".into()));
        assert_eq!(file(folder, "/../secret"), None);
        assert_eq!(file(folder, "/a/../../secret"), None);
    }
}
