use kernel::ProgramId;

use super::*;
use crate::{
    gifts, on_each,
    points::{
        self, Whose,
        engine::{Earn, Expiry, Limits, Of, Returns, Rounding, Rule, Terms},
    },
    purchases::{self, NewPurchase, Prices, Source},
    testing::{House, Market},
    vouchers,
    words::Words,
};

async fn beans(market: &Market) -> ProgramId {
    let earn = Earn::Amount { points: 1, per: 100, of: Of::default() };
    let terms = Terms {
        unit: Words { en: "beans".into(), ..Words::default() },
        rules: vec![Rule { earn, rounding: Rounding::Down, when: None }],
        boosts: Vec::new(),
        limits: Limits::default(),
        pending_days: 0,
        expiry: Expiry::Rolling { days: 30 },
        returns: Returns::WithinBalance,
        worth: None,
        notice_days: 0,
    };
    let name = Words { en: "Beans".into(), ..Words::default() };
    market.turn(async |tx| points::create(tx, name, terms).await).await.unwrap()
}

async fn bought(market: &Market, member: kernel::MemberId, amount: i64) {
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
        points: None,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    };
    market.turn(async |tx| purchases::record(tx, new).await).await.unwrap();
}

async fn balance(market: &Market, program: ProgramId, member: kernel::MemberId) -> i64 {
    let mut db = market.ground.db.read().await.unwrap();
    let stood = points::standings(&mut db, market.org, member).await.unwrap();
    stood.get(&Whose { program, member }).map_or(0, |stood| stood.standing.balance())
}

on_each! {
    async fn points_go_and_a_voucher_comes_or_neither(market) {
        let ana = market.member();
        let program = beans(&market).await;
        let coffee = market.gift(2, |d| d.per_member = 5).await;
        let swapping = Swap { program, gift: coffee, member: ana };
        let asked = async || market.turn(async |tx| swap(tx, swapping).await).await;
        let error = asked().await.unwrap_err();
        assert_eq!(error.code(), "not_found", "it has no price");
        for (points, code) in [(0, "invalid"), (-1, "invalid"), (i64::MAX, "invalid")] {
            let run = async |tx: &mut ::store::Tx| price(tx, program, coffee, Some(points)).await;
            assert_eq!(market.turn(run).await.unwrap_err().code(), code, "{points}");
        }
        let strange = market.ground.world.id();
        let run = async |tx: &mut ::store::Tx| price(tx, program, strange, Some(5)).await;
        assert_eq!(market.turn(run).await.unwrap_err().code(), "invalid");
        market.turn(async |tx| price(tx, program, coffee, Some(40)).await).await.unwrap();
        assert!(asked().await.unwrap_err().is(points::Refusal::NotEnough));
        assert_eq!(market.left(coffee).await, 2, "nothing was given");
        bought(&market, ana, 13_000).await;
        let voucher = asked().await.unwrap();
        asked().await.unwrap();
        assert_eq!((balance(&market, program, ana).await, market.left(coffee).await), (50, 0));
        assert!(asked().await.unwrap_err().is(gifts::Refusal::SoldOut));
        assert_eq!(balance(&market, program, ana).await, 50, "and it cost nothing");
        market.turn(async |tx| vouchers::withdraw(tx, voucher.id).await).await.unwrap();
        assert_eq!((balance(&market, program, ana).await, market.left(coffee).await), (90, 1));
        let mut db = market.ground.db.read().await.unwrap();
        let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
        assert!(report.difference.is_none(), "{report:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_swaps_on_the_phone_and_shows_the_ticket() {
    let house = House::open().await;
    let market = &house.market;
    let mei = house.member("Chen Mei").await;
    let program = beans(market).await;
    let coffee = market.gift(2, |d| d.per_member = 5).await;
    let empty = house.get(&format!("/console/points/{program}/swaps")).await;
    assert!(empty.body.contains("buy nothing yet"), "{}", empty.body);
    let at = format!("/console/points/{program}/swaps");
    let wrong = house.post(&at, &format!("once=a&gift={coffee}&points=none")).await;
    assert!(wrong.status == 422 && wrong.body.contains("none"), "{}", wrong.body);
    let made = house.post(&at, &format!("once=b&gift={coffee}&points=40")).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let far = house.phone(mei.id, "/fresh/wallet/swaps").await;
    assert!(far.body.contains("40 beans to go"), "{}", far.body);
    bought(market, mei.id, 5000).await;
    let wallet = house.phone(mei.id, "/fresh/wallet").await;
    assert!(wallet.body.contains("/fresh/wallet/swaps"), "{}", wallet.body);
    let near = house.phone(mei.id, "/fresh/wallet/swaps").await;
    let to = format!("/fresh/wallet/swaps/{program}/{coffee}");
    assert!(near.body.contains(&to), "{}", near.body);
    for lang in ["en", "zh-CN", "es"] {
        for path in [&to, &"/fresh/wallet/swaps".to_owned()] {
            let page = house.phone(mei.id, &format!("{path}?lang={lang}")).await;
            assert_eq!((page.status, page.body.matches("<h1").count()), (200, 1));
            assert!(!page.body.contains(">swaps-"), "{}", page.body);
        }
    }
    let ask = house.phone(mei.id, &to).await;
    assert!(ask.body.contains("10 beans"), "what is left: {}", ask.body);
    let strange = house.phone(mei.id, &format!("/fresh/wallet/swaps/{program}/gft_no")).await;
    assert_eq!(strange.status, 404);
    let removed = house.post(&format!("{at}/{coffee}/removal"), "once=c").await;
    assert_eq!(removed.status, 303);
    assert_eq!(house.phone(mei.id, &to).await.status, 404);
}
