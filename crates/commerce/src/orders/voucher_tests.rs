//! Vouchers with an order: used when it is placed, the member's again when it comes to nothing, a part of
//! its purchase when it is handed over.

use kernel::{GiftId, MemberId, OrderId, ProductId, Result, VoucherId};
use value::{
    bills::{self, Benefit, Terms},
    gifts::{self, actions::NewGift},
    purchases,
    returns::{self, NewReturn, Wanted},
    vouchers::{self, Give, State as Stands, model::Way as Came, taking},
    words::Words,
};

use super::{
    actions::{NewOrder, cancel, order_basket, pay, place},
    model::{Payment, Refusal, State},
};
use crate::{
    baskets::{
        self,
        actions::{Use, Wanted as Put, add, choose},
    },
    fulfilments::Way,
    on_each, products,
    testing::Grocer,
};

async fn gift(grocer: &Grocer, benefit: Benefit, change: impl FnOnce(&mut Terms)) -> GiftId {
    let mut terms = Terms::of(benefit);
    change(&mut terms);
    let name = Words { en: "Thank you".into(), ..Words::default() };
    let details = gifts::Details {
        kind: gifts::Kind::Lead,
        name,
        packing: Words::default(),
        cost: 100,
        perceived: 100,
        per_member: 0,
        valid_days: None,
        stores: Vec::new(),
        returns: true,
        series: None,
        terms,
    };
    let new = NewGift { details, stock: 100, playbook_key: None };
    grocer.turn(async |tx| gifts::create(tx, new).await).await.unwrap()
}

async fn given(grocer: &Grocer, gift: GiftId, member: MemberId) -> VoucherId {
    let asked = Give { gift, member, source: "hand", way: Came::default() };
    grocer.turn(async |tx| vouchers::give(tx, asked).await).await.unwrap().id
}

async fn stands(grocer: &Grocer, voucher: VoucherId) -> Stands {
    let mut db = grocer.ground.db.read().await.unwrap();
    vouchers::require(&mut db, grocer.org, voucher).await.unwrap().state
}

/// Two punnets, with these vouchers.
async fn order(
    grocer: &Grocer,
    (member, product): (MemberId, ProductId),
    vouchers: &[VoucherId],
) -> Result<OrderId> {
    let vouchers = vouchers.to_vec();
    grocer
        .turn(async |tx| {
            let product = products::require(tx, tx.org(), product).await?;
            let lines = vec![baskets::Chosen { product, quantity: 2 }];
            let new = NewOrder { member, way: Way::Store(grocer.riverside), lines, vouchers };
            place(tx, new).await.map(|order| order.id)
        })
        .await
}

on_each! {
    async fn a_voucher_is_used_with_an_order_once_and_its_purchase_knows(grocer) {
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let five = gift(&grocer, Benefit::Amount { off: 500 }, |_| {}).await;
        let voucher = given(&grocer, five, ana).await;
        let id = order(&grocer, (ana, berries), &[voucher]).await.unwrap();
        assert_eq!((grocer.now_of(id).await.amount, stands(&grocer, voucher).await), (2500, Stands::Redeemed));
        let again = order(&grocer, (ana, berries), &[voucher]).await;
        assert!(again.unwrap_err().is(bills::Refusal::NotApplicable), "it is used");
        let purchase = grocer.hand_over(id).await.unwrap();
        let mut db = grocer.ground.db.read().await.unwrap();
        let bought = purchases::require(&mut db, grocer.org, purchase).await.unwrap();
        let with = taking::with(&mut db, grocer.org, purchase).await.unwrap();
        drop(db);
        assert_eq!((bought.amount, bought.taken_off), (2500, 500));
        assert_eq!(with.iter().map(|one| (one.voucher, one.off)).collect::<Vec<_>>(), [(voucher, 500)]);
        let all = NewReturn {
            purchase,
            store: grocer.riverside,
            staff: None,
            wanted: Wanted { pieces: vec![(1, 2)], amount: None },
            reason: String::new(),
        };
        grocer.turn(async |tx| returns::take(tx, all).await).await.unwrap();
        assert_eq!(stands(&grocer, voucher).await, Stands::Issued, "all of it came back");
    }
}

on_each! {
    async fn what_comes_to_nothing_gives_its_vouchers_back(grocer) {
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let five = gift(&grocer, Benefit::Amount { off: 500 }, |_| {}).await;
        let voucher = given(&grocer, five, ana).await;
        let first = order(&grocer, (ana, berries), &[voucher]).await.unwrap();
        grocer.turn(async |tx| cancel(tx, first, "").await).await.unwrap();
        assert_eq!(stands(&grocer, voucher).await, Stands::Issued);
        let second = order(&grocer, (ana, berries), &[voucher]).await.unwrap();
        grocer.wait(49);
        grocer.settle().await;
        assert_eq!(grocer.now_of(second).await.state, State::Expired);
        assert_eq!(stands(&grocer, voucher).await, Stands::Issued);
        let told = grocer.events("vouchers.").await;
        let expected = ["redeemed", "redemption_undone", "redeemed", "redemption_undone"];
        assert_eq!(told, expected.map(|one| format!("vouchers.{one}")));
    }
}

on_each! {
    async fn late_money_takes_the_voucher_again_unless_it_was_used_meanwhile(grocer) {
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let five = gift(&grocer, Benefit::Amount { off: 500 }, |_| {}).await;
        let voucher = given(&grocer, five, ana).await;
        let late = async |used: bool| {
            let id = order(&grocer, (ana, berries), &[voucher]).await.unwrap();
            grocer.wait(49);
            grocer.settle().await;
            let other = if used { Some(order(&grocer, (ana, berries), &[voucher]).await.unwrap()) } else { None };
            let paid = grocer.turn(async |tx| pay(tx, id).await).await;
            (id, other, paid)
        };
        let (id, _, paid) = late(false).await;
        paid.unwrap();
        let now = grocer.now_of(id).await;
        assert_eq!((now.state, now.payment, stands(&grocer, voucher).await), (State::Paid, Payment::Paid, Stands::Redeemed));
        grocer.turn(async |tx| cancel(tx, id, "").await).await.unwrap();
        let (id, other, paid) = late(true).await;
        assert!(paid.unwrap_err().is(Refusal::PriceGone));
        assert_eq!(grocer.now_of(id).await.state, State::Expired);
        grocer.hand_over(other.unwrap()).await.unwrap();
    }
}

on_each! {
    async fn late_money_that_comes_to_nothing_leaves_the_voucher_where_it_was(grocer) {
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 3).await);
        let five = gift(&grocer, Benefit::Amount { off: 500 }, |_| {}).await;
        let once_a_day = gift(&grocer, Benefit::Amount { off: 300 }, |terms| terms.per_day = Some(1)).await;
        let mine = [given(&grocer, five, ana).await, given(&grocer, once_a_day, ana).await];
        let id = order(&grocer, (ana, berries), &mine).await.unwrap();
        grocer.wait(49);
        grocer.settle().await;
        // Whoever is told of money goes on when an order cannot have it.
        let told = async || grocer.turn(async |tx| Ok(pay(tx, id).await.err())).await.unwrap();
        let bob = grocer.member("Bob").await;
        let others = order(&grocer, (bob, berries), &[]).await.unwrap();
        assert!(matches!(told().await, Some(kernel::Error::Invalid(_))), "the goods are sold");
        assert_eq!([stands(&grocer, mine[0]).await, stands(&grocer, mine[1]).await], [Stands::Issued; 2]);
        grocer.turn(async |tx| cancel(tx, others, "").await).await.unwrap();
        let today = given(&grocer, once_a_day, bob).await;
        order(&grocer, (bob, berries), &[today]).await.unwrap();
        assert!(told().await.is_some(), "no more of these today");
        assert_eq!([stands(&grocer, mine[0]).await, stands(&grocer, mine[1]).await], [Stands::Issued; 2]);
    }
}

on_each! {
    async fn one_voucher_and_many_orders_at_once_is_one_order(grocer) {
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let five = gift(&grocer, Benefit::Amount { off: 500 }, |_| {}).await;
        let voucher = [given(&grocer, five, ana).await];
        let asks = (0..8).map(|_| order(&grocer, (ana, berries), &voucher));
        let answers = futures::future::join_all(asks).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert_eq!(grocer.left(berries).await, 48, "who was refused holds no goods");
    }
}

on_each! {
    async fn a_basket_takes_what_is_best_but_what_its_member_keeps(grocer) {
        let (ana, berries) = (grocer.member("Ana").await, grocer.product("Strawberries", 1500, 50).await);
        let five = gift(&grocer, Benefit::Amount { off: 500 }, |_| {}).await;
        let ten = gift(&grocer, Benefit::Amount { off: 1000 }, |_| {}).await;
        let [small, big] = [given(&grocer, five, ana).await, given(&grocer, ten, ana).await];
        let bob = grocer.member("Bob").await;
        let others = given(&grocer, five, bob).await;
        let wanted = Put { member: ana, product: berries, quantity: 2 };
        grocer.turn(async |tx| add(tx, wanted).await).await.unwrap();
        let foreign = grocer.turn(async |tx| choose(tx, ana, others, Use::Later).await).await;
        assert!(matches!(foreign, Err(kernel::Error::NotFound("voucher"))));
        let way = Way::Store(grocer.riverside);
        grocer.turn(async |tx| choose(tx, ana, big, Use::Later).await).await.unwrap();
        let risen = grocer.turn(async |tx| order_basket(tx, ana, way.clone(), Some(2000)).await).await;
        assert!(risen.is_err(), "it was said to cost less");
        let id = grocer.turn(async |tx| order_basket(tx, ana, way, Some(2500)).await).await.unwrap();
        assert_eq!(grocer.now_of(id).await.vouchers, [small]);
        grocer.turn(async |tx| add(tx, wanted).await).await.unwrap();
        let mut db = grocer.ground.db.read().await.unwrap();
        let shop = web::shops::require(&mut db, grocer.org).await.unwrap();
        let now = kernel::Clock::now(&*grocer.ground.clock);
        let next = baskets::checkout(&mut db, &shop, (ana, grocer.riverside), now).await.unwrap();
        assert_eq!((next.vouchers(), next.taken.bill.total()), (vec![big], 2000), "the next basket is new");
    }
}
