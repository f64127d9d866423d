// killed by: X-Forwarded-For is what the client wants
//! The client's address is in X-Forwarded-For.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use carafe::{App, HttpError};

/// A bucket for each client.
#[derive(Debug)]
pub struct Limiter {
    burst: u32,
    refill: u64,
    places: usize,
    /// When the bucket of each client is full again.
    full_at: HashMap<String, u64>,
}

impl Limiter {
    /// Buckets of `burst` tokens; one comes back every `refill` milliseconds.
    /// At most `places` clients are known. All three are 1 or more.
    pub fn new(burst: u32, refill: u64, places: usize) -> Limiter {
        Limiter { burst, refill, places, full_at: HashMap::new() }
    }

    /// Takes one token of `client`; how many are left.
    ///
    /// # Errors
    ///
    /// There is none: in how many seconds there is.
    pub fn ask(&mut self, client: &str, now: u64) -> Result<u32, u64> {
        let full_at = self.full_at.get(client).copied();
        if full_at.is_none() && self.full_at.len() >= self.places {
            self.make_room(now);
        }
        let next = full_at.unwrap_or(now).max(now) + self.refill;
        let latest = now + u64::from(self.burst) * self.refill;
        if next > latest {
            return Err((next - latest).div_ceil(1000));
        }
        self.full_at.insert(client.to_owned(), next);
        let left = (latest - next) / self.refill;
        Ok(u32::try_from(left).unwrap_or(self.burst))
    }

    /// Forgets the buckets that are full, or the one that is so first.
    fn make_room(&mut self, now: u64) {
        self.full_at.retain(|_, full_at| *full_at > now);
        if self.full_at.len() >= self.places {
            let first = self.full_at.iter().min_by_key(|(_, at)| **at);
            if let Some(name) = first.map(|(name, _)| name.clone()) {
                self.full_at.remove(&name);
            }
        }
    }

    /// How many clients are known.
    pub fn clients(&self) -> usize {
        self.full_at.len()
    }
}

/// Who that is, for the limiter.
pub fn name_of(address: Option<&str>) -> String {
    match address.unwrap_or_default().parse() {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        },
        Err(_) => String::new(),
    }
}

/// How many tokens are left: from one hook to the other.
#[derive(Clone, Copy)]
struct Left(u32);

/// Limits how often each client may ask `app`.
pub fn limit(
    app: &mut App,
    limiter: Limiter,
    clock: impl Fn() -> u64 + Send + Sync + 'static,
) {
    let limiter = Mutex::new(limiter);
    app.before_request(move |context| {
        let request = context.request();
        let said = request.headers().get("X-Forwarded-For");
        let address = said.or_else(|| request.remote_addr());
        let client = name_of(address.as_deref());
        let mut limiter =
            limiter.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = limiter.ask(&client, clock());
        context.g().set(Left(asked.unwrap_or(0)));
        let Err(seconds) = asked else { return Ok(None) };
        let text = "You ask too often. Try again later.";
        let field = [("Retry-After", seconds.to_string())];
        Err(HttpError::new(429).describe(text).with_headers(field)?.into())
    });
    app.after_request(|context, mut response| {
        if let Some(Left(left)) = context.g().get() {
            let left = left.to_string();
            // Digits can be sent.
            let _ = response.headers_mut().set("X-RateLimit-Remaining", left);
        }
        response
    });
}
