//! One behavior of the system each, made visible.

mod binding;
mod buffers;
mod connecting;
mod datagrams;
mod families;
mod inherit;
mod keepalive;
mod nagle;
mod netlink;
mod pair;
mod queue;
mod reuse;
pub(crate) mod rig;
mod sendfile;
mod tcp_info;
mod timeouts;

use cli::Play;

/// Everything that `experiment` can show.
pub(crate) const ALL: [Play; 20] = [
    Play {
        name: "tries",
        about: "what does connect do with several addresses?",
        run: connecting::tries,
    },
    Play {
        name: "bind-where",
        about: "who can reach a server that is bound there?",
        run: binding::bind_where,
    },
    Play {
        name: "dual-stack",
        about: "does an IPv6 listener take IPv4 clients?",
        run: binding::dual_stack,
    },
    Play {
        name: "broadcast",
        about: "why is a datagram to everybody refused?",
        run: binding::broadcast,
    },
    Play {
        name: "truncated",
        about: "what happens to a datagram that is longer than the buffer?",
        run: datagrams::truncated,
    },
    Play {
        name: "lost",
        about: "where do datagrams get lost on one machine?",
        run: datagrams::lost,
    },
    Play {
        name: "unreachable",
        about: "who tells a sender that nobody receives?",
        run: datagrams::unreachable,
    },
    Play {
        name: "socketpair",
        about: "how do a parent and its child talk?",
        run: pair::socketpair,
    },
    Play {
        name: "nagle",
        about: "why do two small writes take 40 ms?",
        run: nagle::nagle,
    },
    Play {
        name: "cork",
        about: "how many segments do three small writes make?",
        run: nagle::cork,
    },
    Play {
        name: "timeouts",
        about: "which calls end in time, and which do not?",
        run: timeouts::timeouts,
    },
    Play {
        name: "nonblocking",
        about: "what does each call return instead of waiting?",
        run: timeouts::nonblocking,
    },
    Play {
        name: "keepalive",
        about: "how does one notice that the peer is dead?",
        run: keepalive::keepalive,
    },
    Play {
        name: "buffers",
        about: "what does the kernel make of a buffer size?",
        run: buffers::buffers,
    },
    Play {
        name: "reuseaddr",
        about: "what does SO_REUSEADDR allow, and what not?",
        run: reuse::reuseaddr,
    },
    Play {
        name: "reuseport",
        about: "how are clients spread over two listeners?",
        run: reuse::reuseport,
    },
    Play {
        name: "queue",
        about: "what does the backlog count?",
        run: queue::queue,
    },
    Play {
        name: "inherit",
        about: "which descriptors does a child process get?",
        run: inherit::inherit,
    },
    Play {
        name: "sendfile",
        about: "how many calls does it take to send a file?",
        run: sendfile::sendfile,
    },
    Play {
        name: "families",
        about: "what other kinds of sockets does this kernel have?",
        run: families::families,
    },
];
