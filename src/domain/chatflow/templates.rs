//! What a new chatflow begins with.

use std::time::Duration;

use super::availability::{OpenWhen, Opening, Staffing, WhenAway};
use super::display::{Colour, Display, Heading, How, PhoneShowing, Position, ReplyTime, Showing, Triggers};
use super::options::{EmailCapture, Options};
use super::texts::Texts;
use super::{Chatflow, FlowKind, Publication};
use crate::domain::agent::Locale;
use crate::domain::bot::templates::Template as BotTemplate;
use crate::domain::ids::{ChannelId, ChatflowId, InboxId};
use crate::domain::moment::Moment;
use crate::domain::targeting::Targeting;
use crate::domain::targeting::url_rule::{Effect, UrlCondition, UrlRule};

/// What a new chatflow is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// A launcher on all pages, for whoever works in the inbox.
    LiveChat,
    /// Greets those who stay.
    Greeting,
    /// Takes questions at any time, and asks for an address.
    LeaveMessage,
    /// Only while somebody is there.
    OnlyWhenOpen,
    /// A bot has the first word; what it says is built afterwards.
    Bot,
}

/// A blue that white can be read on.
pub const USUAL_COLOUR: Colour = Colour::from_rgb(0x004b_4acf);
/// How long somebody is left in peace before they are greeted.
const GREETED_AFTER: Duration = Duration::from_secs(15);

/// What is known of a chatflow that is made.
#[derive(Debug, Clone)]
pub struct Made {
    pub id: ChatflowId,
    pub name: String,
    pub inbox: InboxId,
    pub channel: Option<ChannelId>,
    /// The name at the top of the panel.
    pub heading: String,
    /// The language of its first texts.
    pub locale: Locale,
    pub now: Moment,
}

/// A new chatflow: a draft. Apart from a bot, which has nothing to say yet, it could be published as it is.
pub fn new_flow(template: Template, made: Made) -> Chatflow {
    let Made { id, name, inbox, channel, heading, locale, now } = made;
    let showing = |how, after_s| Showing { how, triggers: Triggers { after_s, ..Triggers::default() } };
    let launcher = showing(How::Launcher, None);
    let stays = WhenAway::TakeMessages { asks_email: true, says_return: true };
    let by_inbox = OpenWhen::People(Staffing::Inbox);
    let usual = Options::usual();
    let greeted_after_s = u32::try_from(GREETED_AFTER.as_secs()).ok();
    let (desktop, phone, availability, options) = match template {
        Template::LiveChat => (launcher, PhoneShowing::AsOnDesktop, Opening { when: by_inbox, away: stays }, usual),
        Template::Greeting => (
            showing(How::Greeting, greeted_after_s),
            PhoneShowing::Own(launcher),
            Opening { when: by_inbox, away: stays },
            usual,
        ),
        Template::LeaveMessage => (
            launcher,
            PhoneShowing::AsOnDesktop,
            Opening { when: OpenWhen::Always, away: stays },
            Options { email_capture: EmailCapture::Required, ..usual },
        ),
        Template::OnlyWhenOpen => {
            (launcher, PhoneShowing::AsOnDesktop, Opening { when: by_inbox, away: WhenAway::Hide }, usual)
        }
        // A bot is never away; whether somebody of the team is there, its script asks.
        Template::Bot => (launcher, PhoneShowing::AsOnDesktop, Opening { when: OpenWhen::Always, away: stays }, usual),
    };
    let kind = match template {
        Template::LiveChat | Template::Greeting | Template::LeaveMessage | Template::OnlyWhenOpen => FlowKind::LiveChat,
        Template::Bot => FlowKind::Bot(BotTemplate::Blank.script(locale)),
    };
    Chatflow {
        id,
        name,
        inbox,
        channel,
        kind,
        targeting: Targeting {
            url_rules: vec![UrlRule { effect: Effect::Show, condition: UrlCondition::AllPages }],
            visitor_rules: Vec::new(),
        },
        display: Display {
            desktop,
            phone,
            colour: USUAL_COLOUR,
            position: Position::Right,
            heading: Heading::Custom { name: heading, picture: None },
            meeting_link: None,
            reply_time: ReplyTime::Unsaid,
        },
        availability,
        options,
        texts: Texts::built_in(locale),
        publication: Publication::Draft,
        revision: 1,
        created_at: now,
        changed_at: now,
        removed_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::{Problem, problems};
    use super::*;

    #[test]
    fn what_a_template_makes_could_be_published_at_once() {
        let templates = [Template::LiveChat, Template::Greeting, Template::LeaveMessage, Template::OnlyWhenOpen];
        for template in templates {
            let flow = new_flow(template, made());
            assert_eq!(problems(&flow), [], "{template:?}");
            assert_eq!(flow.publication, Publication::Draft);
            assert!(4.5 <= flow.display.colour.contrast(flow.display.colour.ink()));
            assert_eq!(flow.texts.for_visitor("fr").language.as_str(), "nl");
            assert!(flow.options.checked().is_ok(), "{template:?}");
        }
    }

    #[test]
    fn a_bot_with_nothing_to_say_cannot_be_published() {
        let mut flow = new_flow(Template::Bot, made());
        assert_eq!(problems(&flow), [Problem::BotUnfinished { count: 1 }]);
        flow.kind = FlowKind::Bot(BotTemplate::Qualify.script(Locale::Dutch));
        assert_eq!(problems(&flow), []);
    }

    fn made() -> Made {
        Made {
            id: ChatflowId::from_bits(1),
            name: "Sales".into(),
            inbox: InboxId::from_bits(1),
            channel: None,
            heading: "Example Ltd".into(),
            locale: Locale::Dutch,
            now: Moment::from_millis(0),
        }
    }
}
