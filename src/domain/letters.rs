//! Letters as they are compared when somebody searches: without case, marks and other ways of writing the same.

use unicode_normalization::UnicodeNormalization;

/// The text in small letters without marks: "Zoë" and "zoe" are the same to whoever searches.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().flat_map(char::to_lowercase) {
        match letter {
            '\u{0300}'..='\u{036f}' => {}
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            letter => folded.push(letter),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_count() {
        for (text, expected) in
            [("Zoë", "zoe"), ("GROẞE", "grosse"), ("Bjørn", "bjorn"), ("ﬁne", "fine"), ("Łukasz", "lukasz")]
        {
            assert_eq!(folded(text), expected, "{text}");
        }
    }
}
