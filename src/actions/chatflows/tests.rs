//! What administrators can do with chatflows, and what nobody else can.

use std::collections::BTreeSet;

use super::super::inboxes::{ChangeInbox, change_inbox};
use super::super::tests::House;
use super::*;
use crate::domain::agent::Role;
use crate::domain::channel::{ChannelStanding, ChatChannel};
use crate::domain::chatflow::availability::{OpenOrAway, WhenAway};
use crate::domain::ids::TeamId;
use crate::domain::inbox::Members;
use crate::domain::limit::REMOVED_CHATFLOWS_KEPT;
use crate::domain::moment::Moment;
use crate::domain::targeting::WhyNot;
use crate::domain::targeting::url_rule::{Effect, UrlCondition, UrlRule};
use crate::domain::visitor::{PageFacts, VisitorFacts};

pub fn new(house: &House, name: &str, template: Template) -> Chatflow {
    let inbox = inbox(house);
    let deed = NewChatflow { inbox, channel: None, name: name.into(), template };
    create_chatflow(&house.context, &house.admin, deed).expect("a sound deed")
}

fn inbox(house: &House) -> InboxId {
    *house.admin.inboxes.first().expect("an inbox")
}

pub fn change_of(flow: &Chatflow) -> ChangeChatflow {
    let Chatflow { name, inbox, channel, targeting, display, availability, options, texts, revision, .. } =
        flow.clone();
    ChangeChatflow { revision, name, inbox, channel, bot: None, targeting, display, availability, options, texts }
}

fn publish(house: &House, flow: &Chatflow) -> Result<Chatflow, ActionError> {
    let since = Moment::from_millis(0);
    publish_chatflow(&house.context, &house.admin, flow.id, Publication::Published { since })
}

fn names(house: &House) -> Vec<String> {
    let flows = list_chatflows(&house.context, &house.admin).expect("a store");
    flows.into_iter().map(|flow| flow.name).collect()
}

fn trial(url: &str) -> Trial {
    let page = PageFacts { url: url.into(), ..PageFacts::default() };
    Trial { visitor: VisitorFacts { page, ..VisitorFacts::default() }, channel: None, at: None, unsaved: None }
}

#[track_caller]
fn check_refused<T>(done: Result<T, ActionError>, code: &str) {
    match done {
        Err(ActionError::Conflict { code: found, .. }) => assert_eq!(found, code),
        Err(ActionError::Invalid { field, .. }) => assert_eq!(field, code),
        Err(ActionError::NotPermitted) => assert_eq!("not_permitted", code),
        Err(ActionError::NotFound) => assert_eq!("not_found", code),
        Err(other) => panic!("refused otherwise: {other}"),
        Ok(_) => panic!("it was done"),
    }
}

#[test]
fn a_chatflow_is_made_changed_published_and_told_of() {
    let house = House::founded();
    let before = house.feed_position();
    let flow = new(&house, " Sales ", Template::Greeting);
    assert_eq!((flow.name.as_str(), flow.publication, flow.revision), ("Sales", Publication::Draft, 1));
    let published = publish(&house, &flow).expect("it is complete");
    assert!(published.is_published());
    let mut deed = change_of(&published);
    deed.name = "Sales and rent".into();
    let changed = change_chatflow(&house.context, &house.admin, flow.id, deed).expect("a sound deed");
    assert!(changed.is_published(), "a change does not take it off the web site");
    assert_eq!(show_chatflow(&house.context, &house.admin, flow.id).expect("it is there"), changed);
    assert_eq!(house.feed_position(), before + 3);
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_overwritten() {
    let house = House::founded();
    let flow = new(&house, "Sales", Template::LiveChat);
    let (mine, mut theirs) = (change_of(&flow), change_of(&flow));
    theirs.name = "Theirs".into();
    change_chatflow(&house.context, &house.admin, flow.id, theirs).expect("the first");
    check_refused(change_chatflow(&house.context, &house.admin, flow.id, mine), "changed_meanwhile");
    assert_eq!(names(&house), ["Theirs"]);
}

#[test]
fn what_is_not_complete_is_kept_but_not_published() {
    let house = House::founded();
    let flow = new(&house, "Sales", Template::LiveChat);
    let mut deed = change_of(&flow);
    deed.targeting.url_rules.clear();
    let draft =
        change_chatflow(&house.context, &house.admin, flow.id, deed.clone()).expect("a draft may be unfinished");
    check_refused(publish(&house, &draft), "incomplete");
    deed = change_of(&draft);
    deed.targeting = flow.targeting.clone();
    let whole = change_chatflow(&house.context, &house.admin, flow.id, deed).expect("a sound deed");
    let published = publish(&house, &whole).expect("it is complete now");
    let mut deed = change_of(&published);
    deed.targeting.url_rules.clear();
    check_refused(change_chatflow(&house.context, &house.admin, flow.id, deed), "incomplete");
    assert_eq!(show_chatflow(&house.context, &house.admin, flow.id).expect("it is there"), published);
}

#[test]
fn whoever_is_no_administrator_sees_the_chatflows_of_their_inboxes_and_changes_none() {
    let house = House::founded();
    let flow = new(&house, "Sales", Template::LiveChat);
    let ida = house.colleague("Ida", Role::Agent);
    assert_eq!(list_chatflows(&house.context, &ida).expect("a store").len(), 1);
    let context = &house.context;
    let made = NewChatflow { inbox: flow.inbox, channel: None, name: "X".into(), template: Template::LiveChat };
    check_refused(create_chatflow(context, &ida, made), "not_permitted");
    check_refused(change_chatflow(context, &ida, flow.id, change_of(&flow)), "not_permitted");
    check_refused(publish_chatflow(context, &ida, flow.id, Publication::Draft), "not_permitted");
    check_refused(move_chatflow(context, &ida, flow.id, 0), "not_permitted");
    check_refused(clone_chatflow(context, &ida, flow.id), "not_permitted");
    check_refused(remove_chatflow(context, &ida, flow.id), "not_permitted");
    check_refused(restore_chatflow(context, &ida, flow.id), "not_permitted");
    check_refused(try_chatflows(context, &ida, trial("https://shop.example/")), "not_permitted");

    let nobody = ChangeInbox { members: Some(Members::Only(BTreeSet::new())), ..ChangeInbox::default() };
    change_inbox(context, &house.admin, flow.inbox, nobody).expect("a sound deed");
    let ida = super::super::identify::actor_of_agent(context, ida.agent).expect("a store").expect("she is active");
    assert_eq!(list_chatflows(context, &ida).expect("a store"), []);
    check_refused(show_chatflow(context, &ida, flow.id), "not_found");
}

#[test]
fn the_order_is_what_administrators_make_it() {
    let house = House::founded();
    let first = new(&house, "One", Template::LiveChat);
    new(&house, "Two", Template::LiveChat);
    let third = new(&house, "Three", Template::LiveChat);
    move_chatflow(&house.context, &house.admin, third.id, 0).expect("a sound deed");
    assert_eq!(names(&house), ["Three", "One", "Two"]);
    let copy = clone_chatflow(&house.context, &house.admin, first.id).expect("a sound deed");
    assert_eq!(names(&house), ["Three", "One", "One 2", "Two"]);
    assert_eq!(copy.publication, Publication::Draft);
    remove_chatflow(&house.context, &house.admin, first.id).expect("a sound deed");
    assert_eq!(names(&house), ["Three", "One 2", "Two"]);
    check_refused(show_chatflow(&house.context, &house.admin, first.id), "not_found");
    restore_chatflow(&house.context, &house.admin, first.id).expect("it was there a moment ago");
    assert_eq!(names(&house), ["Three", "One 2", "Two", "One"]);
}

#[test]
fn only_the_newest_removed_chatflows_can_be_brought_back() {
    let house = House::founded();
    let mut ids = Vec::new();
    for number in 0..=REMOVED_CHATFLOWS_KEPT {
        let flow = new(&house, &format!("Flow {number}"), Template::LiveChat);
        house.script.pass(std::time::Duration::from_secs(1));
        remove_chatflow(&house.context, &house.admin, flow.id).expect("a sound deed");
        ids.push(flow.id);
    }
    check_refused(restore_chatflow(&house.context, &house.admin, ids[0]), "not_found");
    assert!(restore_chatflow(&house.context, &house.admin, ids[1]).is_ok());
}

#[test]
fn values_that_cannot_be_used_are_refused_by_name() {
    let house = House::founded();
    let flow = new(&house, "Sales", Template::LiveChat);
    let refused = |spoil: &dyn Fn(&mut ChangeChatflow), field: &str| {
        let mut deed = change_of(&flow);
        spoil(&mut deed);
        check_refused(change_chatflow(&house.context, &house.admin, flow.id, deed), field);
    };
    refused(&|deed| deed.name = "  ".into(), "name");
    refused(&|deed| deed.inbox = InboxId::from_bits(9), "inbox_id");
    refused(&|deed| deed.channel = Some(ChannelId::from_bits(9)), "channel_id");
    refused(&|deed| deed.display.desktop.triggers.scroll_percent = Some(0), "triggers");
    refused(&|deed| deed.display.reply_time = ReplyTime::Typed { minutes: 0 }, "reply_time");
    refused(&|deed| deed.display.heading = Heading::People(vec![AgentId::from_bits(9)]), "people");
    refused(&|deed| deed.display.heading = Heading::Team(TeamId::from_bits(9)), "people");
    refused(&|deed| deed.options.session_timeout_min = 0, "options");
    refused(&|deed| deed.texts.others.push(deed.texts.first.clone()), "texts");
    refused(&|deed| deed.texts.first.words.welcome = "x".repeat(FLOW_TEXT_CHARS_MAX + 1), "texts");
    assert_eq!(show_chatflow(&house.context, &house.admin, flow.id).expect("it is there"), flow);
}

#[test]
fn the_trial_says_what_the_widget_would_show_and_why_not_the_others() {
    let house = House::founded();
    let draft = new(&house, "Draft", Template::LiveChat);
    let pricing = new(&house, "Pricing", Template::LiveChat);
    let mut deed = change_of(&pricing);
    let is_pricing = UrlRule { effect: Effect::Show, condition: UrlCondition::Is("/pricing".into()) };
    deed.targeting.url_rules = vec![is_pricing];
    let pricing = change_chatflow(&house.context, &house.admin, pricing.id, deed).expect("a sound deed");
    publish(&house, &pricing).expect("complete");
    let rest = new(&house, "Rest", Template::LiveChat);
    publish(&house, &rest).expect("complete");

    let tried = |trial| try_chatflows(&house.context, &house.admin, trial).expect("a store");
    let on_pricing = tried(trial("https://shop.example/pricing"));
    assert_eq!(on_pricing.choice.winner(), Some(pricing.id));
    assert_eq!(on_pricing.shown.and_then(|shown| shown.id), Some(pricing.id));
    let why_not: Vec<_> = on_pricing.choice.verdicts.iter().map(|verdict| verdict.why_not.clone()).collect();
    assert_eq!(why_not, [vec![WhyNot::NotPublished], vec![], vec![WhyNot::Behind(pricing.id)]]);
    assert_eq!(tried(trial("https://shop.example/")).choice.winner(), Some(rest.id));

    let unsaved = Targeting { url_rules: Vec::new(), visitor_rules: Vec::new() };
    let with_unsaved = Trial { unsaved: Some((pricing.id, unsaved)), ..trial("https://shop.example/pricing") };
    assert_eq!(tried(with_unsaved).choice.winner(), Some(rest.id));
    let unknown = Trial { unsaved: Some((ChatflowId::from_bits(9), pricing.targeting)), ..trial("") };
    check_refused(try_chatflows(&house.context, &house.admin, unknown), "not_found");
    assert_eq!(names(&house), ["Draft", "Pricing", "Rest"]);
    assert_eq!(draft.publication, Publication::Draft);
}

#[test]
fn a_visitor_is_given_the_flow_that_is_chosen_at_that_moment() {
    let house = House::founded();
    let channel = ChatChannel {
        id: ChannelId::from_bits(1),
        inbox: inbox(&house),
        name: "Site".into(),
        public_key: "key".into(),
        allowed_origins: Vec::new(),
        identity_keys: Vec::new(),
        standing: ChannelStanding::Active,
        created_at: Moment::from_millis(0),
    };
    let facts = trial("https://shop.example/").visitor;
    let now = house.context.world.now();
    let given = || {
        let chosen = house.context.store.read(|tx| chosen_flow(tx, &channel, &facts, now));
        chosen.expect("a store")
    };
    let plain = given().expect("a chat without chatflows is a plain live chat");
    assert_eq!((plain.id, plain.heading.name.as_str(), plain.opening), (None, "Site", OpenOrAway::Open));

    let flow = new(&house, "Sales", Template::OnlyWhenOpen);
    publish(&house, &flow).expect("complete");
    assert_eq!(given().expect("the administrator is there").id, Some(flow.id));

    let mut deed = change_of(&show_chatflow(&house.context, &house.admin, flow.id).expect("it is there"));
    deed.availability.when = OpenWhen::People(Staffing::Only {
        agents: BTreeSet::from([house.colleague("Ida", Role::Agent).agent]),
        teams: BTreeSet::new(),
    });
    assert_eq!(deed.availability.away, WhenAway::Hide);
    deed.display.heading = Heading::People(vec![house.admin.agent]);
    change_chatflow(&house.context, &house.admin, flow.id, deed).expect("a sound deed");
    let shown = given().expect("Ida is there");
    assert_eq!((shown.heading.name.as_str(), shown.heading.faces.len()), ("Zoe", 1));
}
