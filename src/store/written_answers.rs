//! Written answers, with the words by which they are found.

use std::collections::BTreeMap;

use super::error::StoreError;
use super::record::{Record, WrittenAnswerRecord};
use super::schema::{ANSWER_WORDS, WRITTEN_ANSWERS};
use super::transaction::{Go, Reading, Writing};
use crate::domain::agent::Locale;
use crate::domain::bot::session::Hit;
use crate::domain::ids::{InboxId, WrittenAnswerId};
use crate::domain::limit::ANSWER_ROWS_PER_WORD_MAX;
use crate::domain::written_answer::{Candidate, WrittenAnswer, ranked, words_of, words_of_query};

impl Reading<'_> {
    pub fn written_answer(&self, id: WrittenAnswerId) -> Result<Option<WrittenAnswer>, StoreError> {
        self.record::<_, WrittenAnswerRecord>(WRITTEN_ANSWERS, id.bits())
    }

    /// Every written answer, in the order in which they were made.
    pub fn written_answers(&self) -> Result<Vec<WrittenAnswer>, StoreError> {
        let mut answers = Vec::new();
        self.scan(WRITTEN_ANSWERS, 0.., |_, record| {
            answers.push(WrittenAnswerRecord::decode(record));
            Go::On
        })?;
        answers.into_iter().collect()
    }

    /// The answers of an inbox that fit a question best, in one language.
    pub fn find_written_answers(
        &self,
        inbox: InboxId,
        locale: Locale,
        query: &str,
        count_max: usize,
    ) -> Result<Vec<Hit>, StoreError> {
        let words = words_of_query(query, locale);
        let mut found: BTreeMap<u128, Vec<u32>> = BTreeMap::new();
        for (place, word) in words.iter().enumerate() {
            let mut rows = 0;
            let range = (locale.tag(), word.as_str(), 0)..;
            self.scan(ANSWER_WORDS, range, |(tag, there, answer), weight| {
                // The word may go on: whoever writes "deliver" means "delivery" as well.
                if tag != locale.tag() || !there.starts_with(word.as_str()) {
                    return Go::Stop;
                }
                let weights = found.entry(answer).or_insert_with(|| vec![0; words.len()]);
                weights[place] = weights[place].max(weight);
                rows += 1;
                if rows < ANSWER_ROWS_PER_WORD_MAX { Go::On } else { Go::Stop }
            })?;
        }
        let candidates: Vec<_> = found.into_iter().map(|(id, weights)| Candidate { id, weights }).collect();
        let mut hits = Vec::new();
        for id in ranked(&candidates) {
            let answer = self.written_answer(WrittenAnswerId::from_bits(id))?.filter(|answer| answer.is_for(inbox));
            if let Some(version) = answer.as_ref().and_then(|answer| answer.version(locale)) {
                hits.push(Hit { title: version.title.clone(), text: version.text.clone() });
            }
            if count_max <= hits.len() {
                break;
            }
        }
        Ok(hits)
    }
}

impl Writing<'_> {
    /// Writes an answer, and the words by which it is found.
    pub fn save_written_answer(&self, answer: &WrittenAnswer) -> Result<(), StoreError> {
        self.remove_words(answer.id)?;
        for version in &answer.versions {
            for (word, weight) in words_of(version) {
                self.put(ANSWER_WORDS, (version.locale.tag(), word.as_str(), answer.id.bits()), weight)?;
            }
        }
        self.put_record::<_, WrittenAnswerRecord>(WRITTEN_ANSWERS, answer.id.bits(), answer)
    }

    pub fn remove_written_answer(&self, id: WrittenAnswerId) -> Result<(), StoreError> {
        self.remove_words(id)?;
        self.remove(WRITTEN_ANSWERS, id.bits()).map(drop)
    }

    fn remove_words(&self, id: WrittenAnswerId) -> Result<(), StoreError> {
        let Some(before) = self.written_answer(id)? else { return Ok(()) };
        for version in &before.versions {
            for word in words_of(version).keys() {
                self.remove(ANSWER_WORDS, (version.locale.tag(), word.as_str(), id.bits()))?;
            }
        }
        Ok(())
    }
}
