//! What the demo's chain sells from the phone, and how it comes to the shelves.

use commerce::products::{
    self, Details, Part, Product,
    actions::{Restock, create, restock},
};
use kernel::{Result, Scope, StoreId};
use store::Db;

use crate::promises::words;

/// Pieces of a product that a delivery fills the shelves up to, by store.
const FILLED_TO: [i64; 3] = [24, 14, 8];
/// What is thrown away of soft fruit before a delivery.
const SOFT: i64 = 2;

/// What is sold in the bakery, which has promises of its own.
pub const BAKERY: &str = "Bakery";

struct Good {
    code: &'static str,
    /// In English, Chinese and Spanish.
    name: [&'static str; 3],
    words: [&'static str; 3],
    category: &'static str,
    unit: &'static str,
    price: i64,
}

const fn good(
    (code, category, unit): (&'static str, &'static str, &'static str),
    price: i64,
    name: [&'static str; 3],
    words: [&'static str; 3],
) -> Good {
    Good { code, name, words, category, unit, price }
}

const GOODS: [Good; 12] = [
    good(
        ("FR-01", "Fruit", "500 g"),
        1880,
        ["Strawberries", "草莓", "Fresas"],
        [
            "Picked before sunrise, on the shelf by eight. Eat them today.",
            "天没亮摘的，八点上架。当天吃最好。",
            "Recogidas antes del amanecer, en el estante a las ocho. Mejor hoy.",
        ],
    ),
    good(
        ("FR-02", "Fruit", "1 kg"),
        1280,
        ["Sugar mandarins", "砂糖橘", "Mandarinas dulces"],
        [
            "Small, thin-skinned and without pips.",
            "个头小，皮薄，没有籽。",
            "Pequeñas, de piel fina y sin pepitas.",
        ],
    ),
    good(
        ("VG-01", "Vegetables", "500 g"),
        450,
        ["Pak choi", "上海青", "Pak choi"],
        ["Two minutes in a hot pan.", "热锅两分钟。", "Dos minutos en la sartén bien caliente."],
    ),
    good(
        ("VG-02", "Vegetables", "1 kg"),
        1100,
        ["Lotus root", "莲藕", "Raíz de loto"],
        [
            "Seven-holed, for soup: it turns floury.",
            "七孔藕，煲汤粉糯。",
            "De siete agujeros, para sopa: queda harinosa.",
        ],
    ),
    good(
        ("VG-03", "Vegetables", "500 g"),
        990,
        ["Cherry tomatoes", "樱桃番茄", "Tomates cherry"],
        ["Keep them out of the fridge.", "别放冰箱，放外面更甜。", "Guárdalos fuera de la nevera."],
    ),
    good(
        ("DE-01", "Dairy and eggs", ""),
        1680,
        ["Ten free-range eggs", "散养土鸡蛋十枚", "Diez huevos camperos"],
        [
            "From the farm whose name is on the tray.",
            "蛋托上写着是哪家农场的。",
            "De la granja que dice el cartón.",
        ],
    ),
    good(
        ("DE-02", "Dairy and eggs", "1 l"),
        1590,
        ["Fresh milk", "鲜牛奶", "Leche fresca"],
        [
            "Pasteurised yesterday, keeps five days.",
            "昨天巴氏杀菌，冷藏五天。",
            "Pasteurizada ayer, dura cinco días.",
        ],
    ),
    good(
        ("DE-03", "Dairy and eggs", "400 g"),
        400,
        ["Silken tofu", "嫩豆腐", "Tofu sedoso"],
        ["Made upstairs every morning.", "每天早上楼上现做。", "Lo hacemos arriba cada mañana."],
    ),
    good(
        ("BK-01", BAKERY, "700 g"),
        2600,
        ["Sourdough loaf", "酸面包", "Pan de masa madre"],
        [
            "A day and a half in the making. Better still tomorrow.",
            "发酵一天半，放到明天更香。",
            "Día y medio de fermentación. Mañana, mejor aún.",
        ],
    ),
    good(
        ("BK-02", BAKERY, ""),
        900,
        ["Six steamed buns", "老面馒头六个", "Seis bollos al vapor"],
        [
            "Old dough, no sugar. Steam them for eight minutes.",
            "老面发酵，不加糖。回锅蒸八分钟。",
            "Masa vieja, sin azúcar. Ocho minutos al vapor.",
        ],
    ),
    good(
        ("PN-01", "Pantry", "500 g"),
        3900,
        ["Acacia honey", "洋槐蜜", "Miel de acacia"],
        ["One beekeeper, one spring.", "一位养蜂人，一个春天。", "Un apicultor, una primavera."],
    ),
    good(
        ("PN-02", "Pantry", "1 kg"),
        1450,
        ["Northeast rice", "东北大米", "Arroz del noreste"],
        [
            "This year's harvest, milled last week.",
            "今年的新米，上周碾的。",
            "De la cosecha de este año, molido la semana pasada.",
        ],
    ),
];

/// The soup box's parts, by code.
const SOUP: [(&str, i64); 3] = [("VG-02", 1), ("VG-01", 1), ("DE-03", 2)];

/// Puts the goods up for sale, and one box made of three of them, and fills the shelves.
pub async fn open(db: &Db, scope: &Scope, stores: &[StoreId]) -> Result<Vec<Product>> {
    let goods = db.write(scope, async |tx| {
        let mut goods = Vec::new();
        for (place, one) in (1..).zip(&GOODS) {
            let id = create(tx, one.details(place * 10)).await?;
            goods.push(products::require(tx, tx.org(), id).await?);
        }
        let soup = create(tx, soup(&goods)).await?;
        goods.push(products::require(tx, tx.org(), soup).await?);
        Ok(goods)
    });
    let goods = goods.await?.value;
    deliver(db, (scope, &goods), stores).await?;
    Ok(goods)
}

impl Good {
    fn details(&self, place: i64) -> Details {
        Details {
            code: self.code.into(),
            name: words(self.name),
            words: words(self.words),
            category: self.category.into(),
            price: self.price,
            unit: self.unit.into(),
            place,
            parts: Vec::new(),
        }
    }
}

fn soup(goods: &[Product]) -> Details {
    let part = |(code, quantity): &(&str, i64)| {
        let good = goods.iter().find(|good| good.code == *code)?;
        Some(Part { product: good.id, quantity: *quantity })
    };
    Details {
        code: "BX-01".into(),
        name: words(["Soup box for two", "两人份煲汤组合", "Caja de sopa para dos"]),
        words: words([
            "Lotus root, greens and tofu, with the recipe on a slip.",
            "莲藕、青菜、豆腐，附一张做法。",
            "Raíz de loto, verdura y tofu, con la receta en un papelito.",
        ]),
        category: "Boxes".into(),
        price: 2200,
        place: 5,
        parts: SOUP.iter().filter_map(part).collect(),
        ..Details::default()
    }
}

/// The van of Monday: what went soft is written off, and each shelf is filled up.
pub async fn deliver(
    db: &Db,
    (scope, goods): (&Scope, &[Product]),
    stores: &[StoreId],
) -> Result<()> {
    let shelves = products::shelves(&mut db.read().await?, scope.org(), goods).await?;
    for (store, most) in stores.iter().zip(FILLED_TO) {
        let mut moves = Vec::new();
        for good in goods.iter().filter(|good| !good.is_bundle()) {
            let left = shelves.get(&good.id).map_or(0, |shelves| shelves.at(*store));
            let soft = if good.code == "FR-01" { SOFT.min(left) } else { 0 };
            moves.push((good.id, -soft, "Gone soft"));
            moves.push((good.id, most - left + soft, "Monday's delivery"));
        }
        moves.retain(|(_, pieces, _)| *pieces != 0);
        let brought = db.write(scope, async |tx| {
            for (product, pieces, reason) in &moves {
                let (product, pieces, reason) = (*product, *pieces, (*reason).to_owned());
                restock(tx, Restock { product, store: *store, pieces, reason }).await?;
            }
            Ok(())
        });
        brought.await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_good_is_one_that_a_shop_may_sell() {
        for (place, good) in (1..).zip(&GOODS) {
            let details = good.details(place);
            assert!(details.clone().checked().is_ok_and(|checked| checked == details));
            assert!([&details.name, &details.words].into_iter().all(|words| {
                kernel::Lang::ALL.into_iter().all(|lang| !words.of(lang).is_empty())
            }));
        }
        let mut codes: Vec<&str> = GOODS.iter().map(|good| good.code).collect();
        codes.dedup();
        assert_eq!(codes.len(), GOODS.len());
        assert!(SOUP.iter().all(|(code, _)| codes.contains(code)));
    }
}
