//! What a playbook's activity is in this shop: its words and numbers as the plan and the terms of its kind.

use std::time::Duration;

use kernel::{ProgramId, SeriesId, Time};
use people::playbooks::{self, Game, Instant, Play, Playbook, Text, WelcomeDraw, Who};
use value::{
    bills::{Benefit, Whom},
    gifts::{Gift, adopted_words},
    words::Words,
};
use web::Shop;

use super::model::{Draft, Kind, Lack, Suggestion, WELCOME, next};
use crate::{
    activities::{Cost, Limits, Plan},
    flash_sales, group_buys,
    group_buys::model::{Doors, Tier},
    presales::{
        self,
        model::{After, Early, Window},
    },
    raffles::{
        self,
        model::{Prize, Source, Style, Unclaimed},
    },
    red_packets::{
        self,
        model::{Gives, Split},
    },
};

const HOUR: u64 = 3600;
/// How long a piece that came back is offered to whoever waits.
const OFFER_MINUTES: u32 = 10;
/// Days in which whoever reserved can step back with everything, whatever the country asks.
const BACK_DAYS: u32 = 14;

/// What a shop has to make activities of.
pub struct Ground<'g> {
    pub shop: &'g Shop,
    pub series: SeriesId,
    pub book: &'static Playbook,
    /// Open gifts with what lies on their shelf, the newest first.
    pub gifts: &'g [(Gift, i64)],
    pub program: Option<ProgramId>,
    pub now: Time,
}

/// A gift with a price for one piece, which a group buy and a pre-sale need.
struct Ticket<'g> {
    gift: &'g Gift,
    each: i64,
    left: i64,
}

impl Ticket<'_> {
    /// So many percent of the price, without odd cents where that leaves something.
    fn part(&self, percent: i64) -> i64 {
        part(self.each, percent)
    }
}

fn part(of: i64, percent: i64) -> i64 {
    let exact = of.saturating_mul(percent) / 100;
    if exact < 10 { exact } else { exact / 10 * 10 }
}

fn hours(hours: i64) -> Duration {
    Duration::from_secs(u64::try_from(hours).unwrap_or(0) * HOUR)
}

/// A number of a playbook that was linted.
fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(1)
}

impl Ground<'_> {
    /// The gift of this key that the series adopted, else one that was adopted by another.
    fn gift(&self, key: &str) -> Option<&(Gift, i64)> {
        let named =
            || self.gifts.iter().filter(|(gift, _)| gift.playbook_key.as_deref() == Some(key));
        named().find(|(gift, _)| gift.series == Some(self.series)).or_else(|| named().next())
    }
    /// One that lies there before one that does not.
    fn ticket(&self) -> Option<Ticket<'_>> {
        let priced = || {
            self.gifts.iter().filter_map(|(gift, left)| match gift.terms.benefit {
                Benefit::Price { each } => Some(Ticket { gift, each, left: *left }),
                _ => None,
            })
        };
        priced().find(|ticket| ticket.left > 0).or_else(|| priced().next())
    }
    /// That there is none, or too few of it.
    fn lacks_ticket(&self, goods: &Text, need: i64) -> Option<Lack> {
        let Some(Ticket { gift, left, .. }) = self.ticket() else {
            return Some(Lack::Ticket { goods: adopted_words(goods) });
        };
        (left < need).then(|| Lack::Stock { gift: gift.id, name: gift.name.clone(), left, need })
    }
    /// What is missing or too little of the pieces that are needed.
    fn lacks(&self, pieces: &[(&str, i64)]) -> Vec<Lack> {
        let lack = |(key, need): &(&str, i64)| match self.gift(key) {
            None => {
                let name = self.book.gift(key).map(|gift| adopted_words(&gift.name));
                Some(Lack::Gift { name: name.unwrap_or_default() })
            }
            Some((gift, left)) if left < need => {
                let (left, need) = (*left, *need);
                Some(Lack::Stock { gift: gift.id, name: gift.name.clone(), left, need })
            }
            Some(_) => None,
        };
        pieces.iter().filter_map(lack).collect()
    }
    fn prizes(&self, pieces: &[(&str, i64)]) -> Vec<Prize> {
        let prize = |(key, quantity): &(&str, i64)| {
            Some(Prize { gift: self.gift(key)?.0.id, quantity: *quantity })
        };
        pieces.iter().filter_map(prize).collect()
    }

    /// An activity, as it would be planned here.
    pub fn suggest(&self, game: &'static Game) -> Suggestion {
        let mut lacks = self.lacks(&game.play.pieces());
        let points = match &game.play {
            Play::RedPacket(packet) => packet.total_points.is_some(),
            _ => false,
        };
        if (points || game.points.is_some()) && self.program.is_none() {
            lacks.push(Lack::Points);
        }
        match &game.play {
            Play::GroupBuy(buy) => lacks.extend(self.lacks_ticket(&buy.goods, buy.seats)),
            Play::Presale(sale) => lacks.extend(self.lacks_ticket(&sale.goods, sale.pieces)),
            _ => {}
        }
        let plan = self.plan(game);
        let (opens_at, closes_at) = (plan.opens_at, plan.closes_at);
        let (name, kind) = (plan.name.clone(), Kind::of(&game.play));
        let stopped = lacks.iter().any(Lack::stops);
        let draft = if stopped { None } else { self.draft(&game.play, plan) };
        let (series, book) = (self.series, self.book);
        let (key, why) = (game.key.as_str(), adopted_words(&game.why));
        let play = Some(&game.play);
        Suggestion { series, book, key, kind, name, why, play, opens_at, closes_at, lacks, draft }
    }

    fn plan(&self, game: &Game) -> Plan {
        let opens_at = next(game.opens, &self.shop.zone, self.now);
        let cost = game.points.and_then(|points| Some(Cost { program: self.program?, points }));
        Plan {
            name: adopted_words(&game.name),
            whom: match game.who {
                Who::Members => Whom::Members,
                Who::Series => Whom::Series { series: vec![self.series] },
            },
            opens_at,
            closes_at: opens_at.plus(hours(game.hours)),
            cost,
            limits: Limits { per_member: small(game.per_member), per_day: None },
            budget: None,
        }
    }

    fn draft(&self, play: &Play, plan: Plan) -> Option<Draft> {
        Some(match play {
            Play::FlashSale(sale) => {
                let terms = flash_sales::Terms {
                    gift: self.gift(&sale.gift)?.0.id,
                    pieces: sale.pieces,
                    hold_minutes: small(sale.hold_minutes),
                    offer_minutes: OFFER_MINUTES,
                };
                Draft::FlashSale(flash_sales::actions::Draft { plan, terms })
            }
            Play::Raffle(raffle) => {
                let terms = raffles::Terms {
                    prizes: self.prizes(&play.pieces()),
                    free: small(raffle.free),
                    per_purchase: raffle.per_purchase.and_then(|it| it.amount(self.shop.currency)),
                    collect_days: small(raffle.collect_days),
                    ..drawn()
                };
                Draft::Raffle(raffles::actions::Draft { plan, terms })
            }
            Play::Instant(instant) => {
                let terms = raffles::Terms { free: 1, ..self.instant(instant) };
                Draft::Raffle(raffles::actions::Draft { plan, terms })
            }
            Play::RedPacket(packet) => self.packet(packet, plan)?,
            Play::GroupBuy(buy) => self.group_buy(buy, plan)?,
            Play::Presale(sale) => self.presale(sale, plan)?,
        })
    }

    fn instant(&self, instant: &Instant) -> raffles::Terms {
        raffles::Terms {
            style: match instant.style {
                playbooks::Style::Wheel => Style::Wheel,
                playbooks::Style::Card => Style::Scratch,
                playbooks::Style::Egg => Style::Egg,
            },
            prizes: self.prizes(&instant.pieces()),
            plays: instant.plays,
            collect_days: small(instant.collect_days),
            ..drawn()
        }
    }

    fn packet(&self, packet: &playbooks::RedPacket, plan: Plan) -> Option<Draft> {
        let gives = match &packet.gift {
            Some(key) => Gives::Vouchers { gift: self.gift(key)?.0.id },
            None => Gives::Points { program: self.program? },
        };
        let split = match packet.split {
            playbooks::Split::Equal => Split::Equal,
            playbooks::Split::Random => Split::Random,
        };
        let total = packet.total_points.unwrap_or(packet.shares);
        let terms = red_packets::Terms { gives, total, shares: packet.shares, split, least: 1 };
        Some(Draft::RedPacket(red_packets::actions::Draft { plan, terms: terms.settled() }))
    }

    /// The tiers are parts of the price that the ticket carries.
    fn group_buy(&self, buy: &playbooks::GroupBuy, plan: Plan) -> Option<Draft> {
        let ticket = self.ticket()?;
        let most = buy.tiers.last().map_or(2, |tier| tier.people);
        let tier = |tier: &playbooks::Tier| {
            let each = ticket.part(tier.percent);
            Tier { people: small(tier.people), each }
        };
        let terms = group_buys::Terms {
            gift: ticket.gift.id,
            seats: buy.seats,
            tiers: buy.tiers.iter().map(tier).collect(),
            most: small(most),
            team_hours: small(buy.team_hours),
            collect_days: small(buy.collect_days),
            doors: Doors::Listed,
            deposit: None,
        };
        Some(Draft::GroupBuy(group_buys::actions::Draft { plan, terms }))
    }

    /// Both prices are parts of the price that the ticket carries; what is paid ahead comes back.
    fn presale(&self, sale: &playbooks::Presale, plan: Plan) -> Option<Draft> {
        let ticket = self.ticket()?;
        let price = ticket.part(sale.percent).max(1);
        let early = |it: playbooks::Early| {
            let (pieces, price) = (it.pieces, ticket.part(it.percent));
            Early { pieces, price }
        };
        // Of a few cents both prices may be the same.
        let early = sale.early.map(early).filter(|early| (1..price).contains(&early.price));
        let lowest = early.map_or(price, |early| early.price);
        let ready_at = plan.closes_at.plus(hours(sale.ready_hours));
        let window = |pickup: &playbooks::Pickup| {
            let from = ready_at.plus(hours(pickup.after_hours));
            let (until, capacity) = (from.plus(hours(pickup.hours)), pickup.pieces);
            Window { from, until, store: None, capacity }
        };
        let terms = presales::Terms {
            gift: ticket.gift.id,
            pieces: sale.pieces,
            price,
            early,
            deposit: part(lowest, sale.deposit_percent),
            cancel_by: plan.closes_at,
            back_days: BACK_DAYS,
            after: After::Back,
            ready_at,
            windows: sale.windows.iter().map(window).collect(),
            samples: None,
            called_off: None,
        };
        Some(Draft::Presale(presales::actions::Draft { plan, terms }))
    }

    /// The draw for whoever joins, from now on.
    pub fn welcome(&self, welcome: &'static WelcomeDraw) -> Suggestion {
        let lacks = self.lacks(&welcome.draw.pieces());
        let opens_at = self.now;
        let closes_at = opens_at.plus_days(welcome.days);
        let name = adopted_words(&welcome.name);
        let plan = Plan {
            name: name.clone(),
            whom: Whom::Members,
            opens_at,
            closes_at,
            cost: None,
            limits: Limits { per_member: 1, per_day: None },
            budget: None,
        };
        let terms = raffles::Terms { joining: 1, ..self.instant(&welcome.draw) };
        let draft = Draft::Raffle(raffles::actions::Draft { plan, terms });
        let draft = (!lacks.iter().any(Lack::stops)).then_some(draft);
        let (series, book) = (self.series, self.book);
        let (key, kind, why) = (WELCOME, Kind::Raffle, Words::default());
        Suggestion {
            series,
            book,
            key,
            kind,
            name,
            why,
            play: None,
            opens_at,
            closes_at,
            lacks,
            draft,
        }
    }
}

/// What raffles have in common that a playbook does not say.
const fn drawn() -> raffles::Terms {
    raffles::Terms {
        style: Style::Scheduled,
        prizes: Vec::new(),
        free: 0,
        per_purchase: None,
        joining: 0,
        wins: 1,
        least_entrants: 1,
        source: Source::Nonces,
        wait_minutes: 10,
        collect_days: 7,
        unclaimed: Unclaimed::Shelf,
        plays: 0,
    }
}
