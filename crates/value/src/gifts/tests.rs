use kernel::{Error, Time};

use super::{
    model::{self, Details, Gift, Kind, State, lead},
    *,
};
use crate::{on_each, testing::eggs, words::Words};

type Change = fn(&mut Details);

/// A change, and the field that is then wrong with its code.
type Row = (Box<dyn Fn(&mut Details)>, Option<(&'static str, &'static str)>);

#[test]
fn a_gift_is_checked_field_by_field() {
    let long = "字".repeat(200);
    let table: Vec<Row> = vec![
        (Box::new(|_| ()), None),
        (Box::new(|d| d.name = Words::default()), Some(("name", "required"))),
        (Box::new(move |d| d.name.zh = long.clone()), Some(("name", "too_long"))),
        (Box::new(|d| d.cost = -1), Some(("cost", "amount_negative"))),
        (Box::new(|d| d.perceived = i64::MAX), Some(("perceived", "amount_too_large"))),
        (Box::new(|d| d.per_member = 5000), Some(("per_member", "number_range"))),
        (Box::new(|d| d.valid_days = Some(0)), Some(("valid_days", "number_range"))),
        (Box::new(|d| d.valid_days = None), None),
        (Box::new(|d| d.cost = 0), None),
    ];
    for (at, (change, expected)) in table.into_iter().enumerate() {
        let mut details = eggs();
        change(&mut details);
        let found = match details.checked() {
            Ok(_) => None,
            Err(Error::Invalid(fields)) => {
                fields.first().map(|wrong| (wrong.field.to_string(), wrong.code))
            }
            Err(other) => panic!("{other}"),
        };
        let found = found.as_ref().map(|(field, code)| (field.as_str(), *code));
        assert_eq!(found, expected, "row {at}");
    }
}

#[test]
fn the_lead_gift_of_the_series_comes_before_that_of_all() {
    let id = |n| kernel::Id::from_uuid(uuid::Uuid::from_u128(n));
    let gift = |n: u128, change: Change| {
        let mut details = eggs();
        change(&mut details);
        let (state, picture, playbook_key) = (State::Open, None, None);
        Gift {
            id: id(n),
            details,
            state,
            picture,
            playbook_key,
            created_at: Time::from_micros(i64::try_from(n).unwrap()),
        }
    };
    let of_series: Change = |d| d.series = Some(kernel::Id::from_uuid(uuid::Uuid::from_u128(77)));
    let elsewhere: Change = |d| d.stores = vec![kernel::Id::from_uuid(uuid::Uuid::from_u128(5))];
    let closed = Gift { state: State::Closed, ..gift(9, |_| ()) };
    let table: Vec<(Vec<Gift>, Option<u128>)> = vec![
        (vec![], None),
        (vec![gift(1, |_| ())], Some(1)),
        (vec![gift(1, |_| ()), gift(2, |_| ())], Some(2)),
        (vec![gift(1, of_series), gift(2, |_| ())], Some(1)),
        (vec![gift(1, elsewhere)], None),
        (vec![closed], None),
        (vec![gift(1, |d| d.kind = Kind::Reward)], None),
    ];
    let store = Some(kernel::Id::from_uuid(uuid::Uuid::from_u128(6)));
    for (gifts, expected) in table {
        let found = lead(&gifts, Some(id_of(77)), store).map(|gift| gift.id.uuid().as_u128());
        assert_eq!(found, expected);
    }
    assert!(lead(&[gift(1, of_series)], None, store).is_none(), "another series' gift");
}

fn id_of<K: kernel::ids::Kind>(n: u128) -> kernel::Id<K> {
    kernel::Id::from_uuid(uuid::Uuid::from_u128(n))
}

on_each! {
    async fn stock_comes_and_goes_and_never_below_nothing(market) {
        let gift = market.gift(10, |_| ()).await;
        market.turn(async |tx| restock(tx, gift, 5).await).await.unwrap();
        market.turn(async |tx| take_back(tx, gift, 12).await).await.unwrap();
        assert_eq!(market.left(gift).await, 3);
        let error = market.turn(async |tx| take_back(tx, gift, 4).await).await.unwrap_err();
        assert!(error.is(Refusal::NotThatMany), "{error:?}");
        for wrong in [0, -3, model::MOST_PIECES + 1, i64::MIN] {
            let error = market.turn(async |tx| restock(tx, gift, wrong).await).await.unwrap_err();
            assert!(matches!(error, Error::Invalid(_)), "{wrong}: {error:?}");
        }
        assert_eq!(market.left(gift).await, 3);
        let kinds = market.events().await;
        assert_eq!(kinds, ["gifts.created", "gifts.restocked", "gifts.restocked", "gifts.restocked"]);
    }
}

on_each! {
    async fn a_gift_is_changed_closed_and_listed(market) {
        let old = market.gift(1, |_| ()).await;
        market.ground.clock.advance(std::time::Duration::from_secs(1));
        let new = market.gift(0, |d| d.cost = 500).await;
        market.turn(async |tx| change(tx, old, Details { cost: 350, ..eggs() }).await).await.unwrap();
        market.turn(async |tx| set_state(tx, old, State::Closed).await).await.unwrap();
        let mut db = market.ground.db.read().await.unwrap();
        let all = list(&mut db, market.org, None, &kernel::PageRequest::default()).await.unwrap();
        assert_eq!(all.items.iter().map(|g| (g.id, g.cost)).collect::<Vec<_>>(), [(new, 500), (old, 350)]);
        let open = list(&mut db, market.org, Some(State::Open), &kernel::PageRequest::default()).await;
        assert_eq!(open.unwrap().items.len(), 1);
        let foreign = require(&mut db, market.ground.org(), old).await.unwrap_err();
        assert_eq!(foreign, Error::NotFound("gift"));
    }
}
