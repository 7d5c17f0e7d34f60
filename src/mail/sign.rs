//! DKIM: what leaves is signed twice, with RSA, which every receiver can verify, and with Ed25519,
//! which is the future (RFC 6376, RFC 8463).

use aws_lc_rs::rsa;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256, SigningKey};
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::DkimSigner;
use rustls::pki_types::PrivatePkcs8KeyDer;

use crate::domain::dns_records::{ED25519_SELECTOR, RSA_SELECTOR};
use crate::domain::workspace::Secrets;

/// What is signed. From, To and Subject stand twice: a second one that somebody adds on the way
/// breaks the signature (RFC 6376, 5.4.2).
const SIGNED_HEADERS: [&str; 14] = [
    "From",
    "From",
    "To",
    "To",
    "Subject",
    "Subject",
    "Date",
    "Message-ID",
    "Cc",
    "Reply-To",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
];

/// The public halves of the keys, in base64, as they are published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeys {
    pub rsa: String,
    pub ed25519: String,
}

/// Puts the signatures before a mail. A key that cannot be read signs nothing: the mail leaves
/// unsigned rather than not at all, and the log says so.
pub fn sign(mail: Vec<u8>, secrets: &Secrets, domain: &str) -> Vec<u8> {
    let rsa = PrivatePkcs8KeyDer::from(secrets.dkim_rsa.clone());
    let rsa =
        RsaKey::<Sha256>::from_key_der(rsa.into()).ok().and_then(|key| signature(key, domain, RSA_SELECTOR, &mail));
    let ed25519 = Ed25519Key::from_pkcs8_maybe_unchecked_der(&secrets.dkim_ed25519)
        .ok()
        .and_then(|key| signature(key, domain, ED25519_SELECTOR, &mail));
    if rsa.is_none() || ed25519.is_none() {
        tracing::error!("A mail leaves without one of its DKIM signatures: a key of this workspace cannot be read");
    }
    [rsa.unwrap_or_default(), ed25519.unwrap_or_default(), mail].concat()
}

fn signature<K: SigningKey>(key: K, domain: &str, selector: &str, mail: &[u8]) -> Option<Vec<u8>> {
    let signer = DkimSigner::from_key(key).domain(domain).selector(selector).headers(SIGNED_HEADERS);
    signer.sign(mail).ok().map(|signature| signature.to_header().into_bytes())
}

/// The keys to publish. Empty for a key that cannot be read.
pub fn public_keys(secrets: &Secrets) -> PublicKeys {
    let rsa = rsa::KeyPair::from_pkcs8(&secrets.dkim_rsa).ok().and_then(|pair| {
        // RFC 6376, 3.6.1: the key is a SubjectPublicKeyInfo.
        let der = aws_lc_rs::encoding::AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(pair.public_key());
        der.ok().map(|der| data_encoding::BASE64.encode(der.as_ref()))
    });
    let ed25519 = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&secrets.dkim_ed25519).ok();
    PublicKeys {
        rsa: rsa.unwrap_or_default(),
        ed25519: ed25519.map(|pair| data_encoding::BASE64.encode(pair.public_key().as_ref())).unwrap_or_default(),
    }
}
