//! A fair with something to buy together, for tests.

use std::time::Duration;

use ::store::Tx;
use kernel::{BuyTeamId, GiftId, GroupBuyId, MemberId, ProgramId, Result};
use value::{
    bills::{Benefit, Terms as TicketTerms, Whom},
    gifts::{self, actions::NewGift},
    points::{
        self,
        engine::{Expiry, Limits as PointLimits, Returns, Terms as PointTerms},
    },
    wallets,
    words::Words,
};

use super::{
    actions::{self, Draft},
    asked,
    model::{Doors, Figures, GroupBuy, Team, Terms, Tier},
    store,
    teams::{self, Joining, Seated},
};
use crate::{
    activities::{Limits, Plan},
    testing::{Fair, beans},
};

/// A gift that carries a price, so many of which lie on the shelf.
pub async fn priced(fair: &Fair, stock: i64) -> GiftId {
    let mut details = beans();
    details.terms = TicketTerms::of(Benefit::Price { each: 1290 });
    details.terms.conditions.goods.products = vec!["Beans".into()];
    details.cost = 600;
    fair.turn(async |tx| gifts::create(tx, NewGift { details, stock, playbook_key: None }).await)
        .await
        .unwrap()
}

/// Three for 9.90 each, five for 7.90, at most six in a team, two hours.
pub fn draft(fair: &Fair, gift: GiftId) -> Draft {
    let plan = Plan {
        name: Words { en: "Beans together".into(), ..Words::default() },
        whom: Whom::Members,
        opens_at: fair.now(),
        closes_at: fair.now().plus(Duration::from_secs(6 * 3600)),
        cost: None,
        limits: Limits { per_member: 1, per_day: None },
        budget: None,
    };
    let tiers = vec![Tier { people: 3, each: 990 }, Tier { people: 5, each: 790 }];
    let terms = Terms {
        gift,
        seats: 20,
        tiers,
        most: 6,
        team_hours: 2,
        collect_days: 2,
        doors: Doors::Listed,
        deposit: None,
    };
    Draft { plan, terms }
}

/// An open one.
pub async fn buy(fair: &Fair, with: impl FnOnce(&mut Draft)) -> GroupBuyId {
    let gift = priced(fair, 50).await;
    let mut draft = draft(fair, gift);
    with(&mut draft);
    opened(fair, draft).await.unwrap()
}

pub async fn opened(fair: &Fair, draft: Draft) -> Result<GroupBuyId> {
    fair.turn(async |tx| {
        let id = actions::create(tx, &fair.shop, draft).await?;
        actions::open(tx, &fair.shop, id).await?;
        Ok(id)
    })
    .await
}

pub async fn start(fair: &Fair, buy: GroupBuyId, member: MemberId) -> Result<Seated> {
    let run = async |tx: &mut Tx| teams::start(tx, &fair.shop, buy, Joining::of(member)).await;
    fair.turn(run).await
}

pub async fn join(fair: &Fair, team: BuyTeamId, member: MemberId) -> Result<Seated> {
    let run = async |tx: &mut Tx| teams::join(tx, &fair.shop, team, Joining::of(member)).await;
    fair.turn(run).await
}

pub async fn leave(fair: &Fair, team: BuyTeamId, member: MemberId) -> Result<Team> {
    fair.turn(async |tx| teams::leave(tx, team, member).await).await
}

pub async fn read_buy(fair: &Fair, id: GroupBuyId) -> GroupBuy {
    let mut db = fair.ground.db.read().await.unwrap();
    crate::activities::require(&mut db, fair.org, id).await.unwrap()
}

pub async fn read_team(fair: &Fair, id: BuyTeamId) -> Team {
    let mut db = fair.ground.db.read().await.unwrap();
    store::team(&mut db, fair.org, id).await.unwrap()
}

pub async fn figures(fair: &Fair, id: GroupBuyId) -> Figures {
    let mut db = fair.ground.db.read().await.unwrap();
    let shown = asked::require(&mut db, fair.org, id).await.unwrap();
    asked::figures(&mut db, fair.org, &shown).await.unwrap()
}

/// What lies on a gift's shelf.
pub async fn shelf(fair: &Fair, gift: GiftId) -> i64 {
    let key = gifts::accounts::stock(gift).unwrap().key;
    let mut db = fair.ground.db.read().await.unwrap();
    ledger::balance_of(&mut db, fair.org, &key).await.unwrap()
}

/// A program whose points stay.
pub async fn program(fair: &Fair) -> ProgramId {
    let terms = PointTerms {
        unit: Words { en: "points".into(), ..Words::default() },
        rules: Vec::new(),
        boosts: Vec::new(),
        limits: PointLimits::default(),
        pending_days: 0,
        expiry: Expiry::Never,
        returns: Returns::WithinBalance,
        worth: None,
        notice_days: 0,
    };
    let name = Words { en: "Points".into(), ..Words::default() };
    fair.turn(async |tx| points::create(tx, name, terms).await).await.unwrap()
}

pub async fn give_points(fair: &Fair, program: ProgramId, (member, points): (MemberId, i64)) {
    let adjust = points::Adjust { program, member, points, reason: "a start".into() };
    fair.turn(async |tx| points::adjust(tx, adjust).await.map(drop)).await.unwrap();
}

pub async fn points_of(fair: &Fair, program: ProgramId, member: MemberId) -> i64 {
    let whose = points::Whose { program, member };
    fair.turn(async |tx| points::spendable(tx, whose).await).await.unwrap()
}

/// So much of their own in the wallet, and a bonus of a tenth on top.
pub async fn top_up(fair: &Fair, member: MemberId, amount: i64) {
    use wallets::model::{Bonus, Gives};
    let plan = wallets::Plan {
        state: gifts::State::Open,
        bonuses: vec![Bonus { from: 1, gives: Gives::BasisPoints(1000) }],
        cap_named: Some(500_000),
        cap_unnamed: Some(100_000),
        ..wallets::Plan::default()
    };
    let new = wallets::actions::NewTopUp { member, amount, shown: None, store: None, staff: None };
    fair.turn(async |tx| {
        wallets::actions::keep(tx, plan).await?;
        wallets::actions::top_up(tx, new).await.map(drop)
    })
    .await
    .unwrap();
}

/// Principal and bonus.
pub async fn wallet(fair: &Fair, member: MemberId) -> (i64, i64) {
    let has = fair.turn(async |tx| wallets::balance(tx, member).await).await.unwrap();
    (has.principal, has.bonus)
}
