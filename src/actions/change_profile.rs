//! What an agent decides about themselves: name, language, what visitors see, how the page looks.

use std::collections::BTreeMap;

use super::set_up_workspace::required_name;
use super::{ActionError, Context};
use crate::domain::actor::Actor;
use crate::domain::agent::{Agent, Density, FirstSteps, Locale, SingleKeys, Theme};
use crate::domain::event::Event;
use crate::domain::key_map::KeyMap;
use crate::domain::limit::{LINK_CHARS_MAX, NAME_CHARS_MAX};
use crate::domain::working_hours::Zone;

/// What is changed; none leaves it as it is, and an empty text takes it away.
#[derive(Debug, Clone, Default)]
pub struct ChangeProfile {
    pub name: Option<String>,
    pub locale: Option<Locale>,
    pub chat_name: Option<String>,
    pub meeting_link: Option<String>,
    pub theme: Option<Theme>,
    pub density: Option<Density>,
    pub single_keys: Option<SingleKeys>,
    /// An IANA name; empty for the clock of the device.
    pub zone: Option<String>,
    pub first_steps: Option<FirstSteps>,
    /// Keys in place of the usual ones: all of them.
    pub keys: Option<BTreeMap<String, String>>,
}

/// Changes what an agent decides about themselves.
pub fn change_profile(context: &Context, actor: &Actor, deed: ChangeProfile) -> Result<Agent, ActionError> {
    let id = actor.agent;
    let name = deed.name.map(|name| required_name("name", &name)).transpose()?;
    let chat_name = deed.chat_name.map(|name| optional(&name, |name| required_name("chat_name", name))).transpose()?;
    let meeting_link = deed.meeting_link.map(|link| optional(&link, web_link)).transpose()?;
    let zone = deed.zone.map(|zone| optional(&zone, known_zone)).transpose()?;
    let (locale, theme, density, single_keys) = (deed.locale, deed.theme, deed.density, deed.single_keys);
    let first_steps = deed.first_steps;
    let keys = deed.keys.map(KeyMap::parse).transpose();
    let keys = keys.map_err(|refused| ActionError::invalid("keys", refused.to_string()))?;
    context.store.write(move |tx| {
        let mut agent = tx.agent(id)?.ok_or(ActionError::NotFound)?;
        agent.name = name.clone().unwrap_or(agent.name);
        agent.locale = locale.unwrap_or(agent.locale);
        let profile = &mut agent.profile;
        profile.chat_name = chat_name.clone().unwrap_or_else(|| profile.chat_name.take());
        profile.meeting_link = meeting_link.clone().unwrap_or_else(|| profile.meeting_link.take());
        let preferences = &mut agent.preferences;
        preferences.theme = theme.unwrap_or(preferences.theme);
        preferences.density = density.unwrap_or(preferences.density);
        preferences.single_keys = single_keys.unwrap_or(preferences.single_keys);
        preferences.first_steps = first_steps.unwrap_or(preferences.first_steps);
        preferences.keys = keys.clone().unwrap_or_else(|| std::mem::take(&mut preferences.keys));
        preferences.zone = zone.clone().unwrap_or_else(|| preferences.zone.take());
        tx.save_agent(&agent)?;
        tx.announce(Event::AgentChanged { agent: id })?;
        Ok(agent)
    })
}

fn optional<T>(text: &str, read: impl Fn(&str) -> Result<T, ActionError>) -> Result<Option<T>, ActionError> {
    if text.trim().is_empty() { Ok(None) } else { read(text.trim()).map(Some) }
}

/// An address that a visitor can be sent to: nothing but the web, with a host.
fn web_link(text: &str) -> Result<String, ActionError> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let has_host = rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_alphanumeric() || first == '['));
    let is_clean = !text.contains(|one: char| one.is_whitespace() || one.is_control() || "<>\"\\".contains(one));
    if has_host && is_clean && text.chars().count() <= LINK_CHARS_MAX {
        return Ok(text.to_owned());
    }
    Err(ActionError::invalid("meeting_link", "Give an address that begins with https://."))
}

fn known_zone(text: &str) -> Result<Zone, ActionError> {
    let unknown = || ActionError::invalid("time_zone", format!("“{text}” is no time zone, such as Europe/Berlin."));
    if NAME_CHARS_MAX < text.len() { Err(unknown()) } else { Zone::parse(text).ok_or_else(unknown) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::tests::House;

    fn change(house: &House, deed: ChangeProfile) -> Result<Agent, ActionError> {
        change_profile(&house.context, &house.admin, deed)
    }

    #[test]
    fn what_is_not_given_stays_and_what_is_empty_goes() {
        let house = House::founded();
        let deed = ChangeProfile {
            chat_name: Some("Zoe from Support".into()),
            meeting_link: Some(" https://meet.example/zoe ".into()),
            theme: Some(Theme::Dark),
            zone: Some("Europe/Berlin".into()),
            ..ChangeProfile::default()
        };
        change(&house, deed).expect("sound");
        let deed = ChangeProfile { density: Some(Density::Compact), zone: Some(String::new()), ..Default::default() };
        let agent = change(&house, deed).expect("sound");
        assert_eq!((agent.public_name(), agent.name.as_str()), ("Zoe from Support", "Zoe"));
        assert_eq!(agent.profile.meeting_link.as_deref(), Some("https://meet.example/zoe"));
        let preferences = &agent.preferences;
        assert_eq!((preferences.theme, preferences.density), (Theme::Dark, Density::Compact));
        assert_eq!(preferences.zone, None);
    }

    #[test]
    fn keys_are_kept_until_others_are_chosen() {
        let house = House::founded();
        let chosen = |pairs: &[(&str, &str)]| ChangeProfile {
            keys: Some(pairs.iter().map(|(command, key)| ((*command).to_owned(), (*key).to_owned())).collect()),
            ..Default::default()
        };
        change(&house, chosen(&[("close", "d")])).expect("sound");
        let agent = change(&house, ChangeProfile { theme: Some(Theme::Dark), ..Default::default() }).expect("sound");
        assert_eq!(agent.preferences.keys.all()["close"], "d");
        let refused = change(&house, chosen(&[("close", "d"), ("spam", "d")]));
        assert!(matches!(refused, Err(ActionError::Invalid { field: "keys", .. })));
        assert!(change(&house, chosen(&[])).expect("sound").preferences.keys.all().is_empty());
    }

    #[test]
    fn a_link_leads_to_the_web_and_nowhere_else() {
        let house = House::founded();
        for link in
            ["javascript:alert(1)", "//evil.example", "https://", "https://a b", "ftp://x.example", "https:///x"]
        {
            let deed = ChangeProfile { meeting_link: Some(link.into()), ..ChangeProfile::default() };
            let refused = change(&house, deed);
            assert!(matches!(refused, Err(ActionError::Invalid { field: "meeting_link", .. })), "{link}");
        }
        let deed = ChangeProfile { zone: Some("Mars/Olympus".into()), ..ChangeProfile::default() };
        assert!(matches!(change(&house, deed), Err(ActionError::Invalid { field: "time_zone", .. })));
    }
}
