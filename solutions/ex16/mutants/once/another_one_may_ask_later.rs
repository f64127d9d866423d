// killed by: while the first is being answered: 422
//! A key that is being answered is busy, whatever is asked with it.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use carafe::{App, Error, Headers, HttpError, Request, Response};

/// The longest body of an answer that is kept, in bytes.
pub const MOST: u64 = 64 * 1024;

/// Lets `app` answer each request with a key once. At most `places` keys are
/// in use: 1 or more.
///
/// Call it behind the application's other hooks: then they see an answer that
/// was kept as they saw it the first time.
pub fn once(app: &mut App, places: usize) {
    let table = Table { places, next: 0, entries: HashMap::new() };
    let table = Arc::new(Mutex::new(table));
    let behind = Arc::clone(&table);
    app.before_request(move |context| {
        let request = context.request();
        let Some(name) = name_of(request)? else { return Ok(None) };
        let print = fingerprint(request)?;
        let kept = lock(&table).enter(&name, print)?;
        if kept.is_none() {
            context.g().set(Mine(name));
        }
        Ok(kept)
    });
    app.after_request(move |context, response| match context.g().get() {
        Some(Mine(name)) => lock(&behind).leave(name, response),
        None => Ok(response),
    });
}

/// Who asks, and the key.
type Name = (Option<String>, String);

/// The request is the first with that name: from one hook to the other.
#[derive(Clone)]
struct Mine(Name);

/// What a request is called, if it is to be answered once.
fn name_of(request: &Request<'_>) -> Result<Option<Name>, HttpError> {
    let headers = request.headers();
    let key = headers.get("Idempotency-Key");
    let method = request.method();
    let (Some(key), "POST" | "PATCH") = (key, &*method) else {
        return Ok(None);
    };
    let visible = key.bytes().all(|byte| byte.is_ascii_graphic());
    if !visible || !(1..=100).contains(&key.len()) {
        let text = "Idempotency-Key has 1 to 100 visible characters.";
        return Err(HttpError::new(400).describe(text));
    }
    let who = headers.get("Authorization").map(Into::into);
    Ok(Some((who, key.into_owned())))
}

fn fingerprint(request: &Request<'_>) -> Result<u64, HttpError> {
    let mut hasher = DefaultHasher::new();
    request.method().hash(&mut hasher);
    request.path().hash(&mut hasher);
    request.query_string().hash(&mut hasher);
    request.data()?.hash(&mut hasher);
    Ok(hasher.finish())
}

/// An answer that is kept.
struct Kept {
    status: u16,
    headers: Headers,
    body: Vec<u8>,
}

struct Entry {
    print: u64,
    /// The lower, the older.
    number: u64,
    /// `None`: it is being answered.
    kept: Option<Kept>,
}

struct Table {
    places: usize,
    next: u64,
    entries: HashMap<Name, Entry>,
}

fn lock(table: &Mutex<Table>) -> MutexGuard<'_, Table> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Table {
    /// The answer to a request that was there before; `None`: it is new.
    fn enter(
        &mut self,
        name: &Name,
        print: u64,
    ) -> Result<Option<Response>, Error> {
        let Some(entry) = self.entries.get(name) else {
            self.make_room()?;
            let entry = Entry { print, number: self.next, kept: None };
            self.next += 1;
            self.entries.insert(name.clone(), entry);
            return Ok(None);
        };
        match &entry.kept {
            Some(_) if entry.print != print => {
                let text = "This Idempotency-Key was for another request.";
                Err(HttpError::new(422).describe(text).into())
            }
            Some(kept) => Ok(Some(kept.again()?)),
            None => Err(later(409, "This request is being answered.")?),
        }
    }

    fn make_room(&mut self) -> Result<(), Error> {
        if self.entries.len() < self.places {
            return Ok(());
        }
        let done = self.entries.iter().filter(|(_, e)| e.kept.is_some());
        let oldest = done.min_by_key(|(_, entry)| entry.number);
        match oldest.map(|(name, _)| name.clone()) {
            Some(name) => drop(self.entries.remove(&name)),
            None => return Err(later(503, "Too many are being answered.")?),
        }
        Ok(())
    }

    /// Keeps the answer, or frees its name.
    fn leave(
        &mut self,
        name: Name,
        mut response: Response,
    ) -> Result<Response, Error> {
        let Some(mut entry) = self.entries.remove(&name) else {
            return Ok(response);
        };
        let length = response.body().length();
        if response.status() >= 500 || length.is_none_or(|n| n > MOST) {
            return Ok(response);
        }
        let body = response.set_body("").collect()?;
        let headers = response.headers().clone();
        let status = response.status();
        entry.kept = Some(Kept { status, headers, body: body.to_vec() });
        self.entries.insert(name, entry);
        response.set_body(body);
        Ok(response)
    }
}

impl Kept {
    fn again(&self) -> Result<Response, Error> {
        let mut response = Response::new(self.body.clone());
        response.set_status(self.status);
        *response.headers_mut() = self.headers.clone();
        Ok(response.with_header("Idempotent-Replayed", "true")?)
    }
}

fn later(status: u16, text: &'static str) -> Result<Error, Error> {
    let error = HttpError::new(status).describe(text);
    Ok(error.with_headers([("Retry-After", "1")])?.into())
}
