//! What this wing tells the house. Ids, amounts and words of ours only.

use kernel::{
    AllowanceId, EntryId, GiftId, GivingId, GroupId, LinkId, MemberId, OperationId, PlanId,
    PlanTermId, PrintId, ProgramId, PurchaseId, RedemptionId, RefundId, ReturnId, SeriesId,
    StaffId, StampCardId, StoreId, TierId, Time, TopUpId, VisitId, VoucherId,
};
use serde::{Deserialize, Serialize};
use store::Event;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $kind:literal { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
        impl Event for $name { const KIND: &'static str = $kind; })*
        /// Every kind of this wing.
        pub const KINDS: &[&str] = &[$($kind),*];
    };
}

events! {
    GiftCreated "gifts.created" { gift: GiftId, kind: String, cost: i64 }
    /// More on the shelf (above zero) or taken back (below).
    GiftRestocked "gifts.restocked" { gift: GiftId, pieces: i64 }
    /// Slips were printed; their pieces are off the shelf.
    PrintsMade "prints.made" { batch: PrintId, gift: GiftId, pieces: i64 }
    /// The slips are worth nothing; so many pieces are on the shelf again.
    PrintsVoided "prints.voided" { batch: PrintId, gift: GiftId, pieces: i64 }
    /// A member holds a voucher for it from now on.
    GiftGiven "gifts.given" {
        gift: GiftId,
        voucher: VoucherId,
        member: MemberId,
        /// `lead`, `raffle`, `reward` or `stamp`.
        kind: String,
        /// By what way: `join`, `stamps`, `hand`, …
        source: String,
        /// What it costs the shop, in minor units, once it is collected.
        cost: i64,
        store: Option<StoreId>,
        group: Option<GroupId>,
        series: Option<SeriesId>,
        link: Option<LinkId>,
        staff: Option<StaffId>,
    }
    /// An employee gave a member something from an allowance.
    AllowanceGiven "allowances.given" {
        giving: GivingId,
        allowance: AllowanceId,
        staff: StaffId,
        member: MemberId,
        gift: GiftId,
        voucher: VoucherId,
        store: Option<StoreId>,
    }
    AllowanceUndone "allowances.undone" {
        giving: GivingId, allowance: AllowanceId, staff: StaffId, member: MemberId, gift: GiftId,
    }
    /// A member paid for a period of a plan.
    PlanBought "plans.bought" {
        term: PlanTermId,
        plan: PlanId,
        member: MemberId,
        amount: i64,
        /// It follows another period.
        renewal: bool,
        /// Local days, both paid for.
        first: String,
        last: String,
        store: Option<StoreId>,
        staff: Option<StaffId>,
    }
    PlanUndone "plans.undone" { term: PlanTermId, plan: PlanId, member: MemberId }
    /// It ends with that day, unless they pay for the next period.
    PlanEnding "plans.ending" {
        plan: PlanId, member: MemberId, term: PlanTermId, last: String, amount: i64,
    }
    /// It ended, and its grace is over.
    PlanLapsed "plans.lapsed" { plan: PlanId, member: MemberId, term: PlanTermId }
    PlanRefunded "plans.refunded" { term: PlanTermId, plan: PlanId, member: MemberId, amount: i64 }
    VoucherRedeemed "vouchers.redeemed" {
        redemption: RedemptionId,
        voucher: VoucherId,
        gift: GiftId,
        member: MemberId,
        cost: i64,
        /// Where and by whom it was handed over.
        store: Option<StoreId>,
        staff: Option<StaffId>,
        /// By what way the voucher had come.
        group: Option<GroupId>,
        series: Option<SeriesId>,
        link: Option<LinkId>,
    }
    RedemptionUndone "vouchers.redemption_undone" {
        redemption: RedemptionId,
        voucher: VoucherId,
        gift: GiftId,
        member: MemberId,
        cost: i64,
        store: Option<StoreId>,
        staff: Option<StaffId>,
    }
    /// It will be over in three days, or sooner; told once.
    VoucherEnding "vouchers.ending" {
        voucher: VoucherId, gift: GiftId, member: MemberId, ends_at: Time,
    }
    /// Nobody collected it in time.
    VoucherExpired "vouchers.expired" {
        voucher: VoucherId, gift: GiftId, member: MemberId,
        /// Whether the piece went back to the stock.
        returned: bool,
    }
    VoucherWithdrawn "vouchers.withdrawn" { voucher: VoucherId, gift: GiftId, member: MemberId }
    PurchaseRecorded "purchases.recorded" {
        purchase: PurchaseId,
        /// None: somebody who is not known.
        member: Option<MemberId>,
        store: StoreId,
        staff: Option<StaffId>,
        amount: i64,
        items: i64,
        /// The member's first.
        first: bool,
        at: Time,
        /// `counter`, `api` or `import`.
        source: String,
        /// The one-tap visit that it completed.
        visit: Option<VisitId>,
    }
    PurchaseWithdrawn "purchases.withdrawn" {
        purchase: PurchaseId, member: Option<MemberId>, store: StoreId, amount: i64,
    }
    /// Somebody showed the receipt of a purchase of nobody: it is theirs from now on.
    PurchaseClaimed "purchases.claimed" { purchase: PurchaseId, member: MemberId, amount: i64 }
    VisitRecorded "visits.recorded" {
        visit: VisitId, member: MemberId, store: StoreId, staff: Option<StaffId>,
        at: Time,
        /// The local day, `2026-03-02`.
        day: String,
        /// Whether a purchase of that day was known already.
        bought: bool,
    }
    VisitWithdrawn "visits.withdrawn" { visit: VisitId, member: MemberId, store: StoreId }
    StampEarned "stamp_cards.stamped" {
        card: StampCardId, member: MemberId, store: Option<StoreId>, staff: Option<StaffId>,
        /// How many the member has now, and how many a full card needs.
        have: i64,
        needs: i64,
    }
    StampWithdrawn "stamp_cards.stamp_withdrawn" { card: StampCardId, member: MemberId }
    /// A full card became a voucher.
    CardFilled "stamp_cards.filled" {
        card: StampCardId, member: MemberId, gift: GiftId, voucher: VoucherId,
        store: Option<StoreId>, staff: Option<StaffId>, cost: i64,
    }
    /// Something earned points. None: it came late, and the entry says how many.
    PointsEarned "points.earned" {
        program: ProgramId, member: MemberId, entry: EntryId, points: Option<i64>,
        purchase: Option<PurchaseId>, store: Option<StoreId>,
    }
    PointsSpent "points.spent" {
        program: ProgramId, member: MemberId, entry: EntryId, points: i64,
        purchase: Option<PurchaseId>,
        /// The id of what they bought.
        subject: Option<String>,
    }
    PointsAdjusted "points.adjusted" {
        program: ProgramId, member: MemberId, entry: EntryId, points: i64,
    }
    PointsSent "points.sent" {
        program: ProgramId, from: MemberId, to: MemberId, entry: EntryId, points: i64,
    }
    PointsExpired "points.expired" { program: ProgramId, member: MemberId, points: i64 }
    /// Points end soon, and their owner should know.
    PointsEnding "points.ending" {
        program: ProgramId, member: MemberId, points: i64, ends_at: Time,
    }
    /// A purchase became smaller, or was none: all points of its buyer were put right. Changes, above
    /// zero for more.
    PointsRestated "points.restated" {
        program: ProgramId, member: MemberId, purchase: PurchaseId,
        earned: i64, spent: i64, balance: i64,
    }
    /// A part of a purchase came back.
    PurchaseReturned "purchases.returned" {
        purchase: PurchaseId, returned: ReturnId, member: Option<MemberId>, store: StoreId,
        staff: Option<StaffId>,
        /// What the goods had cost; what the till paid out for them.
        amount: i64, money: i64,
        /// Whether nothing is left of the purchase.
        whole: bool,
        at: Time,
    }
    WalletToppedUp "wallets.topped_up" {
        top_up: TopUpId, member: MemberId,
        /// What was paid in, and what the shop added.
        amount: i64,
        bonus: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
    WalletTopUpUndone "wallets.top_up_undone" {
        top_up: TopUpId, member: MemberId,
        /// What left the wallet again.
        amount: i64,
        bonus: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
    /// A purchase was paid with it, in part or whole.
    WalletPaid "wallets.paid" {
        purchase: PurchaseId, member: MemberId, principal: i64, bonus: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
    /// The purchase came to owe less: what the member has more for it, later payments replayed.
    WalletRepaid "wallets.repaid" {
        purchase: PurchaseId, member: MemberId, principal: i64, bonus: i64,
        /// What the wallet pays of it now.
        due: i64,
    }
    /// Paid for something that is not bought yet, which `subject` names.
    WalletDeposited "wallets.deposited" {
        subject: String, member: MemberId, principal: i64, bonus: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
    /// It did not come about: what the member has more for it, later payments replayed.
    WalletDepositReturned "wallets.deposit_returned" {
        subject: String, member: MemberId, principal: i64, bonus: i64,
    }
    /// Principal was paid out.
    WalletRefunded "wallets.refunded" {
        refund: RefundId, member: MemberId, amount: i64,
        /// The bonus that went with it.
        forfeited: i64,
        store: Option<StoreId>, staff: Option<StaffId>,
    }
    /// Somebody reached a tier, or it began for them.
    TierReached "tiers.reached" {
        program: ProgramId, member: MemberId, tier: TierId,
        /// 1 for the lowest.
        rank: i64,
        /// The local day, `2026-03-02`.
        since: String,
    }
    /// A tier ended, or what had earned it came back.
    TierLost "tiers.lost" {
        program: ProgramId, member: MemberId,
        /// What they hold now.
        tier: Option<TierId>,
        rank: i64,
        /// What they held.
        was: Option<TierId>,
    }
    /// A tier ends soon, and its holder should know.
    TierEnding "tiers.ending" {
        program: ProgramId, member: MemberId, tier: TierId,
        /// The last local day.
        until: String,
        /// How much more keeps it; none when nothing done now would.
        need: Option<i64>,
    }
    /// A letter told them of so many things that end soon.
    ReminderSent "reminders.sent" { member: MemberId, lines: i64 }
    OperationUndone "counter.undone" {
        operation: OperationId, member: MemberId, store: StoreId, staff: Option<StaffId>,
    }
}
