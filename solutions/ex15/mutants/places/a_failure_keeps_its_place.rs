// killed by: lost with each failure
//! Only a body gives a place back.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use wsgi::{AppError, Application, Blocks, Body, Environ, StartResponse};

/// An application that has so many requests at a time.
#[derive(Debug)]
pub struct Places<A> {
    inner: A,
    free: Arc<AtomicUsize>,
}

impl<A: Application> Places<A> {
    /// At most `places` requests at a time are `inner`'s.
    pub fn new(inner: A, places: usize) -> Places<A> {
        Places { inner, free: Arc::new(AtomicUsize::new(places)) }
    }
}

impl<A: Application> Application for Places<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let Some(place) = Place::take(&self.free) else {
            let headers =
                [("Content-Type", "text/plain"), ("Retry-After", "1")];
            start_response.call("503 Service Unavailable", headers)?;
            return Ok(Body::from("busy\n"));
        };
        let place = std::mem::ManuallyDrop::new(place);
        let called = self.inner.call(environ, start_response)?;
        let place = std::mem::ManuallyDrop::into_inner(place);
        match called {
            inner @ Body::Blocks(_) => {
                Ok(Body::blocks(Seated { inner, place: Some(place) }))
            }
            other => Ok(other),
        }
    }
}

/// A place that is taken, until this is dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(free: &Arc<AtomicUsize>) -> Option<Place> {
        let order = Ordering::SeqCst;
        let taken = free.fetch_update(order, order, |n| n.checked_sub(1));
        taken.ok().map(|_| Place(Arc::clone(free)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A body with its place.
struct Seated<'r> {
    inner: Body<'r>,
    place: Option<Place>,
}

impl Blocks for Seated<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        self.inner.next_block()
    }

    fn length(&self) -> Option<u64> {
        self.inner.length()
    }

    fn close(&mut self) -> Result<(), AppError> {
        let place = self.place.take();
        let closed = Blocks::close(&mut self.inner);
        drop(place);
        closed
    }
}
