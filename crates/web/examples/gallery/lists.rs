//! Lists, full and empty, and a form beside its preview.

use kernel::{FieldError, Fields, Lang};
use maud::{Markup, html};
use web::kit::{
    Choice, Form, Frame, List, Tone,
    charts::spark,
    format, icons, layout, live,
    parts::{self, Button, Empty, Head, Step, chip},
    tables::{Column, Row, Table},
};

use crate::{console::staff, said::say};

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

fn kinds(lang: Lang) -> [Choice; 2] {
    [
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
    ]
}

fn planned(lang: Lang) -> [Step; 4] {
    [
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
    })
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
    let fields = html! {
        (form.text("name", say(lang, "What do people read?", "给大家看的名字", "¿Qué lee la gente?")).max(60).placeholder(say(lang, "Raffle of the week", "本周抽奖", "Sorteo de la semana")))
        (form.radios("kind", say(lang, "How should it feel?", "想要什么感觉？", "¿Cómo debe sentirse?"), kinds(lang)))
        (form.money("budget", say(lang, "Prizes cost at most", "奖品最多花", "Los premios cuestan como máximo"), cny).hint(say(lang, "The draw never goes over it.", "抽奖绝不会超。", "El sorteo nunca lo supera.")))
        (form.date_time("at", say(lang, "Draw", "开奖时间", "Sorteo")))
        (form.select("group", say(lang, "Groups", "哪些群", "Grupos"), [("all", say(lang, "All nine", "全部九个", "Los nueve")), ("r", say(lang, "Riverside only", "仅河滨店", "Solo La Ribera"))]))
        (form.textarea("note", say(lang, "A word from you", "您想说的话", "Unas palabras suyas"), 3).optional())
        div.actions { (Button::primary(say(lang, "Go on", "下一步", "Seguir"))) (Button::quiet(say(lang, "Back", "上一步", "Atrás")).href("#")) }
    };
    layout::console(
        &frame,
        html! {
            (Head::new(say(lang, "New raffle", "新抽奖", "Nuevo sorteo")).back("#", &say(lang, "Raffles", "抽奖", "Sorteos")).note(parts::steps(lang, &planned(lang), 1)))
            div.columns.with-phone {
                div { (form.post("#", "tok", fields)) }
                div { (live::phone_preview(&format!("phone.{lang}.light.html"), "Preview")) }
            }
        },
    )
}
