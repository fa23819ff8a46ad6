//! What staff see.

use kernel::Lang;
use maud::{Markup, html};
use web::kit::{
    Entry, Frame, List, Scoped, Stage, Tone, Who,
    charts::{Line, Point, Series},
    format, layout,
    parts::{self, Button, Figure, Head, Item, bar, card, chip, rows},
    tables::{Column, Row, Table},
};

use crate::said::say;

pub fn staff(frame: Frame, here: &str) -> Frame {
    let lang = frame.lang;
    let entry =
        |stage, label: String, href: &str, count| Entry { stage, label, href: href.into(), count };
    let rail = vec![
        entry(Stage::Today, Stage::Today.label(lang), "/console", None),
        entry(Stage::People, say(lang, "Members", "会员", "Miembros"), "/console/members", None),
        entry(Stage::People, say(lang, "Groups", "群", "Grupos"), "/console/groups", Some(3)),
        entry(Stage::People, say(lang, "Join links", "入群码", "Enlaces"), "/console/links", None),
        entry(Stage::Value, say(lang, "Points", "积分", "Puntos"), "/console/points", None),
        entry(Stage::Play, say(lang, "Raffles", "抽奖", "Sorteos"), "/console/raffles", None),
        entry(
            Stage::Reach,
            say(lang, "Programme", "节目单", "Programa"),
            "/console/programme",
            Some(4),
        ),
        entry(
            Stage::Insight,
            say(lang, "Sales formula", "销售公式", "Fórmula"),
            "/console/formula",
            None,
        ),
        entry(Stage::Settings, say(lang, "Shop", "店铺", "Tienda"), "/console/settings", None),
    ];
    let all = say(lang, "All 12 stores", "全部 12 家店", "Las 12 tiendas");
    let scopes = vec![
        Scoped { label: all, href: "#".into(), current: true },
        Scoped {
            label: say(lang, "Riverside", "河滨店", "La Ribera"),
            href: "#".into(),
            current: false,
        },
    ];
    let who = Who {
        name: say(lang, "Mei Chen", "陈美", "Mei Chen"),
        role: say(lang, "Operator", "运营", "Operadora"),
        account_href: "#".into(),
        sign_out_href: "#".into(),
        once: "t".into(),
    };
    Frame { rail, scopes, who: Some(who), here: here.into(), ..frame }
}

fn points(lang: Lang, values: &[f64]) -> Vec<Point> {
    values
        .iter()
        .zip(16i8..)
        .map(|(value, day)| {
            let label = if day == 22 {
                say(lang, "today", "今天", "hoy")
            } else {
                format::date_short(lang, jiff::civil::date(2026, 11, day))
            };
            Point::new(label, *value, format::decimal(lang, *value, 0)).href("#")
        })
        .collect()
}

pub fn whom(lang: Lang) -> Line {
    Line::new(
        lang,
        say(
            lang,
            "The poster at the till brings the most, and its people stay.",
            "收银台海报带来的人最多，而且留得住。",
            "El cartel de la caja trae a más gente, y se queda.",
        ),
    )
    .series(Series::new(
        say(lang, "Till poster", "收银台海报", "Cartel de caja"),
        points(lang, &[40., 48., 52., 71., 78., 84., 96.]),
    ))
    .series(Series::new(
        say(lang, "Invites", "邀请", "Invitaciones"),
        points(lang, &[18., 22., 30., 29., 41., 55., 61.]),
    ))
    .series(
        Series::new(
            say(lang, "last week", "上周", "semana pasada"),
            points(lang, &[22., 26., 30., 33., 38., 40., 46.]),
        )
        .before(),
    )
    .series(Series::new(
        say(lang, "Bakery next door", "隔壁面包房", "Panadería vecina"),
        points(lang, &[12., 11., 14., 18., 17., 20., 22.]),
    ))
}

fn on_now(lang: Lang) -> Markup {
    rows([
        Item::new(say(lang, "Strawberries, half price", "草莓半价", "Fresas a mitad de precio"))
            .start("12:00")
            .href("#")
            .note(say(
                lang,
                "flash sale · 9 groups · 77 of 120 taken · waiting list 14",
                "秒杀 · 9 个群 · 已抢 77/120 · 候补 14",
                "venta flash · 9 grupos · 77 de 120 · 14 en espera",
            ))
            .under(bar(77.0 / 120.0, Tone::Accent, "77/120"))
            .aside(chip(Tone::Bad, &say(lang, "live", "进行中", "ahora"))),
        Item::new(say(lang, "What to do with leeks", "大葱怎么做好吃", "Qué hacer con puerros"))
            .start("18:30")
            .href("#")
            .note(say(
                lang,
                "Chef Luo · 6 groups here, 11 outside: 4 hosts have not opened their text",
                "罗师傅 · 站内 6 群，外部 11 群：4 位群主还没看文案",
                "Chef Luo · 6 grupos aquí, 11 fuera: 4 anfitriones no han abierto su texto",
            ))
            .aside(chip(Tone::Plain, &say(lang, "in 1 h", "1小时后", "en 1 h"))),
        Item::new(say(lang, "Raffle of the week", "本周抽奖", "Sorteo de la semana"))
            .start("20:00")
            .href("#")
            .note(say(
                lang,
                "214 people, 511 tickets · draw committed, verifies offline",
                "214 人，511 张券 · 已公示承诺，可离线验证",
                "214 personas, 511 boletos · sorteo sellado, verificable",
            ))
            .aside(chip(Tone::Plain, &say(lang, "in 3 h", "3小时后", "en 3 h"))),
    ])
}

fn waits(lang: Lang) -> Markup {
    let dot = parts::sign;
    rows([
        Item::new(say(
            lang,
            "Riverside Produce 3 fills by Tuesday",
            "河滨生鲜 3 群周二前会满",
            "La Ribera Verduras 3 se llena el martes",
        ))
        .start(dot(Tone::Bad))
        .note(say(
            lang,
            "488 of 500 · the next group has no host yet",
            "488/500 · 下一个群还没群主",
            "488 de 500 · el siguiente grupo no tiene anfitrión",
        ))
        .aside(Button::link("#", say(lang, "Choose host", "选群主", "Elegir anfitrión"))),
        Item::new(say(
            lang,
            "Two invitations look like one phone",
            "两次邀请像是同一部手机",
            "Dos invitaciones parecen un solo teléfono",
        ))
        .start(dot(Tone::Warn))
        .note(say(
            lang,
            "same device, 40 s apart · reward held: 2 × ¥5",
            "同一设备，相隔 40 秒 · 暂扣 2 × ¥5",
            "mismo aparato, 40 s · retenido: 2 × 5 ¥",
        ))
        .aside(Button::link("#", say(lang, "Look", "看看", "Ver"))),
        Item::new(say(
            lang,
            "“Autumn soup week” is ready",
            "「秋日煲汤周」准备好了",
            "«Semana de sopas» está lista",
        ))
        .start(dot(Tone::Good))
        .note(say(
            lang,
            "rehearsed: 310–370 visits, costs ¥1,150 at most",
            "预演：310–370 人次，最多花 ¥1,150",
            "ensayado: 310–370 visitas, 1150 ¥ como máximo",
        ))
        .aside(Button::primary(say(lang, "Open", "开启", "Abrir")).href("#")),
    ])
}

pub fn figures(lang: Lang) -> Markup {
    let f = |en: &str, zh: &str, es: &str| say(lang, en, zh, es);
    html! {
        section.card { div.figures {
            (Figure::new(f("Traffic", "流量", "Tráfico"), format::number(lang, 1862)).change(Tone::Good, format::signed(lang, 9) + "\u{202f}%").note(f("walked in", "人进店", "entraron")).href("#"))
            (Figure::new(f("Trial rate", "体验率", "Prueba"), format::percent(lang, 0.413, 1)).change(Tone::Good, format::signed_decimal(lang, 2.1, 1)).note(f("joined or took part", "入群或参与", "participaron")).href("#"))
            (Figure::new(f("Conversion", "转化率", "Conversión"), format::percent(lang, 0.63, 1)).change(Tone::Bad, format::signed_decimal(lang, -1.4, 1)).note(f("bought", "成交", "compraron")).href("#"))
            (Figure::new(f("Ticket", "客单价", "Tique"), if lang == Lang::Es { "52,80 ¥" } else { "¥52.80" }).change(Tone::Good, format::signed_decimal(lang, 0.6, 2)).href("#"))
            (Figure::new(f("Repurchase", "复购", "Recompra"), format::decimal(lang, 1.74, 2)).change(Tone::Good, format::signed_decimal(lang, 0.08, 2)).note(f("times in 30 days", "次 / 30 天", "veces en 30 días")).href("#"))
        } }
    }
}

fn cost(lang: Lang) -> Markup {
    let list = List::new(lang, "/console");
    let row = |name: String, cost: &str, sales: &str| {
        Row::new().href("#").cell(name).cell(cost).cell(html! { b.gold { (sales) } })
    };
    html! {
        (Table::new(&list, "cost").columns([
            Column::new("gift", say(lang, "this week", "本周", "esta semana")),
            Column::new("cost", say(lang, "gifts", "礼品", "regalos")).number(),
            Column::new("sales", say(lang, "extra sales", "多卖", "ventas extra")).number(),
        ]).rows([
            row(say(lang, "Welcome eggs", "见面鸡蛋", "Huevos de bienvenida"), "¥412", "¥2,960"),
            row(say(lang, "Strawberry slots", "草莓名额", "Turnos de fresas"), "¥630", "¥1,480"),
            Row::new().href("#").cell(say(lang, "Birthday loaf", "生日面包", "Hogaza de cumpleaños")).cell("¥95").cell(say(lang, "too early", "还早", "muy pronto")),
        ]))
    }
}

pub fn today(frame: Frame) -> Markup {
    let lang = frame.lang;
    let date = format::date_with_weekday(lang, jiff::civil::date(2026, 11, 22));
    let frame = staff(frame, "/console").titled(Stage::Today.label(lang)).flash(
        Tone::Good,
        say(
            lang,
            "Host chosen: Chen Mei opens Riverside Produce 4.",
            "群主已定：陈美来开河滨生鲜 4 群。",
            "Anfitriona elegida: Chen Mei abre La Ribera Verduras 4.",
        ),
    );
    layout::console(
        &frame,
        html! {
            (Head::new(say(lang, "A good Sunday: 214 regulars came back, 31 more than last week.", "不错的星期天：214 位老客回来了，比上周多 31 位。", "Buen domingo: volvieron 214 clientes, 31 más que la semana pasada.")).over(html! { (date) ", 17:20" }))
            div.stack { (figures(lang)) }
            div.columns {
                div {
                    (card(&say(lang, "On now", "正在进行", "En marcha"), html! {}, on_now(lang)))
                    (card(&say(lang, "Waits for you", "等您处理", "Le espera a usted"), html! {}, waits(lang)))
                }
                div {
                    (card(&say(lang, "Who came because of whom", "谁因谁而来", "Quién vino por quién"), html! {}, whom(lang)))
                    (card(&say(lang, "What it cost, what it brought", "花了多少，带来多少", "Lo que costó y lo que trajo"), html! {}, cost(lang)))
                }
            }
        },
    )
}
