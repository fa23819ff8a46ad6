use kernel::Error;

use super::{
    actions::{Wanted, add, set},
    *,
};
use crate::{on_each, products::Refusal as NoProduct};

on_each! {
    async fn a_basket_keeps_what_is_put_in_and_forgets_what_is_taken_out(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 10).await;
        let wanted = |quantity| Wanted { member: ana, product: berries, quantity };
        grocer.turn(async |tx| add(tx, wanted(2)).await).await.unwrap();
        grocer.turn(async |tx| add(tx, wanted(3)).await).await.unwrap();
        let basket = grocer.turn(async |tx| load(tx, tx.org(), ana).await).await.unwrap();
        assert_eq!((basket.pieces(), basket.amount()), (5, 7500));
        let error = grocer.turn(async |tx| add(tx, wanted(95)).await).await;
        assert!(matches!(error, Err(Error::Invalid(_))), "a hundred of one is too many");
        grocer.turn(async |tx| set(tx, wanted(0)).await).await.unwrap();
        let basket = grocer.turn(async |tx| load(tx, tx.org(), ana).await).await.unwrap();
        assert_eq!(basket, Basket::default());
    }
}

on_each! {
    async fn what_is_not_for_sale_goes_into_no_basket(grocer) {
        use crate::products::{State, actions::set_state};
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 10).await;
        let wanted = Wanted { member: ana, product: berries, quantity: 1 };
        grocer.turn(async |tx| add(tx, wanted).await).await.unwrap();
        grocer.turn(async |tx| set_state(tx, berries, State::Closed).await).await.unwrap();
        let error = grocer.turn(async |tx| add(tx, wanted).await).await.unwrap_err();
        assert!(error.is(NoProduct::Closed));
        let basket = grocer.turn(async |tx| load(tx, tx.org(), ana).await).await.unwrap();
        assert!(basket.lines.is_empty(), "what was closed meanwhile is not ordered");
    }
}

on_each! {
    async fn a_basket_goes_with_its_member(grocer) {
        let ana = grocer.member("Ana").await;
        let berries = grocer.product("Strawberries", 1500, 10).await;
        let wanted = Wanted { member: ana, product: berries, quantity: 1 };
        grocer.turn(async |tx| add(tx, wanted).await).await.unwrap();
        grocer.turn(async |tx| people::members::actions::erase(tx, ana).await).await.unwrap();
        grocer.settle().await;
        let basket = grocer.turn(async |tx| load(tx, tx.org(), ana).await).await.unwrap();
        assert!(basket.lines.is_empty());
    }
}
