//! What a server calls: an application.

use std::error::Error;
use std::sync::Arc;

use crate::{Body, Environ, StartResponse};

/// Any error. It goes to the log, never to the client.
pub type AppError = Box<dyn Error + Send + Sync>;

/// A WSGI application (PEP 3333, "The Application/Framework Side").
///
/// It is called once for each request: it looks at `environ`, says status and
/// headers to `start_response`, and returns the body. `'r` is the time of the
/// request, so the body may keep all three: it may read `wsgi.input`, and
/// even call `start_response`, when its first block is asked for, as a
/// generator of Python does.
///
/// Functions and closures of this form are applications. A closure is best
/// written inside of [`application`].
// ANCHOR: application
pub trait Application: Send + Sync {
    /// Answers one request.
    ///
    /// # Errors
    ///
    /// Whatever went wrong: the client hears a 500 when no byte was sent yet,
    /// else its connection is cut. A panic is the same.
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError>;
}
// ANCHOR_END: application

// ANCHOR: closures
impl<F> Application for F
where
    F: for<'r> Fn(Environ<'r>, StartResponse<'r>) -> Result<Body<'r>, AppError>
        + Send
        + Sync,
{
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        self(environ, start_response)
    }
}
// ANCHOR_END: closures

/// A closure as an application: says to the compiler what its arguments are.
///
/// ```
/// use wsgi::{Body, application};
///
/// let hello = application(|_environ, start_response| {
///     start_response.call("200 OK", [("Content-Type", "text/plain")])?;
///     Ok(Body::from("hello\n"))
/// });
/// # fn is_one(_: impl wsgi::Application) {}
/// # is_one(hello);
/// ```
pub fn application<F>(f: F) -> F
where
    F: for<'r> Fn(Environ<'r>, StartResponse<'r>) -> Result<Body<'r>, AppError>
        + Send
        + Sync,
{
    f
}

/// Hands the call on: a pointer to an application is one.
macro_rules! pointer {
    ($($what:tt)*) => {
        $($what)* {
            fn call<'r>(
                &'r self,
                environ: Environ<'r>,
                start_response: StartResponse<'r>,
            ) -> Result<Body<'r>, AppError> {
                (**self).call(environ, start_response)
            }
        }
    };
}

pointer!(impl Application for Box<dyn Application + '_>);
pointer!(impl Application for &(dyn Application + '_));
pointer!(impl<A: Application + ?Sized> Application for Arc<A>);
