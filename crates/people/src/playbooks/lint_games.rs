//! What the activities of a playbook must hold: gifts that exist and suffice, odds that sum, limits that the
//! editors of the kinds accept, and a welcome draw in which most plays win.

use super::{
    games::{Game, GroupBuy, Instant, Play, Presale, RedPacket, WelcomeDraw},
    lint::{Found, TEXT_MAX, TITLE_MAX},
    model::Playbook,
};

/// What an activity is open at most, in hours.
const HOURS: i64 = 24 * 92;
/// Pieces, plays and places of one activity.
const MOST: i64 = 10_000;
/// People of a team.
const TEAM: (i64, i64) = (2, 100);
/// Goods of a pre-sale are there within half a year, and fetched within a season after that.
const READY_HOURS: i64 = 24 * 183;
/// Windows of a pre-sale.
const WINDOWS: i64 = 12;
/// Of a hundred plays of a welcome draw, those that win.
const MOST_WIN: i64 = 50;

impl Found {
    pub(super) fn games(&mut self, book: &Playbook) {
        self.unique("games", book.games.iter().map(|game| game.key.as_str()));
        for (at, game) in book.games.iter().enumerate() {
            self.game(&format!("games[{at}]"), (book, game));
        }
        if let Some(draw) = &book.welcome_draw {
            self.welcome_draw(book, draw);
        }
    }

    fn game(&mut self, path: &str, (book, game): (&Playbook, &Game)) {
        self.text(&format!("{path}.name"), &game.name, TITLE_MAX, &[]);
        self.text(&format!("{path}.why"), &game.why, TEXT_MAX, &[]);
        self.range(format!("{path}.hours"), game.hours, 1, HOURS);
        self.range(format!("{path}.per_member"), game.per_member, 1, 100);
        if let Some(points) = game.points {
            self.range(format!("{path}.points"), points, 1, 100_000);
            if matches!(game.play, Play::RedPacket(_)) {
                self.push(format!("{path}.points"), "packet_free", vec![]);
            }
        }
        let path = format!("{path}.play.{}", game.play.word());
        self.pieces(&path, book, &game.play.pieces());
        match &game.play {
            Play::FlashSale(sale) => {
                self.range(format!("{path}.hold_minutes"), sale.hold_minutes, 5, 7 * 24 * 60);
            }
            Play::Raffle(raffle) => {
                if raffle.prizes.is_empty() {
                    self.push(format!("{path}.prizes"), "none", vec![]);
                }
                self.range(format!("{path}.free"), raffle.free, 0, 10);
                self.range(format!("{path}.collect_days"), raffle.collect_days, 1, 92);
                for (code, least) in raffle.per_purchase.iter().flat_map(super::Prices::all) {
                    self.range(format!("{path}.per_purchase.{code}"), least, 1, 10_000_000);
                }
            }
            Play::Instant(instant) => self.instant(&path, instant),
            Play::RedPacket(packet) => self.red_packet(&path, packet),
            Play::GroupBuy(buy) => self.group_buy(&path, buy),
            Play::Presale(sale) => self.presale(&path, sale),
        }
    }

    /// Every gift is one of the playbook's, and its first stock is enough.
    fn pieces(&mut self, path: &str, book: &Playbook, pieces: &[(&str, i64)]) {
        for (key, _) in pieces {
            let all = pieces.iter().filter(|(other, _)| other == key).map(|(_, n)| *n).sum::<i64>();
            match book.gift(key) {
                None => self.push(path, "no_gift", vec![("key", (*key).into())]),
                Some(gift) if all < 1 || all > gift.stock => {
                    let args = vec![("key", (*key).into()), ("stock", gift.stock.into())];
                    self.push(path, "pieces", args);
                }
                Some(_) => {}
            }
        }
    }

    fn instant(&mut self, path: &str, instant: &Instant) {
        self.range(format!("{path}.plays"), instant.plays, 1, MOST);
        self.range(format!("{path}.collect_days"), instant.collect_days, 1, 92);
        for (at, one) in instant.chances.iter().enumerate() {
            let path = format!("{path}.chances[{at}].of_100");
            self.range(path.clone(), one.of_100, 1, 100);
            if instant.plays.saturating_mul(one.of_100) % 100 != 0 {
                self.push(path, "odds_whole", vec![("plays", instant.plays.into())]);
            }
        }
        let wins = instant.wins_of_100();
        if !(1..=100).contains(&wins) {
            self.push(format!("{path}.chances"), "odds_sum", vec![("sum", wins.into())]);
        }
    }

    fn red_packet(&mut self, path: &str, packet: &RedPacket) {
        self.range(format!("{path}.shares"), packet.shares, 1, 1000);
        match (packet.total_points, &packet.gift) {
            (Some(total), None) => {
                self.range(format!("{path}.total_points"), total, packet.shares, 1_000_000);
            }
            (None, Some(_)) => {}
            _ => self.push(path, "packet_gives", vec![]),
        }
    }

    fn group_buy(&mut self, path: &str, buy: &GroupBuy) {
        self.text(&format!("{path}.goods"), &buy.goods, TITLE_MAX, &[]);
        self.range(format!("{path}.team_hours"), buy.team_hours, 1, 14 * 24);
        self.range(format!("{path}.collect_days"), buy.collect_days, 1, 92);
        self.range(format!("{path}.tiers"), i64::try_from(buy.tiers.len()).unwrap_or(0), 1, 6);
        for (at, tier) in buy.tiers.iter().enumerate() {
            self.range(format!("{path}.tiers[{at}].people"), tier.people, TEAM.0, TEAM.1);
            self.range(format!("{path}.tiers[{at}].percent"), tier.percent, 1, 100);
        }
        let falls = |pair: &[super::Tier]| match pair {
            [fewer, more] => fewer.people < more.people && fewer.percent > more.percent,
            _ => true,
        };
        if !buy.tiers.windows(2).all(falls) {
            self.push(format!("{path}.tiers"), "tiers", vec![]);
        }
        let fewest = buy.tiers.first().map_or(1, |tier| tier.people.clamp(1, MOST));
        self.range(format!("{path}.seats"), buy.seats, fewest, MOST);
    }

    fn presale(&mut self, path: &str, sale: &Presale) {
        self.text(&format!("{path}.goods"), &sale.goods, TITLE_MAX, &[]);
        self.range(format!("{path}.pieces"), sale.pieces, 1, MOST);
        self.range(format!("{path}.percent"), sale.percent, 1, 100);
        self.range(format!("{path}.deposit_percent"), sale.deposit_percent, 0, 100);
        self.range(format!("{path}.ready_hours"), sale.ready_hours, 0, READY_HOURS);
        if let Some(early) = sale.early {
            let lower = sale.percent.saturating_sub(1);
            self.range(format!("{path}.early.pieces"), early.pieces, 1, sale.pieces);
            self.range(format!("{path}.early.percent"), early.percent, 1, lower);
        }
        let many = i64::try_from(sale.windows.len()).unwrap_or(i64::MAX);
        self.range(format!("{path}.windows"), many, 1, WINDOWS);
        for (at, window) in sale.windows.iter().enumerate() {
            let path = format!("{path}.windows[{at}]");
            self.range(format!("{path}.after_hours"), window.after_hours, 0, HOURS);
            let most = HOURS.saturating_sub(window.after_hours.max(0));
            self.range(format!("{path}.hours"), window.hours, 1, most);
            self.range(format!("{path}.pieces"), window.pieces, 1, MOST);
        }
        let room = sale.windows.iter().fold(0_i64, |sum, one| sum.saturating_add(one.pieces));
        if many > 0 && room < sale.pieces {
            let args = vec![("room", room.into()), ("pieces", sale.pieces.into())];
            self.push(format!("{path}.windows"), "windows", args);
        }
    }

    fn welcome_draw(&mut self, book: &Playbook, welcome: &WelcomeDraw) {
        self.text("welcome_draw.name", &welcome.name, TITLE_MAX, &[]);
        self.range("welcome_draw.days", welcome.days, 1, 92);
        let path = "welcome_draw.draw";
        self.pieces(path, book, &welcome.draw.pieces());
        self.instant(path, &welcome.draw);
        if welcome.draw.wins_of_100() < MOST_WIN {
            let args = vec![("least", MOST_WIN.into())];
            self.push(format!("{path}.chances"), "odds_most", args);
        }
    }
}
