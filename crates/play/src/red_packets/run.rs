//! What a red packet tells: groups before, during and after it, and whoever reads its card.

use ::store::{Event as _, Read};
use kernel::{RedPacketId, Result, kinds};
use value::bills::sentences::Tongue;
use web::{Shop, kit::format, t};

use super::{
    asked::{self, Shown},
    model::{RedPacket, Split},
    sealing::is_over,
    view,
};
use crate::{
    activities::{
        Life,
        run::{Moment, Outcome, Rule, Runs},
    },
    events::{RedPacketChanged, RedPacketClosed, RedPacketOpened, RedPacketScheduled},
};

impl Runs for kinds::RedPacket {
    type Facts = Shown;
    const HEARS: &'static [&'static str] = &[
        RedPacketScheduled::KIND,
        RedPacketOpened::KIND,
        RedPacketChanged::KIND,
        RedPacketClosed::KIND,
    ];

    fn page(id: RedPacketId) -> String {
        format!("/packets/{id}")
    }

    async fn facts(db: &mut impl Read, shop: &Shop, packet: RedPacket) -> Result<Shown> {
        asked::shown(db, shop.org, packet).await
    }

    fn outcome(shown: &Shown) -> Outcome {
        match shown.packet.life {
            Life::Draft | Life::Checked | Life::Scheduled | Life::Open => Outcome::Open,
            // It was over before anybody opened it.
            _ if shown.taken == 0 => Outcome::CalledOff,
            _ => Outcome::Known,
        }
    }

    fn say(tongue: Tongue, shown: &Shown, moment: Moment) -> Option<String> {
        let (lang, zone) = (tongue.lang, &tongue.shop.zone);
        let RedPacket { plan, terms, .. } = &shown.packet;
        let content = view::content(tongue, shown);
        let link = "{link}";
        let at = |time| format::date_time(lang, time, zone);
        match moment {
            Moment::Teaser => {
                let when = at(plan.opens_at);
                Some(t!(
                    lang,
                    "red_packets-run-teaser",
                    when = when,
                    content = content,
                    link = link
                ))
            }
            Moment::Opening => {
                // Chance decides how much, and is said to.
                let split = match terms.split {
                    Split::Random => t!(lang, "red_packets-run-random"),
                    Split::Equal => t!(lang, "red_packets-run-equal"),
                };
                Some(t!(
                    lang,
                    "red_packets-run-opening",
                    content = content,
                    split = split,
                    link = link
                ))
            }
            Moment::LastCall if !is_over(shown.packet.life) => {
                let until = at(plan.closes_at);
                Some(t!(
                    lang,
                    "red_packets-run-last_call",
                    until = until,
                    content = content,
                    link = link
                ))
            }
            Moment::Thanks if Self::outcome(shown) == Outcome::Known => {
                let (taken, shares) = (shown.taken, terms.shares);
                Some(t!(
                    lang,
                    "red_packets-run-thanks",
                    taken = taken,
                    shares = shares,
                    link = link
                ))
            }
            _ => None,
        }
    }

    fn what(tongue: Tongue, shown: &Shown) -> String {
        view::content(tongue, shown)
    }

    fn steps(tongue: Tongue, shown: &Shown) -> [String; 3] {
        view::steps(tongue, &shown.packet)
    }

    fn rules(tongue: Tongue, shown: &Shown) -> Vec<Rule> {
        let mut rules: Vec<Rule> =
            view::rules(tongue, &shown.packet, "").into_iter().map(|(_, rule)| rule).collect();
        let staff = t!(tongue.lang, "red_packets-how-staff");
        rules.push(Rule::new(t!(tongue.lang, "raffles-how-staff-title"), staff));
        rules
    }
}
