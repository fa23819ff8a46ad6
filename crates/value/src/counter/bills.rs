//! What applies to a purchase, and why: worked out before anything is done, one tap to take it.

use ::store::Read;
use axum::extract::{Query, State};
use kernel::{Error, Fields, MemberId, Money, Result, Time, VoucherId};
use maud::{Markup, html};
use people::members::{self, Member};
use web::{
    App, Reply, Routes,
    kit::{
        Form, format, icons, layout,
        parts::{Button, Head, Item, Offer, offers, rows},
    },
    reply, t,
};

use super::{
    lines,
    till::{self, Till, desk_of},
};
use crate::{
    bills::{
        Reason,
        sentences::{self, Tongue},
    },
    prices::PriceRule,
    purchases::{Line, Prices},
    vouchers::taking::{Basket, Which, Worked, work_out},
};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/counter/bills", show)
}

type Typed = Vec<(String, String)>;

/// A purchase as it was typed.
struct Asked {
    amount: i64,
    lines: Vec<Line>,
    /// The tickets that stay ticked; none before anything was chosen.
    chosen: Option<Vec<VoucherId>>,
}

fn read(till: &Till, typed: &Typed) -> Result<Option<Asked>> {
    let text = |name: &str| -> String {
        typed.iter().find(|(key, _)| key == name).map_or_else(String::new, |(_, v)| v.clone())
    };
    let (mut fields, typed_amount) = (Fields::default(), text("amount"));
    let amount = match typed_amount.trim() {
        "" => None,
        typed => match Money::parse(typed, till.shop.currency) {
            Ok(money) => Some(money.amount),
            Err(error) => {
                fields.push(error.at("amount", typed, till.shop.currency));
                None
            }
        },
    };
    let (amount, lines) = lines::read(&text, &till.shop, (amount, &mut fields));
    let ticked = typed.iter().filter(|(key, _)| key == "voucher");
    let ids: std::result::Result<Vec<VoucherId>, _> =
        ticked.take(50).map(|(_, id)| id.parse()).collect();
    let ids = ids.map_err(|_| Error::NotFound("voucher"))?;
    let chosen = (!text("chosen").is_empty()).then_some(ids);
    fields.check(amount.map(|amount| Asked { amount, lines, chosen }))
}

/// What is best, and what the chosen ones come to.
struct Told {
    best: Worked,
    taken: Worked,
}

async fn told(
    db: &mut impl Read,
    till: &Till,
    (member, asked): (MemberId, &Asked),
    now: Time,
) -> Result<Told> {
    let whole = || vec![Line { quantity: 1, amount: asked.amount, ..Line::default() }];
    let lines = if asked.lines.is_empty() { whole() } else { asked.lines.clone() };
    let basket = Basket { member, store: till.store, at: now, lines, prices: Prices::Apply };
    let best = work_out(db, &till.shop, basket.clone(), Which::Best(&[])).await?;
    let taken = match &asked.chosen {
        None => best.clone(),
        Some(chosen) => {
            let works = |id: &&VoucherId| best.vouchers.iter().any(|(one, _)| one.id == **id);
            let chosen: Vec<VoucherId> = chosen.iter().filter(works).copied().collect();
            work_out(db, &till.shop, basket, Which::Only(&chosen)).await?
        }
    };
    Ok(Told { best, taken })
}

async fn show(State(app): State<App>, till: Till, Query(typed): Query<Typed>) -> Reply {
    let lang = till.lang();
    let member = typed.iter().find(|(key, _)| key == "member").map(|(_, id)| id.parse());
    let member: MemberId =
        member.and_then(std::result::Result::ok).ok_or(Error::NotFound("member"))?;
    let mut db = app.db().read().await?;
    let member = members::require(&mut db, till.shop.org, member).await?;
    let (form, told) = match read(&till, &typed) {
        Ok(None) => (Form::filled(lang, typed), None),
        Ok(Some(asked)) => {
            let told = told(&mut db, &till, (member.id, &asked), app.now()).await?;
            (Form::filled(lang, typed), Some((asked, told)))
        }
        Err(Error::Invalid(fields)) => (Form::again(lang, typed, fields), None),
        Err(error) => return Err(error.into()),
    };
    drop(db);
    let frame = till::frame(&app, &till, t!(lang, "counter-bill")).await?;
    reply::page(layout::counter(&frame, page(&till, &form, &member, told.as_ref())))
}

fn page(till: &Till, form: &Form, member: &Member, told: Option<&(Asked, Told)>) -> Markup {
    let (lang, shop) = (form.lang, &till.shop);
    html! {
        (Head::new(t!(lang, "counter-bill")).back(&desk_of(&member.code), &member.name))
        @if let Some((asked, told)) = told { (taking(till, form, member, (asked, told))) }
        form.card method="get" action="/counter/bills" novalidate {
            (form.summary())
            (form.hidden("member", &member.id.to_string()))
            (form.money("amount", t!(lang, "counter-amount"), shop.currency).large().optional())
            (lines::rows(form, shop))
            (Button::plain(t!(lang, "counter-bill-look")).big())
        }
    }
}

/// The id of the form that the ticks belong to.
const FORM: &str = "bill";

fn taking(till: &Till, form: &Form, member: &Member, (asked, told): (&Asked, &Told)) -> Markup {
    let (lang, shop) = (form.lang, &till.shop);
    let money = |amount: i64| format::money(lang, shop.money(amount));
    let bill = &told.taken.bill;
    let mut sums = vec![Item::new(t!(lang, "counter-bill-before")).aside(num(&money(bill.before)))];
    if bill.off > 0 {
        sums.push(Item::new(t!(lang, "counter-bill-off")).aside(num(&money(-bill.off))));
    }
    let tickets = told.best.told();
    let nothing = tickets.is_empty();
    html! {
        (rows(sums))
        (priced(Tongue { lang, shop }, &told.taken))
        @if nothing { p.counter-none { (t!(lang, "counter-bill-none")) } }
        (offers(FORM, tickets.into_iter().map(|(voucher, gift, best)| {
            let why = told.taken.bill.reason(voucher.id.uuid()).unwrap_or(best);
            let tongue = Tongue { lang, shop };
            let other = match why {
                Reason::NotWith { other } => told.best.name(*other, lang),
                _ => "",
            };
            let offer = Offer::new("voucher", voucher.id.to_string(), gift.name.say(lang))
                .note(sentences::reason(tongue, why, other))
                .aside(sentences::benefit(tongue, &gift.terms));
            let ticked = told.taken.bill.reason(voucher.id.uuid()).is_some_and(Reason::taken);
            let works = best.taken() || matches!(best,
                Reason::NotWith { .. } | Reason::OneOfAKind | Reason::TooMany { .. } | Reason::NotBest | Reason::NothingLeft);
            match (ticked, works) {
                (true, _) => offer.checked(),
                (false, true) => offer,
                (false, false) => offer.not_yet(),
            }
        })))
        once-form data-busy=(t!(lang, "form-busy")) {
            form.card #(FORM) method="post" action="/counter/operations" novalidate {
                (form.once(&till.once()))
                (form.hidden("member", &member.id.to_string()))
                (form.hidden("amount", &shop.money(asked.amount).plain()))
                (form.hidden("chosen", "1"))
                @for name in lines::fields().filter(|name| !form.value(name).is_empty()) {
                    (form.hidden(&name, form.value(&name)))
                }
                (Button::primary(t!(lang, "counter-bill-take", amount = money(bill.total()))).big())
                @if !nothing {
                    button.button type="submit" formmethod="get" formaction="/counter/bills" { (t!(lang, "counter-bill-again")) }
                }
                p.once-note { (t!(lang, "counter-undo-note")) }
            }
        }
    }
}

/// The member prices: what they take off, and folded why others do not.
fn priced(tongue: Tongue, taken: &Worked) -> Markup {
    let lang = tongue.lang;
    let item = |(rule, why): (&PriceRule, &Reason)| {
        let other = match why {
            Reason::NotWith { other } => taken.name(*other, lang),
            _ => "",
        };
        let why = sentences::reason(tongue, why, other);
        Item::new(rule.name.say(lang)).start(icons::VOUCHER).note(why)
    };
    let (takes, others): (Vec<_>, Vec<_>) =
        taken.told_prices().into_iter().partition(|(_, why)| why.taken());
    html! {
        @if !takes.is_empty() { (rows(takes.into_iter().map(item))) }
        @if !others.is_empty() {
            details.counter-back {
                summary { (t!(lang, "counter-bill-other-prices")) }
                (rows(others.into_iter().map(item)))
            }
        }
    }
}

fn num(text: &str) -> Markup {
    html! { strong.num { (text) } }
}
