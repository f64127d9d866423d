//! One client after another.

use libc::c_int;

use crate::calls::accept_until_stop;
use crate::say::Say;

pub(crate) fn serve(listener: c_int, say: Say) {
    accept_until_stop(listener, |fd| say.talk(fd));
}
