use std::time::Duration;

use futures::future::join_all;
use kernel::{DeviceId, Error, MemberId};
use people::members;
use serde_json::json;

use super::{
    actions::{Submit, perform, undo},
    model::{Refusal, Typed, typed},
};
use crate::{
    codes,
    gifts::{self, Kind},
    on_each,
    stamp_cards::{self, Each, StampCard},
    testing::{House, Market},
    vouchers::{self, Give, Redeem, model::Way},
    words::Words,
};

#[test]
fn the_field_takes_everything() {
    let code = codes::new(&kernel::SeededChance::new(3));
    let shown = codes::shown(&code);
    let table = [
        ("", Typed::Nothing),
        ("   ", Typed::Nothing),
        (shown.as_str(), Typed::Ticket(code.clone())),
        (&format!("V-{code}"), Typed::Ticket(code.clone())),
        (
            &format!("https://club.example/fresh/tickets/{code}?lang=es"),
            Typed::Ticket(code.clone()),
        ),
        ("M-K7QP4M2X", Typed::Words("M-K7QP4M2X".into())),
        ("k7qp4m", Typed::Return("K7QP4M".into())),
        ("R-9RW7XF", Typed::Return("9RW7XF".into())),
        ("r-kqxwdf", Typed::Return("KQXWDF".into())),
        ("KQX·WDF", Typed::Return("KQXWDF".into())),
        ("Carmen", Typed::Words("Carmen".into())),
        ("138 0013 8000", Typed::Words("138 0013 8000".into())),
        ("陈美", Typed::Words("陈美".into())),
        ("' OR 1=1 --", Typed::Words("' OR 1=1 --".into())),
    ];
    for (raw, expected) in table {
        assert_eq!(typed(raw), expected, "{raw}");
    }
}

async fn customer(market: &Market) -> MemberId {
    let new = members::NewMember { name: "Chen Mei".into(), ..Default::default() }
        .from("counter")
        .agreed("counter", &[]);
    market.turn(async |tx| members::actions::add(tx, new).await).await.unwrap()
}

fn submit(market: &Market, member: MemberId) -> Submit {
    Submit {
        member,
        store: market.store,
        staff: market.ground.world.id(),
        device: DeviceId::from_uuid(uuid::Uuid::from_u128(1)),
        vouchers: Vec::new(),
        cards: Vec::new(),
        amount: None,
        lines: Vec::new(),
        points: None,
        from_wallet: false,
        kept: None,
    }
}

on_each! {
    async fn one_submit_does_all_and_one_undo_takes_all_back(market) {
        let member = customer(&market).await;
        let eggs = market.gift(3, |_| ()).await;
        let bag = market.gift(3, |d| { d.kind = Kind::Stamp; d.per_member = 0; }).await;
        let card = StampCard {
            id: kernel::Id::from_uuid(uuid::Uuid::nil()), series: None,
            name: Words::one(kernel::Lang::En, "Two visits"), needs: 2, each: Each::Visit, least: 0,
            gift: bag, state: gifts::State::Open, created_at: kernel::Time::default(),
        };
        let card = market.turn(async |tx| stamp_cards::create(tx, card).await).await.unwrap();
        let asked = Give { gift: eggs, member, source: "hand", way: Way::default() };
        let voucher = market.turn(async |tx| vouchers::give(tx, asked).await).await.unwrap();
        let first = Submit { cards: vec![card], ..submit(&market, member) };
        market.turn(async |tx| perform(tx, first).await).await.unwrap();
        market.ground.clock.advance(Duration::from_secs(86_400));
        let all = Submit { vouchers: vec![voucher.id], cards: vec![card], amount: Some(3850), ..submit(&market, member) };
        let id = market.turn(async |tx| perform(tx, all.clone()).await).await.unwrap();
        assert_eq!((market.left(eggs).await, market.left(bag).await), (2, 2));
        let elsewhere = market.ground.world.id();
        let error = market.turn(async |tx| undo(tx, id, elsewhere).await).await.unwrap_err();
        assert_eq!(error, Error::NotFound("operation"));
        market.turn(async |tx| undo(tx, id, market.store).await).await.unwrap();
        let error = market.turn(async |tx| undo(tx, id, market.store).await).await.unwrap_err();
        assert!(error.is(Refusal::AlreadyUndone));
        assert_eq!((market.left(eggs).await, market.left(bag).await), (2, 3));
        let id = market.turn(async |tx| perform(tx, all).await).await.unwrap();
        assert_eq!((market.left(eggs).await, market.left(bag).await), (2, 2));
        market.ground.clock.advance(Duration::from_secs(601));
        let error = market.turn(async |tx| undo(tx, id, market.store).await).await.unwrap_err();
        assert!(error.is(Refusal::TooLate));
        sound(&market).await;
    }
}

/// The ledger's books are as they must be.
async fn sound(market: &Market) {
    let mut db = market.ground.db.read().await.unwrap();
    let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
    assert!(report.difference.is_none(), "{:?}", report.difference);
}

on_each! {
    async fn another_persons_ticket_is_refused_and_nothing_happens(market) {
        let (mei, bo) = (customer(&market).await, customer(&market).await);
        let eggs = market.gift(3, |_| ()).await;
        let asked = Give { gift: eggs, member: bo, source: "hand", way: Way::default() };
        let voucher = market.turn(async |tx| vouchers::give(tx, asked).await).await.unwrap();
        let before = market.events().await.len();
        let wrong = Submit { vouchers: vec![voucher.id], amount: Some(5), ..submit(&market, mei) };
        let error = market.turn(async |tx| perform(tx, wrong).await).await.unwrap_err();
        assert!(error.is(Refusal::NotTheirs));
        assert_eq!(market.events().await.len(), before);
    }
}

on_each! {
    async fn fifty_tills_redeem_one_ticket_once(market) {
        let gift = market.gift(1, |_| ()).await;
        let asked = Give { gift, member: market.member(), source: "hand", way: Way::default() };
        let voucher = market.turn(async |tx| vouchers::give(tx, asked).await).await.unwrap();
        let at = Redeem { voucher: voucher.id, store: None, staff: None };
        let all = join_all((0..50).map(|_| market.turn(async |tx| vouchers::redeem(tx, at).await))).await;
        let done = all.iter().filter(|one| one.is_ok()).count();
        let no = all.iter().filter(|one| {
            one.as_ref().is_err_and(|error| error.is(vouchers::Refusal::AlreadyRedeemed))
        });
        assert_eq!((done, no.count()), (1, 49));
        sound(&market).await;
    }
}

on_each! {
    async fn fifteen_hundred_who_want_one_of_twelve_hundred(market) {
        let gift = market.gift(1200, |_| ()).await;
        let market_ref = &market;
        let all = join_all((0..1500u128).map(|n| async move {
            let member: MemberId = kernel::Id::from_uuid(uuid::Uuid::from_u128(n + 1));
            let data = json!({ "member": member });
            market_ref.turn(async |tx| tx.act("gifts.lead", data).await).await
        })).await;
        let answers: Vec<_> = all.into_iter().map(|one| one.unwrap()).collect();
        let given = answers.iter().filter(|one| one["given"] == true).count();
        let out = answers.iter().filter(|one| one["reason"] == "sold_out").count();
        assert_eq!((given, out, market.left(gift).await), (1200, 300, 0));
        sound(&market).await;
    }
}

/// Gives, redemptions, undoings, withdrawals and expiries in any order: pieces are conserved, and no
/// ticket is collected twice.
async fn churn(market: &Market, seed: u64) {
    let chance: std::sync::Arc<dyn kernel::Chance> =
        std::sync::Arc::new(kernel::SeededChance::new(seed));
    let gift = market
        .gift(12, |d| {
            d.per_member = 3;
            d.valid_days = Some(2);
        })
        .await;
    let people: Vec<MemberId> = (0..6).map(|_| market.member()).collect();
    let (mut tickets, mut redeemed) = (Vec::new(), Vec::new());
    for _ in 0..120 {
        let pick = |n: usize| usize::try_from(chance.below(n.max(1) as u64)).unwrap();
        match chance.below(7) {
            0..=2 => {
                let asked =
                    Give { gift, member: people[pick(6)], source: "hand", way: Way::default() };
                if let Ok(voucher) = market.turn(async |tx| vouchers::give(tx, asked).await).await {
                    tickets.push(voucher.id);
                }
            }
            3 | 4 if !tickets.is_empty() => {
                let voucher = tickets[pick(tickets.len())];
                let at = Redeem { voucher, store: None, staff: None };
                if let Ok(done) = market.turn(async |tx| vouchers::redeem(tx, at).await).await {
                    assert!(!redeemed.iter().any(|(_, v)| *v == voucher), "seed {seed}: twice");
                    redeemed.push((done.id, voucher));
                }
            }
            5 if !redeemed.is_empty() => {
                let at = pick(redeemed.len());
                let (id, _) = redeemed[at];
                if market.turn(async |tx| vouchers::undo(tx, id).await).await.is_ok() {
                    redeemed.remove(at);
                }
            }
            6 if !tickets.is_empty() => {
                let id = tickets[pick(tickets.len())];
                let _ = market.turn(async |tx| vouchers::withdraw(tx, id).await).await;
            }
            _ => {
                market.ground.clock.advance(Duration::from_secs(chance.below(30_000)));
                market.ground.db.settle().await.unwrap();
            }
        }
    }
    let mut db = market.ground.db.read().await.unwrap();
    let which = vouchers::Which { gift: Some(gift), ..Default::default() };
    let page = kernel::PageRequest { limit: Some("200".into()), cursor: None };
    let all = vouchers::list(&mut db, market.org, which, &page).await.unwrap().items;
    let count = |state| i64::try_from(all.iter().filter(|v| v.state == state).count()).unwrap();
    let out = count(vouchers::State::Issued) + count(vouchers::State::Redeemed);
    assert_eq!(market.left(gift).await + out, 12, "seed {seed}");
    assert_eq!(count(vouchers::State::Redeemed), redeemed.len() as i64, "seed {seed}");
}

on_each! {
    async fn pieces_are_conserved_whatever_happens_in_whatever_order(market) {
        for seed in 1..=6 {
            churn(&market, seed).await;
        }
        sound(&market).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cashier_finds_gives_records_and_takes_back() {
    let house = House::open().await;
    let mei = house.member("Chen Mei").await;
    let eggs = house.market.gift(3, |_| ()).await;
    let asked = Give { gift: eggs, member: mei.id, source: "hand", way: Way::default() };
    let voucher = house.market.turn(async |tx| vouchers::give(tx, asked).await).await.unwrap();
    let empty = house.get("/counter").await;
    assert_eq!(empty.status, 200, "{}", empty.body);
    assert_eq!(empty.body.matches("<h1").count(), 1);
    for q in [codes::shown(&voucher.code), mei.card(), "chen".to_owned()] {
        let page = house.get(&format!("/counter?q={q}")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Chen Mei") && page.body.contains("Half a dozen eggs"), "{q}");
        assert!(page.body.len() < 50_000);
    }
    let form = format!("once=till1&member={}&voucher={}&amount=38.50", mei.id, voucher.id);
    let first = house.post("/counter/operations", &form).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let again = house.post("/counter/operations", &form).await;
    assert_eq!(again.location, first.location, "a lost reply is answered again");
    let other_till = house.post("/counter/operations", &form.replace("till1", "till2")).await;
    assert_eq!(other_till.status, 409, "{}", other_till.body);
    let answer = house.get(first.location.as_deref().unwrap()).await;
    assert!(
        answer.body.contains("38.50") && answer.body.contains("verdict good"),
        "{}",
        answer.body
    );
    let kinds = house.market.events().await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "purchases.recorded").count(), 1);
    let wrong =
        house.post("/counter/operations", &format!("once=a&member={}&amount=abc", mei.id)).await;
    assert!(wrong.status == 422 && wrong.body.contains("value=\"abc\""), "{}", wrong.status);
    let id = first.location.unwrap().rsplit('/').next().unwrap().to_owned();
    let undone = house.post("/counter/undos", &format!("once=u1&operation={id}")).await;
    assert_eq!(undone.status, 303, "{}", undone.body);
    let twice = house.post("/counter/undos", &format!("once=u2&operation={id}")).await;
    assert_eq!(twice.status, 409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_amount_that_can_be_read_in_two_ways_is_asked_for_again() {
    let house = House::open().await;
    let mei = house.member("Chen Mei").await;
    let send = async |once: &str, amount: &str, lang: &str| {
        let form = format!("once={once}&member={}&amount={amount}", mei.id);
        house.post(&format!("/counter/operations?lang={lang}"), &form).await
    };
    for (lang, words) in [
        ("en", "Is this 1234? Then write 1234 without a mark"),
        ("zh-CN", "如果是，请直接写 1234"),
        ("es", "¿Quiere decir 1234? Escríbalo sin separador: 1234"),
    ] {
        let asked = send("a", "1.234", lang).await;
        assert_eq!(asked.status, 422, "{}", asked.body);
        assert!(asked.body.contains(words), "{lang}: {}", asked.body);
        assert!(asked.body.contains("value=\"1.234\""), "what was typed is lost");
    }
    let events = house.market.events().await;
    assert!(events.iter().all(|kind| kind != "purchases.recorded"));
    // What the sentence says to type, full-width and with the shop's sign.
    for (at, (typed, shown)) in
        [("1234", "1,234.00"), ("￥１２．５０", "12.50")].into_iter().enumerate()
    {
        let taken = send(&format!("b{at}"), typed, "en").await;
        let answer = house.get(&taken.location.expect(typed)).await;
        assert!(answer.body.contains(shown), "{typed}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_this_wing_open_in_three_languages() {
    let house = House::open().await;
    let mei = house.member("Chen Mei").await;
    let gift = house.market.gift(3, |_| ()).await;
    let asked = Give { gift, member: mei.id, source: "hand", way: Way::default() };
    let voucher = house.market.turn(async |tx| vouchers::give(tx, asked).await).await.unwrap();
    let pages = [
        "/console/gifts".to_owned(),
        "/console/gifts/new".into(),
        "/console/gifts/preview?name_en=Eggs&kind=lead".into(),
        format!("/console/gifts/{gift}"),
        format!("/console/gifts/{gift}/details"),
        "/console/stamp-cards".into(),
        "/console/stamp-cards/new".into(),
        "/counter".into(),
        "/counter?q=nobody".into(),
        "/counter/newcomers".into(),
        format!("/counter/cards/{}", mei.id),
        format!("/fresh/tickets/{}", voucher.code),
    ];
    for path in pages {
        for lang in ["en", "zh-CN", "es"] {
            let mark = if path.contains('?') { '&' } else { '?' };
            let page = house.get(&format!("{path}{mark}lang={lang}")).await;
            assert_eq!(page.status, 200, "{path} {}", page.body);
            assert_eq!(page.body.matches("<h1").count(), 1, "{path} {lang}");
            for raw in [">gifts-", ">counter-", ">vouchers-", ">stamp_cards-", ">purchases-"] {
                assert!(!page.body.contains(raw), "{path} {lang} says {raw}");
            }
            assert!(page.body.len() < 50_000, "{path} is {} bytes", page.body.len());
        }
    }
    assert_eq!(house.get("/console/gifts?csv=1").await.status, 200);
    assert_eq!(house.get("/console/gifts/gft_nonsense").await.status, 404);
    assert_eq!(house.get("/fresh/tickets/AAAAAAAAA").await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gift_is_made_stocked_and_closed_from_the_console() {
    let house = House::open().await;
    let wrong = house
        .post("/console/gifts", "once=a&kind=lead&name_en=&cost=-3&stock=x&per_member=1")
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let form = "once=b&kind=lead&name_en=Half+a+dozen+eggs&cost=3.00&stock=40&per_member=1&valid_days=14&returns=on";
    let made = house.post("/console/gifts", form).await;
    assert_eq!(made.status, 303, "{}", made.body);
    let at = made.location.unwrap();
    assert_eq!(house.post("/console/gifts", form).await.location.as_deref(), Some(at.as_str()));
    let less = house.post(&format!("{at}/stock"), "once=c&pieces=41&way=back").await;
    assert!(less.status == 422 && less.body.contains("Only 40"), "{}", less.body);
    assert_eq!(house.post(&format!("{at}/stock"), "once=d&pieces=10&way=more").await.status, 303);
    assert_eq!(house.post(&format!("{at}/closing"), "once=e").await.status, 303);
    let page = house.get(&at).await;
    assert!(page.body.contains("50") && page.body.contains("Closed"), "{}", page.body);
}

#[test]
fn a_photo_of_a_code_is_read() {
    let png = web::kit::qr::png("V-K74QPM2XA", 400).unwrap();
    assert_eq!(super::photos::decode(&png).as_deref(), Some("V-K74QPM2XA"));
    assert_eq!(super::photos::decode(b"no picture"), None);
}
