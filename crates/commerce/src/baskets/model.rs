//! What lies in a basket, and what it comes to.

use kernel::Lang;
use value::purchases::Line;

use crate::products::Product;

kernel::refusals! { baskets:
    /// More different products than one order can hold.
    Full "full" 409,
    /// There is nothing in it to order.
    Empty "empty" 409,
}

/// Different products of one order.
pub const MOST_LINES: usize = 30;

/// A product with how many are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub product: Product,
    pub quantity: i64,
}

impl Chosen {
    pub fn amount(&self) -> i64 {
        self.product.price.saturating_mul(self.quantity)
    }
    /// As a bill sees it; `lang` is the shop's, in which its till and its prices name goods.
    pub fn goods(&self, lang: Lang) -> Line {
        let category = Some(self.product.category.clone()).filter(|it| !it.is_empty());
        let product = Some(self.product.name.say(lang).to_owned());
        Line { product, category, quantity: self.quantity, amount: self.amount() }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Basket {
    pub lines: Vec<Chosen>,
}

impl Basket {
    pub fn amount(&self) -> i64 {
        self.lines.iter().map(Chosen::amount).fold(0, i64::saturating_add)
    }
    pub fn pieces(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}
