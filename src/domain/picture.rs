//! A small picture that everybody may see: an agent's face in a chat on a web site.

use super::entry::BlobRef;
use super::ids::PictureId;

/// What kind of picture, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    Png,
    Jpeg,
    Webp,
}

impl PictureKind {
    /// RFC 6838.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

/// A picture that is kept. Its id is its address, and a changed picture is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub id: PictureId,
    pub kind: PictureKind,
    pub blob: BlobRef,
}

/// What the head of a picture says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureHead {
    pub kind: PictureKind,
    pub width: u32,
    pub height: u32,
}

/// Reads the head of a PNG, a JPEG or a WebP; none for everything else.
pub fn read_head(bytes: &[u8]) -> Option<PictureHead> {
    png(bytes).or_else(|| jpeg(bytes)).or_else(|| webp(bytes))
}

/// W3C PNG, 5.2 and 11.2.1: the signature, then IHDR.
fn png(bytes: &[u8]) -> Option<PictureHead> {
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    (rest.get(4..8)? == b"IHDR").then_some(())?;
    let (width, height) = (big(rest.get(8..12)?)?, big(rest.get(12..16)?)?);
    Some(PictureHead { kind: PictureKind::Png, width, height })
}

/// ITU-T T.81, B.1 and B.2.2: segments until one that begins a frame.
fn jpeg(bytes: &[u8]) -> Option<PictureHead> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let (&[mark, kind], after) = rest.split_first_chunk::<2>()?;
        if mark != 0xFF {
            return None;
        }
        let length = usize::try_from(big(after.get(..2)?)?).ok()?;
        // Start of frame: all but DHT, JPG and DAC, which share the range.
        if matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC) {
            let (height, width) = (big(after.get(3..5)?)?, big(after.get(5..7)?)?);
            return Some(PictureHead { kind: PictureKind::Jpeg, width, height });
        }
        rest = after.get(length.max(2)..)?;
    }
}

/// RFC 9649, 2.5 to 2.7: the canvas, or the only frame.
fn webp(bytes: &[u8]) -> Option<PictureHead> {
    let body = bytes.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WEBP")?;
    let data = body.get(8..)?;
    let little = |bytes: &[u8]| bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
    let (width, height) = match body.get(..4)? {
        b"VP8 " => (little(data.get(6..8)?) & 0x3FFF, little(data.get(8..10)?) & 0x3FFF),
        b"VP8L" => {
            let bits = little(data.get(1..5)?);
            ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        }
        b"VP8X" => (little(data.get(4..7)?) + 1, little(data.get(7..10)?) + 1),
        _ => return None,
    };
    Some(PictureHead { kind: PictureKind::Webp, width, height })
}

/// A number, big end first.
fn big(bytes: &[u8]) -> Option<u32> {
    (bytes.len() <= 4).then(|| bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_kind_and_size() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\x01\0\0\0\x02\0\x08\x06\0\0\0";
        let jpeg = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xC0\0\x11\x08\x02\0\x01\0\x03";
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2F\xFF\x40\x00\x00";
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9D\x01\x2A\x00\x01\x00\x02";
        let extended = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\xFF\0\0\xFF\x01\0";
        let cases: [(&[u8], PictureKind, u32, u32); 5] = [
            (png, PictureKind::Png, 256, 512),
            (jpeg, PictureKind::Jpeg, 256, 512),
            (lossless, PictureKind::Webp, 256, 2),
            (lossy, PictureKind::Webp, 256, 512),
            (extended, PictureKind::Webp, 256, 512),
        ];
        for (bytes, kind, width, height) in cases {
            assert_eq!(read_head(bytes), Some(PictureHead { kind, width, height }), "{kind:?}");
            for length in 0..bytes.len() {
                // What is cut short is read as far as it goes, and never panics.
                let _head = read_head(&bytes[..length]);
            }
        }
    }

    #[test]
    fn what_is_no_picture_has_no_head() {
        for bytes in [&b""[..], b"<svg xmlns=''>", b"GIF89a\x01\0\x01\0", b"\xFF\xD8\xFF\xD8\0\0", b"RIFF____WAVE"] {
            assert_eq!(read_head(bytes), None, "{bytes:?}");
        }
    }
}
