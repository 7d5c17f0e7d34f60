//! Who a visitor is, as the server of a web site has signed it: a JSON Web Token (RFC 7519), HS256 and
//! nothing else, for one channel, for at most twelve hours.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

use crate::actions::ActionError;
use crate::domain::channel::ChatChannel;
use crate::domain::email_address::{EmailAddress, clean_display_name};
use crate::domain::limit::{IDENTITY_BYTES_MAX, IDENTITY_CLOCK_S, IDENTITY_H_MAX, NAME_CHARS_MAX};
use crate::domain::moment::Moment;
use crate::domain::visitor::SignedIdentity;

/// A subject is an id of the web site's own, in characters.
const SUBJECT_CHARS_MAX: usize = 200;

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    /// RFC 7515, 4.1.11: what we do not know we must refuse.
    crit: Option<serde_json::Value>,
}

/// What we read of it; a site may say more.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    aud: String,
    exp: u64,
    nbf: Option<u64>,
    iat: Option<u64>,
    email: Option<String>,
    name: Option<String>,
}

/// Believes a token, or does not; it never says why, so that nobody learns what is missing.
pub(super) fn verify(
    token: &str,
    channel: &ChatChannel,
    secrets: &[[u8; 32]],
    now: Moment,
) -> Result<SignedIdentity, ActionError> {
    read(token, channel, secrets, now).ok_or(ActionError::BadIdentity)
}

fn read(token: &str, channel: &ChatChannel, secrets: &[[u8; 32]], now: Moment) -> Option<SignedIdentity> {
    if IDENTITY_BYTES_MAX < token.len() {
        return None;
    }
    let (signed, signature) = token.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    if claims.contains('.') || !is_signed(signed, signature, secrets) {
        return None;
    }
    let header: Header = serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).ok()?).ok()?;
    let is_jwt = header.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
    if header.alg != "HS256" || !is_jwt || header.crit.is_some() {
        return None;
    }
    let claims: Claims = serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).ok()?).ok()?;
    if claims.aud != channel.public_key || !is_in_force(&claims, now) || !is_subject(&claims.sub) {
        return None;
    }
    let email = claims.email.map(|email| EmailAddress::parse(&email)).transpose().ok()?;
    let name = clean_display_name(&claims.name.unwrap_or_default());
    Some(SignedIdentity {
        subject: claims.sub,
        email,
        name: name.chars().take(NAME_CHARS_MAX).collect(),
        expires_at: Moment::from_millis(claims.exp.saturating_mul(1000)),
    })
}

/// The site signs with the letters that it was shown, as they stand. The comparison takes the same time whatever differs.
fn is_signed(signed: &str, signature: &str, secrets: &[[u8; 32]]) -> bool {
    let Ok(signature) = BASE64URL_NOPAD.decode(signature.as_bytes()) else { return false };
    secrets.iter().any(|secret| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, BASE64URL_NOPAD.encode(secret).as_bytes());
        hmac::verify(&key, signed.as_bytes(), &signature).is_ok()
    })
}

fn is_in_force(claims: &Claims, now: Moment) -> bool {
    let now = now.unix_seconds();
    let has_begun = |at: Option<u64>| at.is_none_or(|at| at <= now + IDENTITY_CLOCK_S);
    now < claims.exp
        && claims.exp <= now + IDENTITY_H_MAX * 3600 + IDENTITY_CLOCK_S
        && has_begun(claims.nbf)
        && has_begun(claims.iat)
}

fn is_subject(subject: &str) -> bool {
    !subject.trim().is_empty()
        && subject.chars().count() <= SUBJECT_CHARS_MAX
        && !subject.chars().any(crate::domain::chat::is_hidden)
}

#[cfg(test)]
mod tests;
