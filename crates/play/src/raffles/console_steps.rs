//! What the console can do with a raffle now.

use maud::{Markup, html};
use web::{
    Staff,
    kit::{
        Choice, Form,
        parts::{Button, Confirm, card},
    },
    t,
};

use super::{
    console_view::{Of, PATH},
    model::{Pick, Raffle, Source, Why},
};
use crate::activities::{Life, Phase, console::buttons};

/// The buttons of its state.
pub fn all(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let raffle = &of.shown.raffle;
    match raffle.life {
        Life::Closed if !of.shown.is_drawn() => html! {
            div.actions {
                (drawing(staff, of))
                (calling_off(staff, of))
            }
        },
        _ => buttons(staff, (raffle, of.now), || {
            html! {
                @if raffle.phase(of.now) == Phase::On { (closing(staff, of)) }
                (calling_off(staff, of))
            }
        }),
    }
}

fn closing(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, raffle) = (staff.lang(), &of.shown.raffle);
    let reason = Form::new(lang).prefixed("close");
    let confirm = Confirm::new(lang, t!(lang, "activities-close"), t!(lang, "raffles-close-title"))
        .loses(t!(lang, "raffles-close-loses"))
        .fields(reason.text("reason", t!(lang, "activities-reason")).max(200))
        .post(format!("{PATH}/{}/closing", raffle.id), staff.once());
    html! { (confirm) }
}

fn calling_off(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, raffle) = (staff.lang(), &of.shown.raffle);
    if raffle.terms.style.is_instant() && of.figures.entries > 0 {
        return html! {};
    }
    let reason = Form::new(lang).prefixed("off");
    let confirm =
        Confirm::new(lang, t!(lang, "raffles-call-off"), t!(lang, "raffles-call-off-title"))
            .loses(t!(lang, "raffles-call-off-loses"))
            .people(of.figures.entrants)
            .fields(reason.text("reason", t!(lang, "activities-reason")).max(200))
            .post(format!("{PATH}/{}/cancellation", raffle.id), staff.once());
    html! { (confirm) }
}

/// Asked once, because it is done once.
fn drawing(staff: &Staff<impl Sized>, of: &Of) -> Markup {
    let (lang, raffle) = (staff.lang(), &of.shown.raffle);
    let form = Form::new(lang).prefixed("draw");
    let round = of.shown.sealed.as_ref().and_then(|sealed| match &sealed.draw.source {
        fair::Source::Drand(drand) => Some(drand.round.to_string()),
        _ => None,
    });
    let beacon = round.filter(|_| raffle.terms.source == Source::Drand).map(|round| {
        let hint = t!(lang, "raffles-beacon-hint", round = round.clone());
        form.text("beacon", t!(lang, "raffles-beacon", round = round)).max(200).hint(hint)
    });
    let loses = t!(
        lang,
        "raffles-draw-loses",
        people = of.figures.entrants,
        tickets = of.figures.tickets,
        pieces = raffle.terms.pieces()
    );
    let confirm = Confirm::new(lang, t!(lang, "raffles-draw"), t!(lang, "raffles-draw-title"))
        .loses(loses)
        .fields(html! { @if let Some(field) = &beacon { (field) } })
        .post(format!("{PATH}/{}/draw", raffle.id), staff.once());
    html! { (confirm) }
}

/// Drawing one prize again, with the reason that the proof will show.
pub fn reroll(staff: &Staff<impl Sized>, raffle: &Raffle, (pick, name): (&Pick, &str)) -> Markup {
    let lang = staff.lang();
    let form = Form::filled(lang, [("why", Why::Declined.word())]);
    let whys = [
        Choice::new(Why::Declined.word(), t!(lang, "raffles-why-declined")),
        Choice::new(Why::Unreachable.word(), t!(lang, "raffles-why-unreachable")),
        Choice::new(Why::Unclaimed.word(), t!(lang, "raffles-why-unclaimed")),
        Choice::new(Why::Withdrawn.word(), t!(lang, "raffles-why-withdrawn")),
    ];
    let confirm = Confirm::new(lang, t!(lang, "raffles-reroll"), t!(lang, "raffles-reroll-title"))
        .loses(t!(lang, "raffles-reroll-loses", name = name))
        .fields(html! {
            (form.hidden("pick", &pick.number.to_string()))
            (form.select("why", t!(lang, "raffles-reroll-why"), whys))
        })
        .post(format!("{PATH}/{}/rerolls", raffle.id), staff.once());
    html! { (confirm) }
}

/// Tickets by hand.
pub fn giving(staff: &Staff<impl Sized>, raffle: &Raffle) -> Markup {
    let lang = staff.lang();
    let form = Form::filled(lang, [("tickets", "1")]).prefixed("give");
    let inside = html! {
        p.note { (t!(lang, "raffles-give-why")) }
        (form.post(&format!("{PATH}/{}/tickets", raffle.id), &staff.once(), html! {
            div.two-fields {
                (form.text("who", t!(lang, "raffles-give-member")).max(40))
                (form.number("tickets", t!(lang, "raffles-give-tickets")))
            }
            div.actions { (Button::plain(t!(lang, "raffles-give"))) }
        }))
    };
    card(&t!(lang, "raffles-give"), "", inside)
}
