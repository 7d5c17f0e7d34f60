//! Answers that the team has written once and bots give again, and how they are found.

use std::collections::{BTreeMap, BTreeSet};

use super::agent::Locale;
use super::ids::{InboxId, WrittenAnswerId};
use super::letters::folded;
use super::limit::{ANSWER_QUERY_WORDS_MAX, ANSWER_WORDS_MAX};
use super::moment::Moment;

/// A question that comes again, with the team's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenAnswer {
    pub id: WrittenAnswerId,
    /// Where it may be given; everywhere if there are none.
    pub inboxes: BTreeSet<InboxId>,
    /// At most one in each language.
    pub versions: Vec<AnswerVersion>,
    pub created_at: Moment,
    pub changed_at: Moment,
}

/// A written answer in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerVersion {
    pub locale: Locale,
    pub title: String,
    /// Plain text; line ends are kept.
    pub text: String,
}

impl WrittenAnswer {
    /// Whether it may be given in an inbox.
    pub fn is_for(&self, inbox: InboxId) -> bool {
        self.inboxes.is_empty() || self.inboxes.contains(&inbox)
    }

    pub fn version(&self, locale: Locale) -> Option<&AnswerVersion> {
        self.versions.iter().find(|version| version.locale == locale)
    }
}

/// How much a word of the title counts against one of the text.
const TITLE_WEIGHT: u32 = 4;
/// A word that is said again and again counts no more than so often.
const TEXT_WEIGHT_MAX: u32 = 3;

/// The words by which a version is found, with how much each counts.
pub fn words_of(version: &AnswerVersion) -> BTreeMap<String, u32> {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for word in stems(&version.text, version.locale).into_iter().take(ANSWER_WORDS_MAX) {
        let weight = words.entry(word).or_default();
        *weight = (*weight + 1).min(TEXT_WEIGHT_MAX);
    }
    for word in stems(&version.title, version.locale) {
        *words.entry(word).or_default() += TITLE_WEIGHT;
    }
    words
}

/// The words of a question that are looked up.
pub fn words_of_query(query: &str, locale: Locale) -> BTreeSet<String> {
    stems(query, locale).into_iter().take(ANSWER_QUERY_WORDS_MAX).collect()
}

/// An answer that holds some words of a query, with what each of them counts there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate<Id> {
    pub id: Id,
    /// By the words of the query, in their order; 0 where it does not stand.
    pub weights: Vec<u32>,
}

/// The candidates from the best to the worst; what holds too little of the query is none. A word counts the
/// more, the fewer candidates hold it.
pub fn ranked<Id: Copy + Ord>(candidates: &[Candidate<Id>]) -> Vec<Id> {
    let word_count = candidates.first().map_or(0, |candidate| candidate.weights.len());
    let holders =
        |word: usize| u32::try_from(candidates.iter().filter(|one| 0 < one.weights[word]).count()).unwrap_or(u32::MAX);
    let holders: Vec<u32> = (0..word_count).map(holders).collect();
    let total = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
    let mut scored: Vec<(u64, Id)> = Vec::new();
    for candidate in candidates {
        let held = candidate.weights.iter().filter(|weight| 0 < **weight).count();
        // One word of five is chance.
        if held * 3 < word_count.max(1) {
            continue;
        }
        let score = |(weight, holders): (&u32, &u32)| {
            let rarity = 1 + u64::from((total / (*holders).max(1)).checked_ilog2().unwrap_or(0));
            u64::from(*weight) * rarity
        };
        scored.push((candidate.weights.iter().zip(&holders).map(score).sum(), candidate.id));
    }
    scored.sort_by(|(one, one_id), (other, other_id)| other.cmp(one).then(one_id.cmp(other_id)));
    scored.into_iter().map(|(_, id)| id).collect()
}

fn stems(text: &str, locale: Locale) -> Vec<String> {
    let folded = folded(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| 1 < word.len() && word.len() <= 40 && !stop_words(locale).contains(word));
    words.map(stem).collect()
}

/// A word without what its plural or its case puts at the end.
fn stem(word: &str) -> String {
    if word.len() < 5 {
        return word.to_owned();
    }
    let word = word.strip_suffix('s').unwrap_or(word);
    let word = word.strip_suffix("en").or_else(|| word.strip_suffix("er")).unwrap_or(word);
    let word = word.strip_suffix('e').unwrap_or(word);
    match word.strip_suffix('y') {
        Some(word) => format!("{word}i"),
        None => word.to_owned(),
    }
}

/// Words that stand in every question.
const fn stop_words(locale: Locale) -> &'static [&'static str] {
    match locale {
        Locale::English => &[
            "the", "an", "and", "or", "of", "to", "in", "on", "at", "is", "are", "am", "be", "do", "does", "did",
            "can", "could", "will", "would", "how", "what", "when", "where", "why", "who", "which", "it", "its", "my",
            "your", "our", "you", "we", "me", "us", "they", "this", "that", "there", "for", "with", "from", "about",
            "have", "has", "had", "not", "if", "so", "please", "hello", "hi", "thanks", "want", "need",
        ],
        Locale::Dutch => &[
            "de", "het", "een", "en", "of", "van", "te", "in", "op", "is", "zijn", "ben", "was", "kan", "kun",
            "kunnen", "wil", "zou", "hoe", "wat", "wanneer", "waar", "waarom", "wie", "welke", "er", "ik", "je", "jij",
            "jullie", "we", "wij", "mijn", "jouw", "ons", "onze", "dit", "dat", "deze", "die", "voor", "met", "bij",
            "naar", "heb", "heeft", "hebben", "niet", "als", "dan", "graag", "hallo", "dag", "bedankt",
        ],
        Locale::German => &[
            "der", "die", "das", "den", "dem", "ein", "eine", "einen", "und", "oder", "von", "zu", "in", "im", "an",
            "am", "auf", "ist", "sind", "bin", "war", "kann", "konnen", "will", "wie", "was", "wann", "wo", "warum",
            "wer", "welche", "es", "ich", "du", "sie", "wir", "ihr", "mein", "meine", "dein", "unser", "dies", "diese",
            "fur", "mit", "bei", "nach", "habe", "hat", "haben", "nicht", "wenn", "dann", "bitte", "hallo", "danke",
            "mochte",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(title: &str, text: &str) -> AnswerVersion {
        AnswerVersion { locale: Locale::English, title: title.into(), text: text.into() }
    }

    #[test]
    fn a_word_is_found_in_its_other_forms() {
        let cases = [
            (Locale::English, "deliveries", "delivery"),
            (Locale::English, "Prices?", "price"),
            (Locale::Dutch, "retouren", "retour"),
            (Locale::Dutch, "pakketten", "pakkett"),
            (Locale::German, "Rechnungen", "Rechnung"),
            (Locale::German, "Größe", "grosse"),
        ];
        for (locale, one, other) in cases {
            assert_eq!(words_of_query(one, locale), words_of_query(other, locale), "{one}");
        }
    }

    #[test]
    fn words_of_every_question_are_not_looked_up() {
        assert_eq!(words_of_query("How can I get it?", Locale::English), BTreeSet::from(["get".to_owned()]));
        assert_eq!(words_of_query("hoe kan ik dit?", Locale::Dutch), BTreeSet::new());
    }

    #[test]
    fn the_title_counts_more_than_the_text() {
        let words = words_of(&version("Delivery", "We deliver. Parcel parcel parcel parcel parcel."));
        assert_eq!(words["deliveri"], TITLE_WEIGHT);
        assert_eq!(words["parcel"], TEXT_WEIGHT_MAX);
    }

    #[test]
    fn the_best_comes_first_and_chance_does_not_come() {
        let candidate = |id: u32, weights: &[u32]| Candidate { id, weights: weights.to_vec() };
        let candidates = [
            candidate(1, &[1, 0, 0, 0]),
            candidate(2, &[1, 4, 0, 0]),
            candidate(3, &[4, 1, 1, 0]),
            candidate(4, &[1, 1, 0, 0]),
        ];
        // The word that only the third holds says more than one that all hold.
        assert_eq!(ranked(&candidates), [3, 2, 4]);
        assert!(ranked::<u32>(&[]).is_empty());
    }
}
