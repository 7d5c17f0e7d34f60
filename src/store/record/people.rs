//! Teams, pictures, and what agents decide about themselves, as they are stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::message::BlobRecord;
use super::{Record, Unreadable};
use crate::domain::agent::{Density, FirstSteps, Preferences, Profile, SingleKeys, Theme};
use crate::domain::availability::{Availability, Switch};
use crate::domain::ids::{AgentId, PictureId, TeamId};
use crate::domain::key_map::KeyMap;
use crate::domain::moment::Moment;
use crate::domain::picture::{Picture, PictureKind};
use crate::domain::team::Team;
use crate::domain::working_hours::{Range, WorkingHours, Zone};

#[derive(Serialize, Deserialize)]
pub struct TeamRecord {
    id: u128,
    name: String,
    members: Vec<u128>,
    created_at: u64,
}

impl Record for TeamRecord {
    type Domain = Team;
    const TABLE: &'static str = "teams";

    fn from_domain(team: &Team) -> Self {
        let Team { id, name, members, created_at } = team;
        Self {
            id: id.bits(),
            name: name.clone(),
            members: members.iter().map(|member| member.bits()).collect(),
            created_at: created_at.millis(),
        }
    }

    fn into_domain(self) -> Result<Team, Unreadable> {
        Ok(Team {
            id: TeamId::from_bits(self.id),
            name: self.name,
            members: self.members.into_iter().map(AgentId::from_bits).collect(),
            created_at: Moment::from_millis(self.created_at),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub struct PictureRecord {
    id: u128,
    kind: PictureKindRecord,
    blob: BlobRecord,
}

#[derive(Serialize, Deserialize)]
enum PictureKindRecord {
    Png,
    Jpeg,
    Webp,
}

impl Record for PictureRecord {
    type Domain = Picture;
    const TABLE: &'static str = "pictures";

    fn from_domain(picture: &Picture) -> Self {
        let Picture { id, kind, blob } = picture;
        let kind = match kind {
            PictureKind::Png => PictureKindRecord::Png,
            PictureKind::Jpeg => PictureKindRecord::Jpeg,
            PictureKind::Webp => PictureKindRecord::Webp,
        };
        Self { id: id.bits(), kind, blob: (*blob).into() }
    }

    fn into_domain(self) -> Result<Picture, Unreadable> {
        let kind = match self.kind {
            PictureKindRecord::Png => PictureKind::Png,
            PictureKindRecord::Jpeg => PictureKind::Jpeg,
            PictureKindRecord::Webp => PictureKind::Webp,
        };
        Ok(Picture { id: PictureId::from_bits(self.id), kind, blob: self.blob.into() })
    }
}

#[derive(Serialize, Deserialize, Default)]
pub struct ProfileRecord {
    chat_name: Option<String>,
    picture: Option<u128>,
    meeting_link: Option<String>,
}

impl From<&Profile> for ProfileRecord {
    fn from(profile: &Profile) -> Self {
        let Profile { chat_name, picture, meeting_link } = profile;
        Self { chat_name: chat_name.clone(), picture: picture.map(PictureId::bits), meeting_link: meeting_link.clone() }
    }
}

impl From<ProfileRecord> for Profile {
    fn from(record: ProfileRecord) -> Self {
        let ProfileRecord { chat_name, picture, meeting_link } = record;
        Self { chat_name, picture: picture.map(PictureId::from_bits), meeting_link }
    }
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub struct PreferencesRecord {
    theme: ThemeRecord,
    is_compact: bool,
    single_keys_are_off: bool,
    zone: Option<String>,
    first_steps_are_dismissed: bool,
    keys: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize, Default)]
enum ThemeRecord {
    #[default]
    System,
    Light,
    Dark,
}

impl From<&Preferences> for PreferencesRecord {
    fn from(preferences: &Preferences) -> Self {
        let Preferences { theme, density, single_keys, zone, first_steps, keys } = preferences;
        Self {
            theme: match theme {
                Theme::System => ThemeRecord::System,
                Theme::Light => ThemeRecord::Light,
                Theme::Dark => ThemeRecord::Dark,
            },
            is_compact: *density == Density::Compact,
            single_keys_are_off: *single_keys == SingleKeys::Off,
            zone: zone.as_ref().map(|zone| zone.name().to_owned()),
            first_steps_are_dismissed: *first_steps == FirstSteps::Dismissed,
            keys: keys.all().clone(),
        }
    }
}

impl From<PreferencesRecord> for Preferences {
    fn from(record: PreferencesRecord) -> Self {
        let PreferencesRecord { theme, is_compact, single_keys_are_off, zone, first_steps_are_dismissed, keys } =
            record;
        Self {
            theme: match theme {
                ThemeRecord::System => Theme::System,
                ThemeRecord::Light => Theme::Light,
                ThemeRecord::Dark => Theme::Dark,
            },
            density: if is_compact { Density::Compact } else { Density::Comfortable },
            single_keys: if single_keys_are_off { SingleKeys::Off } else { SingleKeys::On },
            zone: zone.and_then(|name| Zone::parse(&name)),
            first_steps: if first_steps_are_dismissed { FirstSteps::Dismissed } else { FirstSteps::Shown },
            // Keys that this version would not keep are the usual ones again.
            keys: KeyMap::parse(keys).unwrap_or_default(),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct SwitchRecord {
    is_available: bool,
    by: u128,
    at: u64,
}

impl SwitchRecord {
    pub fn from_domain(switch: Switch) -> Option<Self> {
        match switch {
            Switch::ByHours => None,
            Switch::Set { to, by, at } => {
                Some(Self { is_available: to == Availability::Available, by: by.bits(), at: at.millis() })
            }
        }
    }

    pub fn into_domain(record: Option<Self>) -> Switch {
        let Some(Self { is_available, by, at }) = record else { return Switch::ByHours };
        let to = if is_available { Availability::Available } else { Availability::Away };
        Switch::Set { to, by: AgentId::from_bits(by), at: Moment::from_millis(at) }
    }
}

/// Days from Monday, each a list of (from, until) in minutes after midnight.
#[derive(Serialize, Deserialize)]
pub struct WorkingHoursRecord {
    zone: String,
    days: [Vec<(u16, u16)>; 7],
}

impl From<&WorkingHours> for WorkingHoursRecord {
    fn from(hours: &WorkingHours) -> Self {
        let pair = |range: &Range| (range.from_min(), range.until_min());
        let days = hours.days().each_ref().map(|day| day.iter().map(pair).collect());
        Self { zone: hours.zone().name().to_owned(), days }
    }
}

impl WorkingHoursRecord {
    pub fn into_domain(self) -> Result<WorkingHours, Unreadable> {
        // A zone that this version does not know any more is no reason to lose the hours.
        let zone = Zone::parse(&self.zone).unwrap_or_else(Zone::utc);
        let ranges =
            |day: Vec<(u16, u16)>| day.into_iter().filter_map(|(from, until)| Range::new(from, until)).collect();
        Ok(WorkingHours::new(zone, self.days.map(ranges))?)
    }
}
