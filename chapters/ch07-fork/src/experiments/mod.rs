//! What processes and signals really do, made visible.

mod copies;
mod eintr;
mod open;
mod shortage;
mod signals;
mod until;

use cli::Play;

/// Everything that `experiment` can show.
pub(crate) const ALL: [Play; 10] = [
    Play {
        name: "zombie",
        about: "what can be done about a child that has ended?",
        run: signals::zombie,
    },
    Play {
        name: "signals",
        about: "can one signal stand for several children?",
        run: signals::signals,
    },
    Play {
        name: "wnohang",
        about: "what does waitpid return?",
        run: signals::wnohang,
    },
    Play {
        name: "errno",
        about: "what can a signal handler spoil?",
        run: signals::errno,
    },
    Play {
        name: "eintr",
        about: "which calls does a signal interrupt?",
        run: eintr::eintr,
    },
    Play {
        name: "kept-open",
        about: "what happens when nobody closes a copy?",
        run: open::kept_open,
    },
    Play {
        name: "run-out",
        about: "when does a forking server run out of descriptors?",
        run: open::run_out,
    },
    Play {
        name: "said-twice",
        about: "how can one print write a line twice?",
        run: copies::said_twice,
    },
    Play {
        name: "memory",
        about: "what does a fork copy?",
        run: copies::memory,
    },
    Play {
        name: "no-more",
        about: "what happens when the system has no room for a process?",
        run: shortage::no_more,
    },
];
