//! The demo: whatever people do with a shop, its simulated people have done, through the books; and one
//! seed has one history.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::{HeaderName, header};
use commerce::orders::{self, Which};
use kernel::{MemberId, OrgId, PageRequest, Role, StaffId, scope::Remit};
use regulars::house::House;
use rehearsal::demo::{self, Demo, History};
use store::{Read as _, args, testing::MORNING};
use web::sessions::{Kind, Opening};

use crate::{
    bad_input::{scrape, sent::Sent},
    matrix::people,
};

/// What must have happened within four weeks.
const HAPPENED: [&str; 43] = [
    "allowances.given",
    "feed.posted",
    "flash_sales.claimed",
    "flash_sales.offered",
    "flash_sales.returned",
    "flash_sales.settled",
    "gifts.created",
    "gifts.given",
    "gifts.restocked",
    "group_buys.joined",
    "group_buys.made",
    "memberships.joined",
    "order_lists.opened",
    "order_lists.taken",
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
    "presales.reserved",
    "presales.sampled",
    "products.created",
    "products.restocked",
    "purchases.recorded",
    "red_packets.closed",
    "red_packets.taken",
    "raffles.drawn",
    "raffles.entered",
    "raffles.settled",
    "raffles.won",
    "stamp_cards.stamped",
    "tiers.reached",
    "todos.done",
    "visits.recorded",
    "vouchers.redeemed",
    "wallets.paid",
    "wallets.topped_up",
];

pub struct Lived {
    pub house: House,
    demo: Demo,
    pub org: OrgId,
    #[expect(dead_code, reason = "held: the folder goes with the house")]
    folder: tempfile::TempDir,
}

pub async fn lived(days: i64) -> Lived {
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

/// Pages that one person's links are followed to.
const PAGES_MAX: usize = 1500;
/// Pages of one kind differ in data only; so many of each are asked for.
const OF_A_KIND_MAX: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn nobody_at_the_console_is_led_where_they_may_not_go() {
    let lived = lived(16).await;
    let mut db = lived.house.db().read().await.unwrap();
    let mut first = async |sql| db.row(sql, args![lived.org]).await.unwrap().unwrap();
    let store = first("SELECT id FROM store WHERE org = $1 ORDER BY id DESC LIMIT 1").await;
    let group = first("SELECT id FROM series_group WHERE org = $1 ORDER BY id LIMIT 1").await;
    let stores = Remit::Stores(vec![store.get("id").unwrap()]);
    let groups = Remit::Groups(vec![group.get("id").unwrap()]);
    drop(db);
    let person = lived.owner().await;
    for (role, remit, least) in [
        (Role::Owner, Remit::Everything, 100),
        (Role::Manager, stores.clone(), 60),
        (Role::Assistant, stores.clone(), 40),
        (Role::Cashier, stores, 15),
        (Role::Host, groups.clone(), 40),
        (Role::Host, Remit::Groups(Vec::new()), 15),
        (Role::Moderator, groups.clone(), 4),
        (Role::OpinionLeader, groups, 3),
        (Role::Agent, Remit::Everything, 2),
    ] {
        let (seen, wrong) = lived.led((person, role, &remit)).await;
        assert!(wrong.is_empty(), "{role:?} {remit:?}:\n{}", wrong.join("\n"));
        assert!(seen >= least, "{role:?} {remit:?} was led to {seen} pages only");
    }
    let (seen, wrong) = lived.led_on_the_phone(lived.regular().await).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 15, "a member was led to {seen} pages only");
}

impl Lived {
    /// The first who earned something.
    pub async fn regular(&self) -> MemberId {
        let mut db = self.house.db().read().await.unwrap();
        let sql = "SELECT member FROM points_entry WHERE org = $1 ORDER BY id LIMIT 1";
        db.row(sql, args![self.org]).await.unwrap().unwrap().get("member").unwrap()
    }
    pub async fn owner(&self) -> StaffId {
        let mut db = self.house.db().read().await.unwrap();
        let sql = "SELECT id FROM staff WHERE org = $1 AND role = 'owner' ORDER BY id LIMIT 1";
        db.row(sql, args![self.org]).await.unwrap().unwrap().get("id").unwrap()
    }
    /// How many pages links of the console lead this person to, and which of those say no.
    pub async fn led(
        &self,
        (person, role, remit): (StaffId, Role, &Remit),
    ) -> (usize, Vec<String>) {
        let opening = Opening {
            subject: person.uuid(),
            role: Some(role),
            remit: remit.clone(),
            ..people::opening(&self.house, Kind::Staff)
        };
        let cookie = people::session(&self.house, self.org, opening).await;
        self.follow("/console", (header::COOKIE, cookie)).await
    }
    /// The same of a member's phone.
    pub async fn led_on_the_phone(&self, member: MemberId) -> (usize, Vec<String>) {
        let opening =
            Opening { subject: member.uuid(), ..people::opening(&self.house, Kind::Member) };
        let cookie = people::session(&self.house, self.org, opening).await;
        self.follow("/riverside", (header::COOKIE, cookie)).await
    }
    async fn follow(&self, start: &str, shown: (HeaderName, String)) -> (usize, Vec<String>) {
        let router = self.house.router();
        let mut queue = VecDeque::from([(start.to_owned(), "the start".to_owned())]);
        let (mut met, mut kinds) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
        let (mut seen, mut wrong) = (0, Vec::new());
        while let Some((path, from)) = queue.pop_front() {
            if seen == PAGES_MAX || !met.insert(path.clone()) {
                continue;
            }
            let times = kinds.entry(kind(&path)).or_default();
            *times += 1;
            if *times > OF_A_KIND_MAX {
                continue;
            }
            let heard = Sent::get(path.as_str()).by(Some(shown.clone())).to(&router).await;
            seen += 1;
            if heard.status >= 400 {
                wrong.push(format!("{path} (from {from}): {}", heard.status));
            }
            let next = scrape::links(&heard.text).into_iter().filter(|to| {
                to.starts_with(start) && !to.contains("lang=") && !to.contains("theme=")
            });
            queue.extend(next.map(|to| (to, path.clone())));
        }
        (seen, wrong)
    }
}

/// The path with its ids blotted out.
fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let part = |part: &str| if part.len() > 28 { "*".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}
