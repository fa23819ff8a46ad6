//! Numbers, money and time as people of each language write them.
//!
//! Minus is U+2212, groups and units are joined by a narrow no-break space (U+202F) where the
//! language uses one, so that nothing breaks apart at the end of a line. English and Chinese group
//! with commas as their tills do; Spanish with a thin space, and only from five digits on (RAE).

use jiff::{
    civil::{Date, Weekday},
    tz::TimeZone,
};
use kernel::{Lang, Money, Time};

const MINUS: char = '\u{2212}';
const THIN: char = '\u{202f}';

/// `-1862` is `−1,862`, in Spanish `−1862`; `18620` is `18 620` there.
pub fn number(lang: Lang, value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let sign = if value < 0 { MINUS.to_string() } else { String::new() };
    sign + &group(lang, &digits)
}

/// As [`number`] with a plus for gains: changes against last week.
pub fn signed(lang: Lang, value: i64) -> String {
    if value > 0 { format!("+{}", number(lang, value)) } else { number(lang, value) }
}

/// A number with exactly `digits` decimals.
pub fn decimal(lang: Lang, value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let zero = text.bytes().all(|b| matches!(b, b'0' | b'.'));
    let sign = if value < 0.0 && !zero { MINUS.to_string() } else { String::new() };
    let mark = point(lang);
    let whole = group(lang, whole);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{part}") }
}

/// As [`decimal`] with a plus for gains.
pub fn signed_decimal(lang: Lang, value: f64, digits: usize) -> String {
    let text = decimal(lang, value, digits);
    if value > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        format!("+{text}")
    } else {
        text
    }
}

/// `0.413` with one digit is `41.3 %`, in Chinese `41.3%`.
pub fn percent(lang: Lang, ratio: f64, digits: usize) -> String {
    let text = decimal(lang, ratio * 100.0, digits);
    if lang == Lang::Zh { format!("{text}%") } else { format!("{text}{THIN}%") }
}

/// `¥52.80`, in Spanish `52,80 ¥`.
pub fn money(lang: Lang, money: Money) -> String {
    let text = amount(lang, money);
    let symbol = money.currency.symbol();
    let (sign, digits) = text.strip_prefix(MINUS).map_or(("", text.as_str()), |rest| ("−", rest));
    let wide = symbol.chars().count() > 2;
    match lang {
        Lang::Es => format!("{sign}{digits}{THIN}{symbol}"),
        _ if wide => format!("{sign}{symbol}{THIN}{digits}"),
        _ => format!("{sign}{symbol}{digits}"),
    }
}

/// As [`money`] with a plus for money coming in.
pub fn signed_money(lang: Lang, value: Money) -> String {
    if value.amount > 0 { format!("+{}", money(lang, value)) } else { money(lang, value) }
}

/// The amount without its currency, for columns that name it in their head.
pub fn amount(lang: Lang, money: Money) -> String {
    let plain = money.plain();
    let (sign, plain) =
        plain.strip_prefix('-').map_or((String::new(), &*plain), |rest| (MINUS.into(), rest));
    match plain.split_once('.') {
        Some((whole, part)) => format!("{sign}{}{}{part}", group(lang, whole), point(lang)),
        None => format!("{sign}{}", group(lang, plain)),
    }
}

const fn point(lang: Lang) -> char {
    match lang {
        Lang::Es => ',',
        Lang::En | Lang::Zh => '.',
    }
}

fn group(lang: Lang, digits: &str) -> String {
    if lang == Lang::Es && digits.len() < 5 {
        return digits.to_owned();
    }
    let mark = if lang == Lang::Es { THIN } else { ',' };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(c);
    }
    out
}

/// `2 November`, `11月2日`, `2 de noviembre`.
pub fn date(lang: Lang, date: Date) -> String {
    let (day, month) = (date.day(), month(lang, date.month()));
    match lang {
        Lang::En => format!("{day} {month}"),
        Lang::Zh => format!("{month}{day}日"),
        Lang::Es => format!("{day} de {month}"),
    }
}

/// `2 November 2026`, `2026年11月2日`, `2 de noviembre de 2026`.
pub fn date_with_year(lang: Lang, day: Date) -> String {
    let (year, rest) = (day.year(), date(lang, day));
    match lang {
        Lang::En => format!("{rest} {year}"),
        Lang::Zh => format!("{year}年{rest}"),
        Lang::Es => format!("{rest} de {year}"),
    }
}

/// `Sunday 22 November`, `11月22日 星期日`, `domingo 22 de noviembre`: the head of a day's page.
pub fn date_with_weekday(lang: Lang, day: Date) -> String {
    let (name, rest) = (weekday(lang, day.weekday()), date(lang, day));
    match lang {
        Lang::Zh => format!("{rest} {name}"),
        Lang::En | Lang::Es => format!("{name} {rest}"),
    }
}

/// `2 Nov`, `11/2`, `2 nov`: for tables, axes and stamps.
pub fn date_short(lang: Lang, date: Date) -> String {
    let name: String = month(lang, date.month()).chars().take(3).collect();
    match lang {
        Lang::Zh => format!("{}/{}", date.month(), date.day()),
        Lang::En | Lang::Es => format!("{} {name}", date.day()),
    }
}

/// `17:20` in the place.
pub fn time(at: Time, zone: &TimeZone) -> String {
    let at = at.zoned(zone);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `Sunday 22 November, 17:20`.
pub fn date_time(lang: Lang, at: Time, zone: &TimeZone) -> String {
    let (day, clock) = (date_with_weekday(lang, at.date(zone)), time(at, zone));
    match lang {
        Lang::Zh => format!("{day} {clock}"),
        Lang::En | Lang::Es => format!("{day}, {clock}"),
    }
}

/// A day as one says it: `today`, `yesterday`, `on Thursday`, `on 2 November`, with the year only
/// when it is another. Fits after "last here".
pub fn day(lang: Lang, date_of: Date, today: Date) -> String {
    let apart = (date_of - today).get_days();
    let near = |en: &str, zh: &str, es: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::Zh => zh.to_owned(),
        Lang::Es => es.to_owned(),
    };
    let name = weekday(lang, date_of.weekday());
    match apart {
        0 => near("today", "今天", "hoy"),
        1 => near("tomorrow", "明天", "mañana"),
        -1 => near("yesterday", "昨天", "ayer"),
        -6..=6 => near(&format!("on {name}"), name, &format!("el {name}")),
        _ => {
            let same = date_of.year() == today.year();
            let text = if same { date(lang, date_of) } else { date_with_year(lang, date_of) };
            near(&format!("on {text}"), &text, &format!("el {text}"))
        }
    }
}

/// [`day`] of an instant in a place.
pub fn relative_day(lang: Lang, at: Time, now: Time, zone: &TimeZone) -> String {
    day(lang, at.date(zone), now.date(zone))
}

/// How long, in at most two units: `3 min`, `1 h 12`, `5 days`; `1小时12分`, `5天`.
pub fn span(lang: Lang, seconds: u64) -> String {
    let minutes = seconds / 60;
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (lang, hours, minutes) {
        (Lang::Zh, _, 0) => format!("{seconds}秒"),
        (_, _, 0) => format!("{seconds}{THIN}s"),
        (Lang::Zh, 0, _) => format!("{minutes}分钟"),
        (_, 0, _) => format!("{minutes}{THIN}min"),
        (Lang::Zh, 1..48, _) if rest == 0 => format!("{hours}小时"),
        (Lang::Zh, 1..48, _) => format!("{hours}小时{rest}分"),
        (_, 1..48, _) if rest == 0 => format!("{hours}{THIN}h"),
        (_, 1..48, _) => format!("{hours}{THIN}h{THIN}{rest:02}"),
        (Lang::En, ..) => format!("{} days", hours / 24),
        (Lang::Zh, ..) => format!("{}天", hours / 24),
        (Lang::Es, ..) => format!("{} días", hours / 24),
    }
}

/// `in 1 h 12`, `3 min ago`, `now` when less than a minute apart.
pub fn from_now(lang: Lang, at: Time, now: Time) -> String {
    let (ahead, behind) = (at.since(now).as_secs(), now.since(at).as_secs());
    match lang {
        _ if ahead < 60 && behind < 60 => match lang {
            Lang::En => "now".to_owned(),
            Lang::Zh => "现在".to_owned(),
            Lang::Es => "ahora".to_owned(),
        },
        Lang::En if ahead > 0 => format!("in {}", span(lang, ahead)),
        Lang::Zh if ahead > 0 => format!("{}后", span(lang, ahead)),
        Lang::Es if ahead > 0 => format!("en {}", span(lang, ahead)),
        Lang::En => format!("{} ago", span(lang, behind)),
        Lang::Zh => format!("{}前", span(lang, behind)),
        Lang::Es => format!("hace {}", span(lang, behind)),
    }
}

/// `eggs, bread and milk`; `鸡蛋、面包和牛奶`; `huevos, pan y leche`.
pub fn list<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    let (comma, and) = match lang {
        Lang::En => (", ", " and "),
        Lang::Zh => ("、", "和"),
        Lang::Es => (", ", " y "),
    };
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(if at + 1 == items.len() { and } else { comma });
        }
        out.push_str(item.as_ref());
    }
    out
}

pub const fn weekday(lang: Lang, day: Weekday) -> &'static str {
    match (lang, day) {
        (Lang::En, Weekday::Monday) => "Monday",
        (Lang::En, Weekday::Tuesday) => "Tuesday",
        (Lang::En, Weekday::Wednesday) => "Wednesday",
        (Lang::En, Weekday::Thursday) => "Thursday",
        (Lang::En, Weekday::Friday) => "Friday",
        (Lang::En, Weekday::Saturday) => "Saturday",
        (Lang::En, Weekday::Sunday) => "Sunday",
        (Lang::Zh, Weekday::Monday) => "星期一",
        (Lang::Zh, Weekday::Tuesday) => "星期二",
        (Lang::Zh, Weekday::Wednesday) => "星期三",
        (Lang::Zh, Weekday::Thursday) => "星期四",
        (Lang::Zh, Weekday::Friday) => "星期五",
        (Lang::Zh, Weekday::Saturday) => "星期六",
        (Lang::Zh, Weekday::Sunday) => "星期日",
        (Lang::Es, Weekday::Monday) => "lunes",
        (Lang::Es, Weekday::Tuesday) => "martes",
        (Lang::Es, Weekday::Wednesday) => "miércoles",
        (Lang::Es, Weekday::Thursday) => "jueves",
        (Lang::Es, Weekday::Friday) => "viernes",
        (Lang::Es, Weekday::Saturday) => "sábado",
        (Lang::Es, Weekday::Sunday) => "domingo",
    }
}

/// The month's name; out of range is the twelfth, since a jiff month never is.
pub fn month(lang: Lang, month: i8) -> &'static str {
    let names = match lang {
        Lang::En => {
            "January February March April May June July August September October November \
                     December"
        }
        Lang::Zh => "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        Lang::Es => {
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre \
                     noviembre diciembre"
        }
    };
    let at = usize::try_from(month).unwrap_or(12).clamp(1, 12) - 1;
    names.split_whitespace().nth(at).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_does() {
        let table = [
            (Lang::En, -1862, "−1,862"),
            (Lang::Zh, 1_234_567, "1,234,567"),
            (Lang::Es, 1862, "1862"),
            (Lang::Es, 18_620, "18\u{202f}620"),
            (Lang::En, i64::MIN, "−9,223,372,036,854,775,808"),
        ];
        for (lang, value, text) in table {
            assert_eq!(number(lang, value), text);
        }
        assert_eq!(signed_decimal(Lang::Es, 0.08, 2), "+0,08");
        assert_eq!(decimal(Lang::En, -0.001, 1), "0.0");
        assert_eq!(percent(Lang::En, 0.413, 1), "41.3\u{202f}%");
        assert_eq!(percent(Lang::Zh, 0.413, 1), "41.3%");
    }

    #[test]
    fn money_stands_where_the_language_puts_it() {
        let cny = Money::new(-123_456, "CNY".parse().unwrap());
        assert_eq!(money(Lang::En, cny), "−¥1,234.56");
        assert_eq!(money(Lang::Es, cny), "−1234,56\u{202f}¥");
        assert_eq!(signed_money(Lang::Zh, Money::new(500, cny.currency)), "+¥5.00");
    }

    #[test]
    fn days_are_named_as_people_say_them() {
        let today = jiff::civil::date(2026, 11, 22);
        let table = [
            (0, "today", "今天", "hoy"),
            (-1, "yesterday", "昨天", "ayer"),
            (-3, "on Thursday", "星期四", "el jueves"),
            (-20, "on 2 November", "11月2日", "el 2 de noviembre"),
            (-700, "on 22 December 2024", "2024年12月22日", "el 22 de diciembre de 2024"),
        ];
        for (apart, en, zh, es) in table {
            let date = today.saturating_add(jiff::Span::new().days(apart));
            let said = Lang::ALL.map(|lang| day(lang, date, today));
            assert_eq!(said, [en, zh, es]);
        }
    }

    #[test]
    fn spans_take_two_units_at_most() {
        assert_eq!(span(Lang::En, 4320), "1\u{202f}h\u{202f}12");
        assert_eq!(span(Lang::Zh, 4320), "1小时12分");
        assert_eq!(span(Lang::Es, 5 * 86_400), "5 días");
        let now = Time::parse("2026-11-22T17:20:00Z").unwrap();
        assert_eq!(from_now(Lang::En, now.plus_days(-3), now), "3 days ago");
        assert_eq!(from_now(Lang::Zh, now, now), "现在");
        assert_eq!(list(Lang::Zh, &["鸡蛋", "面包", "牛奶"]), "鸡蛋、面包和牛奶");
    }
}
