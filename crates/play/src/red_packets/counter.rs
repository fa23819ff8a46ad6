//! `/counter/red-packets`: a cashier opens one for the person who stands there, without a phone.

use axum::extract::{Query, State};
use kernel::{Error, MemberId, RedPacketId, RedShareId, Result};
use maud::{Markup, html};
use people::members::{self, Member};
use serde::Deserialize;
use value::{
    bills::sentences::Tongue,
    counter::till::{self, Till, desk_of},
};
use web::{
    App, Input, Reply, Routes, Viewer,
    kit::{
        Form, icons, layout,
        parts::{Button, Empty, Head, card},
    },
    reply, t,
};

use super::{
    asked::{self, Mine, Shown},
    grabs::{self, Grabbing},
    model::{RedPacket, Share},
    view,
};
use crate::activities::{self, Phase};

pub fn routes(routes: Routes) -> Routes {
    routes.get("/counter/red-packets", show).post("/counter/red-packets", open)
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    member: String,
    /// What was opened for them a moment ago.
    #[serde(default)]
    share: String,
}

async fn whom(app: &App, till: &Till, id: &str) -> Result<Member> {
    let id: MemberId = id.parse().map_err(|_| Error::NotFound("member"))?;
    members::require(&mut app.db().read().await?, till.shop.org, id).await
}

/// The way there, on the page of whoever stands there, while one is on; with what they got of it.
pub async fn way(app: &App, viewer: &Viewer) -> Result<Option<Markup>> {
    let Some(subject) = viewer.subject.filter(|_| viewer.shop.playing) else { return Ok(None) };
    let (lang, org, now) = (viewer.lang, viewer.shop.org, app.now());
    let (member, tongue) = (MemberId::from_uuid(subject), Tongue { lang, shop: &viewer.shop });
    let mut db = app.db().read().await?;
    let (mut on, mut got) = (false, Vec::new());
    for packet in activities::told(&mut db, org).await? {
        let packet: RedPacket = packet;
        if packet.phase(now) != Phase::On {
            continue;
        }
        on = true;
        let mine = asked::mine(&mut db, &viewer.shop, &packet, (member, now)).await?;
        if let Some(share) = mine.shares.first() {
            let shown = asked::shown(&mut db, org, packet).await?;
            got.push((
                shown.packet.plan.name.say(lang).to_owned(),
                view::amount(tongue, &shown, share.amount),
            ));
        }
    }
    let to = format!("/counter/red-packets?member={member}");
    Ok(on.then(|| html! {
        (Button::link(to, t!(lang, "red_packets-way")).icon(icons::GIFT))
        @for (name, amount) in &got { p.note { (name) " · " (t!(lang, "red_packets-theirs", amount = amount.as_str())) } }
    }))
}

async fn show(State(app): State<App>, till: Till, Query(asked): Query<Asked>) -> Reply {
    let member = whom(&app, &till, &asked.member).await?;
    let (lang, org, now) = (till.lang(), till.shop.org, app.now());
    let mut db = app.db().read().await?;
    let got = match asked.share.parse() {
        Ok(share) => asked::got(&mut db, org, (share, member.id)).await?,
        Err(_) => None,
    };
    let (mut on, just) = (Vec::new(), got.as_ref().map(|(shown, _)| shown.packet.id));
    for packet in activities::told(&mut db, org).await? {
        let packet: RedPacket = packet;
        if packet.phase(now) == Phase::On && Some(packet.id) != just {
            let mine = asked::mine(&mut db, &till.shop, &packet, (member.id, now)).await?;
            on.push((asked::shown(&mut db, org, packet).await?, mine));
        }
    }
    drop(db);
    let title = t!(lang, "red_packets-way");
    let frame = till::frame(&app, &till, title.clone()).await?;
    let lead = t!(lang, "red_packets-counter-lead", name = member.short_name());
    let main = html! {
        (Head::new(title).back(&desk_of(&member.code), &member.name).note(lead))
        @if let Some((shown, share)) = &got { (theirs(&till, &member, (shown, share))) }
        @else if on.is_empty() {
            (Empty::new(icons::GIFT, t!(lang, "activities-nothing-on"), t!(lang, "activities-nothing-on-why")))
        }
        @for (shown, theirs) in &on { (one(&till, &member, (shown, theirs))) }
    };
    reply::page(layout::counter(&frame, main))
}

/// What was opened a moment ago, large.
fn theirs(till: &Till, member: &Member, (shown, share): (&Shown, &Share)) -> Markup {
    let lang = till.lang();
    let amount = view::amount(Tongue { lang, shop: &till.shop }, shown, share.amount);
    let said = t!(lang, "red_packets-they-got", name = member.short_name(), amount = amount);
    card(shown.packet.plan.name.say(lang), "", html! { p.counter-got role="status" { (said) } })
}

fn none(why: String) -> Markup {
    html! { p.counter-none { (why) } }
}

fn one(till: &Till, member: &Member, (shown, theirs): (&Shown, &Mine)) -> Markup {
    let lang = till.lang();
    let tongue = Tongue { lang, shop: &till.shop };
    let left = t!(lang, "red_packets-left", left = shown.left());
    let form = Form::new(lang);
    let inside = html! {
        p.note { (view::content(tongue, shown)) }
        @if let Some(share) = theirs.shares.first() {
            p.counter-got { (t!(lang, "red_packets-they-got", name = member.short_name(), amount = view::amount(tongue, shown, share.amount))) }
        } @else if theirs.works_here { (none(t!(lang, "red_packets-they-work-here"))) }
        @else if !theirs.is_for_me { (none(t!(lang, "red_packets-not-for-them"))) }
        @else if shown.left() == 0 { (none(t!(lang, "red_packets-none-left"))) }
        @else {
            (form.post("/counter/red-packets", &till.once(), html! {
                (form.hidden("member", &member.id.to_string()))
                (form.hidden("packet", &shown.packet.id.to_string()))
                (Button::plain(t!(lang, "red_packets-open-for", name = member.short_name())).icon(icons::GIFT).big())
            }))
        }
    };
    card(shown.packet.plan.name.say(lang), html! { span.note { (left) } }, inside)
}

async fn open(State(app): State<App>, till: Till, input: Input) -> Reply {
    let member = whom(&app, &till, input.text("member")).await?;
    let packet: RedPacketId =
        input.text("packet").parse().map_err(|_| Error::NotFound("activity"))?;
    let once = input.once_in(till.session.id, "red_packets.counter")?;
    let grabbing =
        Grabbing { packet, member: member.id, store: Some(till.store), staff: Some(till.staff) };
    let run =
        async |tx: &mut ::store::Tx| grabs::grab(tx, &till.shop, grabbing).await.map(|got| got.id);
    match app.db().write_once(&till.scope, &once, run).await {
        // What they got stands there.
        Ok(written) => {
            let (share, member): (RedShareId, MemberId) = (written.value.answer, member.id);
            let to = format!("/counter/red-packets?member={member}&share={share}");
            Ok(reply::see_other(&to))
        }
        Err(error) => Ok(till::refused(&app, &till, error, &desk_of(&member.code)).await?),
    }
}
