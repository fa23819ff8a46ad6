//! Short messages to people outside. What really sends is handed in by the front door.

use std::{fmt, sync::Arc};

/// One message to one person.
#[derive(Clone)]
pub struct Note {
    /// An e-mail address or an E.164 number, as the outlet understands it.
    pub to: String,
    /// Text messages have none.
    pub subject: String,
    pub text: String,
}

impl fmt::Debug for Note {
    /// What is in it may open a door: no log shall have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Note").finish_non_exhaustive()
    }
}

/// Why a message did not leave, without a word of it or of whom it was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsent {
    /// Another attempt may go well.
    Later(String),
    /// Another attempt would fail as well, until a person has changed something.
    Never(String),
}

/// A road on which messages leave. It blocks until the other side has taken the message or its
/// patience is over, so it is called by jobs only.
pub trait Outlet: Send + Sync {
    fn send(&self, note: &Note) -> Result<(), Unsent>;
}

/// The roads that this installation has.
#[derive(Clone, Default)]
pub struct Post {
    pub email: Option<Arc<dyn Outlet>>,
    pub sms: Option<Arc<dyn Outlet>>,
    /// Where links in messages lead: the installation's absolute address, without a slash at its end.
    pub site: String,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post")
            .field("email", &self.email.is_some())
            .field("sms", &self.sms.is_some())
            .field("site", &self.site)
            .finish()
    }
}
