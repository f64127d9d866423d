//! Pages from templates, by minijinja: Jinja2's language.
//!
//! * [`Templates`]: where they come from; `render`: the page.
//! * `names`: what a template sees besides a view's values; `request`,
//!   `functions`: some of these.

mod functions;
mod names;
mod render;
mod request;

use std::path::{Path, PathBuf};

use minijinja::functions::Function;
use minijinja::value::{FunctionArgs, FunctionResult, ValueKind};
use minijinja::{
    AutoEscape, Environment, Output, State, Value, escape_formatter,
};

use crate::Error;
use crate::app::App;
use crate::escape::write_escaped;

/// What a template made of a text is called in error messages.
const STRING: &str = "<string>";

/// The templates of an application.
pub(crate) struct Templates {
    environment: Environment<'static>,
    /// Those that are in the program: name and source.
    texts: Vec<(&'static str, &'static str)>,
    /// In the order in which they are asked.
    folders: Vec<(Owner, PathBuf)>,
}

/// Whose folder it is. The application's own are asked first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    App,
    Blueprint,
}

impl Default for Templates {
    fn default() -> Self {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(escaping);
        environment.set_formatter(written);
        environment.add_filter("escape", escaped);
        environment.add_filter("e", escaped);
        // `{{ names.items() }}`, `{{ name.upper() }}`: methods of Python's
        // types, which templates for Flask call.
        environment.set_unknown_method_callback(
            minijinja_contrib::pycompat::unknown_method_callback,
        );
        let (texts, folders) = (Vec::new(), Vec::new());
        Templates { environment, texts, folders }
    }
}

impl Templates {
    pub(crate) fn add_folder(&mut self, folder: PathBuf, owner: Owner) {
        self.folders.push((owner, folder));
        self.folders.sort_by_key(|(owner, _)| *owner); // a stable sort
        let folders = self.folders.iter().map(|(_, folder)| folder);
        let loaders: Vec<_> = folders.map(minijinja::path_loader).collect();
        self.environment.set_loader(move |name| {
            let mut found = loaders.iter().map(|loader| loader(name));
            let found = found.find(|found| !matches!(found, Ok(None)));
            found.unwrap_or(Ok(None))
        });
    }

    /// The first folder that is none, in words.
    pub(crate) fn missing_folder(&self) -> Option<String> {
        let mut folders = self.folders.iter().map(|(_, folder)| folder);
        let missing = folders.find(|folder| !folder.is_dir())?.display();
        Some(format!("the template folder {missing} is not there: create it"))
    }

    /// The same, with nothing read yet.
    fn fresh(&self) -> Result<Environment<'static>, minijinja::Error> {
        let mut fresh = self.environment.clone();
        fresh.clear_templates();
        for (name, source) in &self.texts {
            fresh.add_template(name, source)?;
        }
        Ok(fresh)
    }
}

/// By the name's end, as in Flask: a page is escaped, a mail is not. A last
/// `.j2`, which minijinja knows, is none.
// ANCHOR: escaping
fn escaping(name: &str) -> AutoEscape {
    let name = name.strip_suffix(".j2").unwrap_or(name);
    match name.rsplit('.').next() {
        Some("html" | "htm" | "xml" | "xhtml" | "svg" | STRING) => {
            AutoEscape::Html
        }
        _ => AutoEscape::None,
    }
}
// ANCHOR_END: escaping

/// Writes a value into the page. minijinja would escape slashes, too: a link
/// of `url_for` is easier to read, and to look for, as Flask writes it.
fn written(
    out: &mut Output<'_>,
    state: &State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let html = matches!(state.auto_escape(), AutoEscape::Html);
    if !html || value.is_safe() {
        return escape_formatter(out, state, value);
    }
    match value.kind() {
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            Ok(write_escaped(out, text)?)
        }
        ValueKind::Undefined
        | ValueKind::None
        | ValueKind::Bool
        | ValueKind::Number => escape_formatter(out, state, value),
        _ => Ok(write_escaped(out, &value.to_string())?),
    }
}

/// The filters `e` and `escape`.
fn escaped(value: &Value) -> Value {
    match value.is_safe() {
        true => value.clone(),
        false => Value::from_safe_string(crate::escape(&value.to_string())),
    }
}

impl App {
    /// Adds a template that is in the program: `include_str!("page.html")`.
    /// Its values are escaped if `name` ends with `.html`, `.htm`, `.xml`,
    /// `.xhtml` or `.svg`.
    ///
    /// # Errors
    ///
    /// Where in `source` the mistake is.
    pub fn template(
        &mut self,
        name: &'static str,
        source: &'static str,
    ) -> Result<&mut Self, Error> {
        self.templates.environment.add_template(name, source)?;
        self.templates.texts.push((name, source));
        Ok(self)
    }

    /// Takes templates from a folder, each when it is first needed; for each
    /// page anew with `TEMPLATES_AUTO_RELOAD`. Folders are asked in the order
    /// in which they were added, and no name leads out of one.
    pub fn template_folder(&mut self, folder: impl AsRef<Path>) -> &mut Self {
        let folder = folder.as_ref().to_owned();
        self.templates.add_folder(folder, Owner::App);
        self
    }

    /// Adds a filter: a function of what stands before the `|`.
    pub fn template_filter<F, R, Args>(
        &mut self,
        name: &'static str,
        filter: F,
    ) -> &mut Self
    where
        F: Function<R, Args>,
        R: FunctionResult,
        Args: for<'a> FunctionArgs<'a>,
    {
        self.templates.environment.add_filter(name, filter);
        self
    }

    /// Adds a test: `{% if number is prime %}`.
    pub fn template_test<F, R, Args>(
        &mut self,
        name: &'static str,
        test: F,
    ) -> &mut Self
    where
        F: Function<R, Args>,
        R: FunctionResult,
        Args: for<'a> FunctionArgs<'a>,
    {
        self.templates.environment.add_test(name, test);
        self
    }

    /// Adds a function that every template can call.
    pub fn template_global<F, R, Args>(
        &mut self,
        name: &'static str,
        function: F,
    ) -> &mut Self
    where
        F: Function<R, Args>,
        R: FunctionResult,
        Args: for<'a> FunctionArgs<'a>,
    {
        self.templates.environment.add_function(name, function);
        self
    }
}
