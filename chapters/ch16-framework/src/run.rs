//! The lowest layer under the test client: an application is called, and
//! that is all.

use std::cell::{Cell, RefCell};

use wsgi::{
    AppError, Application, BlockWriter, Blocks, Environ, ExcInfo, StartError,
    StartResponse, Starter, WriteError,
};

use crate::Headers;

/// Calls an application without a server (Werkzeug's `run_wsgi_app`):
/// status, headers, and the whole body.
///
/// No HTTP is parsed and none is written, and no field is added to those of
/// the application: that is the server's part, which a
/// [`Client`](crate::Client) has below it.
///
/// # Errors
///
/// The application's own; a field that cannot be sent; and
/// `start_response` called never, or twice without `exc_info`.
pub fn run_wsgi_app(
    app: &dyn Application,
    environ: Environ<'_>,
) -> Result<(String, Headers, Vec<u8>), AppError> {
    let caller = Caller::default();
    let body = gather(app, environ, &caller)?;
    let said = caller.said.into_inner();
    let (status, headers) = said.ok_or("it did not call start_response")?;
    Ok((status, headers, body))
}

/// All blocks; the body is closed whatever happens.
fn gather(
    app: &dyn Application,
    environ: Environ<'_>,
    caller: &Caller,
) -> Result<Vec<u8>, AppError> {
    let mut body = app.call(environ, StartResponse::lent(caller))?;
    let mut all = caller.written.take();
    while let Some(block) = body.next_block() {
        let block = block?;
        if all.is_empty() {
            all = block.into_owned();
        } else {
            all.extend_from_slice(&block);
        }
    }
    body.close()?;
    Ok(all)
}

/// What the application says.
#[derive(Default)]
struct Caller {
    /// Also when what it said was refused (PEP 3333, "The
    /// `start_response()` Callable").
    called: Cell<bool>,
    said: RefCell<Option<(String, Headers)>>,
    written: Cell<Vec<u8>>,
}

impl Starter for Caller {
    fn start_response(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError> {
        if self.called.replace(true) && exc_info.is_none() {
            return Err(StartError::Twice);
        }
        let mut all = Headers::new();
        for (name, value) in headers {
            let value = wsgi::latin1::decode(value).into_owned();
            let added = all.add((*name).to_owned(), value);
            added.map_err(|error| StartError::Other(error.into()))?;
        }
        *self.said.borrow_mut() = Some((status.to_owned(), all));
        Ok(self)
    }

    fn writer(&self) -> &dyn BlockWriter {
        self
    }
}

impl BlockWriter for Caller {
    fn write(&self, block: &[u8]) -> Result<(), WriteError> {
        let mut all = self.written.take();
        all.extend_from_slice(block);
        self.written.set(all);
        Ok(())
    }
}
