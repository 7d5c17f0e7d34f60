//! Certificates from files, taken up again when the files change: renewing needs no restart.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context as _;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

/// How often the files are looked at, at most.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// A certificate with its key.
#[derive(Debug, Clone)]
pub struct Certificate {
    watched: Arc<Watched>,
}

#[derive(Debug)]
struct Watched {
    chain: PathBuf,
    key: PathBuf,
    current: RwLock<Current>,
}

#[derive(Debug)]
struct Current {
    key: Arc<CertifiedKey>,
    changed_at: Option<SystemTime>,
    looked_at: Instant,
}

/// The certificate of two files; none if no files are named.
pub fn certificate(chain: &Path, key: &Path) -> anyhow::Result<Option<Certificate>> {
    if chain.as_os_str().is_empty() {
        return Ok(None);
    }
    let current =
        Current { key: Arc::new(load(chain, key)?), changed_at: changed_at(chain), looked_at: Instant::now() };
    let watched = Watched { chain: chain.to_owned(), key: key.to_owned(), current: RwLock::new(current) };
    Ok(Some(Certificate { watched: Arc::new(watched) }))
}

impl Certificate {
    /// TLS 1.2 and 1.3 with this certificate.
    pub fn server_config(&self, protocols: &[&[u8]]) -> ServerConfig {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider speaks the default versions")
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&self.watched) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        config
    }
}

impl ResolvesServerCert for Watched {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let (key, looked_at) = {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            (Arc::clone(&current.key), current.looked_at)
        };
        if looked_at.elapsed() < LOOK_EVERY {
            return Some(key);
        }
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        current.looked_at = Instant::now();
        let now = changed_at(&self.chain);
        if now != current.changed_at {
            match load(&self.chain, &self.key) {
                Ok(key) => {
                    current.key = Arc::new(key);
                    current.changed_at = now;
                }
                // The old one serves on; half-written files are read again at the next look.
                Err(error) => tracing::warn!("Failed to take up a changed certificate: {error:#}"),
            }
        }
        Some(Arc::clone(&current.key))
    }
}

fn changed_at(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn load(chain: &Path, key: &Path) -> anyhow::Result<CertifiedKey> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_file_iter(chain)
        .with_context(|| format!("cannot read the certificate `{}`", chain.display()))?
        .collect();
    let certificates = certificates.with_context(|| format!("`{}` is not a certificate in PEM", chain.display()))?;
    let private =
        PrivateKeyDer::from_pem_file(key).with_context(|| format!("cannot read the key `{}`", key.display()))?;
    let private = aws_lc_rs::sign::any_supported_type(&private)
        .with_context(|| format!("the key `{}` is of no kind that can be used", key.display()))?;
    let certified = CertifiedKey::new(certificates, private);
    certified
        .keys_match()
        .with_context(|| format!("`{}` and `{}` do not belong together", chain.display(), key.display()))?;
    Ok(certified)
}
