//! From a template and values to a page.

use minijinja::{Template, Value};
use serde::Serialize;

use super::STRING;
use super::names::Names;
use crate::response::guess;
use crate::{Context, Error, Response};

impl Context<'_> {
    /// The page that a template makes of `values` (Flask's
    /// `render_template`). Its media type is that of the name, so that a
    /// `.txt`, in which nothing is escaped, is not taken for a page.
    ///
    /// As in Flask, a template also has `request`, `session`, `g`, `config`,
    /// `url_for` and `get_flashed_messages`, and what
    /// [`App::context_processor`](crate::App::context_processor) adds.
    ///
    /// # Errors
    ///
    /// No such template, or where in it something failed.
    #[doc(alias = "render_template")]
    pub fn render(
        &self,
        name: &str,
        values: impl Serialize,
    ) -> Result<Response, Error> {
        let page = self.render_to_string(name, values)?;
        Ok(match name.strip_suffix(".j2").unwrap_or(name) {
            name if name.ends_with(".html") => Response::html(page),
            name => Response::new(page).typed(guess(name)),
        })
    }

    /// The same as text: for a mail, or a part of a page.
    ///
    /// # Errors
    ///
    /// As [`Context::render`].
    pub fn render_to_string(
        &self,
        name: &str,
        values: impl Serialize,
    ) -> Result<String, Error> {
        let templates = &self.app().templates;
        if self.app().settings()?.reload {
            let fresh = templates.fresh()?;
            return self.fill(fresh.get_template(name)?, values);
        }
        self.fill(templates.environment.get_template(name)?, values)
    }

    /// The page that `source` makes of `values`; they are escaped (Flask's
    /// `render_template_string`). What a client has sent belongs into the
    /// values, never into the source: a template can read the session.
    ///
    /// # Errors
    ///
    /// Where in `source` something is wrong, or failed.
    #[doc(alias = "render_template_string")]
    pub fn render_string(
        &self,
        source: &str,
        values: impl Serialize,
    ) -> Result<Response, Error> {
        let environment = &self.app().templates.environment;
        let template = environment.template_from_named_str(STRING, source)?;
        Ok(Response::html(self.fill(template, values)?))
    }

    fn fill(
        &self,
        template: Template<'_, '_>,
        values: impl Serialize,
    ) -> Result<String, Error> {
        let names = Names::new(self, Value::from_serialize(values))?;
        Ok(template.render(Value::from_object(names))?)
    }
}
