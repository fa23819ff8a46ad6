//! Tickets on pages that several rooms share.

use ::store::Read;
use kernel::{Lang, MemberId, MembershipId, OrgId, Permission as _, Result, permission::ViewGifts};
use maud::{Markup, html};
use people::memberships;
use web::{
    App, Shop, Viewer,
    kit::{
        Tone, format, icons,
        parts::{Item, Ticket, card, chip, rows},
    },
    t,
};

use super::{
    model::{State, Voucher},
    store, taking,
};
use crate::{
    allowances,
    bills::sentences::{self, Tongue},
    birthdays, codes,
    gifts::{self, Gift, Kind},
    plans, swaps, tiers, vouchers,
};

/// "until 16 March", or that it stays good.
pub fn until(lang: Lang, shop: &Shop, voucher: &Voucher) -> String {
    match voucher.expires_at {
        None => t!(lang, "vouchers-always"),
        // What an activity holds ends within a day: the clock matters.
        Some(end) if voucher.source == vouchers::ACTIVITY => {
            t!(lang, "vouchers-held-until", time = format::date_time(lang, end, &shop.zone))
        }
        Some(end) => {
            t!(lang, "vouchers-until", day = format::date(lang, end.last_day(&shop.zone)))
        }
    }
}

/// What it is worth and when, then until when.
pub fn told(tongue: Tongue, voucher: &Voucher, gift: &Gift) -> String {
    let until = until(tongue.lang, tongue.shop, voucher);
    if gift.terms.needs_purchase() {
        format!("{} · {until}", sentences::terms(tongue, &gift.terms))
    } else {
        until
    }
}

/// Why somebody has it: by what way it came, or what its gift is for.
fn over(lang: Lang, voucher: &Voucher, kind: Kind) -> String {
    match (voucher.source.as_str(), kind) {
        (birthdays::SOURCE, _) => t!(lang, "vouchers-over-birthday"),
        (tiers::GIVEN, _) => t!(lang, "vouchers-over-tier"),
        (swaps::SOURCE, _) => t!(lang, "vouchers-over-points"),
        (plans::SOURCE, _) => t!(lang, "vouchers-over-plan"),
        (vouchers::ACTIVITY, _) => t!(lang, "vouchers-over-activity"),
        (allowances::SOURCE, _) => t!(lang, "vouchers-over-allowance"),
        // A program of the shop's gave it, for whatever reason it had.
        ("api", Kind::Reward) => t!(lang, "vouchers-over-shop"),
        (_, Kind::Lead) => t!(lang, "vouchers-over-lead"),
        (_, Kind::Raffle) => t!(lang, "vouchers-over-raffle"),
        (_, Kind::Reward) => t!(lang, "vouchers-over-reward"),
        (_, Kind::Stamp) => t!(lang, "vouchers-over-stamp"),
    }
}

async fn with_gifts(
    db: &mut impl Read,
    org: OrgId,
    member: MemberId,
) -> Result<Vec<(Voucher, Gift)>> {
    let mut all: Vec<(Voucher, Gift)> = Vec::new();
    for voucher in store::of_member(db, org, member).await? {
        let gift = taking::gift_of(db, org, (&voucher, &all)).await?;
        all.push((voucher, gift));
    }
    Ok(all)
}

fn ticket(lang: Lang, shop: &Shop, voucher: &Voucher, gift: &Gift, state: State) -> Ticket {
    let ticket = Ticket::new(over(lang, voucher, gift.kind), gift.name.say(lang)).icon(icons::GIFT);
    match state {
        State::Issued => ticket
            .note(told(Tongue { lang, shop }, voucher, gift))
            .code(codes::shown(&voucher.code))
            .action(shop.href(&format!("/tickets/{}", voucher.code)), t!(lang, "vouchers-show")),
        State::Redeemed => ticket.note(t!(lang, "vouchers-state-redeemed")).used(),
        State::Expired => ticket.note(t!(lang, "vouchers-state-expired")).used(),
        State::Withdrawn => ticket.note(t!(lang, "vouchers-state-withdrawn")).used(),
    }
}

/// Home: what can be collected now.
pub async fn tickets(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, now) = (viewer.lang, app.now());
    let mut db = app.db().read().await?;
    let all = with_gifts(&mut db, viewer.shop.org, MemberId::from_uuid(subject)).await?;
    let open: Vec<_> =
        all.iter().filter(|(voucher, _)| voucher.state_at(now) == State::Issued).take(3).collect();
    if open.is_empty() {
        return Ok(None);
    }
    Ok(Some(html! {
        section {
            h2 { (t!(lang, "vouchers-yours")) }
            @for (voucher, gift) in open { (ticket(lang, &viewer.shop, voucher, gift, State::Issued)) }
        }
    }))
}

/// Torn tickets that the wallet shows as they are; those before them are folded away.
const TORN: usize = 3;

/// The wallet: all of them, the used ones last and torn.
pub async fn wallet(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, now) = (viewer.lang, app.now());
    let mut db = app.db().read().await?;
    let mut all = with_gifts(&mut db, viewer.shop.org, MemberId::from_uuid(subject)).await?;
    all.retain(|(voucher, _)| voucher.state != State::Withdrawn);
    all.sort_by_key(|(voucher, _)| voucher.state_at(now) != State::Issued);
    all.truncate(30);
    let open = all.partition_point(|(voucher, _)| voucher.state_at(now) == State::Issued);
    let (shown, folded) = all.split_at(all.len().min(open + TORN));
    let one = |(voucher, gift): &(Voucher, Gift)| {
        ticket(lang, &viewer.shop, voucher, gift, voucher.state_at(now))
    };
    Ok(Some(html! {
        section {
            h2 { (t!(lang, "vouchers-yours")) }
            @if all.is_empty() { p.nothing { (t!(lang, "vouchers-none")) } }
            @for ticket in shown { (one(ticket)) }
            @if !folded.is_empty() {
                details.unfold {
                    summary.quiet-link { (icons::GIFT) (t!(lang, "vouchers-before", count = folded.len())) }
                    div.stack { @for ticket in folded { (one(ticket)) } }
                }
            }
        }
    }))
}

/// Right after joining: the welcome gift, or the truth that there is none left.
pub async fn joined(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    let (lang, now, org) = (viewer.lang, app.now(), viewer.shop.org);
    let mut db = app.db().read().await?;
    let stay = memberships::require(&mut db, org, MembershipId::from_uuid(subject)).await?;
    let all = with_gifts(&mut db, org, stay.member).await?;
    let welcome = all.iter().find(|(voucher, _)| {
        voucher.way.group == Some(stay.group) && voucher.state_at(now) == State::Issued
    });
    if let Some((voucher, gift)) = welcome {
        return Ok(Some(html! { (ticket(lang, &viewer.shop, voucher, gift, State::Issued)) }));
    }
    let leads = gifts::leads(&mut db, org).await?;
    let Some(lead) = gifts::model::lead(&leads, Some(stay.series), stay.store) else {
        return Ok(None);
    };
    let name = lead.name.say(lang);
    let had = all.iter().any(|(voucher, _)| voucher.gift == lead.id);
    let text = if had {
        t!(lang, "vouchers-joined-had", name = name)
    } else {
        t!(lang, "vouchers-joined-out", name = name)
    };
    Ok(Some(html! { p.note { (text) } }))
}

/// The console's page of one member.
pub async fn member(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject else { return Ok(None) };
    if viewer.role.is_none_or(|role| !role.may(ViewGifts::NAME)) {
        return Ok(None);
    }
    let (lang, now) = (viewer.lang, app.now());
    let mut db = app.db().read().await?;
    let all = with_gifts(&mut db, viewer.shop.org, MemberId::from_uuid(subject)).await?;
    if all.is_empty() {
        return Ok(None);
    }
    let items = all.iter().take(12).map(|(voucher, gift)| {
        let (tone, word) = match voucher.state_at(now) {
            State::Issued => (Tone::Accent, t!(lang, "vouchers-word-issued")),
            State::Redeemed => (Tone::Good, t!(lang, "vouchers-word-redeemed")),
            State::Expired => (Tone::Plain, t!(lang, "vouchers-word-expired")),
            State::Withdrawn => (Tone::Plain, t!(lang, "vouchers-word-withdrawn")),
        };
        let since = format::relative_day(lang, voucher.issued_at, now, &viewer.shop.zone);
        Item::new(gift.name.say(lang))
            .note(t!(lang, "vouchers-given", day = since))
            .href(format!("/console/gifts/{}", gift.id))
            .aside(chip(tone, &word))
    });
    Ok(Some(card(&t!(lang, "vouchers-of-member"), "", rows(items))))
}
