//! Not so fast: hooks that count.
//!
//! One client's program asks a thousand times a second, and all others wait.
//! So each client has a *bucket* of tokens. A request takes one, and with
//! time new ones come. Who finds the bucket empty hears
//! (RFC 6585, section 4):
//!
//! ```text
//! 429 Too Many Requests
//! Retry-After: 2
//! X-RateLimit-Remaining: 0
//! ```
//!
//! [`Limiter`] has the buckets. Time is an argument, in milliseconds:
//!
//! * The bucket of a new client is full: `burst` tokens. Every `refill`
//!   milliseconds one comes back, until it is full again. A part of a token
//!   is not lost when somebody asks meanwhile.
//! * A refused request takes nothing, so it makes nobody wait longer. It
//!   hears in how many seconds there will be a token: whole seconds, rounded
//!   up, or it would come too early again.
//! * Clocks are set back at times. Then nothing breaks, and nobody gets a
//!   token for it, also not when the same time comes again.
//! * At most `places` clients are known, or who has many addresses fills the
//!   memory. A bucket that is full again need not be known. If a new client
//!   comes and there is none of those, the one is forgotten that would be
//!   full first: that gives the fewest tokens away.
//!
//! [`name_of`] says who is one client:
//!
//! * An IPv4 address, also one that came as `::ffff:192.0.2.1`. Of an IPv6
//!   address the first 64 bits: the rest is chosen by the client, anew for
//!   each request if it likes. `X-Forwarded-For` is not asked: it says what
//!   the client wants it to.
//! * All that have no address (a Unix socket) or none that can be read are
//!   one client.
//!
//! [`limit`] puts the limiter around all views of an application, with hooks.
//! Every answer has `X-RateLimit-Remaining`, the tokens that are left: also a
//! 404, and the 429. The hook before and the hook after do not see each other.
//! What they share is the request's `g`.
//!
//! `cargo run -p ex16 --bin ex16-limits` serves a page with a limit.

use carafe::App;

/// A bucket for each client.
#[derive(Debug)]
pub struct Limiter {
    burst: u32,
    refill: u64,
    places: usize,
    // What is known of each client.
}

impl Limiter {
    /// Buckets of `burst` tokens; one comes back every `refill` milliseconds.
    /// At most `places` clients are known. All three are 1 or more.
    pub fn new(burst: u32, refill: u64, places: usize) -> Limiter {
        Limiter { burst, refill, places }
    }

    /// Takes one token of `client`; how many are left.
    ///
    /// # Errors
    ///
    /// There is none: in how many seconds there is.
    pub fn ask(&mut self, client: &str, now: u64) -> Result<u32, u64> {
        let _ = (self.burst, self.refill, self.places, client, now);
        todo!("a token, or the time until there is one")
    }

    /// How many clients are known.
    pub fn clients(&self) -> usize {
        todo!("the length of the table")
    }
}

/// Who that is, for the limiter.
pub fn name_of(address: Option<&str>) -> String {
    let _ = address;
    todo!("an IPv4 address, 64 bits of an IPv6 address, or nobody")
}

/// Limits how often each client may ask `app`.
pub fn limit(
    app: &mut App,
    limiter: Limiter,
    clock: impl Fn() -> u64 + Send + Sync + 'static,
) {
    let _ = (app, limiter, clock);
    todo!("a hook before each view, and one behind it")
}
