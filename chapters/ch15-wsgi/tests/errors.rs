//! `wsgi.errors` (PEP 3333, "Input and Error Streams").
#![allow(clippy::unwrap_used)]

mod shared;

use std::cell::RefCell;
use std::rc::Rc;

use shared::{ask, get, request};
use wsgi::{Body, ErrorStream, Errors, Value, application};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

#[test]
fn what_is_written_goes_to_the_server_s_log_as_it_is() {
    let heard = get(application(|environ, start_response| {
        let errors = environ.errors();
        errors.write("a table is ");
        errors.writelines(["gone\n", "and a chair\n"]);
        errors.flush();
        let Some(Value::Errors(same)) = environ.value("wsgi.errors") else {
            panic!("every environ has it");
        };
        same.write("\n");
        start_response.call("200 OK", TEXT)?;
        Ok(Body::from("well"))
    }));
    assert_eq!(heard.errors, "a table is gone\nand a chair\n\n");
    assert!(!heard.text.contains("table"), "it is not for the client");
}

#[derive(Default)]
struct Kept(RefCell<String>);

impl ErrorStream for Kept {
    fn write(&self, text: &str) {
        self.0.borrow_mut().push_str(text);
    }
}

#[test]
fn a_middleware_can_put_its_own_in_its_place() {
    let kept = ask(&request("/", ""), |environ| {
        let kept = Rc::new(Kept::default());
        environ.set_errors(Errors::shared(kept.clone()));
        environ.errors().write("kept");
        kept.0.borrow().clone()
    });
    assert_eq!(kept, "kept");
}
