//! The single records: the workspace, its secrets, the key of pushes, the one-time link of the set-up page.

use super::Store;
use super::error::StoreError;
use super::record::{Record, RouteRecord, SecretsRecord, WorkspaceRecord};
use super::schema::SETTINGS;
use super::transaction::{Reading, Writing};
use crate::domain::delivery_route::DeliveryRoute;
use crate::domain::session::SecretDigest;
use crate::domain::workspace::{Secrets, Workspace};

const WORKSPACE: &str = "workspace";
const SECRETS: &str = "secrets";
const ROUTE: &str = "route";
const SETUP_TOKEN: &str = "setup_token";
const PUSH_KEY: &str = "push_key";

impl Reading<'_> {
    /// The workspace; none before the set-up.
    pub fn workspace(&self) -> Result<Option<Workspace>, StoreError> {
        self.record::<_, WorkspaceRecord>(SETTINGS, WORKSPACE)
    }

    /// The digest of the token that the set-up page asks for.
    pub fn setup_token(&self) -> Result<Option<SecretDigest>, StoreError> {
        let digest = self.get(SETTINGS, SETUP_TOKEN, <[u8]>::to_vec)?;
        Ok(digest.and_then(|digest| digest.try_into().ok()))
    }
}

impl Writing<'_> {
    pub fn save_workspace(&self, workspace: &Workspace) -> Result<(), StoreError> {
        self.put_record::<_, WorkspaceRecord>(SETTINGS, WORKSPACE, workspace)
    }

    /// Writes what `Store::seal` has sealed.
    pub fn save_sealed(&self, sealed: &Sealed) -> Result<(), StoreError> {
        self.put(SETTINGS, sealed.name, sealed.bytes.as_slice())
    }

    /// The same, unless there is such a setting already.
    pub fn save_sealed_once(&self, sealed: &Sealed) -> Result<(), StoreError> {
        let is_there = self.get(SETTINGS, sealed.name, |_| ())?.is_some();
        if is_there { Ok(()) } else { self.save_sealed(sealed) }
    }

    pub fn save_setup_token(&self, digest: &SecretDigest) -> Result<(), StoreError> {
        self.put(SETTINGS, SETUP_TOKEN, digest.as_slice())
    }

    pub fn remove_setup_token(&self) -> Result<(), StoreError> {
        self.remove(SETTINGS, SETUP_TOKEN).map(drop)
    }
}

/// A setting that only this installation's key opens.
#[derive(Clone)]
pub struct Sealed {
    pub(super) name: &'static str,
    pub(super) bytes: Vec<u8>,
}

impl Store {
    /// Seals the secrets of the workspace, to be written by `save_sealed`.
    pub fn seal_secrets(&self, secrets: &Secrets) -> Sealed {
        Sealed { name: SECRETS, bytes: self.inner.seal.seal(SECRETS, &SecretsRecord::encode(secrets)) }
    }

    /// The secrets of the workspace; none before the set-up.
    pub fn secrets(&self) -> Result<Option<Secrets>, StoreError> {
        let plain = self.unsealed(SECRETS)?;
        plain.map(|plain| SecretsRecord::decode(&plain)).transpose()
    }

    /// Seals the way that mail leaves, to be written by `save_sealed`: it may hold a password.
    pub fn seal_route(&self, route: &DeliveryRoute) -> Sealed {
        Sealed { name: ROUTE, bytes: self.inner.seal.seal(ROUTE, &RouteRecord::encode(route)) }
    }

    /// The way that mail leaves, as the page has set it.
    pub fn route(&self) -> Result<Option<DeliveryRoute>, StoreError> {
        let plain = self.unsealed(ROUTE)?;
        plain.map(|plain| RouteRecord::decode(&plain)).transpose()
    }

    /// Seals the key that signs pushes, to be written by `save_sealed_once`: a new one would part all browsers from us.
    pub fn seal_push_key(&self, key: &[u8; 32]) -> Sealed {
        Sealed { name: PUSH_KEY, bytes: self.inner.seal.seal(PUSH_KEY, key) }
    }

    /// The key that signs pushes; none before the first need of it.
    pub fn push_key(&self) -> Result<Option<[u8; 32]>, StoreError> {
        let Some(plain) = self.unsealed(PUSH_KEY)? else { return Ok(None) };
        let damaged =
            |_| StoreError::Damaged { table: "settings", reason: "the key of pushes has a wrong length".into() };
        Ok(Some(plain.try_into().map_err(damaged)?))
    }

    /// A sealed setting, opened.
    pub(super) fn unsealed(&self, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(sealed) = self.read(|tx| tx.get(SETTINGS, name, <[u8]>::to_vec))? else { return Ok(None) };
        let plain = self.inner.seal.unseal(name, &sealed);
        let reason = "it was sealed with another key: bring back the file secret.key that belongs to this database";
        plain.map(Some).ok_or_else(|| StoreError::Damaged { table: "settings", reason: reason.to_owned() })
    }
}
