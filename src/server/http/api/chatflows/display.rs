//! The wire shapes of how a chatflow looks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::super::error::HttpError;
use super::super::pictures::picture_url;
use super::super::to_field_id;
use crate::domain::chatflow::display::{
    Colour, Display, Heading, How, PhoneShowing, Position, ReplyTime, Showing, Triggers, WebAddress,
};
use crate::domain::email_address::clean_display_name;

/// How a chatflow looks and when it makes itself noticed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisplayView {
    /// On computers and tablets.
    pub desktop: ShowingView,
    pub phone: PhoneView,
    /// `#rrggbb`
    pub colour: String,
    pub position: PositionView,
    pub heading: HeadingView,
    /// `https://…`; nothing for none.
    pub meeting_link: Option<String>,
    pub reply_time: ReplyTimeView,
}

/// What comes up, and what makes it come up: each of these by itself; without any it comes up at once.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowingView {
    pub how: HowView,
    /// Seconds on the page.
    pub after_s: Option<u32>,
    /// How far down the page was read, 1 to 100.
    pub scroll_percent: Option<u8>,
    /// The pointer leaves the page at its top.
    pub on_exit_intent: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HowView {
    Launcher,
    Greeting,
    Open,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PhoneView {
    AsOnDesktop,
    Own { showing: ShowingView },
    Hidden,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PositionView {
    Left,
    Right,
}

/// Who stands at the top of the panel.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum HeadingView {
    People {
        agent_ids: Vec<String>,
    },
    Team {
        team_id: String,
    },
    Custom {
        name: String,
        picture_id: Option<String>,
        /// Where the picture is; not read.
        #[serde(default)]
        picture_url: Option<String>,
    },
}

/// What is said about how soon an answer comes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReplyTimeView {
    Unsaid,
    Typed { minutes: u32 },
    Measured,
}

/// Reads the looks of a request.
pub fn to_display(view: DisplayView) -> Result<Display, HttpError> {
    let DisplayView { desktop, phone, colour, position, heading, meeting_link, reply_time } = view;
    let link = |text: &String| {
        WebAddress::parse(text).map_err(|refused| HttpError::invalid("meeting_link", format!("{refused}.")))
    };
    Ok(Display {
        desktop: desktop.into(),
        phone: match phone {
            PhoneView::AsOnDesktop => PhoneShowing::AsOnDesktop,
            PhoneView::Own { showing } => PhoneShowing::Own(showing.into()),
            PhoneView::Hidden => PhoneShowing::Hidden,
        },
        colour: Colour::parse(&colour).map_err(|refused| HttpError::invalid("colour", format!("{refused}.")))?,
        position: match position {
            PositionView::Left => Position::Left,
            PositionView::Right => Position::Right,
        },
        heading: match heading {
            HeadingView::People { agent_ids } => {
                let agents: Result<_, HttpError> = agent_ids.iter().map(|id| to_field_id("people", id)).collect();
                Heading::People(agents?)
            }
            HeadingView::Team { team_id } => Heading::Team(to_field_id("people", &team_id)?),
            HeadingView::Custom { name, picture_id, picture_url: _ } => Heading::Custom {
                name: clean_display_name(&name),
                picture: picture_id.as_deref().map(|id| to_field_id("picture", id)).transpose()?,
            },
        },
        meeting_link: meeting_link.filter(|text| !text.trim().is_empty()).as_ref().map(link).transpose()?,
        reply_time: match reply_time {
            ReplyTimeView::Unsaid => ReplyTime::Unsaid,
            ReplyTimeView::Typed { minutes } => ReplyTime::Typed { minutes },
            ReplyTimeView::Measured => ReplyTime::Measured,
        },
    })
}

impl From<ShowingView> for Showing {
    fn from(view: ShowingView) -> Self {
        let ShowingView { how, after_s, scroll_percent, on_exit_intent } = view;
        Self {
            how: match how {
                HowView::Launcher => How::Launcher,
                HowView::Greeting => How::Greeting,
                HowView::Open => How::Open,
            },
            triggers: Triggers { after_s, scroll_percent, on_exit_intent },
        }
    }
}

impl From<Showing> for ShowingView {
    fn from(showing: Showing) -> Self {
        let Showing { how, triggers: Triggers { after_s, scroll_percent, on_exit_intent } } = showing;
        Self {
            how: match how {
                How::Launcher => HowView::Launcher,
                How::Greeting => HowView::Greeting,
                How::Open => HowView::Open,
            },
            after_s,
            scroll_percent,
            on_exit_intent,
        }
    }
}

impl From<Position> for PositionView {
    fn from(position: Position) -> Self {
        match position {
            Position::Left => Self::Left,
            Position::Right => Self::Right,
        }
    }
}

impl From<Display> for DisplayView {
    fn from(display: Display) -> Self {
        let Display { desktop, phone, colour, position, heading, meeting_link, reply_time } = display;
        Self {
            desktop: desktop.into(),
            phone: match phone {
                PhoneShowing::AsOnDesktop => PhoneView::AsOnDesktop,
                PhoneShowing::Own(showing) => PhoneView::Own { showing: showing.into() },
                PhoneShowing::Hidden => PhoneView::Hidden,
            },
            colour: colour.to_string(),
            position: position.into(),
            heading: match heading {
                Heading::People(agents) => {
                    HeadingView::People { agent_ids: agents.iter().map(ToString::to_string).collect() }
                }
                Heading::Team(team) => HeadingView::Team { team_id: team.to_string() },
                Heading::Custom { name, picture } => HeadingView::Custom {
                    name,
                    picture_id: picture.map(|id| id.to_string()),
                    picture_url: picture.map(picture_url),
                },
            },
            meeting_link: meeting_link.map(|link| link.as_str().to_owned()),
            reply_time: match reply_time {
                ReplyTime::Unsaid => ReplyTimeView::Unsaid,
                ReplyTime::Typed { minutes } => ReplyTimeView::Typed { minutes },
                ReplyTime::Measured => ReplyTimeView::Measured,
            },
        }
    }
}
