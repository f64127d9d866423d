//! Hooks and contexts: `tests/test_basic.py`, `tests/test_appctx.py`.

use std::sync::{Arc, Mutex, PoisonError};

use carafe::{App, Context, Error, G, Response};

use crate::{Judge, status_and_text};

pub(crate) fn facts(judge: &mut Judge) {
    around(judge);
    early(judge);
    order(judge);
    teardown(judge);
    globals(judge);
}

#[derive(Debug, thiserror::Error)]
#[error("division by zero")]
struct ZeroDivision;

/// What was called.
#[derive(Clone, Default)]
struct Called(Arc<Mutex<Vec<String>>>);

impl Called {
    fn add(&self, word: impl ToString) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(word.to_string());
    }

    fn take(&self) -> String {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *all).join(" ")
    }
}

fn around(judge: &mut Judge) {
    let name = "test_request_processing";
    let called = Called::default();
    let (one, two) = (called.clone(), called.clone());
    let mut app = App::new();
    app.before_request(move |_| {
        one.add("before");
        Ok(None)
    });
    app.after_request(move |_, response: Response| -> Result<_, Error> {
        two.add("after");
        let body = response.into_parts().2.collect()?;
        Ok([&body[..], b"|after"].concat())
    });
    app.get("/", || "request");
    judge.says(name, &app, "/", "request|after");
    judge.is(name, &*called.take(), "before after");

    let name = "test_after_request_processing";
    let mut app = App::new();
    app.get("/", |context: &Context<'_>| {
        context.after_this_request(|response| {
            response.with_header("X-Foo", "a header")
        });
        "Test"
    });
    let answer = app.client().get("/");
    judge.is(name, answer.status, 200);
    judge.is(name, answer.headers.get("X-Foo"), Some("a header"));
}

fn early(judge: &mut Judge) {
    let name = "test_request_preprocessing_early_return";
    let called = Called::default();
    let mut app = App::new();
    for (number, answer) in [(1, None), (2, Some("hello")), (3, Some("bye"))] {
        let called = called.clone();
        app.before_request(move |_| {
            called.add(number);
            Ok(answer.map(Response::text))
        });
    }
    let view = called.clone();
    app.get("/", move || {
        view.add("index");
        "never"
    });
    judge.says(name, &app, "/", "hello");
    judge.is(name, &*called.take(), "1 2");

    let name = "test_before_request_and_routing_errors";
    let mut app = App::new();
    app.before_request(|context| {
        context.g().set("value");
        Ok(None)
    });
    app.error_handler(404, |context: &Context<'_>, _: &carafe::HttpError| {
        (context.g().get::<&str>().unwrap_or("none"), 404)
    });
    let answer = app.client().get("/");
    judge.is(name, status_and_text(&answer), (404, "value".to_owned()));
}

fn order(judge: &mut Judge) {
    let name = "test_before_after_request_order";
    let called = Called::default();
    let mut app = App::new();
    for number in [1, 2] {
        let called = called.clone();
        app.before_request(move |_| {
            called.add(number);
            Ok(None)
        });
    }
    for number in [4, 3] {
        let called = called.clone();
        app.after_request(move |_, response| {
            called.add(number);
            response
        });
    }
    for number in [6, 5] {
        let called = called.clone();
        app.teardown_request(move |_| called.add(number));
    }
    app.get("/", || "42");
    judge.says(name, &app, "/", "42");
    judge.is(name, &*called.take(), "1 2 3 4 5 6");

    let name = "test_context_refcounts";
    let mut app = App::new();
    let (request, context) = (called.clone(), called.clone());
    app.teardown_appcontext(move |_| context.add("app"));
    app.teardown_request(move |_| request.add("request"));
    app.get("/", || "");
    judge.is(name, app.client().get("/").status, 200);
    judge.is(name, &*called.take(), "request app");
}

fn teardown(judge: &mut Judge) {
    let called = Called::default();
    let app = || {
        let mut app = App::new();
        let told = called.clone();
        app.teardown_appcontext(move |context| {
            told.add(if context.failed() { "error" } else { "none" });
        });
        app.get("/fine", || "Response");
        app.get("/", || Err::<String, Error>(ZeroDivision.into()));
        app
    };
    let mut one = app();
    let told = called.clone();
    one.teardown_request(move |context| {
        told.add(context.failed());
        Err::<(), _>(ZeroDivision)
    });
    let name = "test_teardown_request_handler";
    judge.says(name, &one, "/fine", "Response");
    judge.is(name, &*called.take(), "false none");
    let name = "test_teardown_request_handler_error";
    judge.is(name, one.client().get("/").status, 500);
    judge.is(name, &*called.take(), "true error");
    let name = "test_app_tearing_down_with_unhandled_exception";
    app().client().get("/");
    judge.is(name, &*called.take(), "error");
    let name = "test_app_tearing_down_with_handled_exception_by_app_handler";
    let mut handled = app();
    handled.error_handler_for(|_: &Context<'_>, error: &ZeroDivision| {
        error.to_string()
    });
    judge.says(name, &handled, "/", "division by zero");
    judge.is(name, &*called.take(), "none");
}

fn globals(judge: &mut Judge) {
    let name = "test_get_method_on_g";
    let mut app = App::new();
    app.get("/", |g: G| {
        let before = g.get::<u32>();
        g.set(42_u32);
        format!("{before:?} {:?} {:?}", g.get::<u32>(), g.get::<i8>())
    });
    judge.says(name, &app, "/", "None Some(42) None");
    judge.says(name, &app, "/", "None Some(42) None");
}
