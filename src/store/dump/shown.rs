//! Any MessagePack as JSON.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};

/// An id as people write it.
pub(super) fn id_of(bits: u128) -> Value {
    Value::String(uuid::Uuid::from_u128(bits).hyphenated().to_string())
}

/// Any MessagePack as JSON.
pub(super) struct Shown(pub(super) Value);

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShownVisitor)
    }
}

struct ShownVisitor;

impl<'de> Visitor<'de> for ShownVisitor {
    type Value = Shown;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("MessagePack")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Shown, E> {
        Ok(Shown(Value::Bool(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Shown, E> {
        Ok(Shown(json!(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Shown, E> {
        Ok(Shown(json!(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Shown, E> {
        Ok(Shown(Value::String(value.to_owned())))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Shown, E> {
        let shown = match <[u8; 16]>::try_from(value) {
            Ok(id) => id_of(u128::from_be_bytes(id)),
            Err(_) => Value::String(data_encoding::HEXLOWER.encode(value)),
        };
        Ok(Shown(shown))
    }

    fn visit_unit<E>(self) -> Result<Shown, E> {
        Ok(Shown(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Shown, A::Error> {
        let mut shown = Vec::new();
        while let Some(Shown(item)) = items.next_element()? {
            shown.push(item);
        }
        Ok(Shown(digest_or_list(shown)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Shown, A::Error> {
        let mut shown = serde_json::Map::new();
        while let Some((Shown(name), Shown(value))) = fields.next_entry()? {
            let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
            shown.insert(name, value);
        }
        Ok(Shown(Value::Object(shown)))
    }
}

/// A list of 32 small numbers is a SHA-256: records spell digests that way.
fn digest_or_list(items: Vec<Value>) -> Value {
    let bytes: Option<Vec<u8>> = items.iter().map(|item| item.as_u64().and_then(|byte| byte.try_into().ok())).collect();
    match bytes {
        Some(bytes) if bytes.len() == 32 => Value::String(data_encoding::HEXLOWER.encode(&bytes)),
        Some(_) | None => Value::Array(items),
    }
}
