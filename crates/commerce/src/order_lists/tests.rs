//! Taking orders from a list.

use std::time::Duration;

use kernel::{Lang, MemberId, OrderListId, ProductId, Result, Time};

use super::{
    actions::{self, Confirmation, Taken},
    model::{Details, Entry, Offer, Refusal, State, Wanted, parts, pasted, read},
};
use crate::{on_each, orders, products::Part, testing::Grocer};

/// A list of eggs and fish for a chat.
pub(super) struct Market {
    pub list: OrderListId,
    pub eggs: ProductId,
}

pub(super) fn details(grocer: &Grocer, goods: Vec<Offer>) -> Details {
    let now = grocer.ground.world.now();
    let hours = |hours: u64| now.plus(Duration::from_secs(hours * 3600));
    Details {
        name: "Saturday market".into(),
        store: grocer.riverside,
        group: None,
        lang: Lang::En,
        place: "Gate 3".into(),
        closes_at: hours(24),
        ready_at: hours(90),
        until_at: hours(96),
        goods,
    }
}

pub(super) fn offer(product: ProductId, names: &[&str], units: &[&str]) -> Offer {
    let own = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    Offer { product, names: own(names), units: own(units) }
}

impl Market {
    pub async fn open(grocer: &Grocer, eggs: i64) -> Self {
        let eggs = grocer.product("Eggs, a box of ten", 1800, eggs).await;
        let fish = grocer.product("Sea bass", 3200, 20).await;
        let goods =
            vec![offer(eggs, &["eggs", "鸡蛋"], &["box", "盒"]), offer(fish, &["fish", "鱼"], &[])];
        let details = details(grocer, goods);
        let list = grocer.turn(async |tx| actions::open(tx, details).await).await.unwrap();
        Self { list, eggs }
    }
    pub async fn entries(&self, grocer: &Grocer) -> Vec<Entry> {
        let mut db = grocer.ground.db.read().await.unwrap();
        super::entries(&mut db, grocer.org, self.list).await.unwrap()
    }
    /// What a host does who pastes a list and finds all of it right.
    pub async fn take(&self, grocer: &Grocer, text: &str) -> Result<Taken> {
        self.take_seen(grocer, text, None).await
    }
    pub async fn take_seen(&self, grocer: &Grocer, text: &str, seen: Option<i64>) -> Result<Taken> {
        let list = self.now(grocer).await;
        let entries = self.entries(grocer).await;
        let reading = read(&list.details, text, (&[], &entries));
        let wanted = reading.ordered.iter().map(|one| Wanted {
            number: one.number,
            name: one.name.clone(),
            member: None,
            parts: parts(&list.details, &one.parts),
            note: one.note.clone(),
        });
        let off = reading.withdrawn.iter().map(|one| one.name.clone()).collect();
        let told = Confirmation { seen, wanted: wanted.collect(), off };
        grocer.turn(async |tx| actions::confirm(tx, self.list, told).await).await
    }
    pub async fn now(&self, grocer: &Grocer) -> super::OrderList {
        let mut db = grocer.ground.db.read().await.unwrap();
        super::require(&mut db, grocer.org, self.list).await.unwrap()
    }
}

/// What somebody types wrong.
type Change = fn(&mut Details, Time);

fn wanted(name: &str, member: Option<MemberId>, product: ProductId, quantity: i64) -> Wanted {
    let parts = vec![Part { product, quantity }];
    Wanted { number: 1, name: name.into(), member, parts, note: String::new() }
}

on_each! {
    async fn a_list_becomes_orders_and_twice_is_once(grocer) {
        let market = Market::open(&grocer, 10).await;
        let text = "1. Chen, 2 eggs\n2. Ana Ruiz, 1 fish (no bag)\n3. Li, as always";
        let taken = market.take(&grocer, text).await.unwrap();
        assert_eq!((taken.made, taken.changed, taken.short.len()), (2, 0, 0));
        assert_eq!(grocer.left(market.eggs).await, 8);
        let entries = market.entries(&grocer).await;
        let said: Vec<(i64, &str, &str)> =
            entries.iter().map(|it| (it.number, it.name.as_str(), it.note.as_str())).collect();
        assert_eq!(said, [(1, "Chen", ""), (2, "Ana Ruiz", "no bag")]);
        let order = grocer.now_of(entries.first().unwrap().order).await;
        assert_eq!((order.member, order.buyer.as_str(), order.amount), (None, "Chen", 3600));
        let until = market.now(&grocer).await.until_at;
        assert_eq!(order.held_until, until);
        let again = market.take(&grocer, text).await.unwrap();
        assert_eq!((again.made, again.changed, again.same), (0, 0, 2));
        assert_eq!(grocer.left(market.eggs).await, 8);
        assert_eq!(market.now(&grocer).await.revision, 1);
        assert_eq!(grocer.events("order_lists.").await, ["order_lists.opened", "order_lists.taken"]);
        grocer.settle().await;
    }
}

on_each! {
    async fn the_longer_list_changes_what_changed(grocer) {
        let market = Market::open(&grocer, 10).await;
        market.take(&grocer, "1. Chen, 2 eggs\n2. Ana, 1 fish\n3. Li, 3 eggs").await.unwrap();
        let before = market.entries(&grocer).await;
        let text = "1. Chen, 2 -> 5 eggs\n2. Ana, 1 fish\ncancel 3\n4. Mei, 1 egg";
        let taken = market.take(&grocer, text).await.unwrap();
        assert_eq!((taken.made, taken.changed, taken.withdrawn, taken.same), (1, 1, 1, 1));
        assert_eq!(grocer.left(market.eggs).await, 10 - 5 - 1);
        let entries = market.entries(&grocer).await;
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["Chen", "Ana", "Mei"]);
        // Ana's order is the one she had; Chen's was called off for another; of Li's no name is left.
        let order = |all: &[Entry], at: usize| all.get(at).unwrap().order;
        assert_eq!(order(&entries, 1), order(&before, 1));
        let chens = grocer.now_of(order(&before, 0)).await;
        assert_eq!(chens.state, orders::State::Cancelled);
        let lis = grocer.now_of(order(&before, 2)).await;
        assert_eq!((lis.state, lis.buyer.as_str()), (orders::State::Cancelled, ""));
        // A list without Ana calls nothing off: she is missing, and a host has to say so.
        let shorter = market.take(&grocer, "1. Chen, 5 eggs\n4. Mei, 1 egg").await.unwrap();
        assert_eq!((shorter.withdrawn, shorter.same), (0, 2));
        grocer.settle().await;
    }
}

on_each! {
    async fn what_does_not_fit_is_told_and_the_rest_is_taken(grocer) {
        let market = Market::open(&grocer, 4).await;
        let taken = market.take(&grocer, "1. Chen, 3 eggs\n2. Ana, 2 eggs\n3. Li, 1 egg").await;
        let taken = taken.unwrap();
        assert_eq!(taken.made, 2);
        let short = taken.short.first().unwrap();
        assert_eq!((short.name.as_str(), short.product, short.left), ("Ana", market.eggs, 1));
        // A change counts what its own order holds; one that does not fit leaves the order as it was.
        let taken = market.take(&grocer, "1. Chen, 4 eggs\n3. Li, 1 egg").await.unwrap();
        assert_eq!((taken.changed, taken.short.len()), (0, 1));
        assert_eq!(market.entries(&grocer).await.first().unwrap().parts.first().unwrap().quantity, 3);
        assert_eq!(grocer.left(market.eggs).await, 0);
        let taken = market.take(&grocer, "1. Chen, 2 eggs\n3. Li, 2 eggs").await.unwrap();
        assert_eq!((taken.changed, taken.short.len()), (2, 0));
        grocer.settle().await;
    }
}

on_each! {
    async fn two_hosts_who_confirm_the_same_paste_make_it_once(grocer) {
        let market = Market::open(&grocer, 10).await;
        let text = "1. Chen, 2 eggs\n2. Ana, 1 fish";
        let (one, other) = tokio::join!(
            market.take_seen(&grocer, text, Some(0)),
            market.take_seen(&grocer, text, Some(0)),
        );
        let made = [one, other].map(|taken| taken.map_or(0, |taken| taken.made));
        assert_eq!(made.iter().sum::<usize>(), 2, "{made:?}");
        assert_eq!(grocer.left(market.eggs).await, 8);
        // With another list than that which was looked at, the second is told.
        let late = market.take_seen(&grocer, "1. Chen, 3 eggs", Some(0)).await.unwrap_err();
        assert!(late.is(Refusal::MovedOn), "{late}");
        grocer.settle().await;
    }
}

on_each! {
    async fn an_order_that_was_packed_stays_as_it_is(grocer) {
        let market = Market::open(&grocer, 10).await;
        market.take(&grocer, "1. Chen, 2 eggs\n2. Ana, 1 egg").await.unwrap();
        let entries = market.entries(&grocer).await;
        let [chen, ana] = [0, 1].map(|at: usize| entries.get(at).unwrap().order);
        grocer.turn(async |tx| orders::actions::prepare(tx, chen).await).await.unwrap();
        grocer.hand_over(ana).await.unwrap();
        let taken = market.take(&grocer, "1. Chen, 3 eggs\ncancel 2").await.unwrap();
        assert_eq!((taken.changed, taken.withdrawn), (0, 0));
        assert_eq!(taken.kept, ["Ana", "Chen"]);
        assert_eq!(grocer.left(market.eggs).await, 7);
        // What nobody's card is behind is a purchase without a member.
        let bought = grocer.now_of(ana).await.purchase.unwrap();
        let mut db = grocer.ground.db.read().await.unwrap();
        let bought = value::purchases::require(&mut db, grocer.org, bought).await.unwrap();
        assert_eq!((bought.member, bought.amount), (None, 1800));
        drop(db);
        grocer.settle().await;
    }
}

on_each! {
    async fn a_member_orders_as_a_member_and_takes_it_along(grocer) {
        let market = Market::open(&grocer, 10).await;
        let ana = grocer.member("Ana").await;
        let told = Confirmation { wanted: vec![wanted("Ana R", Some(ana), market.eggs, 2)], ..Confirmation::default() };
        let taken = grocer.turn(async |tx| actions::confirm(tx, market.list, told).await).await;
        assert_eq!(taken.unwrap().made, 1);
        let order = market.entries(&grocer).await.first().unwrap().order;
        assert_eq!(grocer.now_of(order).await.member, Some(ana));
        let copy = grocer.copy_of(ana).await.to_string();
        assert!(copy.contains("Ana R"), "{copy}");
        grocer.turn(async |tx| people::members::actions::erase(tx, ana).await).await.unwrap();
        grocer.settle().await;
        let entry = market.entries(&grocer).await.pop().unwrap();
        assert_eq!((entry.name.as_str(), entry.line), ("", order.to_string()));
        assert_eq!(grocer.now_of(order).await.state, orders::State::Cancelled);
        assert_eq!(grocer.left(market.eggs).await, 10);
    }
}

on_each! {
    async fn names_are_forgotten_two_weeks_after_the_collection(grocer) {
        let market = Market::open(&grocer, 10).await;
        market.take(&grocer, "1. Chen, 2 eggs (by the door)").await.unwrap();
        let order = market.entries(&grocer).await.first().unwrap().order;
        grocer.wait(96 + 13 * 24);
        grocer.settle().await;
        assert_eq!(market.entries(&grocer).await.first().unwrap().name, "Chen");
        grocer.wait(25);
        grocer.settle().await;
        let entry = market.entries(&grocer).await.pop().unwrap();
        assert_eq!((entry.name.as_str(), entry.note.as_str()), ("", ""));
        assert_eq!(grocer.now_of(order).await.buyer, "");
        assert_eq!(market.now(&grocer).await.state, State::Closed);
        let again = async |tx: &mut ::store::Tx| {
            actions::set_state(tx, market.list, State::Open).await
        };
        assert!(grocer.turn(again).await.unwrap_err().is(Refusal::Closed));
    }
}

on_each! {
    async fn a_closed_list_takes_nothing_and_more_than_one_command_can_waits(grocer) {
        let market = Market::open(&grocer, 99).await;
        let names = (1..=70).map(|n| wanted(&format!("Neighbour {n}"), None, market.eggs, 1));
        let told = Confirmation { wanted: names.collect(), ..Confirmation::default() };
        let mut made = Vec::new();
        for _ in 0..3 {
            let told = told.clone();
            let taken = grocer.turn(async |tx| actions::confirm(tx, market.list, told).await).await;
            let taken = taken.unwrap();
            made.push((taken.made, taken.left));
        }
        assert_eq!(made, [(60, 10), (10, 0), (0, 0)]);
        let close = async |tx: &mut ::store::Tx| actions::set_state(tx, market.list, State::Closed).await;
        grocer.turn(close).await.unwrap();
        let closed = market.take(&grocer, "1. Chen, 2 eggs").await.unwrap_err();
        assert!(closed.is(Refusal::Closed), "{closed}");
        grocer.settle().await;
    }
}

on_each! {
    async fn bad_lists_and_lines_are_named_field_by_field(grocer) {
        let market = Market::open(&grocer, 10).await;
        let good = market.now(&grocer).await.details;
        let early = grocer.ground.world.now();
        let changes: &[(&str, &str, Change)] = &[
            ("name", "required", |it, _| it.name = " ".into()),
            ("goods", "required", |it, _| it.goods.clear()),
            ("goods", "required", |it, _| it.goods.iter_mut().for_each(|it| it.names.clear())),
            ("goods", "order_list_word", |it, _| it.goods.iter_mut().for_each(|it| it.names = vec!["fish".into()])),
            ("goods", "order_list_word", |it, _| {
                it.goods.iter_mut().take(1).for_each(|it| it.names = vec!["two".into()]);
            }),
            ("until_at", "order_list_times", |it, early| it.until_at = early),
            ("ready_at", "order_list_times", |it, early| it.ready_at = early),
            ("until_at", "order_list_far", |it, early| it.until_at = early.plus_days(60)),
            ("place", "too_long", |it, _| it.place = "x".repeat(300)),
        ];
        for (field, code, change) in changes {
            let mut bad = good.clone();
            change(&mut bad, early);
            let error = grocer.turn(async |tx| actions::open(tx, bad).await).await.unwrap_err();
            let kernel::Error::Invalid(fields) = &error else { panic!("{error}") };
            assert!(fields.of(field).any(|it| it.code == *code), "{field} {code}: {error}");
        }
        let lines: &[(Wanted, &str)] = &[
            (wanted("", None, market.eggs, 1), "lines.1.name"),
            (wanted("Chen", None, market.eggs, 100), "lines.1.parts"),
            (wanted("Chen", None, ProductId::from_uuid(market.list.uuid()), 1), "lines.1.parts"),
            (wanted(&"x".repeat(200), None, market.eggs, 1), "lines.1.name"),
        ];
        for (line, field) in lines {
            let told = Confirmation { wanted: vec![line.clone()], ..Confirmation::default() };
            let error = grocer.turn(async |tx| actions::confirm(tx, market.list, told).await).await;
            let error = error.unwrap_err();
            let kernel::Error::Invalid(fields) = &error else { panic!("{error}") };
            assert!(fields.of(field).next().is_some(), "{field}: {error}");
        }
        grocer.settle().await;
    }
}

#[test]
fn a_paste_has_bounds() {
    let long = "1. Chen, 2 eggs\n".repeat(501);
    let large = "x".repeat((64 << 10) + 1);
    for (text, code) in
        [("  \n", "required"), (&long, "order_list_long"), (&large, "order_list_large")]
    {
        let kernel::Error::Invalid(fields) = pasted(text).unwrap_err() else { panic!("{code}") };
        assert!(fields.of("text").any(|it| it.code == code), "{code}");
    }
    pasted(&"1. Chen, 2 eggs\n".repeat(500)).unwrap();
}
