//! The words of a push, so that its browser alone reads them and the push service only carries them (RFC 8291, with the
//! coding `aes128gcm` of RFC 8188).

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};

use crate::domain::push::BrowserKeys;

/// RFC 8188, 2.1: one record is the whole of a push; RFC 8291, 4: none is longer than this.
const RECORD_BYTES: u32 = 4096;
/// RFC 8188, 2: ends the last record.
const LAST_RECORD: u8 = 2;
/// RFC 8188, 2.1: salt, size of records, length of the key, and the key.
const HEADER_BYTES: usize = 16 + 4 + 1 + 65;
const TAG_BYTES: usize = 16;

/// What the words of one push are sealed with; both are used once.
pub struct Once {
    /// A private key on P-256.
    pub key: [u8; 32],
    pub salt: [u8; 16],
}

/// Why words cannot be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSealed {
    #[error("the keys of the browser are no keys")]
    BadKeys,
    #[error("it is too long for a push")]
    TooLong,
}

/// The body of a push.
pub fn sealed(words: &[u8], keys: &BrowserKeys, once: &Once) -> Result<Vec<u8>, NotSealed> {
    if RECORD_BYTES as usize - HEADER_BYTES < words.len() + 1 + TAG_BYTES {
        return Err(NotSealed::TooLong);
    }
    let own = PrivateKey::from_private_key(&ECDH_P256, &once.key).map_err(|_| NotSealed::BadKeys)?;
    let own_public = own.compute_public_key().map_err(|_| NotSealed::BadKeys)?;
    // RFC 8291, 3.4.
    let info = [b"WebPush: info\0".as_slice(), &keys.point, own_public.as_ref()].concat();
    let browser = UnparsedPublicKey::new(&ECDH_P256, &keys.point);
    let shared = agree(&own, browser, NotSealed::BadKeys, |shared| {
        let from_shared = Salt::new(HKDF_SHA256, &keys.auth).extract(shared);
        Ok(expanded::<32>(&from_shared, &info))
    })?;
    // RFC 8188, 2.2 and 2.3.
    let from_salt = Salt::new(HKDF_SHA256, &once.salt).extract(&shared);
    let key = expanded::<16>(&from_salt, b"Content-Encoding: aes128gcm\0");
    let nonce = expanded::<12>(&from_salt, b"Content-Encoding: nonce\0");
    let key = UnboundKey::new(&AES_128_GCM, &key).expect("the key has the length that the cipher asks for");
    let mut record = [words, &[LAST_RECORD]].concat();
    LessSafeKey::new(key)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
        .expect("sealing a few kilobytes cannot fail");
    let key_length = u8::try_from(own_public.as_ref().len()).expect("a point has 65 bytes");
    let header = [once.salt.as_slice(), &RECORD_BYTES.to_be_bytes(), &[key_length], own_public.as_ref()].concat();
    Ok([header, record].concat())
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expanded<const LENGTH: usize>(from: &Prk, info: &[u8]) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let parts = [info];
    let stretched = from.expand(&parts, Length(LENGTH)).and_then(|stretched| stretched.fill(&mut bytes));
    stretched.expect("HKDF gives up to 255 times 32 bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64url")
    }

    /// RFC 8291, appendix A.
    fn of_the_standard() -> (BrowserKeys, Once) {
        let point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let keys = BrowserKeys::of(&bytes(point), &bytes("BTBZMqHH6r4Tts7J_aSIgg")).expect("keys");
        let key = bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw").try_into().expect("32 bytes");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        (keys, Once { key, salt })
    }

    #[test]
    fn the_example_of_the_standard_comes_out() {
        let (keys, once) = of_the_standard();
        let body = sealed(b"When I grow up, I want to be a watermelon", &keys, &once).expect("a body");
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzA\
                        C8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(BASE64URL_NOPAD.encode(&body), expected);
    }

    #[test]
    fn what_is_no_key_or_too_long_is_refused() {
        let (keys, once) = of_the_standard();
        let mut point = keys.point;
        point[64] ^= 1;
        assert_eq!(sealed(b"x", &BrowserKeys { point, ..keys }, &once), Err(NotSealed::BadKeys), "not on the curve");
        let longest = RECORD_BYTES as usize - HEADER_BYTES - 1 - TAG_BYTES;
        assert_eq!(sealed(&vec![b'x'; longest], &keys, &once).map(|body| body.len()), Ok(RECORD_BYTES as usize));
        assert_eq!(sealed(&vec![b'x'; longest + 1], &keys, &once), Err(NotSealed::TooLong));
    }
}
