//! Which column means what.

use kernel::{Error, FieldError, Fields, Result};

/// Names of columns, where the file's head does not say them by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(String, String)>);

/// What a purchase's row may say.
pub const FIELDS: [&str; 7] = ["customer", "date", "items", "amount", "reference", "store", "name"];

impl Mapping {
    /// `field=column`, as on the command line. An unknown field is named.
    pub fn parse<'p>(pairs: impl IntoIterator<Item = &'p str>) -> Result<Self> {
        let wrong = || Error::from(FieldError::new("map", "choice_invalid"));
        let pairs = pairs.into_iter().map(|pair| {
            let (field, column) = pair.split_once('=').ok_or_else(wrong)?;
            let field = field.trim().to_lowercase();
            if FIELDS.contains(&field.as_str()) {
                Ok((field, column.trim().to_owned()))
            } else {
                Err(wrong())
            }
        });
        pairs.collect::<Result<_>>().map(Self)
    }
    fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, column)| column.as_str())
    }
}

/// Where each field stands.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub customer: usize,
    pub date: usize,
    pub amount: usize,
    pub items: Option<usize>,
    pub reference: Option<usize>,
    pub store: Option<usize>,
    pub name: Option<usize>,
}

/// What tills call their columns.
const NAMES: [(&str, &[&str]); 7] = [
    (
        "customer",
        &[
            "customer",
            "customer id",
            "customer_id",
            "member",
            "cliente",
            "客户",
            "会员",
            "会员号",
            "客户编号",
        ],
    ),
    ("date", &["date", "day", "at", "time", "fecha", "日期", "时间", "交易时间"]),
    (
        "items",
        &[
            "items",
            "quantity",
            "qty",
            "units",
            "artículos",
            "articulos",
            "unidades",
            "数量",
            "件数",
        ],
    ),
    ("amount", &["amount", "total", "sum", "importe", "金额", "实收", "总额"]),
    (
        "reference",
        &[
            "reference",
            "receipt",
            "transaction",
            "order",
            "ticket",
            "referencia",
            "单号",
            "流水号",
            "小票号",
            "订单号",
        ],
    ),
    ("store", &["store", "shop", "tienda", "门店", "店铺"]),
    ("name", &["name", "nombre", "姓名", "客户姓名"]),
];

impl Columns {
    /// Names every column that is missing.
    pub fn find(head: &[String], mapping: &Mapping) -> Result<Self> {
        let mut fields = Fields::default();
        let place = |wanted: &str| {
            head.iter().position(|cell| cell.trim().to_lowercase() == wanted.to_lowercase())
        };
        let mut at = |field: &'static str, needed: &[&str]| -> Option<usize> {
            let found = match mapping.of(field) {
                Some(column) => place(column),
                None => {
                    let names = NAMES.iter().find(|(name, _)| *name == field);
                    names.and_then(|(_, names)| names.iter().find_map(|name| place(name)))
                }
            };
            if found.is_none() && (needed.contains(&field) || mapping.of(field).is_some()) {
                fields.push(
                    FieldError::new(field, "column_missing")
                        .with("column", mapping.of(field).unwrap_or(field)),
                );
            }
            found
        };
        let needed = ["customer", "date", "amount"];
        let (customer, date, amount) =
            (at("customer", &needed), at("date", &needed), at("amount", &needed));
        let (items, reference) = (at("items", &needed), at("reference", &needed));
        let (store, name) = (at("store", &needed), at("name", &needed));
        fields.check(())?;
        Ok(Self {
            customer: customer.unwrap_or_default(),
            date: date.unwrap_or_default(),
            amount: amount.unwrap_or_default(),
            items,
            reference,
            store,
            name,
        })
    }
}
