//! A client for tests: it needs no socket.
//!
//! * [`Call`]: a request that is described; `place`: where it goes to;
//!   `changed`: the environ there; `multipart`: a form with files; `within`:
//!   a context without a view.
//! * [`TestResponse`]: an answer.
//! * [`CookieJar`]: the cookies that the client keeps.

mod answer;
mod call;
mod changed;
mod jar;
mod multipart;
mod place;
mod within;

use serde::Serialize;
use wsgi::{Application, Gateway, Memory};

pub use self::answer::TestResponse;
pub use self::call::Call;
pub use self::jar::CookieJar;

use self::changed::Changed;
use self::place::Place;
use crate::{App, Error, Response, Session};

/// Calls an application as a browser would, through the same HTTP machine
/// and gateway, in memory. It keeps cookies.
pub struct Client<'a> {
    app: &'a App,
    gateway: Gateway<&'a (dyn Application + 'a)>,
    cookies: CookieJar,
    limits: http1::Limits,
}

impl App {
    /// A client for tests.
    #[doc(alias = "test_client")]
    pub fn client(&self) -> Client<'_> {
        let app: &dyn Application = self;
        // What is wrong with the configuration is said by every answer.
        let limits = self.server_limits().unwrap_or_default();
        let (gateway, cookies) = (Gateway::new(app), CookieJar::default());
        Client { app: self, gateway, cookies, limits }
    }
}

/// Whether one of the fields has that name.
fn has(fields: &[(&str, &str)], name: &str) -> bool {
    fields.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
}

impl<'a> Client<'a> {
    /// `GET`
    pub fn get(&mut self, target: &str) -> TestResponse {
        self.send("GET", target, &[], b"")
    }

    /// `POST` with a form.
    pub fn post_form(
        &mut self,
        target: &str,
        form: &[(&str, &str)],
    ) -> TestResponse {
        self.open("POST", target).form(form.iter().copied()).send()
    }

    /// `POST` with JSON.
    ///
    /// # Errors
    ///
    /// A value that JSON cannot hold.
    pub fn post_json(
        &mut self,
        target: &str,
        value: &impl Serialize,
    ) -> serde_json::Result<TestResponse> {
        Ok(self.open("POST", target).json(value)?.send())
    }

    /// A request with all that can be said about it. `target` is a path with
    /// or without a query, or a whole URL.
    pub fn open(&mut self, method: &str, target: &str) -> Call<'_, 'a> {
        Call::new(self, method, target)
    }

    /// A request with these fields and that body, as they are.
    pub fn send(
        &mut self,
        method: &str,
        target: &str,
        fields: &[(&str, &str)],
        body: &[u8],
    ) -> TestResponse {
        self.ask(None, (method, &Place::new(target)), fields, body, &[])
    }

    /// The bytes of one request, as they are. What is no HTTP is
    /// answered as on a socket; a connection that is cut has status 0. The
    /// client's own cookies are not sent.
    pub fn send_bytes(&mut self, bytes: &[u8]) -> TestResponse {
        self.exchange(bytes, &Place::new("/"), None)
    }

    /// The cookies.
    pub fn cookies(&self) -> &CookieJar {
        &self.cookies
    }

    /// The cookies, to change them.
    pub fn cookies_mut(&mut self) -> &mut CookieJar {
        &mut self.cookies
    }

    /// Keeps a cookie for all paths of `localhost`; for others see
    /// [`Client::cookies_mut`].
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        let field = format!("{name}={value}; Path=/");
        self.cookies.set(&field, "localhost", "/");
    }

    /// The cookie `name` that is kept for all paths of `localhost`.
    pub fn get_cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name, "localhost", "/")
    }

    /// Forgets the cookie `name` that is kept for all paths of `localhost`.
    pub fn delete_cookie(&mut self, name: &str) -> bool {
        self.cookies.delete(name, "localhost", "/")
    }

    /// Looks at the session that the client has with the application, or
    /// changes it, as if a view had.
    ///
    /// ```
    /// # let mut app = carafe::App::new();
    /// # app.config_mut().set("SECRET_KEY", "a".repeat(32))?;
    /// let mut client = app.client();
    /// client.session_transaction(|session| session.set("user", "Ada"))?;
    /// let user = |session: &carafe::Session| Ok(session.get("user"));
    /// let user: Option<String> = client.session_transaction(user)?;
    /// assert_eq!(user.as_deref(), Some("Ada"));
    /// # Ok::<(), carafe::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A configuration that cannot be used, and what `change` says.
    pub fn session_transaction<T>(
        &mut self,
        change: impl FnOnce(&Session) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let settings = &self.app.settings()?.session;
        let sent = self.cookies.any(&settings.name).map(str::to_owned);
        let session = Session::new(settings, sent);
        let result = change(&session)?;
        let mut response = Response::new("");
        session.save(&mut response)?;
        for field in response.headers().get_all("Set-Cookie") {
            self.cookies.set_for_its_domain(field);
        }
        Ok(result)
    }

    /// Asks the application, or another one, at that place, with that in its
    /// environ.
    fn ask(
        &mut self,
        other: Option<&dyn Application>,
        (method, place): (&str, &Place),
        fields: &[(&str, &str)],
        body: &[u8],
        set: &[(String, String)],
    ) -> TestResponse {
        let bytes = self.message(method, place, fields, body);
        if other.is_none() && place.is_usual() && set.is_empty() {
            return self.exchange(&bytes, place, None);
        }
        let app = other.unwrap_or(self.app);
        let changed = Changed { app, place, set };
        let gateway = Gateway::new(&changed as &dyn Application);
        self.exchange(&bytes, place, Some(&gateway))
    }

    /// The bytes of a request.
    fn message(
        &self,
        method: &str,
        place: &Place,
        fields: &[(&str, &str)],
        body: &[u8],
    ) -> Vec<u8> {
        let mut head =
            format!("{method} {} HTTP/1.0\r\n", place.request_target());
        if !has(fields, "Host") {
            head += &format!("Host: {}\r\n", place.host);
        }
        for (name, value) in fields {
            head += &format!("{name}: {value}\r\n");
        }
        if let Some(cookies) = self.cookies.field(place)
            && !has(fields, "Cookie")
        {
            head += &format!("Cookie: {cookies}\r\n");
        }
        let sized = has(fields, "Content-Length");
        if !sized && (!body.is_empty() || method == "POST") {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        [head.as_bytes(), b"\r\n", body].concat()
    }

    /// Asks, by another gateway if there is one, and keeps the cookies.
    fn exchange(
        &mut self,
        bytes: &[u8],
        place: &Place,
        other: Option<&Gateway<&dyn Application>>,
    ) -> TestResponse {
        let mut memory = Memory::new(self.limits);
        let gateway = &self.gateway;
        memory.send(bytes, |channel| match other {
            Some(other) => other.run(channel),
            None => gateway.run(channel),
        });
        let response = TestResponse::read(&memory.take());
        let (host, path) = (place.hostname(), place.whole_path());
        for field in response.headers.get_all("Set-Cookie") {
            self.cookies.set(field, &host, &path);
        }
        response
    }
}
