use jiff::civil::date;
use kernel::Lang;

use super::{FILES, all, find, lint, lint_file_text, parse, turn};

const FRESH: &str = FILES[0];

#[test]
fn all_six_are_in_order() {
    assert_eq!(all().len(), 6);
    for file in FILES {
        assert_eq!(lint(file), [], "{}", file.lines().nth(1).unwrap_or_default());
    }
    assert_eq!(find("fresh-food").unwrap().gifts.len(), 5);
    assert!(find("nobody").is_none());
}

/// One broken sample per rule: what is replaced by what, the code, and where it is told.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("format = 1", "format = 2", "format", "format"),
    ("id = \"fresh-food\"", "id = \"Fresh Food\"", "id", "id"),
    ("version = \"1.2.0\"", "version = \"one\"", "version", "version"),
    ("demand = \"frequent\"", "demand = \"daily\"", "unreadable", "demand"),
    ("capacity = 500", "capacity = 501", "range", "capacity"),
    ("second_group =", "second_grp =", "unknown", "second_grp"),
    ("name = { en = \"The stall round the corner\", zh", "name = { zh", "missing", "name.en"),
    ("zh = \"楼下菜摊\"", "zh = \" \"", "missing", "name.zh"),
    (
        "name = { en = \"The stall round the corner\"",
        "name = { fr = \"x\", en = \"x\"",
        "unknown",
        "name.fr",
    ),
    (
        "en = \"Evening bag\"",
        "en = \"A title that goes on and on and on and on until nobody reads it any more at all\"",
        "too_long",
        "slots[3].title.en",
    ),
    (
        "en = \"{brand} {store} {category} {number}\"",
        "en = \"{brand} {store}\"",
        "number",
        "naming.template.en",
    ),
    (
        "en = \"{brand} {store} {category} {number}\"",
        "en = \"{goal} {number}\"",
        "goal",
        "naming.template.en",
    ),
    (
        "en = \"{brand} {store} {category} {number}\"",
        "en = \"{city} {number}\"",
        "placeholder",
        "naming.template.en",
    ),
    ("kind = \"none\"", "kind = \"question\"", "missing", "threshold.question"),
    ("kind = \"none\"", "kind = \"approval\"", "missing", "threshold.decides_after_hours"),
    (
        "kind = \"none\"",
        "kind = \"none\"\ndecides_after_hours = 3",
        "not_here",
        "threshold.decides_after_hours",
    ),
    (
        "kind = \"none\"",
        "kind = \"approval\"\ndecides_after_hours = 999",
        "range",
        "threshold.decides_after_hours",
    ),
    ("key = \"complain_openly\"", "key = \"no_ads\"", "twice", "rules[1].key"),
    ("key = \"soup_set\"", "key = \"herb_pot\"", "twice", "gifts[3].key"),
    ("key = \"keep_it_fresh\"", "key = \"morning_arrivals\"", "twice", "slots[1].key"),
    ("key = \"eggs\"", "key = \"Four Eggs\"", "key", "gifts[0].key"),
    ("gift = \"season_bag\"", "gift = \"gold_bar\"", "no_gift", "stamp_card.gift"),
    ("kind = \"reward\"", "kind = \"lead\"", "gift_kind", "gifts"),
    (
        "perceived = { CNY = 600, EUR = 160, USD = 250 }",
        "perceived = { CNY = 1, EUR = 160, USD = 250 }",
        "perceived",
        "gifts[0].perceived.CNY",
    ),
    ("stock = 500", "stock = 0", "range", "gifts[0].stock"),
    ("valid_days = 14", "valid_days = 1000", "range", "gifts[0].valid_days"),
    ("per_member = 12", "per_member = 500", "range", "gifts[1].per_member"),
    ("stamps = 10", "stamps = 1", "range", "stamp_card.stamps"),
    ("days = [\"mon\", \"thu\"]", "days = [\"mon\", \"someday\"]", "day", "slots[0].days[1]"),
    ("days = [\"mon\", \"thu\"]", "days = [\"mon\", \"mon\"]", "days", "slots[0].days"),
    ("at = \"07:30\"", "at = \"25:30\"", "time", "slots[0].at"),
    ("expires_minutes = 180", "expires_minutes = 3", "range", "slots[0].expires_minutes"),
    ("Back from the market", "{weather} {link} {link}", "placeholder", "slots[0].texts[0].en"),
    ("Back from the market", "{link} {link}", "link_twice", "slots[0].texts[0].en"),
    ("regulars_to_invite = 30", "regulars_to_invite = 0", "range", "cold_start.regulars_to_invite"),
    ("day = -10", "day = -1000", "range", "cold_start.steps[0].day"),
    ("key = \"sunday_egg\"", "key = \"closing_crate_bags\"", "twice", "games[2].key"),
    ("hours = 46", "hours = 0", "range", "games[3].hours"),
    ("hold_minutes = 120", "hold_minutes = 1", "range", "games[0].play.flash_sale.hold_minutes"),
    ("pieces = 20", "pieces = 201", "pieces", "games[0].play.flash_sale"),
    ("\"fruit_box\", quantity", "\"gold\", quantity", "no_gift", "games[1].play.raffle"),
    ("of_100 = 40", "of_100 = 41", "odds_whole", "games[2].play.instant.chances[0].of_100"),
    ("of_100 = 40", "of_100 = 90", "odds_sum", "games[2].play.instant.chances"),
    ("of_100 = 45", "of_100 = 10", "odds_most", "welcome_draw.draw.chances"),
    ("percent = 88", "percent = 95", "tiers", "games[3].play.group_buy.tiers"),
    ("seats = 60", "seats = 2", "range", "games[3].play.group_buy.seats"),
    (
        "total_points = 500",
        "gift = \"eggs\"\ntotal_points = 500",
        "packet_gives",
        "games[4].play.red_packet",
    ),
    (
        "early = { pieces = 12",
        "early = { pieces = 61",
        "range",
        "games[5].play.presale.early.pieces",
    ),
    ("percent = 84", "percent = 92", "range", "games[5].play.presale.early.percent"),
    ("ready_hours = 48", "ready_hours = 4393", "range", "games[5].play.presale.ready_hours"),
    (
        "deposit_percent = 20",
        "deposit_percent = 101",
        "range",
        "games[5].play.presale.deposit_percent",
    ),
    ("after_hours = 24", "after_hours = 2208", "range", "games[5].play.presale.windows[1].hours"),
    (
        "hours = 10, pieces = 40",
        "hours = 10, pieces = 19",
        "windows",
        "games[5].play.presale.windows",
    ),
    ("days = 90", "days = 93", "range", "welcome_draw.days"),
    ("style = \"egg\"", "style = \"dice\"", "unreadable", "games[2].play.instant.style"),
];

/// Not a playbook that plays only once a year, and none that only sells.
#[test]
fn every_playbook_brings_games_of_several_kinds_and_a_draw_that_most_win() {
    for book in all() {
        let kinds: std::collections::BTreeSet<_> =
            book.games.iter().map(|game| game.play.word()).collect();
        assert!(book.games.len() >= 4 && kinds.len() >= 3, "{}: {kinds:?}", book.id);
        let welcome = book.welcome_draw.as_ref().expect("a welcome draw");
        assert!((50..=100).contains(&welcome.draw.wins_of_100()), "{}", book.id);
    }
}

#[test]
fn every_rule_says_where_and_what() {
    for (from, to, code, path) in BROKEN {
        assert!(FRESH.contains(from), "{from}");
        let problems = lint(&FRESH.replacen(from, to, 1));
        let hit = problems.iter().find(|p| p.code == *code && p.path == *path);
        let hit = hit.unwrap_or_else(|| panic!("{to}: {problems:?}"));
        for lang in Lang::ALL {
            let line = hit.line(lang);
            assert!(line.starts_with(path) && !line.contains("playbooks-lint"), "{lang} {line}");
        }
    }
}

#[test]
fn a_day_of_four_posts_and_a_week_of_selling_are_told() {
    let crowded = FRESH.replace("days = [\"tue\"]", "days = [\"mon\"]");
    assert!(lint(&crowded).iter().any(|p| p.code == "too_many"), "{:?}", lint(&crowded));
    let selling = FRESH.replace("selling = false", "selling = true");
    assert!(lint(&selling).iter().any(|p| p.code == "selling"));
}

#[test]
fn empty_lists_are_told() {
    let mut book = parse(FRESH).unwrap();
    book.rules.clear();
    book.slots[0].texts.clear();
    book.cold_start.steps.clear();
    let paths: Vec<_> =
        super::check(&book).into_iter().filter(|p| p.code == "none").map(|p| p.path).collect();
    assert_eq!(paths, ["rules", "slots[0].texts", "cold_start.steps"]);
}

#[test]
fn a_file_that_is_no_playbook_is_told_in_a_line() {
    for file in ["", "hello", "format = 1\n[gifts", "\u{0}", "[[slots]]"] {
        let problems = lint(file);
        assert_eq!(problems.len(), 1, "{file:?} {problems:?}");
        assert_eq!(problems[0].code, "unreadable");
    }
}

#[test]
fn the_command_says_what_a_file_is_or_what_is_wrong() {
    let good = lint_file_text(Lang::Es, FRESH).unwrap();
    assert!(good.contains("La frutería") && good.contains("14"), "{good}");
    let wrong = lint_file_text(Lang::Zh, &FRESH.replace("stock = 500", "stock = 0")).unwrap_err();
    assert_eq!(wrong, ["gifts[0].stock: 要在 1 到 100,000 之间。"]);
}

#[test]
fn texts_take_turns_by_the_week_and_never_fall_out_of_the_list() {
    let opened = date(2026, 3, 2);
    for (on, texts, index) in [
        (date(2026, 3, 2), 3, Some(0)),
        (date(2026, 3, 8), 3, Some(0)),
        (date(2026, 3, 9), 3, Some(1)),
        (date(2026, 3, 16), 3, Some(2)),
        (date(2026, 3, 23), 3, Some(0)),
        (date(2026, 3, 1), 3, Some(2)),
        (date(2027, 3, 1), 1, Some(0)),
        (date(2026, 3, 9), 0, None),
    ] {
        assert_eq!(turn(opened, on, texts), index, "{on}");
    }
}
