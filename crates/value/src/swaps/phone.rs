//! `/{org}/wallet/swaps`: what the member's points buy, and buying it.

use axum::extract::{Path, State};
use kernel::{Error, GiftId, Lang, MemberId, ProgramId, Result, VoucherId};
use maud::{Markup, html};
use web::{
    App, Input, Reply, Routes, Shop, Viewer,
    kit::{
        Form, Tab, format, icons, layout,
        parts::{self, Button, Empty, Head, Item, rows},
        words,
    },
    reply, t,
    who::Member,
};

use super::{
    actions::{Swap, swap},
    store::{self, Price},
};
use crate::{
    counter::find::{Purse, purses},
    gifts::{self, Gift, State as GiftState},
    vouchers,
};

pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/{org}/wallet/swaps", list)
        .post("/{org}/wallet/swaps", take)
        .get("/{org}/wallet/swaps/{program}/{gift}", ask)
}

/// A gift that is for sale, and the purse that pays for it.
struct Sold {
    price: Price,
    gift: Gift,
    purse: usize,
}

async fn for_sale(app: &App, shop: &Shop, member: MemberId) -> Result<(Vec<Purse>, Vec<Sold>)> {
    let mut db = app.db().read().await?;
    let purses = purses(&mut db, shop, member, app.now()).await?;
    let mut all = Vec::new();
    for price in store::prices(&mut db, shop.org, None).await? {
        let purse = purses.iter().position(|purse| purse.program.id == price.program);
        let gift = gifts::find(&mut db, shop.org, price.gift).await?;
        if let (Some(purse), Some(gift)) = (purse, gift)
            && gift.state == GiftState::Open
        {
            all.push(Sold { price, gift, purse });
        }
    }
    Ok((purses, all))
}

/// The way there, under the member's points.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    if viewer.subject.is_none() {
        return Ok(None);
    }
    let prices = store::prices(&mut app.db().read().await?, viewer.shop.org, None).await?;
    let (lang, href) = (viewer.lang, viewer.shop.href("/wallet/swaps"));
    let link = || html! { p { (Button::plain(t!(lang, "swaps-phone-way")).href(href)) } };
    Ok((!prices.is_empty()).then(link))
}

async fn list(State(app): State<App>, member: Member) -> Reply {
    let (lang, shop) = (member.lang(), &member.shop);
    let (purses, sold) = for_sale(&app, shop, member.id).await?;
    let title = t!(lang, "swaps-phone-title");
    let main = html! {
        (Head::new(title.clone()).back(&shop.href("/wallet"), &t!(lang, "tab-wallet")).note(have(lang, &purses)))
        @if sold.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "swaps-phone-none"), t!(lang, "swaps-phone-none-why")))
        } @else {
            (parts::card("", "", rows(sold.iter().map(|sold| item(lang, shop, &purses, sold)))))
        }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Wallet, main))
}

fn have(lang: Lang, purses: &[Purse]) -> String {
    let each = purses.iter().map(|purse| {
        let unit = purse.terms.unit.say(lang);
        t!(lang, "swaps-phone-have", points = format::number(lang, purse.balance), unit = unit)
    });
    format::list(lang, &each.collect::<Vec<_>>())
}

/// What one can have is a link; what one saves for says how far it is.
fn item(lang: Lang, shop: &Shop, purses: &[Purse], sold: &Sold) -> Item {
    let Some(purse) = purses.get(sold.purse) else { return Item::new("") };
    let unit = purse.terms.unit.say(lang);
    let cost = format::number(lang, sold.price.points);
    let item = Item::new(sold.gift.name.say(lang)).aside(t!(
        lang,
        "swaps-costs",
        points = cost,
        unit = unit
    ));
    let missing = sold.price.points - purse.balance;
    if missing > 0 {
        let missing = format::number(lang, missing);
        return item.note(t!(lang, "swaps-phone-missing", points = missing, unit = unit));
    }
    let (program, gift) = (sold.price.program, sold.price.gift);
    item.href(shop.href(&format!("/wallet/swaps/{program}/{gift}")))
}

async fn ask(
    State(app): State<App>,
    member: Member,
    Path((_, program, gift)): Path<(String, String, String)>,
) -> Reply {
    let (lang, shop) = (member.lang(), &member.shop);
    let (purses, sold) = for_sale(&app, shop, member.id).await?;
    let one = sold.iter().find(|sold| {
        sold.price.program.to_string() == program && sold.price.gift.to_string() == gift
    });
    let one = one.ok_or(Error::NotFound("gift"))?;
    let purse = purses.get(one.purse).ok_or(Error::NotFound("program"))?;
    let title = one.gift.name.say(lang).to_owned();
    let unit = purse.terms.unit.say(lang);
    let number = |points: i64| format::number(lang, points);
    let left = purse.balance - one.price.points;
    let form = Form::new(lang);
    let back = shop.href("/wallet/swaps");
    let main = html! {
        (Head::new(title.clone()).back(&back, &t!(lang, "swaps-phone-title")))
        (parts::card("", "", rows([
            Item::new(t!(lang, "swaps-phone-cost")).aside(t!(lang, "swaps-costs", points = number(one.price.points), unit = unit)),
            Item::new(t!(lang, "swaps-phone-after")).aside(t!(lang, "swaps-costs", points = number(left.max(0)), unit = unit)),
        ])))
        @if left < 0 {
            p.note { (t!(lang, "swaps-phone-missing", points = number(-left), unit = unit)) }
        } @else {
            (form.post(&back, &member.once(), html! {
                (form.hidden("program", &program))
                (form.hidden("gift", &gift))
                (Button::primary(t!(lang, "swaps-phone-take", gift = title.clone())).big())
            }))
        }
    };
    reply::page(layout::phone(&member.frame(title), Tab::Wallet, main))
}

async fn take(State(app): State<App>, member: Member, input: Input) -> Reply {
    let (lang, shop) = (member.lang(), &member.shop);
    let program: ProgramId =
        input.text("program").parse().map_err(|_| Error::NotFound("program"))?;
    let gift: GiftId = input.text("gift").parse().map_err(|_| Error::NotFound("gift"))?;
    let once = input.once_in(member.session.id, "swaps.take")?;
    let asked = Swap { program, gift, member: member.id };
    let done = app
        .db()
        .write_once(&member.scope(), &once, async |tx| swap(tx, asked).await.map(|it| it.id))
        .await;
    match done {
        Ok(written) => {
            let id: VoucherId = written.value.answer;
            let voucher = vouchers::require(&mut app.db().read().await?, shop.org, id).await?;
            Ok(reply::see_other(&shop.href(&format!("/tickets/{}", voucher.code))))
        }
        Err(error @ Error::Refused(_)) => {
            let back = shop.href("/wallet/swaps");
            let page =
                Empty::new(icons::GIFT, t!(lang, "swaps-phone-no"), words::error(lang, &error))
                    .action(back, t!(lang, "swaps-phone-title"))
                    .as_page();
            let frame = member.frame(t!(lang, "swaps-phone-no"));
            reply::wrong(layout::phone(&frame, Tab::Wallet, page))
                .map(axum::response::IntoResponse::into_response)
        }
        Err(error) => Err(error.into()),
    }
}
