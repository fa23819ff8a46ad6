//! What regulars do at the counter beside buying, and what the shop gives them: money left in a wallet, a
//! plan, a piece of fruit, a bag for points, a voucher for whoever has not been seen for long.

use jiff::{ToSpan as _, civil::Date};
use kernel::{Actor, GiftId, MemberId, Result, StaffId, StoreId, VoucherId};
use value::{
    allowances::{self, NewGiving, actions::Hand},
    plans::actions::{NewTerm, buy},
    points,
    purchases::{Line, Prices},
    swaps::{Swap, swap},
    vouchers::{
        self, Give, Voucher,
        model::Way,
        taking::{Basket, Which, work_out},
    },
    wallets::actions::{NewTopUp, top_up},
};

use crate::{
    catalogue::BAKERY,
    crowd::Person,
    engine::{Engine, refusals_aside},
    promises::BAG_POINTS,
};

/// Visits after which somebody is known by name.
const REGULAR: u32 = 3;
/// After so many days without a visit somebody is written to.
const MISSED_AFTER: i64 = 14;
/// Vouchers of one morning.
const MOST_GIVEN: usize = 10;
/// What people leave with the shop, with how often.
const TOP_UPS: [(i64, f64); 4] = [(10_000, 3.0), (20_000, 4.0), (30_000, 1.0), (50_000, 2.0)];

const REASONS: [&str; 4] =
    ["Waited in the rain", "The last strawberries were soft", "A new baby", "Brought a friend"];

/// What lies on the counter: goods, and the tickets that go with them.
#[derive(Debug, Default)]
pub struct Laid {
    pub amount: Option<i64>,
    pub lines: Vec<Line>,
    pub vouchers: Vec<VoucherId>,
}

impl Engine<'_> {
    /// Of the tickets that somebody has with them, those that go with what they buy.
    pub async fn laid(
        &self,
        (member, store): (MemberId, StoreId),
        amount: Option<i64>,
        waiting: &[Voucher],
    ) -> Result<Laid> {
        let promises = &self.chain.promises;
        let off = |voucher: &&Voucher| promises.takes_off(voucher.gift);
        let things = waiting.iter().filter(|one| !off(one)).map(|one| one.id);
        let mut laid = Laid { amount, lines: Vec::new(), vouchers: things.collect() };
        let Some(amount) = amount.filter(|_| waiting.iter().any(|one| off(&one))) else {
            return Ok(laid);
        };
        if waiting.iter().any(|one| one.gift == promises.loaf) {
            laid.lines = self.baked(amount);
            laid.amount = Some(laid.lines.iter().map(|line| line.amount).sum());
        }
        let lines = match laid.lines.as_slice() {
            [] => vec![Line { quantity: 1, amount, ..Line::default() }],
            lines => lines.to_vec(),
        };
        let mut db = self.db.read().await?;
        let shop = web::shops::require(&mut db, self.chain.scope.org()).await?;
        let at = self.db.world().now();
        let basket = Basket { member, store, at, lines, prices: Prices::Apply };
        let worked = work_out(&mut db, &shop, basket, Which::Best(&[])).await?;
        let taken = worked.told().into_iter().filter(|(.., reason)| reason.taken());
        laid.vouchers.extend(taken.map(|(voucher, ..)| voucher.id));
        Ok(laid)
    }

    /// Three from the bakery, and what else it comes to.
    fn baked(&self, amount: i64) -> Vec<Line> {
        let bakery = self.chain.goods.iter().filter(|good| good.category == BAKERY);
        let mut lines: Vec<Line> = (1..)
            .zip(bakery)
            .map(|(quantity, good)| Line {
                product: Some(good.name.en.clone()),
                category: Some(good.category.clone()),
                quantity,
                amount: good.price * quantity,
            })
            .collect();
        let rest = amount - lines.iter().map(|line| line.amount).sum::<i64>();
        if rest > 0 {
            lines.push(Line { quantity: 1, amount: rest, ..Line::default() });
        }
        lines
    }

    /// Before they leave the counter.
    pub async fn deal(&self, person: &mut Person) -> Result<()> {
        let Some(member) = person.member else { return Ok(()) };
        let Some(by) = self.behind(person.store) else { return Ok(()) };
        person.dealings.visits += 1;
        person.dealings.seen = self.db.world().now();
        let regular = person.dealings.visits >= REGULAR;
        let often = if person.dealings.purse { 0.1 } else { 0.03 };
        if regular && self.trade.happens(often) {
            self.leave_money(person, member, by).await?;
        }
        self.belong(person, member, by).await?;
        if self.trade.happens(0.016) {
            self.treat(member, by).await?;
        }
        if regular && !person.dealings.bag && self.trade.happens(0.04) {
            person.dealings.bag = self.fetch_bag(member).await?;
        }
        Ok(())
    }

    async fn leave_money(
        &self,
        person: &mut Person,
        member: MemberId,
        (store, staff): (StoreId, StaffId),
    ) -> Result<()> {
        let how_much = self.trade.weighted(&TOP_UPS.map(|(_, weight)| weight));
        let amount = TOP_UPS.get(how_much).map_or(10_000, |(amount, _)| *amount);
        let (store, staff) = (Some(store), Some(staff));
        let new = NewTopUp { member, amount, shown: None, store, staff };
        let scope = self.acting_as(staff);
        person.dealings.purse = true;
        refusals_aside(self.db.write(&scope, async |tx| top_up(tx, new).await).await)
    }

    /// A few pay for the plan; most of these go on with it.
    async fn belong(
        &self,
        person: &mut Person,
        member: MemberId,
        (store, staff): (StoreId, StaffId),
    ) -> Result<()> {
        let today = self.db.world().now().date(self.zone);
        let days = |count: i64, from: Date| from.saturating_add(count.days());
        let buys = match person.dealings.plus {
            None => person.dealings.visits >= REGULAR && self.trade.happens(0.022),
            Some(last) => {
                days(3, today) >= last && today <= days(5, last) && self.trade.happens(0.6)
            }
        };
        if !buys {
            return Ok(());
        }
        let (store, staff) = (Some(store), Some(staff));
        let new = NewTerm { plan: self.chain.promises.plan, member, shown: None, store, staff };
        let scope = self.acting_as(staff);
        let bought = self.db.write(&scope, async |tx| buy(tx, new).await).await;
        if let Ok(term) = &bought {
            person.dealings.plus = Some(term.value.last);
        }
        refusals_aside(bought)
    }

    /// "Give this person one, now": a cashier does, or now and then a host.
    async fn treat(&self, member: MemberId, (store, cashier): (StoreId, StaffId)) -> Result<()> {
        let promises = &self.chain.promises;
        let host = self.trade.pick(&self.chain.staff.hosts).copied();
        let (allowance, gift, staff, hand) = match host.filter(|_| self.trade.happens(0.3)) {
            Some(host) => (promises.thanks, promises.five, host, Hand::Ticket),
            None => (promises.treats, promises.fruit, cashier, Hand::Over),
        };
        let reason = self.trade.pick(&REASONS).map_or_else(String::new, |one| (*one).to_owned());
        let new = NewGiving { allowance, gift, member, staff, store: Some(store), hand, reason };
        let scope = self.acting_as(Some(staff));
        let given = self.db.write(&scope, async |tx| allowances::give(tx, new).await);
        refusals_aside(given.await)
    }

    /// Whoever has points enough may swap them for the bag.
    async fn fetch_bag(&self, member: MemberId) -> Result<bool> {
        let (gift, program) = (self.chain.promises.bag, self.chain.promises.program);
        if self.points_of(member).await? < BAG_POINTS {
            return Ok(false);
        }
        let scope = self.acting(Actor::Member(member));
        let asked = Swap { program, gift, member };
        let swapped = self.db.write(&scope, async |tx| swap(tx, asked).await).await;
        let got = swapped.is_ok();
        refusals_aside(swapped)?;
        Ok(got)
    }

    /// What somebody can spend.
    pub async fn points_of(&self, member: MemberId) -> Result<i64> {
        let mut db = self.db.read().await?;
        let shop = web::shops::require(&mut db, self.chain.scope.org()).await?;
        let now = self.db.world().now();
        let all = points::holdings(&mut db, &shop, now, member).await?;
        Ok(all.iter().map(|one| one.standing.balance()).max().unwrap_or(0))
    }

    /// On Mondays whoever has not been seen for two weeks gets something off the next basket.
    pub async fn miss(&self, crowd: &[Person]) -> Result<()> {
        let now = self.db.world().now();
        let missed = |person: &&Person| {
            let seen = person.dealings.seen;
            person.dealings.visits > 0
                && seen.plus_days(MISSED_AFTER) <= now
                && now < seen.plus_days(2 * MISSED_AFTER)
        };
        self.hand_out(self.chain.promises.five, crowd.iter().filter(missed)).await
    }

    /// On Fridays those who come often get a loaf with two others.
    pub async fn thank(&self, crowd: &[Person]) -> Result<()> {
        let now = self.db.world().now();
        let often = |person: &&Person| {
            person.dealings.visits > REGULAR && now < person.dealings.seen.plus_days(4)
        };
        self.hand_out(self.chain.promises.loaf, crowd.iter().filter(often)).await
    }

    async fn hand_out(&self, gift: GiftId, to: impl Iterator<Item = &Person>) -> Result<()> {
        // A program of the shop's does, by the API.
        let scope = self.acting_as(None);
        let to = to.filter(|_| self.trade.happens(0.2)).filter_map(|person| person.member);
        let to: Vec<MemberId> = to.take(MOST_GIVEN).collect();
        for member in to {
            let asked = Give { gift, member, source: "api", way: Way::default() };
            let given = self.db.write(&scope, async |tx| vouchers::give(tx, asked).await);
            refusals_aside(given.await)?;
        }
        Ok(())
    }
}
