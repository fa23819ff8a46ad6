//! What staff see.

use kernel::{FieldError, Fields, Lang};
use maud::{Markup, html};
use web::kit::{
    Choice, Entry, Form, Frame, List, Scoped, Stage, Tone, Who,
    charts::{Bars, Funnel, Line, Point, Series, spark},
    format, icons, layout, live,
    parts::{self, Button, Confirm, Empty, Figure, Head, Item, Step, Tabs, bar, card, chip, rows},
    tables::{Column, Row, Table},
};

use crate::said::say;

fn staff(frame: Frame, here: &str) -> Frame {
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

fn whom(lang: Lang) -> Line {
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

fn figures(lang: Lang) -> Markup {
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

pub fn groups(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame =
        staff(frame, "/console/groups?sort=-members").titled(say(lang, "Groups", "群", "Grupos"));
    let list =
        List::new(lang, "/console/groups").query([("sort", "-members")]).next(Some("aa".into()));
    let names = [
        "Riverside Produce 3",
        "Station Bread 1",
        "河滨生鲜 2 群",
        "Harbour Families: Six months, fitter together, and the longest name anybody gave a group",
        "Old Town Fish 7",
        "Campus 12",
        "Riverside Produce 2",
        "Panadería San Telmo 4",
    ];
    let state = |at: usize| match at {
        0 => chip(Tone::Warn, &say(lang, "nearly full", "快满", "casi lleno")),
        4 => chip(Tone::Bad, &say(lang, "quiet for 9 days", "9 天没动静", "9 días en silencio")),
        _ => chip(Tone::Good, &say(lang, "lively", "活跃", "animado")),
    };
    let row = |(at, name): (usize, &&str)| {
        let members = 488 - i64::try_from(at).unwrap_or(0) * 57;
        Row::new()
            .href("#")
            .cell(*name)
            .cell(state(at))
            .cell(["Chen Mei", "Ana Ruiz", "王丽"].get(at % 3).copied().unwrap_or(""))
            .cell(format::number(lang, members))
            .cell(format::signed(lang, 12 - 5 * i64::try_from(at).unwrap_or(0)))
            .cell(spark(
                &[3.0, 5.0, 4.0, 8.0, 7.0, 9.0 - f64::from(u8::try_from(at).unwrap_or(0))],
                "7 days",
            ))
    };
    let table = Table::new(&list, say(lang, "Groups", "群", "Grupos"))
        .columns([
            Column::new("name", say(lang, "Group", "群", "Grupo")).sort(),
            Column::new("state", say(lang, "State", "状态", "Estado")),
            Column::new("host", say(lang, "Host", "群主", "Anfitrión")).sort(),
            Column::new("members", say(lang, "Members", "成员", "Miembros")).number().sort(),
            Column::new("week", say(lang, "This week", "本周", "Semana")).number().sort(),
            Column::new("spark", say(lang, "7 days", "近 7 天", "7 días")),
        ])
        .rows(names.iter().enumerate().map(row))
        .filter()
        .csv("#");
    layout::console(
        &frame,
        html! {
            (Head::new(say(lang, "Groups", "群", "Grupos")).note(say(lang, "Three of 41 groups need a host this week.", "41 个群里有三个本周需要群主。", "Tres de 41 grupos necesitan anfitrión esta semana.")).aside(Button::primary(say(lang, "Open a group", "开一个群", "Abrir un grupo")).icon(icons::PLUS).href("#")))
            (table)
        },
    )
}

pub fn nothing(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = staff(frame, "/console/raffles").titled(say(lang, "Raffles", "抽奖", "Sorteos"));
    let list = List::new(lang, "/console/raffles");
    let empty = Empty::new(icons::DICE, say(lang, "Your raffles will stand here", "抽奖会列在这里", "Aquí estarán sus sorteos"), say(lang, "Six of ten people come back within two weeks to collect a prize. A weekly one at eight in the evening works best.", "十个人里有六个会在两周内回来领奖。每周一次、晚上八点效果最好。", "Seis de cada diez vuelven en dos semanas a recoger un premio. Lo mejor: uno por semana, a las ocho de la tarde."))
        .action("#", say(lang, "Plan the first raffle", "安排第一次抽奖", "Preparar el primero"));
    layout::console(
        &frame,
        html! {
            (Head::new(say(lang, "Raffles", "抽奖", "Sorteos")))
            (Table::new(&list, "Raffles").empty(empty))
        },
    )
}

pub fn form(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = staff(frame, "/console/raffles/new").titled(say(
        lang,
        "New raffle",
        "新抽奖",
        "Nuevo sorteo",
    ));
    let mut wrong = Fields::default();
    wrong.push(FieldError::new("budget", "amount_not_a_number"));
    wrong.push(FieldError::new("name", "required"));
    let form = Form::again(
        lang,
        [("name", ""), ("budget", "vier"), ("kind", "most"), ("at", "2026-11-24T20:00")],
        wrong,
    );
    let cny = "CNY".parse().unwrap_or_else(|()| unreachable!());
    let kinds = [
        Choice::new(
            "most",
            say(
                lang,
                "Most people win something small",
                "多数人中小奖",
                "Casi todos ganan algo pequeño",
            ),
        )
        .note(say(
            lang,
            "Six of ten come back to collect",
            "六成会回店领奖",
            "Seis de cada diez vuelven",
        )),
        Choice::new(
            "few",
            say(
                lang,
                "A few win something to talk about",
                "少数人中大奖",
                "Pocos ganan algo sonado",
            ),
        )
        .note(say(
            lang,
            "Good for bringing friends",
            "适合带朋友",
            "Bueno para traer amigos",
        )),
    ];
    let steps = [
        "What|奖什么|Qué",
        "Who|谁能参加|Quién",
        "When|什么时候|Cuándo",
        "Look and open|看一遍再开|Revisar y abrir",
    ]
    .map(|words| {
        let mut all = words.split('|');
        let (en, zh, es) =
            (all.next().unwrap_or(""), all.next().unwrap_or(""), all.next().unwrap_or(""));
        Step { label: say(lang, en, zh, es), href: Some("#".into()) }
    });
    let fields = html! {
        (form.text("name", say(lang, "What do people read?", "给大家看的名字", "¿Qué lee la gente?")).max(60).placeholder(say(lang, "Raffle of the week", "本周抽奖", "Sorteo de la semana")))
        (form.radios("kind", say(lang, "How should it feel?", "想要什么感觉？", "¿Cómo debe sentirse?"), kinds))
        (form.money("budget", say(lang, "Prizes cost at most", "奖品最多花", "Los premios cuestan como máximo"), cny).hint(say(lang, "The draw never goes over it.", "抽奖绝不会超。", "El sorteo nunca lo supera.")))
        (form.date_time("at", say(lang, "Draw", "开奖时间", "Sorteo")))
        (form.select("group", say(lang, "Groups", "哪些群", "Grupos"), [("all", say(lang, "All nine", "全部九个", "Los nueve")), ("r", say(lang, "Riverside only", "仅河滨店", "Solo La Ribera"))]))
        (form.textarea("note", say(lang, "A word from you", "您想说的话", "Unas palabras suyas"), 3).optional())
        div.actions { (Button::primary(say(lang, "Go on", "下一步", "Seguir"))) (Button::quiet(say(lang, "Back", "上一步", "Atrás")).href("#")) }
    };
    layout::console(
        &frame,
        html! {
            (Head::new(say(lang, "New raffle", "新抽奖", "Nuevo sorteo")).back("#", &say(lang, "Raffles", "抽奖", "Sorteos")).note(parts::steps(lang, &steps, 1)))
            div.columns.with-phone {
                div { (form.post("#", "tok", fields)) }
                div { (live::phone_preview(&format!("phone.{lang}.light.html"), "Preview")) }
            }
        },
    )
}

pub fn insight(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame =
        staff(frame, "/console/formula").titled(say(lang, "Sales formula", "销售公式", "Fórmula"));
    let stage = |en, zh, es, n: f64| {
        Point::new(say(lang, en, zh, es), n, format::decimal(lang, n, 0)).href("#")
    };
    let funnel = Funnel::new(
        lang,
        say(
            lang,
            "Half of those who take part buy; the loss is before that.",
            "参与的人有一半会买，流失在那之前。",
            "La mitad de quienes participan compra; se pierde antes.",
        ),
        vec![
            stage("Traffic", "流量", "Tráfico", 1862.0),
            stage("Activation", "激活", "Activación", 769.0),
            stage("Value", "价值", "Valor", 512.0),
            stage("Monetization", "变现", "Compra", 264.0),
        ],
    );
    let bars = Bars::new(
        say(
            lang,
            "Riverside brings a third of all purchases.",
            "河滨店占三分之一的成交。",
            "La Ribera trae un tercio de las compras.",
        ),
        vec![
            stage("Riverside", "河滨店", "La Ribera", 412.0),
            stage("Station", "车站店", "Estación", 288.0),
            stage("Harbour", "港口店", "Puerto", 190.0),
            stage("Old Town", "老城店", "Casco viejo", 60.0),
        ],
    );
    layout::console(
        &frame,
        html! {
            (Head::new(say(lang, "Traffic × trial × conversion × ticket × repurchase", "流量 × 体验率 × 转化率 × 客单价 × 复购", "Tráfico × prueba × conversión × tique × recompra")))
            (Tabs::new("x").tab("#", say(lang, "This week", "本周", "Esta semana"), true).tab("#", say(lang, "This month", "本月", "Este mes"), false))
            div.stack { (figures(lang)) }
            div.columns {
                div { (card(&say(lang, "Four stages", "四个阶段", "Cuatro etapas"), html! {}, funnel)) }
                div { (card(&say(lang, "By store", "分店", "Por tienda"), html! {}, bars)) (card(&say(lang, "By source", "来源", "Por origen"), html! {}, whom(lang))) }
            }
        },
    )
}

pub fn pieces(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = staff(frame, "/console/members")
        .titled("Pieces")
        .flash(Tone::Bad, "Bad news stays until it is closed.");
    let confirm = Confirm::new(
        lang,
        say(lang, "Close the group", "解散这个群", "Cerrar el grupo"),
        say(
            lang,
            "Close Riverside Produce 3?",
            "要解散河滨生鲜 3 群吗？",
            "¿Cerrar La Ribera Verduras 3?",
        ),
    )
    .loses(say(
        lang,
        "Its programme ends today; its history stays readable.",
        "节目单今天停，历史仍可查看。",
        "Su programa termina hoy; su historia se podrá leer.",
    ))
    .people(488)
    .post("#", "tok");
    let all = [Tone::Plain, Tone::Accent, Tone::Good, Tone::Warn, Tone::Bad, Tone::Gold];
    layout::console(
        &frame,
        html! {
            (Head::new("Pieces"))
            div.columns { div {
                (card("Buttons", html! {}, html! { div.actions { (Button::primary("Primary")) (Button::plain("Plain")) (Button::quiet("Quiet")) (Button::danger("Danger")) } }))
                (card("Chips", html! {}, html! { div.actions { @for tone in all { (chip(tone, tone.class())) } } }))
                (card("Confirm", html! {}, confirm))
                (card("People", html! {}, html! { div.actions { @for name in ["Ana Ruiz", "陈美", "Mei", "Bo Lindqvist", "王丽", "João", "Zoë K"] { (parts::avatar(name)) } } }))
                (card("Loading", html! {}, parts::skeleton(5)))
                (card("Copy", html! {}, live::copy("https://fresh.example/j/K74QP", "Copy", "Copied")))
            } div {
                (card("Facts", html! {}, parts::facts([("Joined".to_owned(), html! { "2 October" }), ("Points".to_owned(), html! { "1,340" })])))
                (card("Icons", html! {}, html! { div.actions { @for (name, icon) in icons::ALL { span title=(name) { (icon) } } } }))
            } }
        },
    )
}
