//! Bots in conversations as they are stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bot::{BotScriptRecord, PropertyRecord};
use super::{Record, Unreadable};
use crate::domain::bot::StepId;
use crate::domain::bot::session::{Call, Outcome, RunningBot, Session, Stage, Standing};
use crate::domain::ids::{ChatflowId, ConversationId};
use crate::domain::moment::Moment;

#[derive(Serialize, Deserialize)]
pub struct RunningBotRecord {
    conversation: u128,
    chatflow: u128,
    script: BotScriptRecord,
    standing: StandingRecord,
    answers: BTreeMap<u32, String>,
    newest_words: String,
    learned: Vec<(PropertyRecord, String)>,
    answers_taken: u32,
    page: String,
    time_zone: String,
    timeout_min: u32,
    due: Option<u64>,
    turn: u32,
    #[serde(default)]
    call: Option<CallRecord>,
}

#[derive(Serialize, Deserialize)]
struct CallRecord {
    due: u64,
    attempts: u8,
}

#[derive(Serialize, Deserialize)]
enum StandingRecord {
    WaitingForAnswer { step: u32, tries: u8 },
    WaitingForQuery { step: u32, tries: u8 },
    WaitingForVerdict { step: u32, tries: u8 },
    Calling { step: u32 },
    Completed,
    HandedOver,
    TimedOut,
    TakenOver,
    Lost,
}

impl Record for RunningBotRecord {
    type Domain = RunningBot;
    const TABLE: &'static str = "running_bots";

    fn from_domain(bot: &RunningBot) -> Self {
        let RunningBot { conversation, chatflow, script, session, page, time_zone, timeout_min, due, turn, call } = bot;
        let Session { standing, answers, newest_words, learned, answers_taken } = session;
        Self {
            conversation: conversation.bits(),
            chatflow: chatflow.bits(),
            script: script.into(),
            standing: (*standing).into(),
            answers: answers.iter().map(|(StepId(step), answer)| (*step, answer.clone())).collect(),
            newest_words: newest_words.clone(),
            learned: learned.iter().map(|(property, value)| (property.into(), value.clone())).collect(),
            answers_taken: *answers_taken,
            page: page.clone(),
            time_zone: time_zone.clone(),
            timeout_min: *timeout_min,
            due: due.map(Moment::millis),
            turn: *turn,
            call: call.map(|Call { due, attempts }| CallRecord { due: due.millis(), attempts }),
        }
    }

    fn into_domain(self) -> Result<RunningBot, Unreadable> {
        let learned = self.learned.into_iter().map(|(property, value)| Ok((property.into_domain()?, value)));
        Ok(RunningBot {
            conversation: ConversationId::from_bits(self.conversation),
            chatflow: ChatflowId::from_bits(self.chatflow),
            script: self.script.into_domain()?,
            session: Session {
                standing: self.standing.into(),
                answers: self.answers.into_iter().map(|(step, answer)| (StepId(step), answer)).collect(),
                newest_words: self.newest_words,
                learned: learned.collect::<Result<_, Unreadable>>()?,
                answers_taken: self.answers_taken,
            },
            page: self.page,
            time_zone: self.time_zone,
            timeout_min: self.timeout_min,
            due: self.due.map(Moment::from_millis),
            turn: self.turn,
            call: self.call.map(|CallRecord { due, attempts }| Call { due: Moment::from_millis(due), attempts }),
        })
    }
}

impl From<Standing> for StandingRecord {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Waiting { step: StepId(step), stage: Stage::Answer, tries } => {
                Self::WaitingForAnswer { step, tries }
            }
            Standing::Waiting { step: StepId(step), stage: Stage::Query, tries } => {
                Self::WaitingForQuery { step, tries }
            }
            Standing::Waiting { step: StepId(step), stage: Stage::Helped, tries } => {
                Self::WaitingForVerdict { step, tries }
            }
            Standing::Calling { step: StepId(step) } => Self::Calling { step },
            Standing::Finished(Outcome::Completed) => Self::Completed,
            Standing::Finished(Outcome::HandedOver) => Self::HandedOver,
            Standing::Finished(Outcome::TimedOut) => Self::TimedOut,
            Standing::Finished(Outcome::TakenOver) => Self::TakenOver,
            Standing::Finished(Outcome::Lost) => Self::Lost,
        }
    }
}

impl From<StandingRecord> for Standing {
    fn from(record: StandingRecord) -> Self {
        let waiting = |step, stage, tries| Self::Waiting { step: StepId(step), stage, tries };
        match record {
            StandingRecord::WaitingForAnswer { step, tries } => waiting(step, Stage::Answer, tries),
            StandingRecord::WaitingForQuery { step, tries } => waiting(step, Stage::Query, tries),
            StandingRecord::WaitingForVerdict { step, tries } => waiting(step, Stage::Helped, tries),
            StandingRecord::Calling { step } => Self::Calling { step: StepId(step) },
            StandingRecord::Completed => Self::Finished(Outcome::Completed),
            StandingRecord::HandedOver => Self::Finished(Outcome::HandedOver),
            StandingRecord::TimedOut => Self::Finished(Outcome::TimedOut),
            StandingRecord::TakenOver => Self::Finished(Outcome::TakenOver),
            StandingRecord::Lost => Self::Finished(Outcome::Lost),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agent::Locale;
    use crate::domain::bot::templates::Template;
    use crate::domain::property::Property;

    #[test]
    fn a_running_bot_reads_back_as_it_was_written() {
        for (number, template) in (1..).zip(Template::ALL) {
            let session = Session {
                standing: Standing::Waiting { step: StepId(2), stage: Stage::Helped, tries: 1 },
                answers: BTreeMap::from([(StepId(2), "blue".into())]),
                newest_words: "blue".into(),
                learned: BTreeMap::from([(Property::of_conversation("colour"), "blue".into())]),
                answers_taken: 1,
            };
            let bot = RunningBot {
                conversation: ConversationId::from_bits(number),
                chatflow: ChatflowId::from_bits(7),
                script: template.script(Locale::German),
                session,
                page: "https://example.org".into(),
                time_zone: "Europe/Berlin".into(),
                timeout_min: 30,
                due: Some(Moment::from_millis(5)),
                turn: 3,
                call: Some(Call { due: Moment::from_millis(6), attempts: 1 }),
            };
            let read = RunningBotRecord::decode(&RunningBotRecord::encode(&bot)).expect("our own record");
            assert_eq!(read, bot);
        }
    }
}
