//! What must hold for any cookie that is said to be a session.

use std::sync::LazyLock;

use carafe::{App, Result, Session};

static APP: LazyLock<App> = LazyLock::new(|| {
    let mut app = App::new();
    let key = "a key of thirty-two octets, or more";
    app.config_mut().set("SECRET_KEY", key).expect("a value");
    app.get("/set", set);
    app.get("/get", get);
    app
});

/// What a browser keeps after `/set`.
static COOKIE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let answer = APP.client().get("/set");
    let field = answer.headers.get("Set-Cookie").expect("a session");
    let pair = field.split(';').next().expect("a cookie");
    pair.strip_prefix("session=").expect("its name").into()
});

fn set(session: Session) -> Result<&'static str> {
    session.set("user", "Ada")?;
    Ok("set")
}

fn get(session: Session) -> String {
    session.get("user").unwrap_or_default()
}

/// Who the application takes a client with this cookie for.
fn user(cookie: &[u8]) -> Option<String> {
    let request =
        [b"GET /get HTTP/1.0\r\nCookie: session=", cookie, b"\r\n\r\n"];
    let answer = APP.client().send_bytes(&request.concat());
    assert!(answer.status < 500, "{} for {cookie:?}", answer.status);
    (answer.status == 200).then(|| answer.text())
}

/// The octets are a session; or they are pairs of a place and a mask, by
/// which a true one is changed.
///
/// # Panics
///
/// When a session that was not signed here says who somebody is.
pub(crate) fn any_session(data: &[u8]) {
    let mut cookie = COOKIE.clone();
    for pair in data.chunks_exact(2) {
        let at = usize::from(pair[0]) % cookie.len();
        cookie[at] ^= pair[1];
    }
    if cookie == *COOKIE {
        assert_eq!(user(&cookie).as_deref(), Some("Ada"));
    } else {
        let changed = user(&cookie).unwrap_or_default();
        assert_eq!(changed, "", "for {:?}", String::from_utf8_lossy(&cookie));
    }
    if data != COOKIE.as_slice() {
        assert_eq!(user(data).unwrap_or_default(), "");
    }
}
