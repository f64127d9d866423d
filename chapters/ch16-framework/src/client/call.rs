//! A request that a test describes before it is sent.

use serde::Serialize;
use wsgi::Application;

use super::multipart::{self, Part};
use super::place::Place;
use super::{Client, TestResponse};
use crate::App;

/// The most redirections that are followed.
const MOST: usize = 20;

/// A request being described (what Flask's client takes as keywords).
///
/// ```
/// # let mut app = carafe::App::new();
/// # app.post("/", |request: &carafe::Request<'_>| request.url());
/// let mut client = app.client();
/// let call = client.open("POST", "/").query_string([("page", "2")]);
/// let answer = call.form([("name", "Ada")]).base_url("https://a.b/c").send();
/// assert_eq!(answer.text(), "https://a.b/c/?page=2");
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Call<'c, 'a> {
    client: &'c mut Client<'a>,
    method: String,
    place: Place,
    fields: Vec<(String, String)>,
    parts: Vec<Part>,
    body: Vec<u8>,
    environ: Vec<(String, String)>,
    follow: bool,
}

impl<'c, 'a> Call<'c, 'a> {
    pub(super) fn new(
        client: &'c mut Client<'a>,
        method: &str,
        target: &str,
    ) -> Self {
        Call {
            client,
            method: method.to_owned(),
            place: Place::new(target),
            fields: Vec::new(),
            parts: Vec::new(),
            body: Vec::new(),
            environ: Vec::new(),
            follow: false,
        }
    }

    /// Pairs for the query, behind those that the target has.
    pub fn query_string<'p>(
        mut self,
        pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Self {
        let query = encoded(pairs);
        let mark = if self.place.target.contains('?') { '&' } else { '?' };
        self.place.target += &format!("{mark}{query}");
        self
    }

    /// A header field. One of ours that has this name is not sent.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Pairs of a form. With a file it is sent in parts.
    pub fn form<'p>(
        mut self,
        pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Self {
        self.parts.extend(pairs.into_iter().map(|(name, text)| Part {
            name: name.to_owned(),
            file: None,
            content: text.as_bytes().to_vec(),
        }));
        self
    }

    /// A file of a form. Its media type is guessed by its name.
    pub fn file(
        mut self,
        name: &str,
        filename: &str,
        content: impl Into<Vec<u8>>,
    ) -> Self {
        let kind = mime_guess::from_path(filename).first_or_octet_stream();
        let file = Some((filename.to_owned(), kind.to_string()));
        let (name, content) = (name.to_owned(), content.into());
        self.parts.push(Part { name, file, content });
        self
    }

    /// A body that is JSON.
    ///
    /// # Errors
    ///
    /// A value that JSON cannot hold.
    pub fn json(self, value: &impl Serialize) -> serde_json::Result<Self> {
        let body = serde_json::to_vec(value)?;
        Ok(self.data("application/json", body))
    }

    /// Any body, and its media type.
    pub fn data(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("Content-Type", kind)
    }

    /// Where the application is: `https://example.org:8443/app`. Its path is
    /// what `SCRIPT_NAME` says.
    pub fn base_url(mut self, url: &str) -> Self {
        self.place = self.place.with_base(url);
        self
    }

    /// A value in the environ: `REMOTE_ADDR`.
    pub fn environ(mut self, key: &str, text: &str) -> Self {
        self.environ.push((key.to_owned(), text.to_owned()));
        self
    }

    /// Asks where redirections lead, up to 20 times.
    ///
    /// As browsers do: after a 307 or 308 it is the same request, after the
    /// others it is a `GET` (or `HEAD`) without a body. One to another host
    /// is not followed: the answer is the redirection then.
    pub fn follow_redirects(mut self) -> Self {
        self.follow = true;
        self
    }

    /// Sends it.
    pub fn send(mut self) -> TestResponse {
        self.write_form();
        let mut history = Vec::new();
        loop {
            let answer = self.send_once(None);
            let next = match self.follow && history.len() < MOST {
                true => self.redirected(&answer),
                false => None,
            };
            let Some(place) = next else {
                return TestResponse { history, ..answer };
            };
            if !matches!(answer.status, 307 | 308) {
                self.become_get();
            }
            self.place = place;
            history.push(answer);
        }
    }

    fn write_form(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        if parts.is_empty() {
            return;
        }
        let (kind, body) = match parts.iter().any(|part| part.file.is_some()) {
            true => multipart::write(&parts),
            false => {
                let pairs = parts.iter().map(|part| {
                    (&*part.name, str::from_utf8(&part.content).unwrap_or(""))
                });
                let kind = "application/x-www-form-urlencoded".to_owned();
                (kind, encoded(pairs).into_bytes())
            }
        };
        self.body = body;
        self.fields.push(("Content-Type".to_owned(), kind));
    }

    fn redirected(&self, answer: &TestResponse) -> Option<Place> {
        let location = match answer.status {
            301 | 302 | 303 | 305 | 307 | 308 => answer.location()?,
            _ => return None,
        };
        self.place.follow(location)
    }

    fn become_get(&mut self) {
        if self.method != "HEAD" {
            self.method = "GET".to_owned();
        }
        self.body.clear();
        self.fields.retain(|(name, _)| {
            !name.to_ascii_lowercase().starts_with("content-")
        });
    }

    fn send_once(&mut self, other: Option<&dyn Application>) -> TestResponse {
        let fields = self.fields.iter();
        let fields: Vec<_> = fields.map(|(n, v)| (&**n, &**v)).collect();
        let Call { client, method, place, body, environ, .. } = self;
        client.ask(other, (method, place), &fields, body, environ)
    }

    pub(super) fn app(&self) -> &'a App {
        self.client.app
    }

    /// Sends it to another application.
    pub(super) fn send_to(mut self, other: &dyn Application) -> TestResponse {
        self.write_form();
        self.send_once(Some(other))
    }
}

fn encoded<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs).finish()
}
