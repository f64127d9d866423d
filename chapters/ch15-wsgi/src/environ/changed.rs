//! What a middleware does to an environ.

use std::any::Any;
use std::borrow::Cow;
use std::rc::Rc;

use super::{Environ, Extra};
use crate::{Errors, Input};

impl<'r> Environ<'r> {
    /// `environ[key] = text`
    pub fn set(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        text: impl Into<String>,
    ) {
        let (key, text) = (key.into(), text.into());
        if !self.set_path(&key, &text) {
            self.put(key, Some(Extra::Text(text)));
        }
    }

    /// `environ[key] = object`, for what one part tells another. The name
    /// should have a dot in it: `carafe.session`.
    pub fn set_object(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        object: Rc<dyn Any>,
    ) {
        self.put(key.into(), Some(Extra::Object(object)));
    }

    /// What [`Environ::set_object`] has put there, if it is a `T`.
    pub fn object<T: 'static>(&self, key: &str) -> Option<Rc<T>> {
        match self.extra(key)?.as_ref()? {
            Extra::Object(object) => Rc::clone(object).downcast().ok(),
            Extra::Text(_) => None,
        }
    }

    /// `del environ[key]`
    pub fn remove(&mut self, key: impl Into<Cow<'static, str>>) {
        let key = key.into();
        self.set_path(&key, "");
        self.put(key, None);
    }

    fn put(&mut self, key: Cow<'static, str>, value: Option<Extra>) {
        match self.extras.iter_mut().find(|(other, _)| *other == key) {
            Some((_, old)) => *old = value,
            None => self.extras.push((key, value)),
        }
    }

    /// Another stream in place of `wsgi.input`.
    pub fn set_input(&mut self, input: Input<'r>) {
        self.extras.retain(|(key, _)| key != "wsgi.input");
        self.input = input;
    }

    /// Another stream in place of `wsgi.errors`.
    pub fn set_errors(&mut self, errors: Errors<'r>) {
        self.extras.retain(|(key, _)| key != "wsgi.errors");
        self.errors = errors;
    }
}
