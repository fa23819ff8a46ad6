//! What this wing tells the house. Ids, amounts and words of ours only. An order that is held under a name
//! has no member.

use kernel::{
    GroupId, MemberId, OrderId, OrderListId, OutletId, PaymentId, ProductId, PurchaseId, StaffId,
    StoreId,
};
use serde::{Deserialize, Serialize};
use store::Event;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
        impl Event for $name { const KIND: &'static str = $kind; })*
    };
}

events! {
    ProductCreated "products.created" { product: ProductId, price: i64 }
    /// More on a shelf (above zero), or taken off it (below).
    ProductRestocked "products.restocked" { product: ProductId, store: StoreId, pieces: i64 }
    OrderPlaced "orders.placed" {
        order: OrderId, member: Option<MemberId>, store: StoreId,
        /// Minor units.
        amount: i64,
        pieces: i64,
    }
    /// Somebody of the shop took the money before it was collected.
    OrderPaid "orders.paid" { order: OrderId, member: Option<MemberId>, store: StoreId, amount: i64 }
    OrderReady "orders.ready" { order: OrderId, member: Option<MemberId>, store: StoreId }
    /// Handed over, and a purchase from now on.
    OrderCollected "orders.collected" {
        order: OrderId, member: Option<MemberId>, store: StoreId, staff: Option<StaffId>,
        purchase: PurchaseId, amount: i64,
    }
    OrderCancelled "orders.cancelled" {
        order: OrderId, member: Option<MemberId>, store: StoreId, amount: i64,
        /// What was paid for it and goes back.
        refunded: i64,
    }
    /// Nobody came in time: its goods are free again.
    OrderExpired "orders.expired" { order: OrderId, member: Option<MemberId>, store: StoreId, amount: i64 }
    /// Somebody is on the way to a door with it.
    OrderSetOut "orders.set_out" { order: OrderId, member: Option<MemberId>, store: StoreId }
    /// Nobody opened, for the so-manieth time.
    OrderAttemptFailed "orders.attempt_failed" {
        order: OrderId, member: Option<MemberId>, store: StoreId, attempts: i64,
    }
    /// Nobody came to the point: it goes back to the store.
    OrderMissed "orders.missed" { order: OrderId, member: Option<MemberId>, store: StoreId }
    /// Goods are offered to a chat, which writes a list.
    OrderListOpened "order_lists.opened" {
        list: OrderListId, store: StoreId, group: Option<GroupId>,
    }
    OrderListClosed "order_lists.closed" { list: OrderListId, store: StoreId }
    /// A host made orders of what the chat wrote.
    OrdersTaken "order_lists.taken" {
        list: OrderListId, store: StoreId, made: i64, changed: i64, withdrawn: i64,
    }
    OutletOpened "outlets.opened" { outlet: OutletId, store: StoreId }
    OutletClosed "outlets.closed" { outlet: OutletId, store: StoreId }
    /// All of it came back.
    OrderReturned "orders.returned" { order: OrderId, member: Option<MemberId>, purchase: PurchaseId }
    /// An order was paid online. Money that the order cannot have any more goes back.
    PaymentReceived "payments.received" {
        payment: PaymentId, order: OrderId, member: MemberId, store: StoreId, amount: i64,
        /// Whether it is the order's money.
        taken: bool,
    }
    /// So much of it arrived where it came from.
    PaymentRefunded "payments.refunded" {
        payment: PaymentId, order: OrderId, member: MemberId, store: StoreId, amount: i64,
    }
}
