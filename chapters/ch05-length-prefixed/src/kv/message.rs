//! What client and server say, to and from bytes.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use framing::{Decoder, Encoder};
use thiserror::Error;

use crate::{LengthPrefixed, Prefix};

/// What a client asks.
// ANCHOR: request
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// The value of `name`, please.
    Get {
        /// 1 to 255 bytes of UTF-8, in all requests.
        name: String,
    },
    /// Keep `value` under `name`.
    Set {
        /// As in `Get`.
        name: String,
        /// Any bytes.
        value: Bytes,
    },
    /// Forget `name`.
    Delete {
        /// As in `Get`.
        name: String,
    },
    /// All names, please.
    List,
}
// ANCHOR_END: request

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// It is done.
    Done,
    /// The value that was asked for.
    Value(Bytes),
    /// All names, in order.
    Names(Vec<String>),
    /// There is nothing under that name.
    NotFound,
    /// The request was understood and refused, and this is why.
    Refused(String),
}

/// Why the bytes of a frame are no message, or a message is no frame.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MessageError {
    /// The frame has no byte 0.
    #[error("a message is empty")]
    Empty,
    /// Byte 0 is none of those in the table.
    #[error("there is no message of kind {0}")]
    UnknownKind(u8),
    /// A name is missing, longer than 255 bytes, or not UTF-8.
    #[error("a name is not 1 to 255 bytes of UTF-8")]
    BadName,
    /// Bytes follow where the message has ended.
    #[error("{0} bytes follow the end of a message")]
    Trailing(usize),
    /// The reason of a refusal is not UTF-8.
    #[error("a reason is not UTF-8")]
    BadReason,
}

impl Request {
    /// The bytes of the frame.
    ///
    /// # Errors
    ///
    /// [`MessageError::BadName`].
    // ANCHOR: request-to-bytes
    pub fn to_bytes(&self) -> Result<BytesMut, MessageError> {
        let mut bytes = BytesMut::new();
        match self {
            Request::Get { name } => put_last(1, name, &mut bytes)?,
            Request::Set { name, value } => {
                bytes.put_u8(2);
                put_name(name, &mut bytes)?;
                bytes.put_slice(value);
            }
            Request::Delete { name } => put_last(3, name, &mut bytes)?,
            Request::List => bytes.put_u8(4),
        }
        Ok(bytes)
    }
    // ANCHOR_END: request-to-bytes

    /// The request that a frame says.
    ///
    /// # Errors
    ///
    /// When it says none.
    // ANCHOR: request-from-bytes
    pub fn from_bytes(mut frame: Bytes) -> Result<Request, MessageError> {
        match frame.try_get_u8().map_err(|_| MessageError::Empty)? {
            1 => Ok(Request::Get { name: last_name(&frame)? }),
            2 => {
                let (name, value) = take_name(frame)?;
                Ok(Request::Set { name, value })
            }
            3 => Ok(Request::Delete { name: last_name(&frame)? }),
            4 => nothing_more(&frame).map(|()| Request::List),
            kind => Err(MessageError::UnknownKind(kind)),
        }
    }
    // ANCHOR_END: request-from-bytes
}

impl Response {
    /// The bytes of the frame.
    ///
    /// # Errors
    ///
    /// [`MessageError::BadName`].
    pub fn to_bytes(&self) -> Result<BytesMut, MessageError> {
        let mut bytes = BytesMut::new();
        match self {
            Response::Done => bytes.put_u8(0),
            Response::Value(value) => {
                bytes.put_u8(1);
                bytes.put_slice(value);
            }
            Response::Names(names) => {
                bytes.put_u8(2);
                for name in names {
                    put_name(name, &mut bytes)?;
                }
            }
            Response::NotFound => bytes.put_u8(3),
            Response::Refused(reason) => {
                bytes.put_u8(4);
                bytes.put_slice(reason.as_bytes());
            }
        }
        Ok(bytes)
    }

    /// The response that a frame says.
    ///
    /// # Errors
    ///
    /// When it says none.
    pub fn from_bytes(mut frame: Bytes) -> Result<Response, MessageError> {
        match frame.try_get_u8().map_err(|_| MessageError::Empty)? {
            0 => nothing_more(&frame).map(|()| Response::Done),
            1 => Ok(Response::Value(frame)),
            2 => {
                let mut names = Vec::new();
                while !frame.is_empty() {
                    let (name, rest) = take_name(frame)?;
                    names.push(name);
                    frame = rest;
                }
                Ok(Response::Names(names))
            }
            3 => nothing_more(&frame).map(|()| Response::NotFound),
            4 => match str::from_utf8(&frame) {
                Ok(reason) => Ok(Response::Refused(reason.to_owned())),
                Err(_) => Err(MessageError::BadReason),
            },
            kind => Err(MessageError::UnknownKind(kind)),
        }
    }
}

/// A message of a kind and a name that ends with the frame.
fn put_last(
    kind: u8,
    name: &str,
    bytes: &mut BytesMut,
) -> Result<(), MessageError> {
    bytes.put_u8(kind);
    bytes.put_slice(check_name(name.as_bytes())?.as_bytes());
    Ok(())
}

/// A name with its length before it: the chapter's codec inside a frame.
// ANCHOR: name
fn put_name(name: &str, bytes: &mut BytesMut) -> Result<(), MessageError> {
    let name = check_name(name.as_bytes())?;
    let mut codec = LengthPrefixed::new(Prefix::U8);
    codec.encode(name, bytes).map_err(|_| MessageError::BadName)
}

/// The name at the front of `frame`, and the rest.
fn take_name(frame: Bytes) -> Result<(String, Bytes), MessageError> {
    let mut rest = BytesMut::from(frame);
    let mut codec = LengthPrefixed::new(Prefix::U8);
    match codec.decode(&mut rest) {
        Ok(Some(name)) => Ok((last_name(&name)?, rest.freeze())),
        _ => Err(MessageError::BadName),
    }
}
// ANCHOR_END: name

fn last_name(bytes: &[u8]) -> Result<String, MessageError> {
    check_name(bytes).map(str::to_owned)
}

fn check_name(bytes: &[u8]) -> Result<&str, MessageError> {
    match str::from_utf8(bytes) {
        Ok(name) if (1..=255).contains(&name.len()) => Ok(name),
        _ => Err(MessageError::BadName),
    }
}

fn nothing_more(rest: &[u8]) -> Result<(), MessageError> {
    match rest.len() {
        0 => Ok(()),
        more => Err(MessageError::Trailing(more)),
    }
}
