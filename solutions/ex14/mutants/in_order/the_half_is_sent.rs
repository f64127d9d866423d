// killed by: the others are not
//! Answers are ready in any order, and leave in the order of the requests.

use std::collections::VecDeque;

/// Names one request of this connection, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The next answer may follow.
    Keep,
    /// It is the last one.
    Close,
    /// It will never be complete.
    Cut,
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes on; perhaps something is to be sent.
    Open,
    /// All is sent, and it was the last: close.
    Close,
    /// All that can be sent is sent: reset it.
    Reset,
}

#[derive(Debug, Default)]
struct Answer {
    /// Taken, and not yet sent.
    bytes: Vec<u8>,
    end: Option<End>,
}

/// The answers of one connection, in the order of its requests.
#[derive(Debug)]
pub struct InOrder {
    most: usize,
    room: usize,
    answers: VecDeque<Answer>,
    /// The ticket of the answer at the front, or of the next request.
    front: u64,
    /// No more requests are taken.
    last: bool,
    /// An answer was cut, and those before it are sent.
    cut: bool,
}

impl InOrder {
    /// At most `most` requests at a time; `room` bytes for each answer.
    pub fn new(most: usize, room: usize) -> InOrder {
        let answers = VecDeque::new();
        InOrder { most, room, answers, front: 0, last: false, cut: false }
    }

    /// A request has come; `last`: the client will send no more. `None`: it is
    /// not taken, now or ever.
    pub fn request(&mut self, last: bool) -> Option<Ticket> {
        if self.last || self.answers.len() >= self.most {
            return None;
        }
        self.last = last;
        self.answers.push_back(Answer::default());
        Some(Ticket(self.front + self.answers.len() as u64 - 1))
    }

    /// Adds `bytes` to an answer: how many of them were taken.
    pub fn data(&mut self, ticket: Ticket, bytes: &[u8]) -> usize {
        let room = self.room;
        let Some(answer) = self.open(ticket) else { return bytes.len() };
        let taken = bytes.len().min(room - answer.bytes.len());
        answer.bytes.extend_from_slice(&bytes[..taken]);
        taken
    }

    /// An answer has ended.
    pub fn end(&mut self, ticket: Ticket, end: End) {
        let Some(answer) = self.open(ticket) else { return };
        answer.end = Some(end);
        if end != End::Keep {
            self.last = true;
            let place = (ticket.0 - self.front) as usize;
            self.answers.truncate(place + 1);
        }
        self.turn();
    }

    /// What can be sent now.
    pub fn output(&self) -> &[u8] {
        self.answers.front().map_or(&[], |answer| &answer.bytes)
    }

    /// The first `n` bytes of the output were sent.
    pub fn sent(&mut self, n: usize) {
        if let Some(answer) = self.answers.front_mut() {
            answer.bytes.drain(..n);
        }
        self.turn();
    }

    /// What becomes of the connection.
    pub fn fate(&self) -> Fate {
        match self.answers.is_empty() {
            true if self.cut => Fate::Reset,
            true if self.last => Fate::Close,
            _ => Fate::Open,
        }
    }

    /// The answer of `ticket`, if it is still wanted.
    fn open(&mut self, ticket: Ticket) -> Option<&mut Answer> {
        let place = ticket.0.checked_sub(self.front)?;
        let answer = self.answers.get_mut(usize::try_from(place).ok()?)?;
        answer.end.is_none().then_some(answer)
    }

    /// Lets those go that have ended and are sent.
    fn turn(&mut self) {
        while let Some(Answer { bytes, end: Some(end) }) = self.answers.front()
            && bytes.is_empty()
        {
            self.cut |= *end == End::Cut;
            self.answers.pop_front();
            self.front += 1;
        }
    }
}
