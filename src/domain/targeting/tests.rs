//! Which of several chatflows is shown, and why the others are not.

use super::url_rule::UrlCondition;
use super::visitor_rule::{Sense, VisitorCondition};
use super::*;
use crate::domain::agent::Locale;
use crate::domain::chatflow::availability::{OpenWhen, Opening, Staffing};
use crate::domain::chatflow::display::{
    Colour, Display, Heading, How, PhoneShowing, Position, ReplyTime, Showing, Triggers,
};
use crate::domain::chatflow::options::Options;
use crate::domain::chatflow::texts::Texts;
use crate::domain::chatflow::{FlowKind, Publication};
use crate::domain::ids::InboxId;
use crate::domain::visitor::{Device, PageFacts};

fn flow(id: u128) -> Chatflow {
    let now = Moment::from_millis(0);
    Chatflow {
        id: ChatflowId::from_bits(id),
        name: format!("Flow {id}"),
        inbox: InboxId::from_bits(1),
        channel: None,
        kind: FlowKind::LiveChat,
        targeting: Targeting { url_rules: vec![show(UrlCondition::AllPages)], visitor_rules: Vec::new() },
        display: Display {
            desktop: Showing { how: How::Launcher, triggers: Triggers::default() },
            phone: PhoneShowing::AsOnDesktop,
            colour: Colour::BLACK,
            position: Position::Right,
            heading: Heading::Custom { name: "Support".into(), picture: None },
            meeting_link: None,
            reply_time: ReplyTime::Unsaid,
        },
        availability: Opening {
            when: OpenWhen::Always,
            away: WhenAway::TakeMessages { asks_email: true, says_return: true },
        },
        options: Options::usual(),
        texts: Texts::built_in(Locale::English),
        publication: Publication::Published { since: now },
        revision: 1,
        created_at: now,
        changed_at: now,
        removed_at: None,
    }
}

fn show(condition: UrlCondition) -> UrlRule {
    UrlRule { effect: Effect::Show, condition }
}

fn hide(condition: UrlCondition) -> UrlRule {
    UrlRule { effect: Effect::Hide, condition }
}

fn visitor(url: &str) -> VisitorFacts {
    VisitorFacts { page: PageFacts { url: url.to_owned(), ..PageFacts::default() }, ..VisitorFacts::default() }
}

fn chosen(flows: &[Chatflow], visitor: &VisitorFacts, channel: Option<u128>) -> Choice {
    let facts = Facts {
        visitor,
        channel: channel.map(ChannelId::from_bits),
        staff: &Staff::default(),
        now: Moment::from_millis(0),
    };
    choose(flows, &facts)
}

#[track_caller]
fn check_why_not(flow: &Chatflow, visitor: &VisitorFacts, expected: &[WhyNot]) {
    let choice = chosen(std::slice::from_ref(flow), visitor, None);
    assert_eq!(choice.verdicts[0].why_not, expected);
    assert_eq!(choice.winner().is_some(), expected.is_empty());
}

#[test]
fn the_first_that_fits_is_shown_and_the_others_know_behind_whom_they_stand() {
    let flows = [flow(1), flow(2), flow(3)];
    let choice = chosen(&flows, &visitor("https://shop.example/"), None);
    assert_eq!(choice.winner(), Some(flows[0].id));
    assert_eq!(choice.verdicts[1].why_not, [WhyNot::Behind(flows[0].id)]);
    assert_eq!(choice.verdicts[2].why_not, [WhyNot::Behind(flows[0].id)]);
    assert_eq!(chosen(&[], &visitor("https://shop.example/"), None).winner(), None);
}

#[test]
fn a_rule_that_hides_wins_over_all_that_show() {
    let mut one = flow(1);
    one.targeting.url_rules.push(hide(UrlCondition::BeginsWith("/checkout".into())));
    one.targeting.url_rules.push(show(UrlCondition::Is("https://shop.example/checkout".into())));
    check_why_not(&one, &visitor("https://shop.example/"), &[]);
    check_why_not(&one, &visitor("https://shop.example/checkout"), &[WhyNot::HiddenOnThisPage { rule: 1 }]);
}

#[test]
fn without_a_rule_that_shows_it_is_shown_nowhere() {
    let mut one = flow(1);
    one.targeting.url_rules = vec![hide(UrlCondition::Contains("private".into()))];
    check_why_not(&one, &visitor("https://shop.example/"), &[WhyNot::NotOnThisPage]);
    one.targeting.url_rules.clear();
    check_why_not(&one, &visitor("https://shop.example/"), &[WhyNot::NotOnThisPage]);
}

#[test]
fn every_reason_is_given_and_not_only_the_first() {
    let mut one = flow(1);
    one.publication = Publication::Draft;
    one.display.phone = PhoneShowing::Hidden;
    one.availability = Opening { when: OpenWhen::People(Staffing::Inbox), away: WhenAway::Hide };
    one.targeting = Targeting {
        url_rules: vec![show(UrlCondition::Is("/pricing".into()))],
        visitor_rules: vec![
            VisitorRule { sense: Sense::Is, condition: VisitorCondition::Returning },
            VisitorRule { sense: Sense::IsNot, condition: VisitorCondition::KnownContact },
            VisitorRule { sense: Sense::Is, condition: VisitorCondition::SignedIn },
        ],
    };
    let mut facts = visitor("https://shop.example/");
    facts.page.device = Device::Phone;
    let expected = [
        WhyNot::NotPublished,
        WhyNot::NotOnThisPage,
        WhyNot::NotThisVisitor { rule: 0 },
        WhyNot::NotThisVisitor { rule: 2 },
        WhyNot::HiddenOnPhones,
        WhyNot::HiddenWhileAway,
    ];
    check_why_not(&one, &facts, &expected);
}

#[test]
fn one_that_is_hidden_while_away_lets_the_next_have_its_turn() {
    let mut closed = flow(1);
    closed.availability = Opening { when: OpenWhen::People(Staffing::Inbox), away: WhenAway::Hide };
    let mut patient = flow(2);
    patient.availability.when = OpenWhen::People(Staffing::Inbox);
    let choice = chosen(&[closed, patient.clone(), flow(3)], &visitor("https://shop.example/"), None);
    // Away, but it takes messages: it is shown before one that is open.
    assert_eq!(choice.winner(), Some(patient.id));
    assert_eq!(choice.verdicts[1].opening, OpenOrAway::Away { back_at: None });
}

#[test]
fn a_chatflow_stays_on_its_own_web_site() {
    let mut own = flow(1);
    own.channel = Some(ChannelId::from_bits(7));
    let page = visitor("https://shop.example/");
    let flows = [own.clone(), flow(2)];
    assert_eq!(chosen(&flows, &page, Some(7)).winner(), Some(own.id));
    assert_eq!(chosen(&flows, &page, Some(8)).winner(), Some(flows[1].id));
    assert_eq!(chosen(&flows, &page, Some(8)).verdicts[0].why_not, [WhyNot::OtherChannel]);
}
