//! Reading JSON as its document says it: a thing with fields is an object, never a list of its fields in
//! order, which serde would take as well. What serde reads into its own memory first, because a `kind`
//! tells what it is, is beyond reach here.

use std::fmt;

use serde::Deserializer;
use serde::de::{
    Deserialize, DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

/// Reads a `T` whose every thing with fields is an object.
pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    T::deserialize(Objects(from))
}

/// Whatever serde may hand over, with everything inside read by the same rule.
struct Objects<D>(D);

/// Who is told what was read; `Fields` when it is a thing with fields.
struct Reader<V>(V);
struct Fields<V>(V);

macro_rules! pass {
    ($($name:ident ( $($arg:ident : $type:ty),* )),* $(,)?) => {
        $(fn $name<V: Visitor<'de>>(self, $($arg: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$name($($arg,)* Reader(visitor))
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Objects<D> {
    type Error = D::Error;
    pass! {
        deserialize_any(), deserialize_bool(), deserialize_i8(), deserialize_i16(), deserialize_i32(),
        deserialize_i64(), deserialize_i128(), deserialize_u8(), deserialize_u16(), deserialize_u32(),
        deserialize_u64(), deserialize_u128(), deserialize_f32(), deserialize_f64(), deserialize_char(),
        deserialize_str(), deserialize_string(), deserialize_bytes(), deserialize_byte_buf(),
        deserialize_option(), deserialize_unit(), deserialize_unit_struct(name: &'static str),
        deserialize_newtype_struct(name: &'static str), deserialize_seq(),
        deserialize_tuple(len: usize), deserialize_tuple_struct(name: &'static str, len: usize),
        deserialize_map(),
        deserialize_enum(name: &'static str, variants: &'static [&'static str]),
        deserialize_identifier(), deserialize_ignored_any(),
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Fields(visitor))
    }
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! told {
    ($($name:ident ( $type:ty )),* $(,)?) => {
        $(fn $name<E: Error>(self, value: $type) -> Result<V::Value, E> { self.0.$name(value) })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Reader<V> {
    type Value = V::Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
    told! {
        visit_bool(bool), visit_i8(i8), visit_i16(i16), visit_i32(i32), visit_i64(i64), visit_i128(i128),
        visit_u8(u8), visit_u16(u16), visit_u32(u32), visit_u64(u64), visit_u128(u128), visit_f32(f32),
        visit_f64(f64), visit_char(char), visit_str(&str), visit_borrowed_str(&'de str),
        visit_string(String), visit_bytes(&[u8]), visit_borrowed_bytes(&'de [u8]),
        visit_byte_buf(Vec<u8>),
    }
    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }
    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Objects(inner))
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Objects(inner))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Objects(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Objects(fields))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Objects(variant))
    }
}

/// No reader but of a map: everything else is not what was expected.
impl<'de, V: Visitor<'de>> Visitor<'de> for Fields<V> {
    type Value = V::Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<V::Value, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Seq, &"an object"))
    }
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Objects(fields))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Objects<S> {
    type Value = S::Value;
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Objects(inner))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Objects<A> {
    type Error = A::Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Objects(seed))
    }
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Objects<A> {
    type Error = A::Error;
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Objects(seed))
    }
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Objects<A> {
    type Error = A::Error;
    type Variant = Objects<A::Variant>;
    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), A::Error> {
        let (name, variant) = self.0.variant_seed(seed)?;
        Ok((name, Objects(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Objects<A> {
    type Error = A::Error;
    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(Objects(seed))
    }
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, Reader(visitor))
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Fields(visitor))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    #[derive(Default)]
    struct Hours {
        from: Option<String>,
        until: Option<String>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    enum Room {
        Free,
        Some { seats: u8 },
        Row(u8, u8),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Order {
        hours: Option<Hours>,
        all: Vec<Hours>,
        pair: (u8, i64),
        room: Room,
    }

    fn read(json: &str) -> Result<Order, String> {
        let mut json = serde_json::Deserializer::from_str(json);
        super::deserialize(&mut json).map_err(|error| error.to_string())
    }

    #[test]
    fn a_thing_with_fields_is_an_object_and_a_list_stays_a_list() {
        let hours = || Hours { from: Some("9".into()), until: None };
        let pair = (1, -2);
        for (json, is) in [
            (
                r#"{"hours": {"from": "9"}, "all": [{"from": "9"}], "pair": [1, -2], "room": "Free"}"#,
                Order { hours: Some(hours()), all: vec![hours()], pair, room: Room::Free },
            ),
            (
                r#"{"hours": null, "all": [], "pair": [1, -2], "room": {"Some": {"seats": 3}}}"#,
                Order { hours: None, all: Vec::new(), pair, room: Room::Some { seats: 3 } },
            ),
            (
                r#"{"all": [], "pair": [1, -2], "room": {"Row": [3, 4]}}"#,
                Order { hours: None, all: Vec::new(), pair, room: Room::Row(3, 4) },
            ),
        ] {
            assert_eq!(read(json).as_ref(), Ok(&is), "{json}");
        }
        for json in [
            r#"[null, [], [1, -2], "Free"]"#,
            r#"{"hours": [], "all": [], "pair": [1, -2], "room": "Free"}"#,
            r#"{"hours": [null, null], "all": [], "pair": [1, -2], "room": "Free"}"#,
            r#"{"hours": null, "all": [["9", null]], "pair": [1, -2], "room": "Free"}"#,
            r#"{"hours": null, "all": [], "pair": [1, -2], "room": {"Some": [3]}}"#,
        ] {
            let refused = read(json).expect_err(json);
            assert!(refused.contains("expected an object"), "{json}: {refused}");
        }
    }
}
