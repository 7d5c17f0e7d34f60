//! Files as one archive (PKWARE's APPNOTE 6.3.3), stored as they are: mails bring what is compressed already.

use std::collections::BTreeSet;

/// Bit 11 of the general purpose flags: names are UTF-8 (APPNOTE, 4.4.4).
const NAMES_ARE_UTF8: u16 = 1 << 11;
/// 2.0, APPNOTE 4.4.3.2.
const VERSION_NEEDED: u16 = 20;

/// An archive that is written file by file, so that only one of them is in memory.
#[derive(Default)]
pub struct Archive {
    names: BTreeSet<String>,
    /// The end of the archive, so far.
    directory: Vec<u8>,
    files: u16,
    /// Bytes before the next file.
    offset: u32,
}

impl Archive {
    /// The bytes of one file with what stands before them. The archive must stay below 4 GiB and 65,535 files.
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Vec<u8> {
        let name = self.unique_name(name);
        let crc = crc32(bytes);
        let size = u32::try_from(bytes.len()).expect("a file of a message is smaller than 4 GiB");
        let name_size = u16::try_from(name.len()).expect("file names are short");
        let mut shared = Vec::with_capacity(26);
        // Version, flags, method "stored", time and date of nothing, checksum, size twice, name, no extra field.
        for number in [VERSION_NEEDED, NAMES_ARE_UTF8, 0, 0, 0x21] {
            shared.extend(number.to_le_bytes());
        }
        for number in [crc, size, size] {
            shared.extend(number.to_le_bytes());
        }
        shared.extend(name_size.to_le_bytes());
        shared.extend([0, 0]);

        self.directory.extend(0x0201_4b50_u32.to_le_bytes());
        self.directory.extend(VERSION_NEEDED.to_le_bytes());
        self.directory.extend(&shared);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(self.offset.to_le_bytes());
        self.directory.extend(name.as_bytes());

        let mut file = Vec::with_capacity(30 + name.len() + bytes.len());
        file.extend(0x0403_4b50_u32.to_le_bytes());
        file.extend(&shared);
        file.extend(name.as_bytes());
        file.extend(bytes);
        self.files += 1;
        self.offset += u32::try_from(file.len()).expect("the archive is smaller than 4 GiB");
        file
    }

    /// The directory, after the last file.
    pub fn end(self) -> Vec<u8> {
        let size = u32::try_from(self.directory.len()).expect("a directory of few files");
        let mut end = self.directory;
        end.extend(0x0605_4b50_u32.to_le_bytes());
        end.extend([0; 4]);
        for _ in 0..2 {
            end.extend(self.files.to_le_bytes());
        }
        end.extend(size.to_le_bytes());
        end.extend(self.offset.to_le_bytes());
        end.extend([0; 2]);
        end
    }

    /// Two files of one name must not overwrite each other, and none leads out of the folder.
    fn unique_name(&mut self, name: &str) -> String {
        let name = name.replace(['/', '\\', '\0', ':'], "_");
        let name = if name.trim_matches('.').is_empty() { "file".to_owned() } else { name };
        let (stem, ending) = match name.rfind('.') {
            Some(dot) if 0 < dot => name.split_at(dot),
            Some(_) | None => (name.as_str(), ""),
        };
        let mut unique = name.clone();
        let mut number = 2;
        while !self.names.insert(unique.to_lowercase()) {
            unique = format!("{stem} ({number}){ending}");
            number += 1;
        }
        unique
    }
}

/// The checksum of ISO 3309, bit by bit over a table of its own.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut index = 0;
        while index < 256 {
            let mut value = index as u32;
            let mut bit = 0;
            while bit < 8 {
                value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[index] = value;
            index += 1;
        }
        table
    };
    let step = |crc: u32, byte: &u8| TABLE[usize::from(crc.to_le_bytes()[0] ^ byte)] ^ (crc >> 8);
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn names_neither_collide_nor_lead_out() {
        let mut archive = Archive::default();
        let cases = [
            ("plan.pdf", "plan.pdf"),
            ("Plan.pdf", "Plan (2).pdf"),
            ("plan.pdf", "plan (3).pdf"),
            ("../etc/passwd", ".._etc_passwd"),
            ("..", "file"),
            (".profile", ".profile"),
            (".profile", ".profile (2)"),
        ];
        for (name, expected) in cases {
            assert_eq!(archive.unique_name(name), expected, "{name}");
        }
    }

    #[test]
    fn the_directory_leads_to_every_file() {
        let mut archive = Archive::default();
        let first = archive.file("a.txt", b"one");
        let second = archive.file("b.txt", b"three");
        let end = archive.end();
        let tail = &end[end.len() - 22..];
        assert_eq!(tail[..4], 0x0605_4b50_u32.to_le_bytes());
        assert_eq!(tail[10..12], 2_u16.to_le_bytes());
        let offset = u32::try_from(first.len() + second.len()).expect("small");
        assert_eq!(tail[16..20], offset.to_le_bytes());
        let starts = u32::try_from(first.len()).expect("small");
        // The second entry of the directory says where its file begins.
        let entry = 46 + "a.txt".len();
        assert_eq!(end[entry + 42..entry + 46], starts.to_le_bytes());
    }
}
