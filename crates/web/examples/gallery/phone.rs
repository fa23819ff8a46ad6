//! What members and cashiers see.

use kernel::{FieldError, Fields, Lang};
use maud::{Markup, html};
use web::kit::{
    Choice, Form, Frame, List, Tab, Tone, format, icons, layout, live,
    parts::{
        Button, Empty, Head, Item, Postcard, Shown, Stamp, StampCard, Ticket, card, chip, rows,
    },
    qr,
    tables::{Column, Row, Table},
};

use crate::said::say;

fn member(frame: Frame, path: &str) -> Frame {
    Frame { base: "/fresh".into(), here: path.into(), unread: 5, ..frame }
}

fn stamps(lang: Lang) -> Vec<Stamp> {
    let days = [(10i8, 2i8), (10, 9), (10, 16), (10, 30), (11, 6), (11, 19)];
    let short = |month| match lang {
        Lang::Zh => format::month(lang, month).to_owned(),
        _ => format::month(lang, month).chars().take(3).collect(),
    };
    days.map(|(month, day)| Stamp { top: day.to_string(), bottom: short(month) }).into()
}

pub fn home(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = member(frame, "/fresh").titled(say(lang, "Home", "首页", "Inicio"));
    let shop =
        say(lang, "Fresh Market · Riverside", "鲜果集 · 河滨店", "Mercado Fresco · La Ribera");
    let today = [
        Item::new(say(lang, "Strawberries, half price", "草莓半价", "Fresas a mitad de precio"))
            .start("12:00")
            .note(say(lang, "43 of 120 left", "120 份还剩 43 份", "quedan 43 de 120"))
            .aside(chip(Tone::Bad, &say(lang, "on now", "进行中", "ahora")))
            .href("#"),
        Item::new(say(lang, "What to do with leeks", "大葱怎么做好吃", "Qué hacer con puerros"))
            .start("18:30")
            .note(say(
                lang,
                "Chef Luo answers in the group",
                "罗师傅在群里答疑",
                "El chef Luo responde en el grupo",
            ))
            .href("#"),
        Item::new(say(lang, "Raffle of the week", "本周抽奖", "Sorteo de la semana"))
            .start("20:00")
            .note(say(
                lang,
                "you hold 3 tickets · 214 people in",
                "您有 3 张券 · 214 人参加",
                "tienes 3 boletos · 214 personas",
            ))
            .aside(chip(Tone::Plain, &say(lang, "in 1 h 12", "1小时12分后", "en 1 h 12")))
            .href("#"),
    ];
    let group =
        [Item::new(say(lang, "Riverside Produce 3", "河滨生鲜 3 群", "La Ribera Verduras 3"))
            .start(html! { span.avatar.g5 { "R3" } })
            .note(say(
                lang,
                "Mei: the leeks today are sweet as apples",
                "小美：今天的葱甜得像苹果",
                "Mei: los puerros de hoy son dulces",
            ))
            .aside(html! { span.count { "5" } })
            .href("#")];
    layout::phone(
        &frame,
        Tab::Home,
        html! {
            (Postcard::new(shop, say(lang, "Good evening, Ana", "晚上好，安娜", "Buenas tardes, Ana"))
                .figure(say(lang, "Silver · 160 to Gold", "银卡 · 差 160 升金卡", "Plata · 160 para Oro"), format::number(lang, 1340), say(lang, "points", "积分", "puntos")))
            (card(&say(lang, "Your stamp card", "您的集章卡", "Tu tarjeta de sellos"), say(lang, "6 of 10", "6 / 10", "6 de 10"), html! {
                (StampCard::new(lang, stamps(lang), 10).fresh())
                p { (say(lang, "Four more visits and a warm sourdough loaf is yours.", "再来四次，送您一个刚出炉的酸种面包。", "Cuatro visitas más y te llevas una hogaza recién hecha.")) }
            }))
            (Ticket::new(say(lang, "Your welcome gift", "您的见面礼", "Tu regalo de bienvenida"), say(lang, "Half a dozen eggs", "鸡蛋半打", "Media docena de huevos"))
                .note(say(lang, "Collect at any counter until 29 November", "11月29日前任意门店可领", "Recógelo en caja hasta el 29 de noviembre"))
                .code("K7·4QP").action("shown.html", say(lang, "Show code", "出示券码", "Ver código")))
            (card(&say(lang, "Today in the shop", "今天店里", "Hoy en la tienda"), say(lang, "Sunday", "星期日", "domingo"), rows(today)))
            (card("", html! {}, rows(group)))
        },
    )
}

pub fn join(frame: Frame) -> Markup {
    let lang = frame.lang;
    let mut wrong = Fields::default();
    wrong.push(FieldError::new("phone", "phone_invalid"));
    let form = Form::again(
        lang,
        [("name", "Ana Ruiz"), ("phone", "123"), ("phone_country", "ES"), ("want", "fruit")],
        wrong,
    );
    let frame = frame.at("/fresh/j/K74QP").titled(say(lang, "Join", "加入", "Únete"));
    let choices = [
        Choice::new("fruit", say(lang, "Fruit and vegetables", "蔬菜水果", "Fruta y verdura"))
            .note(say(lang, "What came in this morning", "今早到的货", "Lo que llegó esta mañana")),
        Choice::new("bread", say(lang, "Bread", "面包", "Pan")).note(say(
            lang,
            "Warm at seven and at four",
            "早七点、下午四点出炉",
            "Caliente a las siete y a las cuatro",
        )),
    ];
    let fields = html! {
        (form.text("name", say(lang, "What may we call you?", "怎么称呼您？", "¿Cómo te llamamos?")).autocomplete("given-name").max(120))
        (form.phone("phone", say(lang, "Phone", "手机号", "Teléfono"), "CN").hint(say(lang, "Only so that you find your card again. No calls.", "只用来找回会员卡，不打扰您。", "Solo para recuperar tu tarjeta. Sin llamadas.")))
        (form.birthday("born", say(lang, "Birthday", "生日", "Cumpleaños")).optional().hint(say(lang, "A loaf is on us that day.", "当天送一个面包。", "Ese día invitamos a una hogaza.")))
        (form.radios("want", say(lang, "What do you come for?", "您常来买什么？", "¿A qué vienes?"), choices))
        (form.checkbox("consent", say(lang, "The shop may write to me in this group. I can stop it with one tap.", "同意店里在群里给我发消息，随时一键退订。", "La tienda puede escribirme en este grupo. Lo paro con un toque.")))
        (live::near_me(&say(lang, "Shop near me", "找最近的店", "Tienda cercana"), &say(lang, "No matter: choose below.", "没关系，下面选。", "No importa: elige abajo.")))
        (Button::primary(say(lang, "Join and get the eggs", "加入领鸡蛋", "Unirme y llevarme los huevos")))
    };
    layout::plain(
        &frame,
        html! {
            (Head::new(say(lang, "Six eggs for saying hello", "打个招呼，送六个鸡蛋", "Seis huevos por saludar")).over(say(lang, "Riverside Produce 3 · 488 of 500 neighbours", "河滨生鲜 3 群 · 488/500 位街坊", "La Ribera Verduras 3 · 488 de 500 vecinos")))
            p.promise { (say(lang, "One message a day, at noon: what is fresh and what it costs members. Nothing else.", "每天中午一条消息：什么新鲜、会员价多少。别的不发。", "Un mensaje al día, a mediodía: qué hay fresco y a cuánto para socios. Nada más.")) }
            (form.post("/fresh/j/K74QP", "tok", fields))
        },
    )
}

pub fn shown(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = member(frame, "/fresh/wallet/1").titled("K7·4QP");
    let picture = qr::svg("FRESH:K74QP", "K7·4QP").unwrap_or_default();
    layout::phone(
        &frame,
        Tab::Wallet,
        html! {
            (Shown::new(say(lang, "Half a dozen eggs", "鸡蛋半打", "Media docena de huevos"), picture, "K7·4QP")
                .note(say(lang, "Turn the screen to the cashier", "把屏幕转给店员", "Gira la pantalla hacia la caja"))
                .back("phone.html", say(lang, "Done", "好了", "Listo")))
        },
    )
}

pub fn statement(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = member(frame, "/fresh/wallet").titled(say(lang, "Wallet", "卡包", "Cartera"));
    let list = List::new(lang, "/fresh/wallet").next(Some("aa".into()));
    let table = Table::new(&list, say(lang, "Points", "积分", "Puntos"))
        .columns([
            Column::new("what", say(lang, "What", "事项", "Qué")),
            Column::new("when", say(lang, "When", "时间", "Cuándo")),
            Column::new("points", say(lang, "Points", "积分", "Puntos")).number(),
        ])
        .rows([
            Row::new()
                .href("#")
                .cell(say(lang, "Purchase ¥38.50", "消费 ¥38.50", "Compra 38,50 ¥"))
                .cell("19 Nov")
                .cell(format::signed(lang, 38)),
            Row::new()
                .href("#")
                .cell(say(
                    lang,
                    "500 points for 5.00 off",
                    "500 积分抵 5 元",
                    "500 puntos por 5,00",
                ))
                .cell("16 Nov")
                .cell(format::signed(lang, -500)),
            Row::new()
                .faint()
                .cell(say(lang, "Expired", "过期", "Caducados"))
                .cell("1 Nov")
                .cell(format::signed(lang, -12)),
        ]);
    let used = Ticket::new(
        say(lang, "Birthday", "生日礼", "Cumpleaños"),
        say(lang, "Birthday loaf", "生日面包", "Hogaza de cumpleaños"),
    )
    .note(say(lang, "Used on 2 October", "10月2日已用", "Usado el 2 de octubre"))
    .code("B2·9LM")
    .used();
    layout::phone(
        &frame,
        Tab::Wallet,
        html! {
            (Head::new(say(lang, "Wallet", "卡包", "Cartera")).note(html! { strong.num { (format::number(lang, 1340)) } " " (say(lang, "points, 120 of them until 31 December", "积分，其中 120 分 12月31日到期", "puntos, 120 hasta el 31 de diciembre")) }))
            (Ticket::new(say(lang, "Member day", "会员日", "Día del socio"), say(lang, "Leeks, 20 % off", "大葱八折", "Puerros, 20 % menos")).icon(icons::VOUCHER).note(say(lang, "From 18:30, with a purchase of 30.00", "18:30 起，满 30 元可用", "Desde las 18:30, con compra de 30,00")))
            (used)
            (card(&say(lang, "Statement", "明细", "Extracto"), html! {}, table))
        },
    )
}

pub fn empty(frame: Frame) -> Markup {
    let lang = frame.lang;
    let frame = member(frame, "/fresh/play").titled(say(lang, "Play", "玩", "Jugar"));
    layout::phone(
        &frame,
        Tab::Play,
        html! {
            (Empty::new(icons::DICE, say(lang, "Nothing on just now", "现在没有活动", "Ahora no hay nada"), say(lang, "On Tuesdays at eight there is a raffle, and every visit brings a ticket.", "每周二晚八点抽奖，每次到店送一张券。", "Los martes a las ocho hay sorteo, y cada visita da un boleto."))
                .action("#", say(lang, "Remind me", "提醒我", "Avísame")).as_page())
        },
    )
}
