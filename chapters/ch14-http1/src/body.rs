//! Where a body ends.

use bytes::BytesMut;

use crate::Error;
use crate::chunked::Chunked;
use crate::limits::Limits;
use crate::request::Framing;

/// What comes next in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// So many bytes at the front of the input are content; the caller takes
    /// them away before it asks again.
    Data(usize),
    /// The body is complete.
    End,
    /// More bytes are needed.
    More,
}

/// A decoder for bodies, one after another.
#[derive(Debug)]
pub(crate) struct Body {
    framing: Framing,
    pub(crate) chunked: Chunked,
    /// What may come until the limit, where nobody says how much will.
    room: u64,
    max: u64,
}

impl Body {
    pub(crate) fn new(limits: &Limits) -> Body {
        let chunked = Chunked::new(limits);
        let max = limits.body;
        Body { framing: Framing::Length(0), chunked, room: max, max }
    }

    pub(crate) fn begin(&mut self, framing: Framing) {
        self.framing = framing;
        self.room = self.max;
        self.chunked.begin();
    }

    /// How many bytes are to come, where that is known.
    pub(crate) fn left(&self) -> Option<u64> {
        match self.framing {
            Framing::Length(left) => Some(left),
            Framing::Chunked | Framing::UntilClose => None,
        }
    }

    /// So many bytes of content went past, where their number is known.
    pub(crate) fn pass(&mut self, count: u64) {
        if let Framing::Length(left) = &mut self.framing {
            *left = left.saturating_sub(count);
        }
    }

    /// The next piece; `ended`: no more bytes will come.
    pub(crate) fn next(
        &mut self,
        input: &mut BytesMut,
        ended: bool,
    ) -> Result<Piece, Error> {
        // ANCHOR: next
        let here = input.len();
        let piece = match &mut self.framing {
            Framing::Length(0) => Piece::End,
            Framing::Length(_) if here == 0 => Piece::More,
            Framing::Length(left) => {
                let here = here.min(usize::try_from(*left).unwrap_or(here));
                *left -= here as u64;
                Piece::Data(here)
            }
            Framing::Chunked => self.chunked.next(input)?,
            Framing::UntilClose if here > 0 => {
                let room = self.room.checked_sub(here as u64);
                self.room = room.ok_or(Error::BodyTooLong(self.max))?;
                Piece::Data(here)
            }
            Framing::UntilClose if ended => Piece::End,
            Framing::UntilClose => Piece::More,
        };
        if piece == Piece::More && ended {
            // Cut off: it is never handed on as complete.
            return Err(self.unfinished());
        }
        Ok(piece)
        // ANCHOR_END: next
    }

    fn unfinished(&self) -> Error {
        match self.left() {
            Some(left) => Error::Unfinished(left),
            None => Error::UnfinishedChunks(self.chunked.received()),
        }
    }
}
