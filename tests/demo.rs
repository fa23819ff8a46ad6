//! The demo: whatever people do with a shop, its simulated people have done, through the books; and one
//! seed has one history.

use std::collections::{BTreeMap, BTreeSet};

use commerce::orders::{self, Which};
use kernel::{OrgId, PageRequest};
use regulars::house::House;
use rehearsal::demo::{self, Demo, History};
use store::{Read as _, args, testing::MORNING};

use crate::matrix::people;

/// What must have happened within four weeks.
const HAPPENED: [&str; 27] = [
    "allowances.given",
    "feed.posted",
    "gifts.created",
    "gifts.given",
    "gifts.restocked",
    "memberships.joined",
    "orders.cancelled",
    "orders.collected",
    "orders.expired",
    "orders.paid",
    "orders.placed",
    "orders.ready",
    "orders.set_out",
    "outlets.opened",
    "plans.bought",
    "points.earned",
    "points.spent",
    "products.created",
    "products.restocked",
    "purchases.recorded",
    "stamp_cards.stamped",
    "tiers.reached",
    "todos.done",
    "visits.recorded",
    "vouchers.redeemed",
    "wallets.paid",
    "wallets.topped_up",
];

struct Lived {
    house: House,
    demo: Demo,
    org: OrgId,
    #[expect(dead_code, reason = "held: the folder goes with the house")]
    folder: tempfile::TempDir,
}

async fn lived(days: i64) -> Lived {
    let (house, clock, folder) = people::house().await;
    let history = History { today: MORNING, days, seed: 7, base_url: "https://club.example" };
    let demo = demo::make(house.db(), &clock, &history, &mut |_, _| {}).await.unwrap();
    let mut db = house.db().read().await.unwrap();
    let org = db.row("SELECT org FROM org WHERE slug = 'riverside'", args![]).await.unwrap();
    let org = org.unwrap().get("org").unwrap();
    drop(db);
    Lived { house, demo, org, folder }
}

impl Lived {
    async fn audited(&self) -> ledger::Report {
        let mut db = self.house.db().read().await.unwrap();
        ledger::audit(&mut db, self.org, |_| {}).await.unwrap()
    }
    async fn count(&self, sql: &str) -> i64 {
        let mut db = self.house.db().read().await.unwrap();
        db.row(sql, args![self.org]).await.unwrap().unwrap().get("n").unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn four_weeks_of_the_demo_have_some_of_everything() {
    let lived = lived(28).await;
    let events = lived.house.db().events_after(lived.org, 0, 100_000).await.unwrap();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for event in &events {
        *times.entry(event.kind.as_str()).or_default() += 1;
    }
    let missing: BTreeSet<&str> =
        HAPPENED.into_iter().filter(|kind| !times.contains_key(kind)).collect();
    assert!(missing.is_empty(), "never happened: {missing:?} of {times:?}");

    // Vouchers and member prices took something off, and some orders wait today.
    let beside = "SELECT COUNT(*) AS n FROM redemption WHERE org = $1 AND purchase IS NOT NULL";
    assert!(lived.count(beside).await > 5);
    let off = "SELECT COUNT(*) AS n FROM price_taken WHERE org = $1";
    assert!(lived.count(off).await > 20);
    let mut db = lived.house.db().read().await.unwrap();
    let page = PageRequest { limit: Some("200".to_owned()), cursor: None };
    let all = orders::list(&mut db, lived.org, &Which::default(), &page).await.unwrap().items;
    drop(db);
    let open = all.iter().filter(|order| order.state.is_open()).count();
    assert!(open > 0 && open < all.len() / 2, "{open} of {} are open", all.len());
    assert!(lived.demo.regular.is_some());
    let report = lived.audited().await;
    assert_eq!(report.difference, None, "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_seed_has_one_history() {
    let (one, other) = (lived(2).await, lived(2).await);
    assert_eq!(one.audited().await, other.audited().await);
    assert_eq!(one.demo.lines("x"), other.demo.lines("x"));
}
