//! What counts and compares.

use std::fmt::Debug;

/// The facts of one topic.
#[derive(Default)]
pub(crate) struct Facts {
    /// How many hold here as they do upstream.
    pub(crate) same: usize,
    /// How many do not, each for a reason.
    pub(crate) differs: usize,
    upstream: &'static str,
    wrong: Vec<String>,
}

impl Facts {
    /// All facts of a topic.
    ///
    /// # Panics
    ///
    /// When one does not hold; all that do not are named.
    pub(crate) fn of(topic: impl Fn(&mut Facts)) -> Facts {
        let mut facts = Facts::default();
        topic(&mut facts);
        let wrong = facts.wrong.join("\n");
        assert!(wrong.is_empty(), "these facts do not hold:\n{wrong}");
        facts
    }

    /// The upstream test that says what follows.
    pub(crate) fn by(&mut self, upstream: &'static str) -> &mut Facts {
        self.upstream = upstream;
        self
    }

    /// `ours` is what comes out here, `theirs` what upstream expects.
    pub(crate) fn same<T: Debug + PartialEq<U>, U: Debug>(
        &mut self,
        input: &str,
        ours: T,
        theirs: U,
    ) -> &mut Facts {
        self.same += 1;
        self.compare(input, ours, &theirs);
        self
    }

    /// `ours` comes out here and is `here`, not what upstream expects, which
    /// is said in `why`.
    pub(crate) fn differs<T: Debug + PartialEq<U>, U: Debug>(
        &mut self,
        input: &str,
        ours: T,
        here: U,
        why: &str,
    ) -> &mut Facts {
        assert!(!why.is_empty(), "{input}: a difference has a reason");
        self.differs += 1;
        self.compare(input, ours, &here);
        self
    }

    fn compare<T: Debug + PartialEq<U>, U: Debug>(
        &mut self,
        input: &str,
        ours: T,
        expected: &U,
    ) {
        if ours != *expected {
            let upstream = self.upstream;
            self.wrong.push(format!(
                "  {upstream}: {input:?}\n    expected {expected:?}\n    \
                 came out {ours:?}"
            ));
        }
    }
}
