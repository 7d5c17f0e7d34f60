//! Which chatflow a visitor meets, by the table that the browser's tests read too.

use postroom::domain::agent::Locale;
use postroom::domain::chatflow::availability::{OpenWhen, Opening, Staff, WhenAway};
use postroom::domain::chatflow::display::{
    Colour, Display, Heading, How, PhoneShowing, Position, ReplyTime, Showing, Triggers,
};
use postroom::domain::chatflow::options::Options;
use postroom::domain::chatflow::texts::Texts;
use postroom::domain::chatflow::{Chatflow, FlowKind, Publication};
use postroom::domain::ids::{ChatflowId, InboxId};
use postroom::domain::moment::Moment;
use postroom::domain::targeting::{Facts, choose};
use postroom::domain::visitor::{Acquaintance, Device, PageFacts, VisitorFacts};
use postroom::server::http::api::chatflows::targeting::{TargetingView, to_targeting};
use serde_json::Value;

/// The table: chatflows in the order of their priority, and cases.
pub fn table() -> Value {
    serde_json::from_str(include_str!("fixtures/targeting.json")).expect("the table is JSON")
}

#[test]
fn visitors_meet_the_chatflow_that_the_table_says() {
    let table = table();
    let flows: Vec<Chatflow> = rows(&table, "flows").iter().enumerate().map(|(place, row)| flow(place, row)).collect();
    let cases = rows(&table, "cases");
    assert!(200 <= cases.len(), "the table has lost rows: {}", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let visitor = visitor(case);
        let facts = Facts { visitor: &visitor, channel: None, staff: &Staff::default(), now: Moment::from_millis(0) };
        let winner = choose(&flows, &facts).winner();
        let name = winner.and_then(|id| flows.iter().find(|flow| flow.id == id)).map(|flow| flow.name.as_str());
        if name != case["shown"].as_str() {
            wrong.push(format!("{case}: {name:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_chatflow_of_the_table_is_met_and_is_not_met() {
    let table = table();
    let shown = |name: &Value| rows(&table, "cases").iter().filter(|case| case["shown"] == *name).count();
    for flow in rows(&table, "flows") {
        assert!(0 < shown(&flow["name"]), "{} is never shown", flow["name"]);
    }
    assert!(50 < shown(&Value::Null), "too few cases in which nothing is shown");
}

fn rows<'a>(table: &'a Value, name: &str) -> &'a Vec<Value> {
    table[name].as_array().expect("a list")
}

fn flow(place: usize, row: &Value) -> Chatflow {
    let view: TargetingView = serde_json::from_value(serde_json::json!({
        "url_rules": row["url_rules"], "visitor_rules": row["visitor_rules"],
    }))
    .expect("rules as the API takes them");
    let now = Moment::from_millis(0);
    Chatflow {
        id: ChatflowId::from_bits(place as u128 + 1),
        name: row["name"].as_str().expect("a name").to_owned(),
        inbox: InboxId::from_bits(1),
        channel: None,
        kind: FlowKind::LiveChat,
        targeting: to_targeting(view).expect("sound rules"),
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

fn visitor(case: &Value) -> VisitorFacts {
    let facts = &case["visitor"];
    let text = |name: &str| facts[name].as_str().unwrap_or_default().to_owned();
    VisitorFacts {
        page: PageFacts {
            url: case["url"].as_str().expect("an address").to_owned(),
            title: String::new(),
            referrer: text("referrer"),
            language: text("language"),
            device: match facts["device"].as_str() {
                Some("phone") => Device::Phone,
                Some("tablet") => Device::Tablet,
                Some("desktop") | None => Device::Desktop,
                Some(other) => panic!("{other} is no device"),
            },
        },
        is_returning: facts["is_returning"].as_bool().unwrap_or(false),
        country: facts["country"].as_str().map(str::to_owned),
        acquaintance: match facts["acquaintance"].as_str() {
            Some("known") => Acquaintance::Known,
            Some("signed_in") => Acquaintance::SignedIn,
            Some("unknown") | None => Acquaintance::Unknown,
            Some(other) => panic!("{other} is no acquaintance"),
        },
    }
}
