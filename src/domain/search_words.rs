//! Words as they are looked up: without case, accents and signs.

use std::collections::BTreeSet;

use super::letters::folded;
use super::limit::{SEARCH_WORD_CHARS_MAX, SEARCH_WORDS_MAX};

/// The words of a text that can be looked up, each once. Long ones are cut: their beginning finds them.
pub fn search_words(text: &str) -> BTreeSet<String> {
    let folded = folded(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(SEARCH_WORD_CHARS_MAX).collect()).take(SEARCH_WORDS_MAX).collect()
}

/// Whether every word that is looked for begins a word of the text.
pub fn holds_all(text: &str, wanted: &BTreeSet<String>) -> bool {
    let words = search_words(text);
    wanted.iter().all(|wanted| words.range(wanted.clone()..).next().is_some_and(|word| word.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_beginning_without_case_and_accents() {
        let cases = [
            ("Where is my order #4711?", "ORDER", true),
            ("Where is my order #4711?", "4711 ord", true),
            ("Where is my order #4711?", "rder", false),
            ("Größe der Äpfel", "grosse apfel", true),
            ("Facturé", "facture", true),
            ("max.berger@example.net", "berger", true),
            ("", "a", false),
            ("anything", "", true),
        ];
        for (text, wanted, found) in cases {
            assert_eq!(holds_all(text, &search_words(wanted)), found, "{wanted} in {text}");
        }
    }
}
