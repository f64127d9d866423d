//! WebOb's way: a request made from an environ, a response that can be
//! called, and [`wsgify`], which makes an application of a function.

use wsgi::{AppError, Application, Environ, StartResponse};

use crate::{Combined, HttpError, IntoResponse, MultiDict};

pub use crate::Response;
pub use crate::request::parse_query as parse_qs;

/// A request under WebOb's names; whatever else [`crate::Request`] knows is
/// there too.
///
/// ```
/// use carafe::webob::{Request, wsgify};
///
/// let app = wsgify(|request: &Request<'_>| {
///     let name = request.params()?.get("name").cloned();
///     Ok(format!("<h1>Hello {}!</h1>", name.unwrap_or_default()))
/// });
/// # fn is_one(_: impl wsgi::Application) {}
/// # is_one(app);
/// ```
pub struct Request<'r>(crate::Request<'r>);

impl<'r> Request<'r> {
    /// The request of an environ.
    pub fn new(environ: Environ<'r>) -> Request<'r> {
        Request(crate::Request::new(environ))
    }

    /// `request.GET`: the query's pairs.
    pub fn get(&self) -> &MultiDict {
        self.0.args()
    }

    /// `request.POST`: the form's fields.
    ///
    /// # Errors
    ///
    /// As [`crate::Request::form`].
    pub fn post(&self) -> Result<&MultiDict, HttpError> {
        self.0.form()
    }

    /// `request.params`: both.
    ///
    /// # Errors
    ///
    /// As [`crate::Request::form`].
    pub fn params(&self) -> Result<Combined<'_>, HttpError> {
        self.0.values()
    }

    /// `request.body`
    ///
    /// # Errors
    ///
    /// As [`crate::Request::data`].
    pub fn body(&self) -> Result<&[u8], HttpError> {
        self.0.data()
    }
}

impl<'r> std::ops::Deref for Request<'r> {
    type Target = crate::Request<'r>;

    fn deref(&self) -> &crate::Request<'r> {
        &self.0
    }
}

/// The application that answers each request with what `view` returns.
///
/// An [`HttpError`] is its answer; any other error is the server's to report.
pub fn wsgify<F, T>(view: F) -> impl Application
where
    F: Fn(&Request<'_>) -> crate::Result<T> + Send + Sync,
    T: IntoResponse,
{
    Wsgify(view)
}

struct Wsgify<F>(F);

impl<F, T> Application for Wsgify<F>
where
    F: Fn(&Request<'_>) -> crate::Result<T> + Send + Sync,
    T: IntoResponse,
{
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<wsgi::Body<'r>, AppError> {
        let request = Request::new(environ);
        let response = (self.0)(&request).and_then(T::into_response);
        let response = match response {
            Err(error) if error.http().is_none() => return Err(error.into()),
            Err(error) => error.into_response(),
            Ok(response) => response,
        };
        response.call(&start_response)
    }
}
