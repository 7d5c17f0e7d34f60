//! Tables of keys put over each other; a key that the defaults do not have is refused.

use std::path::Path;

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::{Config, ConfigError, Flags};

/// `config/default.toml`.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");

/// What variables of ours begin with.
const PREFIX: &str = "POSTROOM_";
/// Variables that are not keys: the build of the page, `cargo run`, tests and `npm run dev` use them.
const OTHER_VARIABLES: [&str; 7] = [
    "POSTROOM_ASSETS",
    "POSTROOM_ASSETS_DIR",
    "POSTROOM_BINARY",
    "POSTROOM_CORPUS",
    "POSTROOM_DIST",
    "POSTROOM_SCREENSHOTS",
    "POSTROOM_URL",
];
/// Keys whose values are nobody's to read.
const SECRETS: [&[&str]; 2] = [&["mail", "relay", "password"], &["bots", "webhook_secret"]];

pub(super) struct Layers {
    table: Table,
}

impl Layers {
    pub(super) fn defaults() -> Self {
        Self { table: DEFAULTS.parse().expect("the defaults are TOML") }
    }

    pub(super) fn add_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let read = std::fs::read_to_string(path);
        let text = read.map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let table: Table = text.parse().map_err(|error: toml::de::Error| ConfigError::NotToml {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        let place = |key: &str| match line_of(&text, key) {
            Some(line) => format!("{}:{line}", path.display()),
            None => path.display().to_string(),
        };
        overlay(&mut self.table, table, "", &place)
    }

    pub(super) fn add_environment(
        &mut self,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        for (name, text) in environment {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            if OTHER_VARIABLES.contains(&name.as_str()) {
                continue;
            }
            let path: Vec<String> = key.split("__").map(str::to_lowercase).collect();
            self.set(&path, &text, &format!("the variable {name}"))?;
        }
        Ok(())
    }

    pub(super) fn add_flags(&mut self, flags: &Flags) -> Result<(), ConfigError> {
        let Flags { data, http, smtp } = flags;
        if let Some(data) = data {
            self.table.insert("data".to_owned(), Value::String(data.display().to_string()));
        }
        for (section, flag, text) in [("http", "--http", http), ("smtp", "--smtp", smtp)] {
            if let Some(text) = text {
                self.set(&[section.to_owned(), "address".to_owned()], text, flag)?;
            }
        }
        Ok(())
    }

    pub(super) fn into_config(self) -> Result<Config, ConfigError> {
        let config = Value::Table(self.table).try_into();
        config.map_err(|error: toml::de::Error| ConfigError::Unusable {
            reason: format!("the configuration cannot be used: {}", error.to_string().trim()),
        })
    }

    /// What is in force, as a file that could be used; secrets are covered.
    pub(super) fn described(&self) -> String {
        let mut table = self.table.clone();
        for path in SECRETS {
            let (section, rest) = path.split_first().expect("a key has a name");
            let section = table.get_mut(*section);
            let secret = rest.iter().fold(section, |found, key| found.and_then(|inner| inner.get_mut(*key)));
            if let Some(Value::String(secret)) = secret
                && !secret.is_empty()
            {
                "(hidden)".clone_into(secret);
            }
        }
        table.to_string()
    }

    /// Sets one key from text, which is read as what the default is.
    fn set(&mut self, path: &[String], text: &str, place: &str) -> Result<(), ConfigError> {
        let (last, sections) = path.split_last().expect("a split yields at least one part");
        let mut table = &mut self.table;
        let mut known = String::new();
        for section in sections {
            let names = names_of(table, &known);
            known = joined(&known, section);
            table = match table.get_mut(section) {
                Some(Value::Table(inner)) => inner,
                Some(_) | None => return Err(unknown(place, &path.join("."), &names)),
            };
        }
        let key = joined(&known, last);
        let names = names_of(table, &known);
        let Some(default) = table.get(last) else { return Err(unknown(place, &key, &names)) };
        let value = like(default, text).map_err(|reason| ConfigError::BadValue {
            place: place.to_owned(),
            key: key.clone(),
            reason: reason.to_owned(),
        })?;
        table.insert(last.clone(), value);
        Ok(())
    }
}

/// Puts the keys of a file over those below; `place` says where a key stands in it.
fn overlay(below: &mut Table, above: Table, prefix: &str, place: &dyn Fn(&str) -> String) -> Result<(), ConfigError> {
    for (key, value) in above {
        let full = joined(prefix, &key);
        let names = names_of(below, prefix);
        match (below.get_mut(&key), value) {
            (None, _) => return Err(unknown(&place(&full), &full, &names)),
            (Some(Value::Table(inner)), Value::Table(table)) => overlay(inner, table, &full, place)?,
            (Some(known), value) if known.same_type(&value) => *known = value,
            (Some(known), _) => {
                let reason = format!("this must be {}", kind_of(known));
                return Err(ConfigError::BadValue { place: place(&full), key: full, reason });
            }
        }
    }
    Ok(())
}

/// The line of a file, from 1, on which a key such as `http.address` stands.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let mut table = document.get_ref();
    let mut span = None;
    for part in key.split('.') {
        let (name, value) = table.get_key_value(part)?;
        span = Some(name.span());
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => break,
        }
    }
    let before = &text[..span?.start];
    Some(before.bytes().filter(|byte| *byte == b'\n').count() + 1)
}

fn like(default: &Value, text: &str) -> Result<Value, &'static str> {
    match default {
        Value::String(_) => Ok(Value::String(text.to_owned())),
        Value::Integer(_) => text.parse().map(Value::Integer).map_err(|_| "this must be a whole number"),
        Value::Boolean(_) => text.parse().map(Value::Boolean).map_err(|_| "this must be true or false"),
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(Value::Array(items.map(|item| Value::String(item.to_owned())).collect()))
        }
        Value::Float(_) | Value::Datetime(_) | Value::Table(_) => Err("this cannot be set from a variable"),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text in quotes",
        Value::Integer(_) => "a whole number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list in brackets",
        Value::Table(_) => "a section",
        Value::Float(_) | Value::Datetime(_) => "another kind of value",
    }
}

fn names_of(table: &Table, prefix: &str) -> Vec<String> {
    table.keys().map(|key| joined(prefix, key)).collect()
}

fn joined(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

fn unknown(place: &str, key: &str, names: &[String]) -> ConfigError {
    let nearest = names.iter().min_by_key(|name| distance(key, name));
    let hint = nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    ConfigError::UnknownKey { place: place.to_owned(), key: key.to_owned(), hint }
}

/// How many letters must be changed, added or taken away (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, against) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *against);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
