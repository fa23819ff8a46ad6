use kernel::PageRequest;

use super::Own;
use crate::{
    gifts::Kind,
    on_each,
    stamp_cards::{
        actions::{self, At, stamp, unstamp},
        model::{Each, Mark},
    },
    testing::{House, card},
    vouchers::{self, Give, model::Way},
};

on_each! {
    async fn the_lines_of_a_statement_add_up_to_the_balances_page_by_page(market) {
        let eggs = market.gift(5, |_| ()).await;
        let bag = market.gift(5, |d| { d.kind = Kind::Stamp; d.per_member = 0; }).await;
        let id = market.turn(async |tx| actions::create(tx, card(bag, 3, Each::Visit)).await).await.unwrap();
        let (ana, ben) = (market.member(), market.member());
        for member in [ana, ben] {
            let give = Give { gift: eggs, member, source: "hand", way: Way::default() };
            market.turn(async |tx| vouchers::give(tx, give).await).await.unwrap();
            let at = At { member, store: Some(market.store), staff: None };
            for day in 1..=4 {
                let mark = Mark::Day(format!("2026-03-0{day}"));
                let run = async |tx: &mut store::Tx| {
                    let card = crate::stamp_cards::require(tx, tx.org(), id).await?;
                    stamp(tx, &card, &mark, at).await
                };
                market.turn(run).await.unwrap();
            }
            market.turn(async |tx| unstamp(tx, id, member, "2026-03-04").await).await.unwrap();
        }
        let mut db = market.ground.db.read().await.unwrap();
        let own = Own::of(&mut db, market.org, ana).await.unwrap();
        let whole = PageRequest::default();
        let held = ledger::accounts_under(&mut db, market.org, own.each(), &whole).await.unwrap();
        let held: Vec<_> = held.items.into_iter().map(|row| (row.key, row.balance)).collect();
        assert_eq!(held.len(), 3, "{held:?}");

        let (mut lines, mut page) = (Vec::new(), PageRequest { limit: Some("2".into()), cursor: None });
        for _ in 0..20 {
            let found = ledger::statement_under(&mut db, market.org, own.each(), &page).await.unwrap();
            assert!(found.items.len() <= 2);
            lines.extend(found.items);
            match found.next_cursor {
                Some(cursor) => page.cursor = Some(cursor),
                None => break,
            }
        }
        // Eggs, three stamps and the card they filled with its bag, a fourth stamp given and taken.
        assert_eq!(lines.len(), 8, "{lines:?}");
        assert!(lines.is_sorted_by(|later, earlier| later.at >= earlier.at));
        for (key, balance) in &held {
            let of = lines.iter().filter(|line| line.account == *key);
            assert_eq!(of.map(|line| line.amount).sum::<i64>(), *balance, "{key}");
        }
        let foreign = [ben.to_string(), market.member().to_string()];
        assert!(lines.iter().all(|line| !foreign.iter().any(|id| line.account.as_str().contains(id))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_reads_why_each_ticket_and_stamp_came_and_went() {
    let house = House::open().await;
    let market = &house.market;
    let eggs = market.gift(5, |_| ()).await;
    let bag = market.gift(5, |d| d.kind = Kind::Stamp).await;
    let id = market.turn(async |tx| actions::create(tx, card(bag, 2, Each::Visit)).await).await;
    let (id, ana, ben) = (id.unwrap(), house.member("Ana").await, house.member("Ben").await);
    let give = Give { gift: eggs, member: ana.id, source: "hand", way: Way::default() };
    market.turn(async |tx| vouchers::give(tx, give).await).await.unwrap();
    let at = At { member: ana.id, store: Some(market.store), staff: None };
    for day in ["2026-03-01", "2026-03-02"] {
        let run = async |tx: &mut store::Tx| {
            let card = crate::stamp_cards::require(tx, tx.org(), id).await?;
            stamp(tx, &card, &Mark::Day(day.to_owned()), at).await
        };
        market.turn(run).await.unwrap();
    }
    market.turn(async |tx| unstamp(tx, id, ana.id, "2026-03-02").await).await.unwrap();

    let page = house.phone(ana.id, "/fresh/wallet/statement").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let told = [
        "A stamp on Three baskets, one on us was taken back",
        "The stamps of Three baskets, one on us came back",
        "The shop took Half a dozen eggs back",
        "Three baskets, one on us was full and became a gift",
        "You got Half a dozen eggs",
        "A stamp on Three baskets, one on us<",
        "You got Half a dozen eggs",
    ];
    let mut rest = page.body.as_str();
    for line in told {
        let Some((_, after)) = rest.split_once(line) else { panic!("{line} in {}", page.body) };
        rest = after;
    }
    assert!(page.body.contains("+2 stamps") && page.body.contains("−1 ticket"), "{}", page.body);
    let first = house.phone(ana.id, "/fresh/wallet/statement?limit=3").await.body;
    let (_, older) = first.split_once("statement?cursor=").unwrap();
    let older = format!("/fresh/wallet/statement?cursor={}", older.split('"').next().unwrap());
    assert!(house.phone(ana.id, &older).await.body.contains("became a gift"));

    let bens = house.phone(ben.id, "/fresh/wallet/statement").await;
    assert!(bens.body.contains("Nothing came or went yet"), "{}", bens.body);
    assert!(house.phone(ana.id, "/fresh/wallet").await.body.contains("/fresh/wallet/statement"));
    assert_eq!(house.phone(ana.id, "/fresh/wallet/statement?cursor=zz").await.status, 422);
    assert!(house.get("/fresh/wallet/statement").await.status >= 300, "nobody's phone");
}
