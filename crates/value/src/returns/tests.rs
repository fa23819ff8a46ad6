use kernel::{Error, MemberId};

use super::{
    model::{Open, Part, Wanted, opened},
    *,
};
use crate::{
    on_each,
    points::{
        self, Whose,
        engine::{Earn, Expiry, Limits, Of, Returns, Rounding, Rule, Terms, Worth},
    },
    purchases::{self, Line, NewPurchase, Offer, Prices, Purchase, Source},
    stamp_cards::{self, Each},
    testing::{House, Market, card},
    visits::custom,
    wallets,
    words::Words,
};

fn purchase(amount: i64, items: i64) -> Purchase {
    let nobody = uuid::Uuid::nil();
    Purchase {
        id: kernel::Id::from_uuid(nobody),
        member: None,
        store: kernel::Id::from_uuid(nobody),
        staff: None,
        amount,
        items,
        at: kernel::Time::default(),
        day: String::new(),
        reference: None,
        receipt: None,
        source: Source::Api,
        first: false,
        settled: None,
        returned: 0,
        arrived_at: None,
        taken_off: 0,
    }
}

fn line(quantity: i64, amount: i64) -> Line {
    Line { quantity, amount, ..Line::default() }
}

#[test]
fn what_may_come_back_is_what_is_left() {
    // Three cups for ten, one of them gone; a pot.
    let lines = vec![line(3, 1000), line(1, 3000)];
    let open = opened(&purchase(4000, 4), lines, &[(1, 1, 333)]);
    let pieces = |pieces: &[(usize, i64)]| Wanted { pieces: pieces.to_vec(), amount: None };
    let parts = |wanted: Wanted| wanted.parts(&open).map_err(|error| error.to_string());
    let part = |line, quantity, amount| Part { line, quantity, amount };
    assert_eq!(parts(pieces(&[(1, 1)])), Ok(vec![part(1, 1, 333)]));
    assert_eq!(parts(pieces(&[(2, 1), (1, 2)])), Ok(vec![part(1, 2, 667), part(2, 1, 3000)]));
    for (wanted, refused) in [
        (pieces(&[(1, 3)]), "invalid (lines.1: number_range)"),
        (pieces(&[(1, -1)]), "invalid (lines.1: number_range)"),
        (pieces(&[(3, 1)]), "invalid (lines.3: number_range)"),
        (pieces(&[(0, 1)]), "invalid (lines.0: number_range)"),
        (pieces(&[(1, 1), (1, 1)]), "invalid (lines.1: number_range)"),
        (pieces(&[(1, i64::MAX)]), "invalid (lines.1: number_range)"),
        (pieces(&[(1, 0)]), "invalid (lines: return_nothing)"),
        (pieces(&[(1, 0); 201]), "invalid (lines: too_many)"),
        (Wanted { amount: Some(5), ..Wanted::default() }, "invalid (lines: return_nothing)"),
    ] {
        assert_eq!(parts(wanted.clone()), Err(refused.to_owned()), "{wanted:?}");
    }
    let amount = |amount| Wanted { amount: Some(amount), ..Wanted::default() };
    let open = opened(&purchase(4000, 2), Vec::new(), &[(1, 0, 1500)]);
    let parts = |wanted: Wanted| wanted.parts(&open).map_err(|error| error.to_string());
    assert_eq!(parts(amount(500)), Ok(vec![part(1, 0, 500)]));
    assert_eq!(parts(amount(2500)), Ok(vec![part(1, 2, 2500)]), "the last takes the pieces too");
    for wrong in [0, -1, 2501, i64::MAX] {
        assert_eq!(parts(amount(wrong)), Err("invalid (amount: return_amount)".into()), "{wrong}");
    }
    let gone = opened(&purchase(4000, 2), Vec::new(), &[(1, 2, 4000)]);
    let error = amount(1).parts(&gone).unwrap_err();
    assert!(error.is(Refusal::NothingLeft));
}

#[test]
fn the_parts_of_a_line_add_up_to_the_whole_in_whatever_portions() {
    for (quantity, amount) in [(3, 1000), (7, 1), (1, 999), (1_000_000, 9_999_999_999)] {
        for step in [1, 2, 3, quantity] {
            let (mut gone, mut sum) = (0, 0);
            while gone < quantity {
                let pieces = step.min(quantity - gone).max(quantity / 5);
                let pieces = pieces.min(quantity - gone);
                let open = Open {
                    line: line(quantity, amount),
                    gone_quantity: gone,
                    gone_amount: sum,
                    by_amount: false,
                };
                sum += open.worth(pieces);
                gone += pieces;
            }
            assert_eq!(sum, amount, "{quantity} for {amount} in {step}s");
        }
    }
}

fn terms() -> Terms {
    let earn = Earn::Amount { points: 1, per: 100, of: Of::default() };
    Terms {
        unit: Words { en: "beans".into(), ..Words::default() },
        rules: vec![Rule { earn, rounding: Rounding::Down, when: None }],
        boosts: Vec::new(),
        limits: Limits::default(),
        pending_days: 0,
        expiry: Expiry::Never,
        returns: Returns::WithinBalance,
        worth: Some(Worth { points: 10, amount: 100, most_percent: 100 }),
        notice_days: 0,
    }
}

async fn beans(market: &Market) -> kernel::ProgramId {
    let name = Words { en: "Beans".into(), ..Words::default() };
    market.turn(async |tx| points::create(tx, name, terms()).await).await.unwrap()
}

async fn bought(market: &Market, member: MemberId, amount: i64, points: Option<Offer>) -> Purchase {
    let new = NewPurchase {
        member: Some(member),
        store: market.store,
        staff: None,
        amount,
        items: 1,
        at: None,
        reference: None,
        source: Source::Api,
        lines: Vec::new(),
        points,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    };
    market.turn(async |tx| purchases::record(tx, new).await).await.unwrap()
}

on_each! {
    async fn stamps_custom_and_figures_end_as_if_it_had_not_been_sold(market) {
        let ana = market.member();
        let bag = market.gift(3, |d| { d.kind = crate::gifts::Kind::Stamp; d.per_member = 0; }).await;
        let made = card(bag, 3, Each::Purchase);
        let id = market.turn(async |tx| stamp_cards::create(tx, made).await).await.unwrap();
        let one = bought(&market, ana, 2000, None).await;
        let at = stamp_cards::actions::At { member: ana, store: None, staff: None };
        let mark = stamp_cards::model::Mark::Purchase(one.id, 2000);
        market.turn(async |tx| {
            let card = stamp_cards::require(tx, tx.org(), id).await?;
            stamp_cards::stamp(tx, &card, &mark, at).await
        }).await.unwrap().unwrap();
        let back = |amount| NewReturn {
            purchase: one.id, store: market.store, staff: None,
            wanted: Wanted { amount: Some(amount), ..Wanted::default() }, reason: "  ".into(),
        };
        let stamps = async || {
            let key = stamp_cards::held_key(ana, id).unwrap();
            let mut db = market.ground.db.read().await.unwrap();
            ledger::balance_of(&mut db, market.org, &key).await.unwrap()
        };
        // The smallest purchase that earns a stamp is 5.00.
        market.turn(async |tx| take(tx, back(1500)).await).await.unwrap();
        assert_eq!(stamps().await, 1);
        market.turn(async |tx| take(tx, back(1)).await).await.unwrap();
        assert_eq!(stamps().await, 0);
        let mut db = market.ground.db.read().await.unwrap();
        let after = custom::find(&mut db, market.org, ana).await.unwrap();
        assert_eq!((after.purchases, after.spent), (1, 499));
        drop(db);
        market.turn(async |tx| take(tx, back(499)).await).await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let after = custom::find(&mut db, market.org, ana).await.unwrap();
        assert_eq!((after.purchases, after.spent, after.first_bought_at), (0, 0, None));
        drop(db);
        let error = market.turn(async |tx| purchases::withdraw(tx, one.id).await).await.unwrap_err();
        assert!(error.is(purchases::Refusal::Returned));
        let again = bought(&market, ana, 100, None).await;
        assert!(again.first, "the first that was kept");
    }
}

on_each! {
    async fn two_returns_of_one_line_at_once_are_one_return_and_one_refusal(market) {
        let ana = market.member();
        let one = bought(&market, ana, 2000, None).await;
        let back = || NewReturn {
            purchase: one.id, store: market.store, staff: None,
            wanted: Wanted { amount: Some(2000), ..Wanted::default() }, reason: String::new(),
        };
        let (a, b) = tokio::join!(
            market.turn(async |tx| take(tx, back()).await),
            market.turn(async |tx| take(tx, back()).await),
        );
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1);
        let refused = a.err().or(b.err()).unwrap();
        assert!(refused.is(Refusal::NothingLeft));
        let foreign = NewReturn { purchase: market.ground.world.id(), ..back() };
        let error = market.turn(async |tx| take(tx, foreign).await).await.unwrap_err();
        assert_eq!(error, Error::NotFound("purchase"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_slip_is_scanned_and_the_counter_says_what_a_return_comes_to() {
    let house = House::open().await;
    let market = &house.market;
    let mei = house.member("Chen Mei").await;
    let program = beans(market).await;
    bought(market, mei.id, 10_000, None).await;
    let offer = Some(Offer { program, points: 100 });
    let paid = bought(market, mei.id, 4000, offer).await;

    let desk = house.get(&format!("/counter?q=M-{}", mei.code)).await;
    assert!(desk.body.contains("30 beans"), "100 earned, 100 paid, 30 earned: {}", desk.body);
    assert!(desk.body.contains("Take something back"), "{}", desk.body);
    let slip = house.get(&format!("/counter?q=R-{}", paid.receipt.clone().unwrap())).await;
    let page = slip.location.unwrap();
    assert_eq!(page, format!("/counter/purchases/{}", paid.id));
    for lang in ["en", "zh-CN", "es"] {
        let asked = house.get(&format!("{page}?lang={lang}")).await;
        assert_eq!((asked.status, asked.body.matches("<h1").count()), (200, 1), "{}", asked.body);
        assert!(!asked.body.contains(">returns-"), "{}", asked.body);
    }
    let wrong = house.get(&format!("{page}?amount=40.01")).await;
    assert!(
        wrong.body.contains("no more than what is left") && wrong.body.contains("40.01"),
        "{}",
        wrong.body
    );
    // Of forty, ten were paid by a hundred beans. With five left, they pay five: fifty come back.
    let look = house.get(&format!("{page}?amount=35")).await;
    assert!(look.body.contains("¥30.00"), "{}", look.body);
    let form = format!("once=r1&purchase={}&amount=35&reason=cracked", paid.id);
    let done = house.post("/counter/returns", &form).await;
    let again = house.post("/counter/returns", &form).await;
    assert_eq!((done.status, &done.location), (303, &again.location), "{}", done.body);
    let said = house.get(&done.location.unwrap()).await;
    assert!(
        said.body.contains("Pay out ¥30.00") && said.body.contains("50 points"),
        "{}",
        said.body
    );
    let mut db = market.ground.db.read().await.unwrap();
    let stood = points::standings(&mut db, market.org, mei.id).await.unwrap();
    assert_eq!(stood[&Whose { program, member: mei.id }].standing.balance(), 100 - 50);
    drop(db);
    let refused = house.post("/counter/returns", &form.replace("r1", "r2")).await;
    assert!(refused.status == 422 || refused.status == 409, "{} {}", refused.status, refused.body);

    let wallet = house.phone(mei.id, "/fresh/wallet").await;
    assert!(
        wallet.body.contains("Beans") && wallet.body.contains("Worth ¥5.00"),
        "{}",
        wallet.body
    );
    let history = house.phone(mei.id, &format!("/fresh/wallet/points/{program}")).await;
    for told in ["¥35.00 of it came back", "Paid at the till", "Bought for ¥100.00"] {
        assert!(history.body.contains(told), "{told}: {}", history.body);
    }
    assert_eq!(house.phone(mei.id, "/fresh/wallet/points/prg_nonsense").await.status, 404);
}

/// How many pieces, for how much.
type Goods = (i64, i64);

/// What is left to two people who lived through the same, down to the last coin.
#[derive(Debug, PartialEq, Eq)]
struct Left {
    points: i64,
    wallet: wallets::Split,
    money: i64,
}

on_each! {
    async fn points_wallet_and_money_come_back_alike_in_whatever_order(market) {
        let program = beans(&market).await;
        let plan = wallets::tests::plan();
        market.turn(async |tx| wallets::actions::keep(tx, plan).await).await.unwrap();
        for seed in 0..25 {
            let dice = kernel::SeededChance::new(seed);
            let dice: &(dyn kernel::Chance + 'static) = &dice;
            let below = |n: u64| i64::try_from(dice.below(n)).unwrap();
            let (topped, offered) = (1000 + below(9000), below(120));
            let lines: Vec<Goods> =
                (0..3).map(|_| (1 + below(4), 1 + below(6000))).collect();
            let mut parts: Vec<(usize, i64)> = Vec::new();
            for (at, (quantity, _)) in lines.iter().enumerate() {
                parts.extend((0..below(u64::try_from(*quantity).unwrap() + 1)).map(|_| (at + 1, 1)));
            }
            let mut ends = Vec::new();
            for forwards in [true, false] {
                let mut order = parts.clone();
                if !forwards {
                    order.reverse();
                }
                ends.push(live(&market, program, (topped, offered), (&lines, &order)).await);
            }
            assert_eq!(ends.first(), ends.last(), "seed {seed}: {lines:?} {parts:?}");
        }
        let mut db = market.ground.db.read().await.unwrap();
        let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
        assert!(report.difference.is_none(), "{report:?}");
    }
}

async fn live(
    market: &Market,
    program: kernel::ProgramId,
    (topped, offered): (i64, i64),
    (lines, parts): (&[Goods], &[(usize, i64)]),
) -> Left {
    let new = people::members::NewMember { name: "Ana".into(), ..Default::default() };
    let new = new.from("counter").agreed("counter", &[]);
    let add = async |tx: &mut ::store::Tx| people::members::actions::add(tx, new).await;
    let member = market.turn(add).await.unwrap();
    let fill = wallets::actions::NewTopUp {
        member,
        amount: topped,
        shown: None,
        store: None,
        staff: None,
    };
    market.turn(async |tx| wallets::actions::top_up(tx, fill).await).await.unwrap();
    bought(market, member, 10_000, None).await;
    let amount = lines.iter().map(|line| line.1).sum();
    let new = NewPurchase {
        member: Some(member),
        store: market.store,
        staff: None,
        amount,
        items: 1,
        at: None,
        reference: None,
        source: Source::Api,
        lines: lines.iter().map(|(quantity, amount)| line(*quantity, *amount)).collect(),
        points: Some(Offer { program, points: offered.min(100) }),
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    };
    let (purchase, mut money) = market
        .turn(async |tx| {
            let purchase = purchases::record(tx, new).await?;
            let by_points: i64 =
                points::done_by(tx, purchase.id).await?.iter().map(|done| done.worth).sum();
            let most = amount - by_points;
            let whole = wallets::Pay { purchase: purchase.id, member, most };
            let paid = wallets::pay(tx, whole).await?.total();
            Ok((purchase, most - paid))
        })
        .await
        .unwrap();
    for (at, pieces) in parts {
        let wanted = Wanted { pieces: vec![(*at, *pieces)], amount: None };
        let reason = String::new();
        let new =
            NewReturn { purchase: purchase.id, store: market.store, staff: None, wanted, reason };
        money -= market.turn(async |tx| take(tx, new).await).await.unwrap().money;
    }
    let points = market.turn(async |tx| points::spendable(tx, Whose { program, member }).await);
    let wallet = market.turn(async |tx| wallets::balance(tx, member).await);
    Left { points: points.await.unwrap(), wallet: wallet.await.unwrap(), money }
}
