use kernel::{Error, MemberId, Time};
use serde_json::json;

use super::{
    actions::{record, withdraw},
    model::{MOST_ITEMS, NewPurchase, Prices, Refusal, Source},
};
use crate::{
    on_each,
    testing::Market,
    visits::{self, NewVisit, custom},
};

fn new(market: &Market, member: Option<MemberId>, amount: i64) -> NewPurchase {
    NewPurchase {
        member,
        store: market.store,
        staff: None,
        amount,
        items: 2,
        at: None,
        reference: None,
        source: Source::Api,
        lines: Vec::new(),
        points: None,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    }
}

#[test]
fn amounts_items_and_times_are_bounded() {
    let id = kernel::Id::from_uuid(uuid::Uuid::nil());
    let now = ::store::testing::MORNING;
    let base = NewPurchase {
        member: None,
        store: id,
        staff: None,
        amount: 0,
        items: 0,
        at: None,
        reference: None,
        source: Source::Api,
        lines: Vec::new(),
        points: None,
        vouchers: Vec::new(),
        prices: Prices::AsTold,
    };
    let table: Vec<(NewPurchase, Option<&str>)> = vec![
        (base.clone(), None),
        (NewPurchase { amount: -1, ..base.clone() }, Some("amount_negative")),
        (NewPurchase { amount: i64::MAX, ..base.clone() }, Some("amount_too_large")),
        (NewPurchase { items: -1, ..base.clone() }, Some("number_range")),
        (NewPurchase { items: MOST_ITEMS + 1, ..base.clone() }, Some("number_range")),
        (NewPurchase { at: Some(now.plus_days(3)), ..base.clone() }, Some("date_invalid")),
        (NewPurchase { at: Some(Time::from_micros(-5)), ..base.clone() }, Some("date_invalid")),
        (NewPurchase { reference: Some("x".repeat(100)), ..base.clone() }, Some("too_long")),
    ];
    for (purchase, expected) in table {
        let code = match purchase.clone().checked(now) {
            Ok(_) => None,
            Err(Error::Invalid(fields)) => fields.first().map(|wrong| wrong.code),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(code, expected, "{purchase:?}");
    }
}

on_each! {
    async fn a_purchase_completes_the_tap_whichever_comes_first(market) {
        let (ana, bo) = (market.member(), market.member());
        let tap = |member| NewVisit { member, store: market.store, staff: None, at: None };
        let first = market.turn(async |tx| visits::record(tx, tap(ana)).await).await.unwrap();
        let again = market.turn(async |tx| visits::record(tx, tap(ana)).await).await.unwrap();
        assert!(first.fresh && !again.fresh && first.visit.id == again.visit.id);
        let bought = market.turn(async |tx| record(tx, new(&market, Some(ana), 3850)).await).await.unwrap();
        assert!(bought.first);
        let mut db = market.ground.db.read().await.unwrap();
        let visit = visits::require(&mut db, market.org, first.visit.id).await.unwrap();
        assert_eq!(visit.purchase, Some(bought.id));
        let early = market.turn(async |tx| record(tx, new(&market, Some(bo), 100)).await).await.unwrap();
        let late = market.turn(async |tx| visits::record(tx, tap(bo)).await).await.unwrap();
        assert_eq!(late.visit.purchase, Some(early.id));
        let day = custom::day(&mut db, market.org, market.store, &visit.day).await.unwrap();
        assert_eq!((day.people, day.amount), (2, 3950));
        market.turn(async |tx| withdraw(tx, bought.id).await).await.unwrap();
        let visit = visits::require(&mut db, market.org, first.visit.id).await.unwrap();
        assert_eq!(visit.purchase, None);
        let custom = custom::find(&mut db, market.org, ana).await.unwrap();
        assert_eq!((custom.visits, custom.purchases, custom.spent), (1, 0, 0));
    }
}

on_each! {
    async fn a_reference_is_one_purchase_however_often_it_is_told(market) {
        let told = NewPurchase { reference: Some("T-1001".into()), ..new(&market, None, 900) };
        let first = market.turn(async |tx| record(tx, told.clone()).await).await.unwrap();
        let again = market.turn(async |tx| record(tx, told.clone()).await).await.unwrap();
        assert_eq!(first.id, again.id);
        let other = NewPurchase { amount: 901, ..told };
        let error = market.turn(async |tx| record(tx, other).await).await.unwrap_err();
        assert!(error.is(Refusal::ReferenceTaken));
        assert_eq!(market.events().await, ["purchases.recorded"]);
    }
}

on_each! {
    async fn a_receipt_lets_one_person_in(market) {
        let bought = market.turn(async |tx| record(tx, new(&market, None, 900)).await).await.unwrap();
        let receipt = crate::codes::shown(&bought.receipt.unwrap());
        let (ana, bo) = (market.member(), market.member());
        let show = async |member: MemberId, receipt: &str| {
            let data = json!({ "receipt": receipt, "member": member });
            market.turn(async |tx| tx.act("purchases.receipt", data).await).await.unwrap()
        };
        assert_eq!(show(ana, "R-000000000").await["known"], false);
        assert_eq!(show(ana, &receipt).await["known"], true);
        assert_eq!(show(ana, &receipt).await["known"], true);
        let other = show(bo, &receipt).await;
        assert_eq!((other["known"].as_bool(), other["used"].as_bool()), (Some(false), Some(true)));
    }
}
