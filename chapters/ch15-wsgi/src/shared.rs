//! A reference, or a share in what a middleware has made.

use std::ops::Deref;
use std::rc::Rc;

/// What lives as long as the request, whoever owns it.
///
/// The server's own parts live on its stack and are lent. A middleware that
/// puts something of its own in their place cannot lend it, since the body
/// outlives its call: it shares it.
#[derive(Debug)]
pub enum Shared<'r, T: ?Sized> {
    /// The server's.
    Lent(&'r T),
    /// A middleware's.
    Owned(Rc<T>),
}

impl<T: ?Sized> Clone for Shared<'_, T> {
    fn clone(&self) -> Self {
        match self {
            Shared::Lent(lent) => Shared::Lent(lent),
            Shared::Owned(owned) => Shared::Owned(Rc::clone(owned)),
        }
    }
}

impl<T: ?Sized> Deref for Shared<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Shared::Lent(lent) => lent,
            Shared::Owned(owned) => owned,
        }
    }
}
