//! Forged identities: none is believed, and the sound one beside them is.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::*;
use crate::domain::channel::ChannelStanding;
use crate::domain::ids::{ChannelId, InboxId};

const SECRET: [u8; 32] = [7; 32];
const OLD_SECRET: [u8; 32] = [8; 32];
const NOW_S: u64 = 1_795_420_800;

fn channel() -> ChatChannel {
    ChatChannel {
        id: ChannelId::from_bits(1),
        inbox: InboxId::from_bits(2),
        name: "Site".into(),
        public_key: "abcdefgh".into(),
        allowed_origins: Vec::new(),
        identity_keys: Vec::new(),
        standing: ChannelStanding::Active,
        created_at: Moment::from_millis(0),
    }
}

fn claims() -> Value {
    json!({"sub": "user-7", "aud": "abcdefgh", "exp": NOW_S + 3600, "iat": NOW_S, "email": "zoe@example.org", "name": "Zoe"})
}

fn part(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

fn signed_with(key: &[u8], algorithm: hmac::Algorithm, header: &Value, claims: &Value) -> String {
    let signed = format!("{}.{}", part(header), part(claims));
    let tag = hmac::sign(&hmac::Key::new(algorithm, key), signed.as_bytes());
    format!("{signed}.{}", BASE64URL_NOPAD.encode(tag.as_ref()))
}

fn letters(secret: &[u8; 32]) -> Vec<u8> {
    BASE64URL_NOPAD.encode(secret).into_bytes()
}

fn token_of(claims: &Value) -> String {
    signed_with(&letters(&SECRET), hmac::HMAC_SHA256, &json!({"alg": "HS256", "typ": "JWT"}), claims)
}

fn with(field: &str, value: Value) -> String {
    let mut claims = claims();
    claims[field] = value;
    token_of(&claims)
}

fn without(field: &str) -> String {
    let mut claims = claims();
    claims.as_object_mut().expect("claims").remove(field);
    token_of(&claims)
}

fn believed(token: &str) -> Option<SignedIdentity> {
    let now = Moment::from_unix_seconds(i64::try_from(NOW_S).expect("a moment"));
    verify(token, &channel(), &[OLD_SECRET, SECRET], now).ok()
}

#[test]
fn the_sound_one_is_believed_and_so_is_one_by_the_key_before() {
    let identity = believed(&token_of(&claims())).expect("a sound token");
    assert_eq!((identity.subject.as_str(), identity.name.as_str()), ("user-7", "Zoe"));
    assert_eq!(identity.email.expect("an address").as_str(), "zoe@example.org");
    let header = json!({"alg": "HS256"});
    assert!(believed(&signed_with(&letters(&OLD_SECRET), hmac::HMAC_SHA256, &header, &claims())).is_some());
    assert!(believed(&without("email")).is_some());
    assert!(believed(&without("name")).is_some());
    assert!(believed(&with("company", json!("Example"))).is_some());
}

#[test]
fn no_forged_identity_is_believed() {
    let sound = token_of(&claims());
    let (signed, signature) = sound.rsplit_once('.').expect("three parts");
    let (header, body) = signed.split_once('.').expect("three parts");
    let hs256 = json!({"alg": "HS256", "typ": "JWT"});
    let other = |secret: &[u8], header: &Value| signed_with(secret, hmac::HMAC_SHA256, header, &claims());
    let none = part(&json!({"alg": "none"}));
    let mut one_bit_off = BASE64URL_NOPAD.decode(signature.as_bytes()).expect("base64");
    one_bit_off[0] ^= 1;
    let foreign_body = part(&json!({"sub": "user-8", "aud": "abcdefgh", "exp": NOW_S + 3600}));
    let cases: Vec<(&str, String)> = vec![
        ("nothing", String::new()),
        ("null", "null".into()),
        ("dots", "..".into()),
        ("one part", header.into()),
        ("two parts", signed.into()),
        ("an empty signature", format!("{signed}.")),
        ("four parts", format!("{sound}.x")),
        ("alg none without a signature", format!("{none}.{body}.")),
        ("alg none with the signature", format!("{none}.{body}.{signature}")),
        ("alg None, signed", other(&letters(&SECRET), &json!({"alg": "None"}))),
        ("alg RS256, signed by our key", other(&letters(&SECRET), &json!({"alg": "RS256"}))),
        ("alg hs256", other(&letters(&SECRET), &json!({"alg": "hs256"}))),
        ("no alg", other(&letters(&SECRET), &json!({"typ": "JWT"}))),
        ("a list of algs", other(&letters(&SECRET), &json!({"alg": ["HS256"]}))),
        ("HS512", signed_with(&letters(&SECRET), hmac::HMAC_SHA512, &json!({"alg": "HS512"}), &claims())),
        ("a critical header", other(&letters(&SECRET), &json!({"alg": "HS256", "crit": ["b64"]}))),
        ("another type", other(&letters(&SECRET), &json!({"alg": "HS256", "typ": "JWE"}))),
        ("an empty key", other(b"", &hs256)),
        ("the public key as the key", other(b"abcdefgh", &hs256)),
        ("a wrong key", other(&letters(&[9; 32]), &hs256)),
        ("the raw bytes of the key", other(&SECRET, &hs256)),
        ("one bit off", format!("{signed}.{}", BASE64URL_NOPAD.encode(&one_bit_off))),
        ("a cut signature", sound[..sound.len() - 2].into()),
        ("another's claims", format!("{header}.{foreign_body}.{signature}")),
        ("over", with("exp", json!(NOW_S))),
        ("over long ago", with("exp", json!(0))),
        ("ends too late", with("exp", json!(NOW_S + 13 * 3600))),
        ("never ends", without("exp")),
        ("ends in words", with("exp", json!("2099-01-01"))),
        ("ends at a fraction below", with("exp", json!(-1))),
        ("not yet", with("nbf", json!(NOW_S + 3600))),
        ("made in the future", with("iat", json!(NOW_S + 3600))),
        ("for another channel", with("aud", json!("zzzzzzzz"))),
        ("for nobody", without("aud")),
        ("for several", with("aud", json!(["abcdefgh", "zzzzzzzz"]))),
        ("of nobody", without("sub")),
        ("of an empty subject", with("sub", json!(" "))),
        ("of a number", with("sub", json!(7))),
        ("of a null", with("sub", json!(null))),
        ("of a hidden subject", with("sub", json!("user-7\u{202E}"))),
        ("with several addresses", with("email", json!(["zoe@example.org", "eve@evil.example"]))),
        ("with an empty address", with("email", json!(""))),
        ("with two addresses in one", with("email", json!("zoe@example.org,eve@evil.example"))),
        ("with a line in its address", with("email", json!("zoe@example.org\r\nBcc: eve@evil.example"))),
        ("padded", format!("{header}=.{body}.{signature}")),
        ("too large", with("name", json!("x".repeat(IDENTITY_BYTES_MAX)))),
    ];
    assert!(30 <= cases.len());
    for (what, token) in &cases {
        assert!(believed(token).is_none(), "{what}");
    }
    let now = Moment::from_unix_seconds(i64::try_from(NOW_S).expect("a moment"));
    assert!(verify(&sound, &channel(), &[], now).is_err(), "a channel without keys believes nobody");
}
