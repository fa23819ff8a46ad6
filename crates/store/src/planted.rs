//! What tests let go wrong inside the writer, and the faults that they plant in it to see whether they
//! would be told of one. With the feature `planted`, which no build that is shipped can have; without
//! it every question here is answered at once with "no", and nothing is left of it.
//!
//! Both are set for the thread that a test and its writer run on, so that tests beside each other do
//! not meet.

/// A mistake that we could have made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Whoever wants more than there is gets it.
    FloorUnasked,
    /// Rows of this table are not written.
    Skipped(&'static str),
    /// Everybody is told success, and then the commit is tried.
    AnsweredFirst,
    /// The lease is believed in and not looked at.
    Unfenced,
    /// Whether a key was used before is not looked up.
    KeyForgotten,
    /// Whether a posting was decided before is not looked up.
    PostingForgotten,
    /// That tables are behind is not noted in the commit that leaves them.
    LagUnnoted,
    /// Memory is kept when its commit is lost.
    MemoryKept,
    /// What a refused command did in memory is kept.
    UndoForgotten,
}

#[cfg(not(feature = "planted"))]
pub use off::*;
#[cfg(feature = "planted")]
pub use on::*;

/// What was found, or nothing where a fault forgets it.
pub fn unless<T: Default>(fault: Fault, found: T) -> T {
    if here(fault) { T::default() } else { found }
}

#[cfg(not(feature = "planted"))]
mod off {
    use std::future::{Ready, ready};

    use kernel::Result;

    use super::Fault;

    pub const fn here(_: Fault) -> bool {
        false
    }
    pub const fn skips(_: &str) -> bool {
        false
    }
    pub const fn opens() -> Result<()> {
        Ok(())
    }

    /// The place of a statement.
    #[derive(Debug)]
    pub struct Spot;

    pub const fn spot(_: &str) -> Spot {
        Spot
    }
    impl Spot {
        pub const QUIET: Self = Self;
        pub fn begins(&self) -> Ready<Result<()>> {
            ready(Ok(()))
        }
        pub fn ends<T>(self, done: Result<T>) -> Ready<Result<T>> {
            ready(done)
        }
    }
}

#[cfg(feature = "planted")]
mod on {
    use std::{
        cell::{Cell, RefCell},
        sync::Arc,
    };

    use kernel::{Error, Result};
    use tokio::sync::Notify;

    use super::Fault;

    #[cfg(not(debug_assertions))]
    compile_error!("faults are planted in tests, and a build without debug assertions is shipped");

    /// What befalls one statement of the writer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Trouble {
        /// It is not run, and says that storage is away.
        Fails,
        /// It is run, and its answer is lost.
        Unheard,
        /// The connection is gone, and so many attempts to get another fail.
        Away(u32),
        /// The process ends before it.
        EndsBefore,
        /// The process ends after it.
        EndsAfter,
    }

    /// When trouble comes: at this one, counted from zero, of the statements that hold this text.
    #[derive(Debug, Clone, Copy)]
    pub struct Plan {
        pub trouble: Trouble,
        pub text: &'static str,
        pub nth: u32,
    }

    #[derive(Default)]
    struct Coming {
        plan: Option<Plan>,
        /// The statement that it struck.
        struck: Option<String>,
        /// The writer's connection is gone; so many attempts to get another fail.
        gone: Option<u32>,
        ended: Arc<Notify>,
    }

    thread_local! {
        static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
        static COMING: RefCell<Coming> = RefCell::default();
    }

    /// Plants a fault in what this thread runs, or takes it out again.
    pub fn plant(fault: Option<Fault>) {
        FAULT.set(fault);
    }
    pub fn here(fault: Fault) -> bool {
        FAULT.get() == Some(fault)
    }
    pub fn skips(table: &str) -> bool {
        matches!(FAULT.get(), Some(Fault::Skipped(one)) if one == table)
    }

    /// Lets trouble come once, or no more; what the last one struck.
    pub fn expect(plan: Option<Plan>) -> Option<String> {
        COMING.with_borrow_mut(|coming| {
            let fresh = Coming { plan, ..Coming::default() };
            std::mem::replace(coming, fresh).struck
        })
    }

    /// Comes when the process ends.
    pub async fn ended() {
        let ended = COMING.with_borrow(|coming| coming.ended.clone());
        ended.notified().await;
    }

    /// A new connection of the writer.
    pub fn opens() -> Result<()> {
        COMING.with_borrow_mut(|coming| match &mut coming.gone {
            Some(more @ 1..) => {
                *more -= 1;
                Err(Error::BUSY)
            }
            gone => {
                *gone = None;
                Ok(())
            }
        })
    }

    /// The place of a statement.
    #[derive(Debug)]
    pub struct Spot {
        trouble: Option<Trouble>,
        gone: bool,
    }

    pub fn spot(sql: &str) -> Spot {
        COMING.with_borrow_mut(|coming| Spot {
            gone: coming.gone.is_some(),
            trouble: coming.strikes(sql),
        })
    }

    impl Coming {
        fn strikes(&mut self, sql: &str) -> Option<Trouble> {
            let plan = self.plan.as_mut().filter(|plan| sql.contains(plan.text))?;
            if plan.nth > 0 {
                plan.nth -= 1;
                return None;
            }
            let trouble = plan.trouble;
            self.plan = None;
            self.struck = Some(sql.chars().take(40).collect());
            if let Trouble::Away(more) = trouble {
                self.gone = Some(more);
            }
            Some(trouble)
        }
    }

    impl Spot {
        /// Where no trouble comes.
        pub const QUIET: Self = Self { trouble: None, gone: false };

        pub async fn begins(&self) -> Result<()> {
            match self.trouble {
                Some(Trouble::EndsBefore) => end().await,
                Some(Trouble::Fails | Trouble::Away(_)) => Err(Error::BUSY),
                _ if self.gone => Err(Error::BUSY),
                _ => Ok(()),
            }
        }
        pub async fn ends<T>(self, done: Result<T>) -> Result<T> {
            match self.trouble {
                Some(Trouble::EndsAfter) => end().await,
                Some(Trouble::Unheard) => done.and(Err(Error::BUSY)),
                _ => done,
            }
        }
    }

    /// Nothing that this thread runs goes on from here.
    async fn end<T>() -> T {
        COMING.with_borrow(|coming| coming.ended.notify_one());
        std::future::pending().await
    }
}
