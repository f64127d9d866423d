//! A context without a view.

use std::sync::{Mutex, PoisonError};

use wsgi::{AppError, Application, Environ, StartResponse};

use super::Call;
use crate::{App, Context, Error};

impl Call<'_, '_> {
    /// Calls `job` in the context of this request, in place of a view (Flask's
    /// `test_request_context`). The rule that fits is known; of the hooks only
    /// the last ones run.
    ///
    /// # Errors
    ///
    /// A request that is no HTTP.
    pub fn context<T: Send>(
        self,
        job: impl FnOnce(&Context<'_>) -> T + Send,
    ) -> Result<T, Error> {
        let (app, job) = (self.app(), Mutex::new(Some(job)));
        let within = Within { app, job, result: Mutex::new(None) };
        let answer = self.send_to(&within);
        let result = within.result.into_inner();
        result.unwrap_or_else(PoisonError::into_inner).ok_or_else(|| {
            Error::message(format!("no request: {}", answer.text().trim_end()))
        })
    }
}

impl App {
    /// Calls `job` in the context of `GET target`; see [`Call::context`].
    ///
    /// ```
    /// # let mut app = carafe::App::new();
    /// # app.get("/user/<name>", || "").set_name("profile");
    /// use carafe::routing::Values;
    ///
    /// let url = app.test_request_context("/", |context| {
    ///     context.url_for("profile", Values::new().with("name", "John Doe"))
    /// })??;
    /// assert_eq!(url, "/user/John%20Doe");
    /// # Ok::<(), carafe::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A target that is none.
    pub fn test_request_context<T: Send>(
        &self,
        target: &str,
        job: impl FnOnce(&Context<'_>) -> T + Send,
    ) -> Result<T, Error> {
        self.client().open("GET", target).context(job)
    }
}

/// An application that calls a function once.
struct Within<'a, F, T> {
    app: &'a App,
    job: Mutex<Option<F>>,
    result: Mutex<Option<T>>,
}

impl<F, T: Send> Application for Within<'_, F, T>
where
    F: FnOnce(&Context<'_>) -> T + Send,
{
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<wsgi::Body<'r>, AppError> {
        let job =
            self.job.lock().unwrap_or_else(PoisonError::into_inner).take();
        let result = job.map(|job| self.app.within(environ, job));
        let mut place = self.result.lock();
        if let Ok(place) = &mut place {
            **place = result;
        }
        start_response.with("204 No Content", &[], None)?;
        Ok(wsgi::Body::Empty)
    }
}
