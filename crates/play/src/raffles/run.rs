//! What a raffle tells: groups before, during and after it, and whoever reads its card. Winners are named as
//! members were told that they would be: by the labels of their entries.

use ::store::{Event as _, Read};
use kernel::{PageRequest, RaffleId, Result, Time, kinds};
use value::bills::sentences::Tongue;
use web::{Shop, kit::format, t};

use super::{
    asked::{self, Shown},
    model::{Fate, Raffle},
    store, store_picks, view,
};
use crate::{
    activities::{
        Life,
        run::{Moment, Outcome, Rule, Runs},
    },
    events::{RaffleCalledOff, RaffleClosed, RaffleDrawn, RaffleOpened, RaffleScheduled},
};

/// Winners that one text names.
const NAMED: usize = 10;

/// A raffle, and who won: the label of an entry with the line of its prize, in the order of the draw.
pub struct Facts {
    shown: Shown,
    winners: Vec<(String, i64)>,
    won: i64,
}

impl Runs for kinds::Raffle {
    type Facts = Facts;
    const HEARS: &'static [&'static str] = &[
        RaffleScheduled::KIND,
        RaffleOpened::KIND,
        RaffleClosed::KIND,
        RaffleDrawn::KIND,
        RaffleCalledOff::KIND,
    ];
    const WINNERS: bool = true;

    fn page(id: RaffleId) -> String {
        format!("/raffles/{id}")
    }

    async fn facts(db: &mut impl Read, shop: &Shop, raffle: Raffle) -> Result<Facts> {
        let shown = asked::shown(db, shop.org, raffle).await?;
        let mut facts = Facts { shown, winners: Vec::new(), won: 0 };
        if Self::outcome(&facts) == Outcome::Known {
            let id = facts.shown.raffle.id;
            facts.won = asked::figures(db, shop.org, &facts.shown).await?.won();
            let page = PageRequest { limit: Some("50".to_owned()), cursor: None };
            let picks = store_picks::picks(db, shop.org, id, &page).await?.items;
            for pick in picks.iter().filter(|pick| pick.fate != Fate::Passed).take(NAMED) {
                if let Some(entry) = store::entry(db, shop.org, pick.entry).await? {
                    facts.winners.push((entry.label, pick.prize));
                }
            }
        }
        Ok(facts)
    }

    fn ends_at(raffle: &Raffle) -> Time {
        raffle.terms.draws_at(raffle.plan.closes_at)
    }

    fn outcome(facts: &Facts) -> Outcome {
        let instant = facts.shown.raffle.terms.style.is_instant();
        match facts.shown.raffle.life {
            _ if facts.shown.is_called_off() => Outcome::CalledOff,
            Life::Closed | Life::Settled if instant || facts.shown.is_drawn() => Outcome::Known,
            _ => Outcome::Open,
        }
    }

    fn say(tongue: Tongue, facts: &Facts, moment: Moment) -> Option<String> {
        let (lang, zone) = (tongue.lang, &tongue.shop.zone);
        let Raffle { plan, terms, .. } = &facts.shown.raffle;
        // It is for whoever joins, on the page on which they do; groups that stand have no part in it.
        if terms.is_welcome() {
            return None;
        }
        let prizes = prizes(tongue, &facts.shown);
        let link = "{link}";
        let at = |time| format::date_time(lang, time, zone);
        match moment {
            Moment::Teaser => {
                let when = at(plan.opens_at);
                Some(t!(lang, "raffles-run-teaser", when = when, prizes = prizes, link = link))
            }
            Moment::Opening => {
                let odds = odds(tongue, &facts.shown);
                Some(t!(lang, "raffles-run-opening", prizes = prizes, odds = odds, link = link))
            }
            Moment::LastCall => Some(t!(
                lang,
                "raffles-run-last_call",
                until = at(plan.closes_at),
                prizes = prizes,
                odds = odds(tongue, &facts.shown),
                link = link
            )),
            Moment::Winners if facts.won > 0 => {
                let shown = |(label, line): &(String, i64)| {
                    let prize = facts.shown.prize(*line).map_or("·", |gift| gift.name.say(lang));
                    t!(lang, "raffles-run-winner", label = label.as_str(), prize = prize)
                };
                let winners: Vec<String> = facts.winners.iter().map(shown).collect();
                Some(t!(
                    lang,
                    "raffles-run-winners",
                    won = facts.won,
                    winners = winners.join("\n"),
                    days = terms.collect_days,
                    link = link
                ))
            }
            Moment::Thanks if facts.won > 0 => {
                let people = facts.shown.sealed.as_ref().map_or(0, |sealed| sealed.entrants);
                Some(t!(lang, "raffles-run-thanks", people = people, link = link))
            }
            Moment::Winners | Moment::Thanks => None,
        }
    }

    fn what(tongue: Tongue, facts: &Facts) -> String {
        prizes(tongue, &facts.shown)
    }

    fn steps(tongue: Tongue, facts: &Facts) -> [String; 3] {
        view::steps(tongue, &facts.shown.raffle)
    }

    fn rules(tongue: Tongue, facts: &Facts) -> Vec<Rule> {
        view::rules(tongue, &facts.shown, "").into_iter().map(|(_, rule)| rule).collect()
    }
}

/// "3 × Bag of beans, 1 × Mug".
fn prizes(tongue: Tongue, shown: &Shown) -> String {
    let lang = tongue.lang;
    let line = |(gift, quantity): (&value::gifts::Gift, i64)| {
        let times = t!(lang, "raffles-times", quantity = quantity);
        format!("{times} {}", gift.name.say(lang))
    };
    let all: Vec<String> = shown.prizes().take(3).map(line).collect();
    format::list(lang, &all)
}

/// What the odds are; where tickets still go in, where they stand.
fn odds(tongue: Tongue, shown: &Shown) -> String {
    let terms = &shown.raffle.terms;
    if terms.style.is_instant() {
        view::odds(tongue.lang, terms.style, shown.odds(0))
    } else {
        t!(tongue.lang, "raffles-run-odds", prizes = terms.pieces())
    }
}
