//! What an order is, and what may become of one.

use std::{collections::HashMap, time::Duration};

use kernel::{
    MemberId, OrderId, ProductId, PurchaseId, Refused, ReservationId, Result, StoreId, Time,
    VoucherId,
};
use serde::{Deserialize, Serialize};
use value::words::Words;

use crate::products::Part;

kernel::refusals! { orders:
    /// In this state that cannot happen to it; `state` says which.
    NotNow "not_now" 409,
    /// It is collected in another store.
    OtherStore "other_store" 409,
    /// It needs more different goods than one reservation can hold.
    TooLarge "too_large" 409,
    /// Nobody brings it: it is collected.
    NotDelivered "not_delivered" 409,
    /// What was taken off it went back when nobody paid in time, and cannot be taken off again.
    PriceGone "price_gone" 409,
    /// Its slot went to others when nobody paid in time: it is ordered again, for another.
    SlotGone "slot_gone" 409,
}

/// How long goods are held for somebody who has not paid.
pub const HOLD_FOR: Duration = Duration::from_secs(48 * 3600);
pub const REASON_MAX: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderState)]
pub enum State {
    /// Written down; nothing is held yet.
    Placed,
    /// Its goods are held until a time.
    Reserved,
    /// Paid; its goods are set aside.
    Paid,
    /// Packed; its goods are set aside, paid or not.
    Ready,
    /// Somebody brings it to the door.
    OnTheWay,
    /// Nobody opened; it is with the shop again.
    Failed,
    /// Nobody came to the point; it waits in the store.
    Missed,
    /// Handed over, and a purchase.
    Collected,
    Cancelled,
    /// Nobody came or paid in time.
    Expired,
    /// All of it came back.
    Returned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Reserve,
    Pay,
    Prepare,
    SetOut,
    Fail,
    Miss,
    HandOver,
    Cancel,
    Expire,
    GiveBack,
}

kernel::words!(State {
    Placed "placed",
    Reserved "reserved",
    Paid "paid",
    Ready "ready",
    OnTheWay "on_the_way",
    Failed "failed",
    Missed "missed",
    Collected "collected",
    Cancelled "cancelled",
    Expired "expired",
    Returned "returned",
});

impl State {
    /// What the event makes of it; none: it cannot happen now.
    ///
    /// What is packed waits for a person, not for a clock. Money that comes after the goods were set
    /// free takes them again, if they are still there.
    pub const fn after(self, event: Event) -> Option<Self> {
        Some(match (self, event) {
            (Self::Placed, Event::Reserve) => Self::Reserved,
            (Self::Reserved | Self::Expired, Event::Pay) => Self::Paid,
            (Self::Reserved | Self::Paid, Event::Prepare) | (Self::Ready, Event::Pay) => {
                Self::Ready
            }
            (Self::Ready | Self::Failed, Event::SetOut) | (Self::OnTheWay, Event::Pay) => {
                Self::OnTheWay
            }
            (Self::OnTheWay, Event::Fail) | (Self::Failed, Event::Pay) => Self::Failed,
            (Self::Ready, Event::Miss) | (Self::Missed, Event::Pay) => Self::Missed,
            (
                Self::Reserved
                | Self::Paid
                | Self::Ready
                | Self::OnTheWay
                | Self::Failed
                | Self::Missed,
                Event::HandOver,
            ) => Self::Collected,
            (
                Self::Placed
                | Self::Reserved
                | Self::Paid
                | Self::Ready
                | Self::Failed
                | Self::Missed,
                Event::Cancel,
            ) => Self::Cancelled,
            (Self::Placed | Self::Reserved, Event::Expire) => Self::Expired,
            (Self::Collected, Event::GiveBack) => Self::Returned,
            _ => return None,
        })
    }
    /// Whether somebody still waits for it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Placed | Self::Reserved) || self.is_set_aside()
    }
    /// Whether its goods are set aside, and no clock frees them.
    pub const fn is_set_aside(self) -> bool {
        matches!(self, Self::Paid) || self.is_packed()
    }
    /// Whether it was taken from the shelves.
    pub const fn is_packed(self) -> bool {
        matches!(self, Self::Ready | Self::OnTheWay | Self::Failed | Self::Missed)
    }
    /// Whether a member may call it off alone: what is packed is work that somebody did.
    pub const fn may_leave(self) -> bool {
        matches!(self, Self::Placed | Self::Reserved)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrderPayment)]
pub enum Payment {
    /// At the counter, when it is collected.
    Owed,
    Paid,
    Refunded,
}
kernel::words!(Payment { Owed "owed", Paid "paid", Refunded "refunded" });

/// A product as it was ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub product: ProductId,
    pub name: Words,
    pub category: String,
    pub quantity: i64,
    /// Of all of them, in minor units.
    pub amount: i64,
    /// What member prices took off before the amount.
    pub taken_off: i64,
    /// What leaves the shelf for it.
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    /// Nine characters without hyphens: what the phone shows at the counter.
    pub code: String,
    /// None: it is held under a name, for somebody who is no member.
    pub member: Option<MemberId>,
    /// That name; empty for a member's order, and once it is forgotten.
    pub buyer: String,
    /// From whose shelves it comes, and where it is collected if nothing else is said.
    pub store: StoreId,
    pub state: State,
    pub payment: Payment,
    pub amount: i64,
    pub pieces: i64,
    pub held: Option<ReservationId>,
    /// When the hold of what is not paid ends.
    pub held_until: Time,
    pub purchase: Option<PurchaseId>,
    /// The id that its purchase gets, when something is taken off it under that id.
    pub bill: Option<PurchaseId>,
    /// What was used with it.
    pub vouchers: Vec<VoucherId>,
    pub reason: String,
    pub placed_at: Time,
    pub changed_at: Time,
}

impl Order {
    /// The state after the event, or the refusal that says where it stands.
    pub fn next(&self, event: Event) -> Result<State, Refused> {
        let state = self.state.after(event);
        state.ok_or_else(|| Refusal::NotNow.with("state", self.state.word()))
    }
    /// Whose it is, by the members' names.
    pub fn name(&self, names: &HashMap<MemberId, String>) -> String {
        let known = self.member.and_then(|member| names.get(&member));
        known.unwrap_or(&self.buyer).clone()
    }
    /// The state as a person sees it: what is over is over before the timer says so.
    pub fn state_at(&self, now: Time) -> State {
        match self.state {
            State::Placed | State::Reserved if self.held_until <= now => State::Expired,
            state => state,
        }
    }
}

/// Everything that leaves the shelves for these lines, each product once.
pub fn goods(lines: &[Line]) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for part in lines.iter().flat_map(|line| &line.parts) {
        match all.iter_mut().find(|one| one.product == part.product) {
            Some(one) => one.quantity += part.quantity,
            None => all.push(*part),
        }
    }
    all
}
