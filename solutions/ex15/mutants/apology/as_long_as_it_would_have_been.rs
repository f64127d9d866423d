// killed by: the gateway asks for the length before
//! What only looks hands the length on.

use std::borrow::Cow;

use wsgi::{
    AppError, Application, Blocks, Body, Environ, Errors, ExcInfo,
    StartResponse,
};

/// An application whose failures have a page.
#[derive(Debug)]
pub struct Apology<A> {
    inner: A,
    page: &'static str,
}

impl<A: Application> Apology<A> {
    /// `page` is what the client sees where `inner` fails.
    pub fn new(inner: A, page: &'static str) -> Apology<A> {
        Apology { inner, page }
    }
}

impl<A: Application> Application for Apology<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let (page, errors) = (self.page, environ.errors());
        match self.inner.call(environ, start_response.clone()) {
            Err(error) => {
                apologize(&start_response, &errors, error)?;
                Ok(Body::from(page))
            }
            Ok(inner @ Body::Blocks(_)) => {
                let over = false;
                Ok(Body::blocks(Watched {
                    inner,
                    start_response,
                    errors,
                    page,
                    over,
                }))
            }
            Ok(other) => Ok(other),
        }
    }
}

fn apologize(
    start_response: &StartResponse<'_>,
    errors: &Errors<'_>,
    error: AppError,
) -> Result<(), AppError> {
    let line = error.to_string().replace(char::is_control, " ");
    let headers = [("Content-Type", &b"text/html"[..])];
    let exc_info = Some(ExcInfo(error));
    start_response.with("500 Internal Server Error", &headers, exc_info)?;
    errors.write(&format!("failed: {line}\n"));
    Ok(())
}

struct Watched<'r> {
    inner: Body<'r>,
    start_response: StartResponse<'r>,
    errors: Errors<'r>,
    page: &'static str,
    over: bool,
}

impl Blocks for Watched<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        if self.over {
            return None;
        }
        match self.inner.next_block() {
            Some(Err(error)) => {
                self.over = true;
                let (start, errors) = (&self.start_response, &self.errors);
                let said = apologize(start, errors, error);
                Some(said.map(|()| Cow::Borrowed(self.page.as_bytes())))
            }
            other => other,
        }
    }

    fn length(&self) -> Option<u64> {
        self.inner.length()
    }

    fn close(&mut self) -> Result<(), AppError> {
        Blocks::close(&mut self.inner)
    }
}
