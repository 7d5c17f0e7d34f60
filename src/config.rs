//! What the owner says: defaults, then a file, then the environment, then flags.

mod layers;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

pub use layers::DEFAULTS;

use crate::domain::egress::{AllowedHost, Network};

/// Everything that can be configured; `config/default.toml` says what each key means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub data: PathBuf,
    pub http: HttpConfig,
    pub smtp: SmtpConfig,
    pub mail: MailConfig,
    pub dns: DnsConfig,
    pub accounts: AccountsConfig,
    pub chat: ChatConfig,
    pub bots: BotsConfig,
    pub notices: NoticesConfig,
    pub store: StoreConfig,
    pub log: LogConfig,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpConfig {
    pub address: SocketAddr,
    pub trusted_proxies: Vec<IpAddr>,
    pub tls_certificate: PathBuf,
    pub tls_key: PathBuf,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    pub address: SocketAddr,
    pub hostname: String,
    pub tls_certificate: PathBuf,
    pub tls_key: PathBuf,
    pub mail_mb_max: usize,
    pub connections_max: usize,
    pub connections_per_address_max: usize,
    pub connections_per_address_and_minute_max: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    pub delivery: DeliveryConfig,
    pub relay: RelayConfig,
    pub direct: DirectConfig,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryConfig {
    Page,
    Direct,
    Relay,
}

#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelayConfig {
    pub host: String,
    pub port: u16,
    pub security: SecurityConfig,
    pub username: String,
    pub password: String,
    pub password_file: PathBuf,
}

/// Says nothing of the password.
impl std::fmt::Debug for RelayConfig {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { host, port, security, username, .. } = self;
        write!(out, "RelayConfig({host}:{port}, {security:?}, {username}, …)")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityConfig {
    Starttls,
    Implicit,
    None,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectConfig {
    pub port: u16,
    pub allow_private: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DnsConfig {
    pub servers: Vec<SocketAddr>,
    pub sender_checks: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountsConfig {
    pub undo_s: u64,
    pub news_after_s: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChatConfig {
    pub calls_per_address_and_minute_max: u32,
    pub starts_per_address_and_minute_max: u32,
    pub messages_per_address_and_minute_max: u32,
    pub messages_per_visitor_and_minute_max: u32,
    pub sockets_per_address_and_minute_max: u32,
    pub uploads_per_address_and_hour_max: u32,
}

#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotsConfig {
    #[serde(deserialize_with = "parsed")]
    pub webhook_hosts: Vec<AllowedHost>,
    #[serde(deserialize_with = "parsed")]
    pub webhook_networks: Vec<Network>,
    pub webhook_authorities: PathBuf,
    pub webhook_secret: String,
    pub webhook_secret_file: PathBuf,
}

/// Says nothing of the secret.
impl std::fmt::Debug for BotsConfig {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { webhook_hosts, webhook_networks, webhook_authorities, webhook_secret: _, webhook_secret_file } =
            self;
        let named = (webhook_hosts, webhook_networks, webhook_authorities, webhook_secret_file);
        write!(out, "BotsConfig({named:?}, …)")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesConfig {
    #[serde(deserialize_with = "parsed")]
    pub push_hosts: Vec<AllowedHost>,
    #[serde(deserialize_with = "parsed")]
    pub push_networks: Vec<Network>,
    pub push_authorities: PathBuf,
}

/// Texts that are values of ours.
fn parsed<'de, Source, Value>(source: Source) -> Result<Vec<Value>, Source::Error>
where
    Source: Deserializer<'de>,
    Value: FromStr<Err: std::fmt::Display>,
{
    let texts = Vec::<String>::deserialize(source)?;
    let value = |text: &String| text.parse().map_err(|refused| Source::Error::custom(format!("`{text}`: {refused}")));
    texts.iter().map(value).collect()
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreConfig {
    pub cache_mb: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    pub format: LogFormatConfig,
    pub level: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormatConfig {
    Json,
    Text,
}

/// What the command line says; it has the last word.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub data: Option<PathBuf>,
    pub http: Option<String>,
    pub smtp: Option<String>,
}

/// Why a configuration cannot be used; the words say where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the configuration file `{path}`")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("`{path}` is not TOML: {reason}")]
    NotToml { path: PathBuf, reason: String },
    #[error("{place}: there is no key `{key}`{hint}")]
    UnknownKey { place: String, key: String, hint: String },
    #[error("{place}: `{key}`: {reason}")]
    BadValue { place: String, key: String, reason: String },
    #[error("{reason}")]
    Unusable { reason: String },
    #[error("cannot read the file that `{key}` names, `{path}`")]
    SecretFile { key: &'static str, path: PathBuf, source: std::io::Error },
}

impl Config {
    /// Puts the layers together, the later over the earlier.
    pub fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        flags: &Flags,
    ) -> Result<Self, ConfigError> {
        Self::from_layers(Self::layers(file, environment, flags)?)
    }

    /// What would be in force, in the form of a configuration file without its secrets; or why it cannot be.
    pub fn describe(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        flags: &Flags,
    ) -> Result<String, ConfigError> {
        let layers = Self::layers(file, environment, flags)?;
        let description = layers.described();
        Self::from_layers(layers)?;
        Ok(description)
    }

    fn layers(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        flags: &Flags,
    ) -> Result<layers::Layers, ConfigError> {
        let mut layers = layers::Layers::defaults();
        if let Some(path) = file {
            layers.add_file(path)?;
        }
        layers.add_environment(environment)?;
        layers.add_flags(flags)?;
        Ok(layers)
    }

    fn from_layers(layers: layers::Layers) -> Result<Self, ConfigError> {
        let mut config: Self = layers.into_config()?;
        config.read_secret_files()?;
        config.check()?;
        Ok(config)
    }

    fn read_secret_files(&mut self) -> Result<(), ConfigError> {
        let (relay, bots) = (&mut self.mail.relay, &mut self.bots);
        for (key, path, secret) in [
            ("mail.relay.password_file", &relay.password_file, &mut relay.password),
            ("bots.webhook_secret_file", &bots.webhook_secret_file, &mut bots.webhook_secret),
        ] {
            if path.as_os_str().is_empty() {
                continue;
            }
            let read = std::fs::read_to_string(path);
            let read = read.map_err(|source| ConfigError::SecretFile { key, path: path.clone(), source })?;
            read.trim_end_matches(['\r', '\n']).clone_into(secret);
        }
        Ok(())
    }

    fn check(&self) -> Result<(), ConfigError> {
        let unusable = |reason: &str| Err(ConfigError::Unusable { reason: reason.to_owned() });
        if self.mail.delivery == DeliveryConfig::Relay && self.mail.relay.host.is_empty() {
            return unusable("`mail.delivery` is \"relay\" but `mail.relay.host` names no server");
        }
        for (section, certificate, key) in [
            ("http", &self.http.tls_certificate, &self.http.tls_key),
            ("smtp", &self.smtp.tls_certificate, &self.smtp.tls_key),
        ] {
            if certificate.as_os_str().is_empty() != key.as_os_str().is_empty() {
                let reason = format!("`{section}.tls_certificate` and `{section}.tls_key` belong together: give both");
                return Err(ConfigError::Unusable { reason });
            }
        }
        if crate::domain::limit::UNDO_S_MAX < self.accounts.undo_s {
            return unusable("`accounts.undo_s` can be 120 at most");
        }
        if self.accounts.news_after_s == 0 {
            return unusable("`accounts.news_after_s` must be above 0");
        }
        if self.smtp.mail_mb_max == 0 || self.smtp.connections_max == 0 || self.smtp.connections_per_address_max == 0 {
            return unusable("the limits of `smtp` must be above 0");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("postroom.toml");
        std::fs::write(&path, file).expect("a file");
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::load(Some(&path), environment, &Flags::default())
    }

    #[track_caller]
    fn check_refused(file: &str, environment: &[(&str, &str)], words: &str) {
        let error = load(file, environment).expect_err("it must be refused").to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn every_key_of_the_defaults_is_known_and_no_other() {
        let config = Config::load(None, std::iter::empty(), &Flags::default()).expect("the defaults are sound");
        assert_eq!(config.http.address.port(), 8080);
        assert_eq!(config.accounts.undo_s, 10);
    }

    #[test]
    fn what_is_in_force_is_told_without_its_secrets() {
        let environment = [("POSTROOM_MAIL__RELAY__PASSWORD".to_owned(), "hunter2".to_owned())];
        let told = Config::describe(None, environment.into_iter(), &Flags::default()).expect("sound layers");
        assert!(told.contains("undo_s = 10"), "{told}");
        assert!(told.contains("password = \"(hidden)\""), "{told}");
        assert!(!told.contains("hunter2"), "{told}");
    }

    #[test]
    fn a_fault_in_a_file_is_told_with_its_line() {
        check_refused("\n[http]\n\nadress = \"x\"\n", &[], "postroom.toml:4: there is no key `http.adress`");
        check_refused("[accounts]\nundo_s = \"soon\"\n", &[], "postroom.toml:2: `accounts.undo_s`");
    }

    #[test]
    fn variables_of_the_build_and_of_tests_are_no_keys() {
        load("", &[("POSTROOM_DIST", "x"), ("POSTROOM_ASSETS", "stub"), ("POSTROOM_BINARY", "x")]).expect("no keys");
    }

    #[test]
    fn later_layers_win() {
        let file = "[http]\naddress = \"127.0.0.1:1\"\n[accounts]\nundo_s = 5\n";
        let config = load(file, &[("POSTROOM_HTTP__ADDRESS", "127.0.0.1:2")]).expect("sound layers");
        assert_eq!((config.http.address.port(), config.accounts.undo_s), (2, 5));
    }

    #[test]
    fn a_misspelled_key_is_refused_with_the_nearest_known_one() {
        check_refused("[http]\nadress = \"x\"\n", &[], "`http.address`");
        check_refused("[htp]\n", &[], "`http`");
        check_refused("", &[("POSTROOM_SMTP__HOSTNAM", "x")], "`smtp.hostname`");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_refused_with_its_key() {
        check_refused("[accounts]\nundo_s = \"soon\"\n", &[], "undo_s");
        check_refused("", &[("POSTROOM_ACCOUNTS__UNDO_S", "soon")], "accounts.undo_s");
        check_refused("[http]\ntls_key = \"a\"\n", &[], "give both");
    }

    #[test]
    fn a_secret_can_lie_in_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let secret = folder.path().join("password");
        std::fs::write(&secret, "hunter2\n").expect("a file");
        let path = secret.display().to_string();
        let file = format!("[mail.relay]\npassword_file = {path:?}\n[bots]\nwebhook_secret_file = {path:?}\n");
        let config = load(&file, &[]).expect("sound layers");
        assert_eq!((config.mail.relay.password.as_str(), config.bots.webhook_secret.as_str()), ("hunter2", "hunter2"));
        check_refused("[bots]\nwebhook_secret_file = \"/nowhere\"\n", &[], "bots.webhook_secret_file");
    }
}
