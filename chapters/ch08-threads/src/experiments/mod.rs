//! What threads do, made visible.

mod cost;
mod counter;
mod full;
mod rig;

use cli::Play;

/// Everything that `experiment` can show.
pub(crate) const ALL: [Play; 5] = [
    Play {
        name: "panic",
        about: "what does a panic in a conversation end?",
        run: full::panic,
    },
    Play {
        name: "full",
        about: "what happens when all threads are busy and the queue is full?",
        run: full::both,
    },
    Play {
        name: "drain",
        about: "who is still served when the server ends?",
        run: full::drain,
    },
    Play {
        name: "counter",
        about: "how do eight threads count together?",
        run: counter::count,
    },
    Play {
        name: "cost",
        about: "what does a thread cost, and what a process?",
        run: cost::compare,
    },
];
