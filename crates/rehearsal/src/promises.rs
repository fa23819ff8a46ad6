//! What the demo's chain promises its people: points and tiers, vouchers, member prices, a paid plan, a
//! wallet, and what its employees may give away.

use kernel::{AllowanceId, GiftId, PlanId, ProgramId, Result, Scope, StaffId};
use store::{Db, Tx};
use value::{
    allowances::{
        self,
        model::{Budget, Period as Lasting},
    },
    bills::{Benefit, Goods, Hours, Terms as Promise, Whom},
    gifts::{self, Kind, State, actions::NewGift},
    plans::{
        self,
        model::{Back, Every},
    },
    points::{
        self,
        engine::{Boost, Earn, Expiry, Limits, Of, Returns, Rounding, Rule, Terms, Worth},
    },
    prices, swaps,
    tiers::{
        self,
        engine::{By, Falls, Ladder, Lasts, Period, Privileges, Starts, Tier},
    },
    wallets::{
        self,
        model::{Bonus, Gives},
    },
    words::Words,
};

use crate::catalogue::BAKERY;

/// What the bag costs in points.
pub const BAG_POINTS: i64 = 300;

/// What the simulation gives and sells.
#[derive(Debug, Clone, Copy)]
pub struct Promises {
    pub program: ProgramId,
    /// An amount off a purchase.
    pub five: GiftId,
    /// A percentage, with a cap.
    pub tenth: GiftId,
    /// Of three from the bakery one is free.
    pub loaf: GiftId,
    /// For points.
    pub bag: GiftId,
    /// What cashiers give.
    pub fruit: GiftId,
    pub plan: PlanId,
    pub treats: AllowanceId,
    pub thanks: AllowanceId,
}

impl Promises {
    /// Whether a voucher of it works only beside a purchase.
    pub fn takes_off(&self, gift: GiftId) -> bool {
        [self.five, self.tenth, self.loaf].contains(&gift)
    }
}

/// In English, Chinese and Spanish.
pub fn words([en, zh, es]: [&str; 3]) -> Words {
    Words { en: en.into(), zh: zh.into(), es: es.into() }
}

pub async fn make(
    db: &Db,
    scope: &Scope,
    (cashiers, hosts): (&[StaffId], &[StaffId]),
) -> Result<Promises> {
    let made = db.write(scope, async |tx| {
        let [five, tenth, loaf, bag, fruit] = vouchers(tx).await?;
        let program = points(tx).await?;
        let ladder = tiers::keep(tx, program, ladder(tenth)).await?;
        swaps::actions::price(tx, program, bag, Some(BAG_POINTS)).await?;
        member_prices(tx).await?;
        let silver = ladder.tiers.first().and_then(|tier| tier.id);
        let plan = plans::actions::create(tx, plan(silver, tenth)).await?;
        wallets::actions::keep(tx, wallet()).await?;
        let treats = allowances::model::Details {
            name: "Something for the child".into(),
            gifts: vec![fruit],
            budget: Budget::Pieces { pieces: 12 },
            period: Lasting::Week,
            staff: cashiers.to_vec(),
        };
        let thanks = allowances::model::Details {
            name: "A thank-you from the host".into(),
            gifts: vec![five, fruit],
            budget: Budget::Worth { amount: 4000 },
            period: Lasting::Month,
            staff: hosts.to_vec(),
        };
        let treats = allowances::actions::create(tx, treats).await?;
        let thanks = allowances::actions::create(tx, thanks).await?;
        Ok(Promises { program, five, tenth, loaf, bag, fruit, plan, treats, thanks })
    });
    Ok(made.await?.value)
}

/// Three that take something off, and two things.
async fn vouchers(tx: &mut Tx) -> Result<[GiftId; 5]> {
    let mut five = Promise::of(Benefit::Amount { off: 500 });
    five.conditions.least = 5000;
    let tenth = Promise::of(Benefit::Percent { percent: 10, most: Some(2000) });
    let mut loaf = Promise::of(Benefit::BuyGet { buy: 2, get: 1, times: 1 });
    loaf.conditions.goods = Goods { categories: vec![BAKERY.into()], ..Goods::default() };
    let all = [
        (["¥5 off from ¥50", "满 50 元减 5 元", "5 ¥ menos desde 50 ¥"], (500, 500), 21, five),
        (
            ["10% off, at most ¥20", "九折，最多减 20 元", "10 % menos, hasta 20 ¥"],
            (1000, 2000),
            30,
            tenth,
        ),
        (
            [
                "Two from the bakery, a third on us",
                "面包房买二送一",
                "Dos de la panadería y el tercero gratis",
            ],
            (400, 900),
            21,
            loaf,
        ),
        (
            ["Canvas bag of the market hall", "菜场帆布袋", "Bolsa de lona del mercado"],
            (900, 2500),
            60,
            Promise::default(),
        ),
        (
            ["A piece of fruit, on us", "请你吃个水果", "Una fruta, invita la casa"],
            (150, 400),
            7,
            Promise::default(),
        ),
    ];
    let mut made = Vec::new();
    for (name, (cost, perceived), days, terms) in all {
        let details = gifts::Details {
            kind: Kind::Reward,
            name: words(name),
            packing: Words::default(),
            cost,
            perceived,
            per_member: 0,
            valid_days: Some(days),
            stores: Vec::new(),
            returns: true,
            series: None,
            terms,
        };
        made.push(gifts::create(tx, NewGift { details, stock: 600, playbook_key: None }).await?);
    }
    made.try_into().map_err(|_| kernel::Error::broken("five gifts"))
}

/// A point for every yuan, double on Wednesdays; a hundred pay for two.
async fn points(tx: &mut Tx) -> Result<ProgramId> {
    let wednesdays = Boost {
        name: "Market day".into(),
        factor: 20_000,
        from: None,
        to: None,
        weekdays: vec![3],
        stores: Vec::new(),
    };
    let terms = Terms {
        unit: words(["points", "积分", "puntos"]),
        rules: vec![Rule {
            earn: Earn::Amount { points: 1, per: 100, of: Of::default() },
            rounding: Rounding::Down,
            when: None,
        }],
        boosts: vec![wednesdays],
        limits: Limits { purchase: Some(2000), ..Limits::default() },
        pending_days: 2,
        expiry: Expiry::Rolling { days: 60 },
        returns: Returns::WithinBalance,
        worth: Some(Worth { points: 100, amount: 200, most_percent: 50 }),
        notice_days: 7,
    };
    points::create(tx, words(["Riverside thanks", "河畔谢意", "Gracias de Riverside"]), terms).await
}

/// By the points of the last sixty days; whoever stays away climbs down again, a step at a time.
fn ladder(gift: GiftId) -> Ladder {
    let tier = |name, from, privileges| Tier { id: None, name: words(name), from, privileges };
    let silver = Privileges { factor: 12_500, ..Privileges::default() };
    let gold = Privileges { factor: 15_000, gift: Some(gift), early: true, free_delivery: false };
    let platinum =
        Privileges { factor: 20_000, gift: Some(gift), early: true, free_delivery: true };
    Ladder {
        tiers: vec![
            tier(["Silver", "银卡", "Plata"], 200, silver),
            tier(["Gold", "金卡", "Oro"], 800, gold),
            tier(["Platinum", "白金卡", "Platino"], 2000, platinum),
        ],
        by: By::Points,
        period: Period::Rolling { days: 60 },
        starts: Starts::Now,
        lasts: Lasts::Days { days: 45 },
        grace_days: 0,
        falls: Falls::OneStep,
        notice_days: 7,
    }
}

/// The member day of the week, and bread in the evening.
async fn member_prices(tx: &mut Tx) -> Result<()> {
    let mut day = Promise::of(Benefit::Percent { percent: 5, most: Some(2000) });
    day.conditions.weekdays = vec![2];
    let mut bread = Promise::of(Benefit::Percent { percent: 30, most: None });
    bread.conditions.goods = Goods { categories: vec![BAKERY.into()], ..Goods::default() };
    let evening = Hours { from: Some(jiff::civil::time(18, 0, 0, 0)), until: None };
    let rules = [
        (["Tuesday: member day", "周二会员日", "Martes de socios"], day, Hours::default()),
        (["Bread after six", "六点后的面包", "Pan después de las seis"], bread, evening),
    ];
    for (name, terms, hours) in rules {
        let rule = prices::Rule {
            name: words(name),
            terms,
            whom: Whom::Members,
            hours,
            stores: Vec::new(),
        };
        prices::actions::create(tx, rule).await?;
    }
    Ok(())
}

fn plan(tier: Option<kernel::TierId>, gift: GiftId) -> plans::model::Details {
    plans::model::Details {
        name: words(["Riverside Plus", "河畔 Plus", "Riverside Plus"]),
        price: 1800,
        every: Every::Month,
        tier,
        early: true,
        free_delivery: true,
        gift: Some(gift),
        grace_days: 5,
        notice_days: 7,
        back: Back::Days,
    }
}

/// Two hundred bring ten, five hundred forty.
fn wallet() -> wallets::Plan {
    let bonus = |from, amount| Bonus { from, gives: Gives::Amount(amount) };
    wallets::Plan {
        state: State::Open,
        bonuses: vec![bonus(20_000, 1000), bonus(50_000, 4000)],
        least: 5000,
        most: 100_000,
        cap_named: Some(500_000),
        cap_unnamed: Some(100_000),
        ..wallets::Plan::default()
    }
}
