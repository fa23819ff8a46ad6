use std::collections::HashSet;

use kernel::GiftId;

use super::{actions::*, code, model::Refusal, store, *};
use crate::{
    codes, gifts, on_each,
    testing::{House, Market},
    vouchers,
};

async fn batch(market: &Market, gift: GiftId, pieces: i64) -> Batch {
    let new = NewBatch { gift, pieces, note: "Letterboxes".into() };
    let id = market.turn(async |tx| make(tx, new).await).await.unwrap();
    loop {
        let run = async |tx: &mut ::store::Tx| write(tx, serde_json::json!({ "batch": id })).await;
        market.turn(run).await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let batch = store::require(&mut db, market.org, id).await.unwrap();
        if batch.state == State::Ready {
            return batch;
        }
    }
}

fn slip(batch: &Batch, number: i64) -> String {
    codes::shown(&code::of(batch.secret.as_deref().unwrap(), number))
}

#[test]
fn a_slip_has_65_bits_and_every_slip_of_the_pen_is_noticed() {
    let mut seen = HashSet::new();
    for number in 1..=5000 {
        let code = code::of(b"a secret of the shop's own", number);
        assert_eq!(code.len(), codes::LONG);
        assert_eq!(codes::read_long(&codes::shown(&code).to_lowercase()), Some(code.clone()));
        assert_eq!(codes::read(&code), None, "no ticket's code is a slip's");
        assert!(seen.insert(code));
    }
    let code = code::of(b"a secret of the shop's own", 1);
    for at in 0..codes::LONG {
        for with in 0..codes::LONG {
            let mut wrong = code.clone().into_bytes();
            wrong.swap(at, with);
            let wrong = String::from_utf8(wrong).unwrap();
            assert_eq!(codes::read_long(&wrong).is_some(), wrong == code, "{wrong}");
        }
    }
    assert_ne!(code, code::of(b"another secret", 1));
}

on_each! {
    async fn each_code_brings_one_voucher_and_a_voided_rest_is_on_the_shelf_again(market) {
        let eggs = market.gift(1300, |details| details.per_member = 0).await;
        let made = batch(&market, eggs, 1200).await;
        assert_eq!((made.made, market.left(eggs).await), (1200, 100));
        let more = NewBatch { gift: eggs, pieces: 101, note: String::new() };
        let refused = market.turn(async |tx| make(tx, more).await).await.unwrap_err();
        assert!(refused.is(gifts::Refusal::NotThatMany));
        // A job that runs once more writes nothing more.
        market.turn(async |tx| write(tx, serde_json::json!({ "batch": made.id })).await).await.unwrap();

        let (ana, bo) = (market.member(), market.member());
        let enter = async |code: String, member| {
            let asked = Take { code, member, store: None };
            market.turn(async |tx| take(tx, asked).await).await
        };
        let (a, b) = tokio::join!(enter(slip(&made, 7), ana), enter(slip(&made, 7), bo));
        assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1);
        assert!(a.err().or(b.err()).unwrap().is(Refusal::AlreadyTaken));
        let got = enter(slip(&made, 1200), ana).await.unwrap();
        assert_eq!((got.gift, got.source.as_str()), (eggs, "printed"));
        for unknown in ["", "K74-QPM-2XA", &codes::shown(&code::of(b"guessed", 1)), &slip(&made, 1201)] {
            assert!(enter((*unknown).to_owned(), ana).await.unwrap_err().is(Refusal::Unknown), "{unknown}");
        }
        let at = vouchers::Redeem { voucher: got.id, store: Some(market.store), staff: None };
        market.turn(async |tx| vouchers::redeem(tx, at).await).await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let figures = store::figures(&mut db, market.org, made.id).await.unwrap();
        assert_eq!((figures.taken, figures.used), (2, 1));
        drop(db);

        market.turn(async |tx| seal(tx, made.id).await).await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let sealed = store::require(&mut db, market.org, made.id).await.unwrap();
        assert_eq!(sealed.sheet(), Err(Refusal::Sealed));
        drop(db);
        enter(slip(&made, 8), bo).await.unwrap();
        market.turn(async |tx| void(tx, made.id).await).await.unwrap();
        assert!(enter(slip(&made, 9), bo).await.unwrap_err().is(Refusal::Voided));
        assert_eq!(market.left(eggs).await, 100 + 1200 - 3);
        let mut db = market.ground.db.read().await.unwrap();
        let report = ledger::audit(&mut db, market.org, |_| ()).await.unwrap();
        assert!(report.difference.is_none(), "{report:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_is_entered_on_a_phone_and_at_the_counter() {
    let house = House::open().await;
    let mei = house.member("Chen Mei").await;
    let eggs = house.market.gift(20, |details| details.per_member = 0).await;
    let desk = house.get(&format!("/counter?q=M-{}", mei.code)).await;
    assert!(!desk.body.contains("A code on a slip"), "nothing was printed");
    let made = batch(&house.market, eggs, 10).await;
    let desk = house.get(&format!("/counter?q=M-{}", mei.code)).await;
    assert!(desk.body.contains("A code on a slip"), "{}", desk.body);
    let form = format!("once=s1&member={}&code={}", mei.id, slip(&made, 1).to_lowercase());
    let done = house.post("/counter/codes", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let again = house.post("/counter/codes", &form.replace("s1", "s2")).await;
    assert!(again.status == 409 && again.body.contains("Somebody entered"), "{}", again.body);
    for lang in ["en", "zh-CN", "es"] {
        let page = house.phone(mei.id, &format!("/fresh/codes?lang={lang}")).await;
        assert_eq!((page.status, page.body.matches("<h1").count()), (200, 1), "{}", page.body);
        let list = house.get(&format!("/console/gifts/{eggs}/prints?lang={lang}")).await;
        assert!(list.status == 200 && list.body.contains("Letterboxes"), "{}", list.body);
    }
    let one = house.get(&format!("/console/prints/{}", made.id)).await;
    assert!(one.body.contains("Void this batch?"), "{}", one.body);
    let sheet = house.post(&format!("/console/prints/{}/sheet", made.id), "once=s3").await;
    assert_eq!((sheet.status, sheet.body.lines().count()), (200, 11));
    assert!(sheet.body.contains(&slip(&made, 10)));
    let wrong =
        house.post(&format!("/console/gifts/{eggs}/prints"), "once=s4&pieces=11&note=Fair").await;
    assert!(wrong.status == 422 && wrong.body.contains("Fair"), "{} {}", wrong.status, wrong.body);
}
