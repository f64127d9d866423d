//! One listener for all workers, or one for each.

use std::net::Shutdown;

use endpoint::{Error, ListenOptions, Listener, listen};

use crate::Slot;

/// How workers share an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sharing {
    /// One socket, one queue: whoever is free takes the next client.
    #[default]
    Listener,
    /// A socket and a queue for each worker at the same address
    /// (SO_REUSEPORT, socket(7)). The kernel decides by the client's address
    /// which queue it stands in, whether that worker is free or not.
    ReusePort,
}

/// The listeners of a pool. The master makes them, its workers inherit them.
///
/// The master keeps its copy of each: when a worker dies, the clients in its
/// queue wait for its successor.
#[derive(Debug)]
pub struct Places {
    listeners: Vec<Listener>,
}

impl Places {
    /// Listens at `address` for `n` workers.
    ///
    /// # Errors
    ///
    /// As [`endpoint::listen`].
    // ANCHOR: open
    pub fn open(
        address: &str,
        sharing: Sharing,
        n: usize,
        options: &ListenOptions,
    ) -> Result<Places, Error> {
        if sharing == Sharing::Listener {
            let listeners = vec![listen(address, options)?];
            return Ok(Places { listeners });
        }
        let options = ListenOptions { reuse_port: true, ..options.clone() };
        let mut listeners = vec![listen(address, &options)?];
        // With port 0 the first one decides.
        let address = listeners[0].address().to_string();
        while listeners.len() < n {
            listeners.push(listen(&address, &options)?);
        }
        Ok(Places { listeners })
    }
    // ANCHOR_END: open

    /// The listener of a worker.
    pub fn of(&self, slot: Slot) -> &Listener {
        &self.listeners[slot % self.listeners.len()]
    }

    /// Takes no more clients, here and in every process that shares the
    /// sockets: who waits in accept(2) is woken and told so (EINVAL), who calls
    /// it later is told at once. That is Linux; POSIX says nothing of shutdown
    /// on a listening socket.
    // ANCHOR: close
    pub fn close(&self) {
        for listener in &self.listeners {
            let _ = listener.socket().shutdown(Shutdown::Both);
        }
    }
    // ANCHOR_END: close
}

impl From<Listener> for Places {
    /// One listener for all.
    fn from(listener: Listener) -> Places {
        Places { listeners: vec![listener] }
    }
}
