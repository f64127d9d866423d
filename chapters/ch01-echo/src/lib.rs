//! A conversation of bytes: socket, bind, listen, accept, send, recv, close.
