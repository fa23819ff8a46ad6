//! What somebody loses who is erased, or goes: said before, to them and to whoever does it for them.
//!
//! Money that they left with the shop stays theirs, and afterwards nobody could say whose it was; so
//! that comes first, and where to have it paid back.

use ::store::Read;
use kernel::{Lang, MemberId, Result, Time};
use maud::{Markup, html};
use web::{
    App, Piece, Place, Shop, Slice, Viewer,
    kit::{
        format,
        parts::{Item, rows},
    },
    t,
};

use crate::{plans, points, vouchers, wallets};

pub fn slice() -> Slice {
    Slice {
        pieces: vec![Piece {
            place: Place::Leaving,
            order: 10,
            draw: |app, viewer| Box::pin(loses(app, viewer)),
        }],
        ..Slice::named("leaving")
    }
}

async fn loses(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, shop) = (viewer.lang, &viewer.shop);
    let member = MemberId::from_uuid(subject);
    let mut db = app.db().read().await?;
    let wallet = wallets::wallet(&mut db, shop.org, member).await?;
    let other = others(&mut db, shop, (lang, member), app.now()).await?;
    drop(db);
    let money = |amount| format::money(lang, shop.money(amount));
    let (theirs, bonus) = (wallet.balance.principal, wallet.balance.bonus);
    let mut items = Vec::new();
    if theirs > 0 {
        items.push(
            Item::new(t!(lang, "leaving-money", amount = money(theirs)))
                .note(t!(lang, "leaving-money-first")),
        );
    }
    if bonus > 0 {
        items.push(Item::new(t!(lang, "leaving-bonus", amount = money(bonus))));
    }
    items.extend(other.into_iter().map(Item::new));
    Ok((!items.is_empty()).then(|| {
        html! { div.card-head { h2 { (t!(lang, "leaving-loses")) } } (rows(items)) }
    }))
}

/// What is not money.
async fn others(
    db: &mut impl Read,
    shop: &Shop,
    (lang, member): (Lang, MemberId),
    now: Time,
) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for holding in points::holdings(db, shop, now, member).await? {
        let points = holding.standing.balance() + holding.standing.waiting();
        if points > 0 {
            let unit = holding.known.terms(now)?.unit.say(lang);
            all.push(t!(lang, "leaving-points", points = points, unit = unit));
        }
    }
    let held = vouchers::of_member(db, shop.org, member).await?;
    let held = held.iter().filter(|one| one.state_at(now) == vouchers::State::Issued).count();
    if held > 0 {
        all.push(t!(lang, "leaving-vouchers", count = held));
    }
    let paid = plans::held(db, shop, (member, now)).await?;
    if let (true, Some(until)) = (paid.state.holds(), paid.until) {
        all.push(t!(lang, "leaving-plan", day = format::date_with_year(lang, until)));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use crate::{
        points::tests as of_points,
        testing::House,
        vouchers::{Give, give, model::Way},
        wallets::tests as of_wallets,
    };

    #[tokio::test]
    async fn whoever_erases_a_member_or_goes_reads_what_is_lost() {
        let house = House::open().await;
        let member = house.member("Ana").await;
        let console = format!("/console/members/{}", member.id);
        let asked = format!("{console}/erasure");
        let none = house.get(&asked).await.body;
        assert!(none.contains("Erase Ana?") && !none.contains("What is lost"), "{none}");
        assert!(house.get(&console).await.body.contains(&asked), "the member's page leads to it");

        let market = &house.market;
        of_wallets::opened(market, of_wallets::plan()).await;
        of_wallets::filled(market, member.id, 10_000).await.unwrap();
        of_points::open(market, of_points::terms()).await;
        let tea = of_points::basket(market, member.id, &[("tea", 2, 5000)]);
        of_points::buy(market, tea).await;
        let gift = market.gift(5, |_| ()).await;
        let way = Way::default();
        let one = Give { gift, member: member.id, source: "hand", way };
        market.turn(async |tx| give(tx, one).await).await.unwrap();

        let own = house.phone(member.id, "/fresh/me/erasure").await;
        for page in [house.get(&asked).await, own] {
            for line in ["What is lost", "¥100.00 of own money", "50 points", "1 voucher not"] {
                assert!(page.body.contains(line), "{line}: {}", page.body);
            }
        }
    }
}
