//! What was recorded.

use serde::{Deserialize, Serialize};

/// One conversation between two or more parties.
///
/// As JSON this is what `demo NAME --record FILE` writes and what
/// `book/recordings/` keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    /// What the conversation shows, one line.
    pub title: String,
    /// Names of the parties, as the picture's life-lines show them: the one
    /// that starts the conversation (mostly "client") first.
    pub sides: Vec<String>,
    /// What happened, in an order in which every effect follows its cause.
    pub events: Vec<Event>,
}

/// One thing that one party did or saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Whose event it is: an index into [`Recording::sides`].
    pub side: usize,
    /// What happened.
    #[serde(flatten)]
    pub action: Action,
}

/// What a party did or saw.
///
/// Bytes are written in JSON as a string in the form of [`crate::escape`],
/// so that a recording can be read and compared line by line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Action {
    /// A call that moved no bytes: `socket`, `bind`, `accept`, `close`, …
    Call {
        /// The call and its arguments, as `bind(127.0.0.1:9001)`.
        call: String,
        /// What came back, where it tells something; else empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        result: String,
        /// A call of another party that must have happened before this
        /// one (`accept` waits for `connect`), in the words of its `call` up
        /// to the parenthesis, or `send` or `receive`; else empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        after: String,
    },
    /// Bytes handed to the kernel by one `send` or `write`.
    Sent {
        /// To whom: an index into [`Recording::sides`].
        to: usize,
        /// The bytes that the call took.
        #[serde(with = "crate::text::as_text")]
        bytes: Vec<u8>,
        /// What the bytes are, when an annotator said so; they cover
        /// the bytes from first to last without a gap.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
    },
    /// Bytes that one `recv` or `read` returned.
    Received {
        /// From whom: an index into [`Recording::sides`].
        from: usize,
        /// The bytes that the call returned.
        #[serde(with = "crate::text::as_text")]
        bytes: Vec<u8>,
        /// As in `Sent`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<Part>,
    },
    /// This party said that it will send no more: `shutdown` of the writing
    /// half, or `close`.
    Finished {
        /// To whom.
        to: usize,
    },
    /// A read returned zero bytes: the end of the stream.
    End {
        /// Whose stream ended.
        from: usize,
    },
    /// A call failed because the peer reset the connection.
    Reset {
        /// Who reset it.
        from: usize,
    },
    /// A remark for the reader: something between the lines.
    Note {
        /// One short sentence.
        text: String,
    },
}

/// A run of bytes with one meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How many bytes, at least 1.
    pub len: usize,
    /// What they are for.
    pub kind: PartKind,
    /// A name for them ("length", "payload", "delimiter").
    pub label: String,
}

/// Whether bytes carry the message or mark its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Bytes that only say where messages begin and end.
    Framing,
    /// Bytes of a message.
    Payload,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sides() -> Vec<String> {
        vec!["client".into(), "server".into()]
    }

    pub(crate) fn call(name: &str, after: &str) -> Action {
        Action::Call {
            call: format!("{name}()"),
            result: String::new(),
            after: after.into(),
        }
    }

    pub(crate) fn sent(to: usize, bytes: &str) -> Action {
        Action::Sent { to, bytes: bytes.into(), parts: vec![] }
    }

    pub(crate) fn received(from: usize, bytes: &str) -> Action {
        Action::Received { from, bytes: bytes.into(), parts: vec![] }
    }

    #[test]
    fn a_recording_survives_json_byte_for_byte() {
        let all: Vec<u8> = (0..=255).collect();
        let told = Recording::merge(
            "all bytes",
            sides(),
            vec![
                vec![Action::Sent { to: 1, bytes: all, parts: vec![] }],
                vec![],
            ],
        );
        let json = serde_json::to_string_pretty(&told).unwrap();
        assert_eq!(serde_json::from_str::<Recording>(&json).unwrap(), told);
    }
}
