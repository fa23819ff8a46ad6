//! What the console shows of laws.

use kernel::{Lang, Permission as _, permission::ChooseLaws};
use maud::{Markup, html};
use web::{
    Staff,
    kit::{
        Form, Tone, icons,
        parts::{self, Button, Head, Item, card, chip, rows},
    },
    t,
};

use super::{
    model::{self, Finding, Pack, Weight},
    words,
};

pub fn all(staff: &Staff<impl Sized>, held: &[&'static Pack]) -> Markup {
    let lang = staff.lang();
    let keeps = |pack: &Pack| held.iter().any(|one| one.name == pack.name);
    let names: Vec<String> = held.iter().map(|pack| words::pack(lang, pack)).collect();
    let lead = if names.is_empty() {
        t!(lang, "laws-lead-none")
    } else {
        t!(lang, "laws-lead", packs = names.join(", "))
    };
    html! {
        (Head::new(t!(lang, "laws-title")).note(lead))
        p.hint { (t!(lang, "laws-advice")) }
        @if staff.role.may(ChooseLaws::NAME) { (card(&t!(lang, "laws-choose"), "", choice(staff, keeps))) }
        @for pack in model::packs() {
            @let state = if keeps(pack) { chip(Tone::Good, &t!(lang, "laws-state-kept")) }
                else { chip(Tone::Plain, &t!(lang, "laws-state-not")) };
            (card(&words::pack(lang, pack), state, pack_rules(lang, pack)))
        }
        (parts::history(&staff.viewer(), staff.shop.org))
    }
}

fn choice(staff: &Staff<impl Sized>, keeps: impl Fn(&Pack) -> bool) -> Markup {
    let lang = staff.lang();
    let chosen = model::packs().iter().filter(|pack| keeps(pack));
    let values: Vec<_> = chosen.map(|pack| ("packs".to_owned(), pack.name.clone())).collect();
    let form = Form::filled(lang, values);
    let choices = model::packs()
        .iter()
        .map(|pack| web::kit::Choice::new(pack.name.clone(), words::pack(lang, pack)));
    let fields = html! {
        (form.checks("packs", t!(lang, "laws-choose-which"), choices))
        div.actions { (Button::primary(t!(lang, "save"))) }
    };
    form.post("/console/laws", &staff.once(), fields)
}

fn pack_rules(lang: Lang, pack: &Pack) -> Markup {
    let item = |rule: &model::Rule| {
        let sign = match (rule.check, rule.weight) {
            (None, _) => icons::CHECK,
            (Some(_), Weight::Stops) => icons::ALERT,
            (Some(_), Weight::Note) => icons::HELP,
        };
        Item::new(words::rule(lang, pack, rule)).start(sign).note(html! {
            (words::kept(lang, rule))
            br;
            (t!(lang, "laws-cites", law = rule.cites.clone(), since = rule.since.clone()))
        })
    };
    html! {
        (rows(pack.rules.iter().map(item)))
        p.hint { (t!(lang, "laws-read-on", day = pack.read_on.clone())) }
    }
}

/// What the packs say of something that is being planned, the worst first. Nothing when they say nothing.
pub fn notes(lang: Lang, findings: &[Finding]) -> Markup {
    let stops = findings.iter().filter(|one| one.rule.weight == Weight::Stops);
    let notes = findings.iter().filter(|one| one.rule.weight == Weight::Note);
    let item = |one: &Finding| {
        let Some(pack) = model::packs().iter().find(|pack| pack.name == one.pack) else {
            return Item::new(one.rule.cites.clone());
        };
        let sign = if one.rule.weight == Weight::Stops { icons::ALERT } else { icons::HELP };
        Item::new(words::rule(lang, pack, one.rule)).start(sign).note(one.rule.cites.clone())
    };
    html! {
        @if !findings.is_empty() {
            (card(&t!(lang, "laws-say"), "", html! {
                (rows(stops.chain(notes).map(item)))
                p.hint { (t!(lang, "laws-advice")) }
            }))
        }
    }
}
