//! The file that a bound Unix socket leaves.
//!
//! `bind` makes a file and nothing removes it: not `close`, not the end of the
//! process (unix(7)). The next server finds the name taken.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process;

use socket2::{Domain, SockAddr, Socket, Type};

/// A socket's file that this process made, and shall remove.
#[derive(Clone, Debug)]
pub struct SocketFile {
    path: PathBuf,
    /// Device and inode: whether the file is still the one we made.
    identity: (u64, u64),
    /// Who made it: a forked child must not remove it.
    owner: u32,
}

impl SocketFile {
    /// Binds `socket` at `path`, in the place of a dead server's file if
    /// there is one. `mode` is set before anybody can connect.
    ///
    /// Two servers that find the same dead file at the same moment can get into
    /// each other's way; a lock file would be the remedy.
    ///
    /// # Errors
    ///
    /// What `bind` said; "in use" when somebody answers there, or when the
    /// file is no socket.
    pub(crate) fn bind(
        socket: &Socket,
        path: &Path,
        mode: Option<u32>,
    ) -> io::Result<SocketFile> {
        let address = SockAddr::unix(path)?;
        if let Err(error) = socket.bind(&address) {
            let taken = error.kind() == io::ErrorKind::AddrInUse;
            if !taken || !is_stale(socket.r#type()?, path, &address) {
                return Err(error);
            }
            fs::remove_file(path)?;
            socket.bind(&address)?;
        }
        let made = fs::symlink_metadata(path)?;
        let file = SocketFile {
            path: path.to_owned(),
            identity: (made.dev(), made.ino()),
            owner: process::id(),
        };
        if let Some(mode) = mode {
            let set =
                fs::set_permissions(path, fs::Permissions::from_mode(mode));
            set.inspect_err(|_| file.remove())?;
        }
        Ok(file)
    }

    /// Removes the file, unless another process made it or somebody has put
    /// another one in its place.
    pub fn remove(&self) {
        let Ok(now) = fs::symlink_metadata(&self.path) else { return };
        let ours = (now.dev(), now.ino()) == self.identity;
        if ours && process::id() == self.owner {
            // It may be gone by now: that is what we want.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether `path` is a socket that nobody holds any more. The way to ask is
/// to connect: a live server sees a client that leaves at once.
fn is_stale(kind: Type, path: &Path, address: &SockAddr) -> bool {
    let is_socket = fs::symlink_metadata(path)
        .is_ok_and(|file| file.file_type().is_socket());
    if !is_socket {
        return false;
    }
    let Ok(probe) = Socket::new(Domain::UNIX, kind, None) else {
        return false;
    };
    // A live server with a full queue would keep us waiting.
    if probe.set_nonblocking(true).is_err() {
        return false;
    }
    matches!(probe.connect(address),
        Err(e) if e.kind() == io::ErrorKind::ConnectionRefused)
}
