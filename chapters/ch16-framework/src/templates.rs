//! Pages from templates, by minijinja: Jinja2's language.

use minijinja::Environment;
use serde::Serialize;

use crate::app::App;
use crate::{Context, Error, Response};

/// The templates of an application.
pub(crate) struct Templates(Environment<'static>);

impl Default for Templates {
    /// `Environment::default()` would know no filters and escape nothing.
    fn default() -> Self {
        Templates(Environment::new())
    }
}

impl App {
    /// Adds a template. Its values are escaped if `name` ends with `.html`.
    ///
    /// # Errors
    ///
    /// Where in `source` the mistake is.
    pub fn template(
        &mut self,
        name: &'static str,
        source: &'static str,
    ) -> Result<&mut Self, Error> {
        self.templates.0.add_template(name, source)?;
        Ok(self)
    }

    /// Takes templates from a folder, each when it is first needed. No name
    /// leads out of it.
    pub fn template_folder(
        &mut self,
        folder: impl AsRef<std::path::Path>,
    ) -> &mut Self {
        let loader = minijinja::path_loader(folder);
        self.templates.0.set_loader(loader);
        self
    }
}

impl Context<'_> {
    /// The page that a template makes of `values` (Flask's
    /// `render_template`).
    ///
    /// The template also has `path`, `method` and `endpoint` of the request.
    ///
    /// # Errors
    ///
    /// No such template, or where in it something failed.
    pub fn render(
        &self,
        name: &str,
        values: impl Serialize,
    ) -> Result<Response, Error> {
        let template = self.app().templates.0.get_template(name)?;
        let own = minijinja::context! {
            path => self.path(),
            method => self.request().method(),
            endpoint => self.endpoint(),
        };
        let values = minijinja::Value::from_serialize(values);
        let all = minijinja::context! { ..values, ..own };
        Ok(Response::html(template.render(all)?))
    }
}
