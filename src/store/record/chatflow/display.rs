//! The looks of a chatflow as they are stored.

use serde::{Deserialize, Serialize};

use super::Unreadable;
use crate::domain::chatflow::display::{
    Colour, Display, Heading, How, PhoneShowing, Position, ReplyTime, Showing, Triggers, WebAddress,
};
use crate::domain::ids::{AgentId, PictureId, TeamId};

#[derive(Serialize, Deserialize)]
pub struct DisplayRecord {
    desktop: ShowingRecord,
    phone: PhoneRecord,
    colour: u32,
    stands_left: bool,
    heading: HeadingRecord,
    meeting_link: Option<String>,
    reply_time: ReplyTimeRecord,
}

#[derive(Serialize, Deserialize)]
struct ShowingRecord {
    how: HowRecord,
    after_s: Option<u32>,
    scroll_percent: Option<u8>,
    on_exit_intent: bool,
}

#[derive(Serialize, Deserialize)]
enum HowRecord {
    Launcher,
    Greeting,
    Open,
}

#[derive(Serialize, Deserialize)]
enum PhoneRecord {
    AsOnDesktop,
    Own(ShowingRecord),
    Hidden,
}

#[derive(Serialize, Deserialize)]
enum HeadingRecord {
    People(Vec<u128>),
    Team(u128),
    Custom { name: String, picture: Option<u128> },
}

#[derive(Serialize, Deserialize)]
enum ReplyTimeRecord {
    Unsaid,
    Typed { minutes: u32 },
    Measured,
}

impl From<&Display> for DisplayRecord {
    fn from(display: &Display) -> Self {
        let Display { desktop, phone, colour, position, heading, meeting_link, reply_time } = display;
        Self {
            desktop: (*desktop).into(),
            phone: match phone {
                PhoneShowing::AsOnDesktop => PhoneRecord::AsOnDesktop,
                PhoneShowing::Own(showing) => PhoneRecord::Own((*showing).into()),
                PhoneShowing::Hidden => PhoneRecord::Hidden,
            },
            colour: colour.rgb(),
            stands_left: match position {
                Position::Left => true,
                Position::Right => false,
            },
            heading: match heading {
                Heading::People(agents) => HeadingRecord::People(agents.iter().map(|agent| agent.bits()).collect()),
                Heading::Team(team) => HeadingRecord::Team(team.bits()),
                Heading::Custom { name, picture } => {
                    HeadingRecord::Custom { name: name.clone(), picture: picture.map(PictureId::bits) }
                }
            },
            meeting_link: meeting_link.as_ref().map(|link| link.as_str().to_owned()),
            reply_time: match reply_time {
                ReplyTime::Unsaid => ReplyTimeRecord::Unsaid,
                ReplyTime::Typed { minutes } => ReplyTimeRecord::Typed { minutes: *minutes },
                ReplyTime::Measured => ReplyTimeRecord::Measured,
            },
        }
    }
}

impl DisplayRecord {
    pub fn into_domain(self) -> Result<Display, Unreadable> {
        let Self { desktop, phone, colour, stands_left, heading, meeting_link, reply_time } = self;
        Ok(Display {
            desktop: desktop.into(),
            phone: match phone {
                PhoneRecord::AsOnDesktop => PhoneShowing::AsOnDesktop,
                PhoneRecord::Own(showing) => PhoneShowing::Own(showing.into()),
                PhoneRecord::Hidden => PhoneShowing::Hidden,
            },
            colour: Colour::from_rgb(colour),
            position: if stands_left { Position::Left } else { Position::Right },
            heading: match heading {
                HeadingRecord::People(agents) => Heading::People(agents.into_iter().map(AgentId::from_bits).collect()),
                HeadingRecord::Team(team) => Heading::Team(TeamId::from_bits(team)),
                HeadingRecord::Custom { name, picture } => {
                    Heading::Custom { name, picture: picture.map(PictureId::from_bits) }
                }
            },
            meeting_link: meeting_link.as_deref().map(WebAddress::parse).transpose()?,
            reply_time: match reply_time {
                ReplyTimeRecord::Unsaid => ReplyTime::Unsaid,
                ReplyTimeRecord::Typed { minutes } => ReplyTime::Typed { minutes },
                ReplyTimeRecord::Measured => ReplyTime::Measured,
            },
        })
    }
}

impl From<Showing> for ShowingRecord {
    fn from(showing: Showing) -> Self {
        let Showing { how, triggers: Triggers { after_s, scroll_percent, on_exit_intent } } = showing;
        Self {
            how: match how {
                How::Launcher => HowRecord::Launcher,
                How::Greeting => HowRecord::Greeting,
                How::Open => HowRecord::Open,
            },
            after_s,
            scroll_percent,
            on_exit_intent,
        }
    }
}

impl From<ShowingRecord> for Showing {
    fn from(record: ShowingRecord) -> Self {
        let ShowingRecord { how, after_s, scroll_percent, on_exit_intent } = record;
        Self {
            how: match how {
                HowRecord::Launcher => How::Launcher,
                HowRecord::Greeting => How::Greeting,
                HowRecord::Open => How::Open,
            },
            triggers: Triggers { after_s, scroll_percent, on_exit_intent },
        }
    }
}
