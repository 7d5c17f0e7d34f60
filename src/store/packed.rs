//! Rows made smaller: words pack well, and what is not stored is neither synced nor read.
//!
//! LZ4 in its block form with the length before it. It is chosen for speed: packing a mail of 4 KiB takes some
//! microseconds, less than the sync that it makes shorter.

/// Below it there is nothing to be won, in bytes.
const PACKED_BYTES_MIN: usize = 256;
/// What one row may unpack to, in bytes: far more than any row holds, so that a damaged length cannot take all memory.
const UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The packed form, if it is smaller.
pub(super) fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() < PACKED_BYTES_MIN {
        return None;
    }
    let packed = lz4_flex::block::compress_prepend_size(bytes);
    (packed.len() < bytes.len()).then_some(packed)
}

/// What was packed, or why it cannot be unpacked.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    let (length, block) = lz4_flex::block::uncompressed_size(packed).map_err(|error| error.to_string())?;
    if UNPACKED_BYTES_MAX < length {
        return Err(format!("it says that it unpacks to {length} bytes"));
    }
    lz4_flex::block::decompress(block, length).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        let words = "The quick brown fox jumps over the lazy dog. ".repeat(50).into_bytes();
        let packed = pack(&words).expect("words pack");
        assert!(packed.len() * 2 < words.len());
        assert_eq!(unpack(&packed).as_ref(), Ok(&words));
    }

    #[test]
    fn what_does_not_get_smaller_stays_as_it_is() {
        assert_eq!(pack(b"short"), None);
        let noise: Vec<u8> = (0..64_u8).flat_map(|seed| super::super::blobs::digest_of(&[seed])).collect();
        assert_eq!(pack(&noise), None);
    }

    #[test]
    fn a_damaged_row_is_told_and_takes_no_memory() {
        for damaged in [&b""[..], &[1, 2], &[0xff; 8], &[10, 0, 0, 0, 0xff, 0xff]] {
            assert!(unpack(damaged).is_err(), "{damaged:?}");
        }
    }
}
