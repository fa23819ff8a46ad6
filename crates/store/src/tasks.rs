//! The one place where background tasks begin, so that all of them end with their owner.

use std::future::Future;

use tokio::task::JoinSet;

/// Tasks that stop when this is dropped.
#[derive(Debug, Default)]
pub struct Tasks(JoinSet<()>);

impl Tasks {
    pub fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(task);
    }
    /// Forgets tasks that ended, so that a long list of short ones does not grow.
    pub fn reap(&mut self) {
        while self.0.try_join_next().is_some() {}
    }
}
