//! Charts, and the small parts side by side.

use maud::{Markup, html};
use web::kit::{
    Frame, Tone,
    charts::{Bars, Funnel, Point},
    format, icons, layout, live,
    parts::{self, Button, Confirm, Head, Tabs, card, chip},
};

use crate::{
    console::{figures, staff, whom},
    said::say,
};

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
            (Tabs::new("x").here("#week").tab("#week", say(lang, "This week", "本周", "Esta semana")).tab("#month", say(lang, "This month", "本月", "Este mes")))
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
