//! What the kernel does with several processes and one address.

mod early;
mod fairness;
mod herd;
mod rig;

use cli::Play;

/// Everything that `experiment` can show.
pub(crate) const ALL: [Play; 4] = [
    Play {
        name: "fairness",
        about: "who gets the clients: one queue, or one for each worker?",
        run: fairness::one_after_another,
    },
    Play {
        name: "stuck",
        about: "what if one worker is busy for long?",
        run: fairness::one_is_stuck,
    },
    Play {
        name: "herd",
        about: "how many are woken for one client?",
        run: herd::run,
    },
    Play {
        name: "early-death",
        about: "how often is a worker started that dies at once?",
        run: early::run,
    },
];
