//! How a push service knows that a push is ours (RFC 8292): a token for this service alone, signed with our own key.

use std::time::Duration;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use crate::actions::push_subscriptions::PushIdentity;
use crate::domain::moment::Moment;

/// RFC 8292, 2: a day at most; half of it, so that clocks may differ.
const TOKEN_LIVES: Duration = Duration::from_secs(12 * 60 * 60);

/// The public key in the letters that browsers and push services take.
pub fn public_key(identity: &PushIdentity) -> String {
    BASE64URL_NOPAD.encode(&public_point(identity))
}

/// The header `Authorization` of a push to a service. `origin` is that of its address.
pub fn authorization(identity: &PushIdentity, origin: &str, now: Moment) -> String {
    let expires = (now + TOKEN_LIVES).millis() / 1000;
    let head = json!({"typ": "JWT", "alg": "ES256"}).to_string();
    let claims = json!({"aud": origin, "exp": expires, "sub": format!("mailto:{}", identity.contact)}).to_string();
    let encoded = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let signed = format!("{}.{}", encoded(&head), encoded(&claims));
    let pair = EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        &identity.key,
        &public_point(identity),
    );
    let pair = pair.expect("the key was made by this library");
    let signature = pair.sign(&SystemRandom::new(), signed.as_bytes()).expect("signing a few bytes cannot fail");
    let token = format!("{signed}.{}", BASE64URL_NOPAD.encode(signature.as_ref()));
    format!("vapid t={token}, k={}", public_key(identity))
}

fn public_point(identity: &PushIdentity) -> Vec<u8> {
    let key = PrivateKey::from_private_key(&ECDH_P256, &identity.key).expect("the key was made by this library");
    key.compute_public_key().expect("a private key has a public one").as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
    use serde_json::Value;

    use super::*;
    use crate::domain::email_address::EmailAddress;
    use crate::world::World;

    #[test]
    fn a_token_is_for_one_service_for_half_a_day_and_signed_by_the_key_beside_it() {
        let contact = EmailAddress::parse("postmaster@desk.example").expect("an address");
        let identity = PushIdentity { key: World::real().new_p256_key(), contact };
        let header = authorization(&identity, "https://push.example", Moment::from_millis(1_000_500));
        let (token, key) = header.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("two parts");
        let (signed, signature) = token.rsplit_once('.').expect("a signature");
        let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64url");
        assert_eq!(key, public_key(&identity));
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(key));
        key.verify(signed.as_bytes(), &decoded(signature)).expect("our signature");
        assert!(key.verify(b"other words", &decoded(signature)).is_err());
        let (head, claims) = signed.split_once('.').expect("two parts");
        let json = |text: &str| serde_json::from_slice::<Value>(&decoded(text)).expect("JSON");
        assert_eq!(json(head), json!({"typ": "JWT", "alg": "ES256"}));
        let expected =
            json!({"aud": "https://push.example", "exp": 1_000 + 43_200, "sub": "mailto:postmaster@desk.example"});
        assert_eq!(json(claims), expected);
    }
}
