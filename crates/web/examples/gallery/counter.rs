//! What stands on the counter and hangs in the shop.

use kernel::Error;
use maud::{Markup, html};
use web::kit::{
    Form, Frame, Tone, Who, errors, format, layout,
    parts::{Button, Offer, Poster, Tent, Verdict, Visitor, offers, wedge},
    qr,
};

use crate::said::say;

const LINK: &str = "https://fresh.example/fresh/j/K74QP";

fn till(frame: Frame) -> Frame {
    let lang = frame.lang;
    let who = Who {
        name: say(lang, "Wang Li", "王丽", "Wang Li"),
        role: say(lang, "Cashier", "收银", "Caja"),
        account_href: "#".into(),
        sign_out_href: "#".into(),
        once: "t".into(),
    };
    let place = say(lang, "Riverside · Counter 2", "河滨店 · 2 号柜台", "La Ribera · Caja 2");
    Frame { who: Some(who), place, here: "/counter".into(), ..frame }
        .titled(say(lang, "Counter", "柜台", "Caja"))
}

pub fn counter(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = till(frame);
    let form = Form::filled(lang, [("amount", "38.50")]);
    let applies = [
        Offer::new(
            "take",
            "eggs",
            say(lang, "Half a dozen eggs", "鸡蛋半打", "Media docena de huevos"),
        )
        .note(say(lang, "welcome gift", "见面礼", "regalo de bienvenida"))
        .aside(say(lang, "free", "免费", "gratis"))
        .checked(),
        Offer::new(
            "take",
            "stamp",
            say(lang, "Stamp 7 of 10", "第 7 个章，共 10 个", "Sello 7 de 10"),
        )
        .aside(say(lang, "today's visit", "今日到店", "visita de hoy"))
        .checked(),
        Offer::new(
            "take",
            "points",
            say(lang, "500 points for 5.00 off", "500 积分抵 5 元", "500 puntos por 5,00"),
        )
        .aside(say(lang, "leaves 840", "剩 840", "quedan 840")),
        Offer::new(
            "take",
            "leek",
            say(lang, "Leek day, 20 % off", "大葱日八折", "Día del puerro, 20 % menos"),
        )
        .note(say(
            lang,
            "needs a purchase of 30.00, leeks from 18:30",
            "满 30 元，18:30 起",
            "con compra de 30,00, desde las 18:30",
        ))
        .aside(say(lang, "not yet", "还不行", "aún no"))
        .not_yet(),
    ];
    layout::counter(
        &frame,
        html! {
            div.till {
                div {
                    (wedge("/counter", &say(lang, "Scan, or type phone, code, name", "扫码，或输入手机号、券码、姓名", "Escanea o escribe teléfono, código, nombre"), ""))
                    (Visitor::new(say(lang, "Chen Mei", "陈美", "Chen Mei"), say(lang, "Silver · 1,340 points · last here on Thursday", "银卡 · 1,340 积分 · 上次星期四来过", "Plata · 1340 puntos · última visita el jueves")))
                    (offers("visit", applies))
                }
                form.card #visit method="post" action="#" {
                    (form.money("amount", say(lang, "Purchase, from the till or typed", "消费金额（收银机或手输）", "Compra, de la caja o a mano"), "CNY".parse().unwrap_or_else(|()| unreachable!())).large())
                    p.earns { span { (say(lang, "earns", "得", "gana")) } b.good.num { (format::signed(lang, 38)) " " (say(lang, "points", "积分", "puntos")) } }
                    (Button::primary(say(lang, "Give eggs, stamp, record 38.50", "给鸡蛋、盖章、记 38.50", "Dar huevos, sellar, anotar 38,50")).big())
                    (Button::plain(say(lang, "Just a visit", "只记到店", "Solo la visita")))
                    p.once-note { (say(lang, "can be undone for ten minutes", "十分钟内可撤销", "se puede deshacer diez minutos")) }
                }
            }
            footer.counter-foot {
                span { (say(lang, "Last: Ana Ruiz, stamp 6, 12.20", "上一位：安娜，第 6 章，12.20", "Última: Ana Ruiz, sello 6, 12,20")) " · " a href="#" { (say(lang, "undo", "撤销", "deshacer")) } }
                span.num { (say(lang, "61 people today · 1,904.30", "今日 61 人 · 1,904.30", "61 personas hoy · 1904,30")) }
            }
        },
    )
}

pub fn verdict_good(frame: Frame) -> Markup {
    let lang = frame.lang;
    let next = Button::plain(say(lang, "Next", "下一位", "Siguiente")).href("#").big();
    layout::counter(
        &till(frame),
        Verdict::new(
            Tone::Good,
            say(lang, "Given", "已发", "Entregado"),
            say(
                lang,
                "Half a dozen eggs and stamp 7 for Chen Mei",
                "陈美：鸡蛋半打，第 7 个章",
                "Media docena de huevos y sello 7 para Chen Mei",
            ),
        )
        .then(next),
    )
}
pub fn verdict_warn(frame: Frame) -> Markup {
    let lang = frame.lang;
    let next = Button::plain(say(lang, "Ask for the phone", "请报手机号", "Pedir el teléfono"))
        .href("#")
        .big();
    layout::counter(
        &till(frame),
        Verdict::new(
            Tone::Warn,
            say(lang, "Not yet", "还不行", "Aún no"),
            say(
                lang,
                "The voucher begins at 18:30. It is 17:20.",
                "券 18:30 起可用，现在 17:20。",
                "El vale empieza a las 18:30. Son las 17:20.",
            ),
        )
        .then(next),
    )
}
pub fn verdict_bad(frame: Frame) -> Markup {
    let lang = frame.lang;
    let next = Button::plain(say(lang, "Next", "下一位", "Siguiente")).href("#").big();
    layout::counter(
        &till(frame),
        Verdict::new(
            Tone::Bad,
            say(lang, "Used", "已用过", "Usado"),
            say(
                lang,
                "This code was taken on Thursday at 18:02 at Station.",
                "此券已于星期四 18:02 在车站店核销。",
                "Este código se usó el jueves a las 18:02 en Estación.",
            ),
        )
        .then(next),
    )
}

pub fn poster(frame: Frame) -> Markup {
    let lang = frame.lang;
    let poster = Poster::new(say(lang, "Fresh Market · Riverside", "鲜果集 · 河滨店", "Mercado Fresco · La Ribera"), say(lang, "Six eggs for saying hello", "打个招呼，送六个鸡蛋", "Seis huevos por saludar"), say(lang, "One message a day: what is fresh, and what it costs members.", "每天一条消息：什么新鲜，会员价多少。", "Un mensaje al día: qué hay fresco y a cuánto para socios."), qr::svg(LINK, LINK).unwrap_or_default())
        .steps([say(lang, "Scan and say who you are", "扫码，说个称呼", "Escanea y di quién eres"), say(lang, "Show the code at the counter", "到柜台出示券码", "Enseña el código en caja"), say(lang, "Take your eggs home", "把鸡蛋带回家", "Llévate los huevos")])
        .foot(say(lang, "One gift per household, while stocks last, until 29 November. Leave the group whenever you like. fresh.example/j/K74QP", "每户一份，送完为止，截至11月29日。随时可退群。 fresh.example/j/K74QP", "Un regalo por hogar, hasta agotar existencias, hasta el 29 de noviembre. Sal del grupo cuando quieras. fresh.example/j/K74QP"));
    layout::print(&frame.titled("Poster"), poster)
}

pub fn tent(frame: Frame) -> Markup {
    let lang = frame.lang;
    let tent = Tent::new(
        say(lang, "Fresh Market · Riverside", "鲜果集 · 河滨店", "Mercado Fresco · La Ribera"),
        say(lang, "Six eggs for saying hello", "打个招呼，送六个鸡蛋", "Seis huevos por saludar"),
        say(
            lang,
            "Scan here, show the code, take them home.",
            "扫码，出示，带回家。",
            "Escanea, enseña el código, llévatelos.",
        ),
        qr::svg(LINK, LINK).unwrap_or_default(),
        say(
            lang,
            "Fold at both lines and glue this part below.",
            "沿两条线折，把这一面粘在底下。",
            "Dobla por las dos líneas y pega esta parte debajo.",
        ),
    );
    layout::print(&frame.titled("Tent"), tent)
}

pub fn error(frame: Frame) -> Markup {
    errors::page(&frame.at("/fresh/x"), &Error::broken("x"), Some("E7K2-09QF"))
}
