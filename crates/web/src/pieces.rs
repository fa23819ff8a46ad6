//! Pieces of pages that several rooms share: a member's home shows groups, tickets and today's
//! programme, and none of the rooms that own them knows the others.
//!
//! A room hands in a [`Piece`] for a [`Place`]; the page that is that place draws all of them in
//! order. A piece that has nothing to show draws nothing.

use std::fmt;

use futures::future::BoxFuture;
use kernel::{Lang, Result, Scope, scope::Remit};
use maud::Markup;
use uuid::Uuid;

use crate::{app::App, shops::Shop};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `/{org}` for a member; the subject is the member.
    Home,
    /// `/{org}` for somebody who is not a member yet; no subject.
    Welcome,
    /// `/{org}/play`, what is on; the subject is the member, if there is one.
    Play,
    /// `/{org}/groups/{group}` for a member; the subject is the group.
    GroupPhone,
    /// `/{org}/wallet`; the subject is the member.
    Wallet,
    /// A member's page of one order, and the console's; the subject is the order.
    OrderPhone,
    OrderPage,
    /// The counter's page of whoever stands there; the subject is the member.
    CounterDesk,
    /// The counter's page of a return, in place of what the till pays out; the subject is the purchase.
    ReturnMoney,
    /// The page right after joining; the subject is the membership.
    Joined,
    /// The console's Today: what is on, what waits, what moved; no subject.
    TodayNow,
    TodayWaits,
    TodayMoved,
    /// The console's page of one member, group, series, store or person of staff.
    MemberPage,
    GroupPage,
    SeriesPage,
    StorePage,
    StaffPage,
    /// The console's page of one activity of whatever kind; the subject is the activity.
    ActivityPage,
    /// The question before a member is erased, the console's and their own; the subject is the member.
    Leaving,
}

/// For whom a piece is drawn, and about what.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub shop: Shop,
    pub lang: Lang,
    pub scope: Scope,
    /// The role of staff; `None` for members and guests.
    pub role: Option<kernel::Role>,
    pub subject: Option<Uuid>,
}

impl Viewer {
    pub const fn remit(&self) -> &Remit {
        self.scope.remit()
    }
    /// Whether it is somebody of staff who may do that.
    pub fn may(&self, permission: &str) -> bool {
        self.role.is_some_and(|role| role.may(permission))
    }
    #[must_use]
    pub fn about<K: kernel::ids::Kind>(mut self, subject: kernel::Id<K>) -> Self {
        self.subject = Some(subject.uuid());
        self
    }
}

type Draw = for<'a> fn(&'a App, &'a Viewer) -> BoxFuture<'a, Result<Option<Markup>>>;

#[derive(Clone, Copy)]
pub struct Piece {
    pub place: Place,
    /// Lower comes first: 10 for what matters most.
    pub order: i32,
    pub draw: Draw,
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Piece({:?}, {})", self.place, self.order)
    }
}

/// Draws a place's pieces in order.
pub async fn draw(app: &App, place: Place, viewer: &Viewer) -> Result<Vec<Markup>> {
    let mut drawn = Vec::new();
    for piece in app.pieces().iter().filter(|piece| piece.place == place) {
        drawn.extend((piece.draw)(app, viewer).await?);
    }
    Ok(drawn)
}
