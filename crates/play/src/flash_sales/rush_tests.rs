//! A rush ends as if everybody had asked one after the other.

use std::collections::HashMap;

use ::store::Key;
use kernel::{Error, MemberId, Scope};
use tokio::task::JoinSet;
use value::points;

use super::{
    claims::{Claiming, Taken},
    model::Refusal,
    rush::Wish,
};
use crate::{
    activities::Cost,
    on_each,
    testing::{Fair, points_for},
};

/// All at once, each under a mark of its own: `(place, what was said)`.
async fn rush(
    fair: &Fair,
    sale: kernel::FlashSaleId,
    members: &[MemberId],
) -> HashMap<usize, kernel::Result<Taken>> {
    let mut asking = JoinSet::new();
    for (at, member) in members.iter().enumerate() {
        let (db, scope) = (fair.ground.db.clone(), Scope::system(fair.org));
        let wish = Wish(Claiming { sale, member: *member, store: None, staff: None });
        let key = Key::new("rush", &format!("{at}"), &[b"claims", &at.to_be_bytes()]).unwrap();
        asking.spawn(async move {
            let told = db.write_together(&scope, Some(key), wish).await;
            (at, told.map(|written| written.value))
        });
    }
    let mut told = HashMap::new();
    while let Some(one) = asking.join_next().await {
        told.extend([one.unwrap()]);
    }
    told
}

fn codes(told: &HashMap<usize, kernel::Result<Taken>>) -> HashMap<String, usize> {
    let mut codes = HashMap::new();
    for one in told.values() {
        let code = match one {
            Ok(_) => "taken".to_owned(),
            Err(Error::Refused(refused)) => refused.code.to_owned(),
            Err(error) => format!("{error:?}"),
        };
        *codes.entry(code).or_default() += 1;
    }
    codes
}

on_each! {
    async fn a_rush_gives_what_there_is_once_and_tells_everybody_why(fair) {
        let mut members = Vec::new();
        for n in 0..60 {
            members.push(fair.member(&format!("Guest {n}")).await);
        }
        let program = points_for(&fair, members[0], 10).await;
        for member in &members[1..50] {
            let adjust = points::Adjust {
                program, member: *member, points: 25, reason: "a start".into(),
            };
            fair.turn(async |tx| points::adjust(tx, adjust).await).await.unwrap();
        }
        fair.turn(async |tx| people::members::actions::erase(tx, members[40]).await).await.unwrap();
        let sale = fair.sale(20, |draft| {
            draft.plan.cost = Some(Cost { program, points: 10 });
        }).await;
        // The first ten are impatient: each asks three times, with other marks.
        let thrice = members[..10].iter().cycle().take(20).chain(&members);
        let asked: Vec<MemberId> = thrice.copied().collect();
        let told = rush(&fair, sale, &asked).await;
        let codes = codes(&told);
        let count = |code: &str| codes.get(code).copied().unwrap_or(0);
        assert_eq!(count("taken"), 20, "{codes:?}");
        assert_eq!(count("flash_sales.erased"), 1, "{codes:?}");
        assert_eq!(codes.values().sum::<usize>(), 80);
        let known = ["taken", "flash_sales.erased", "flash_sales.sold_out",
            "flash_sales.limit_reached", "flash_sales.too_few_points"];
        assert!(codes.keys().all(|code| known.contains(&code.as_str())), "{codes:?}");
        // Nobody has two, and the pool counted down without a gap.
        let won: Vec<(MemberId, i64)> = told.iter()
            .filter_map(|(at, one)| one.as_ref().ok().map(|taken| (asked[*at], taken.left)))
            .collect();
        let mut left: Vec<i64> = won.iter().map(|(_, left)| *left).collect();
        left.sort_unstable();
        assert_eq!(left, (0..20).collect::<Vec<_>>());
        for member in &members[..50] {
            let paid = won.iter().filter(|(winner, _)| winner == member).count();
            let had = if *member == members[0] { 10 } else { 25 };
            if *member != members[40] {
                let left = had - 10 * i64::try_from(paid).unwrap();
                assert_eq!(fair.points(program, *member).await, left);
            }
            assert!(paid <= 1);
        }
        fair.settle().await;
        fair.audited().await;
        // The same marks again are told the same.
        let again = rush(&fair, sale, &asked).await;
        for (at, one) in &told {
            if let Ok(taken) = one {
                assert_eq!(again[at].as_ref().unwrap().voucher, taken.voucher);
            }
        }
    }

    async fn while_somebody_waits_a_rush_takes_nothing_from_them(fair) {
        let ana = fair.member("Ana").await;
        let mut members = vec![ana];
        for n in 0..20 {
            members.push(fair.member(&format!("Guest {n}")).await);
        }
        let sale = fair.sale(1, |_| ()).await;
        let first = fair.claim(sale, ana).await.unwrap();
        let shop = fair.shop.clone();
        let waits = members[1];
        fair.turn(async |tx| super::waiting::wait(tx, &shop, sale, waits).await).await.unwrap();
        let withdraw = async |tx: &mut ::store::Tx| {
            value::vouchers::withdraw(tx, first.voucher).await
        };
        fair.turn(withdraw).await.unwrap();
        fair.settle().await;
        // What came back is offered to whoever waited, and the rush does not have it.
        let told = rush(&fair, sale, &members[2..]).await;
        assert_eq!(codes(&told).get("flash_sales.sold_out"), Some(&19), "{told:?}");
        fair.claim(sale, waits).await.unwrap();
        fair.audited().await;
    }

    async fn a_rush_at_a_closed_door_is_told_when_it_opens(fair) {
        let members = [fair.member("Ana").await, fair.member("Bo").await, fair.member("Chen").await];
        let sale = fair.sale(1, |_| ()).await;
        fair.pass(121);
        let told = rush(&fair, sale, &members).await;
        assert!(told.values().all(|one| one.as_ref().is_err_and(|no| no.is(Refusal::Closed))));
    }
}
