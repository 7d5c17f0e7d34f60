//! How a chatflow looks and when it makes itself noticed.

use std::fmt;

use crate::domain::ids::{AgentId, PictureId, TeamId};
use crate::domain::limit::{TRIGGER_AFTER_S_MAX, WEB_ADDRESS_CHARS_MAX};
use crate::domain::visitor::Device;

/// How a chatflow looks and when it makes itself noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// On computers and tablets.
    pub desktop: Showing,
    pub phone: PhoneShowing,
    pub colour: Colour,
    pub position: Position,
    pub heading: Heading,
    pub meeting_link: Option<WebAddress>,
    pub reply_time: ReplyTime,
}

/// What comes up, and what makes it come up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Showing {
    pub how: How,
    pub triggers: Triggers,
}

/// What comes up beside the launcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Nothing: it waits for a click.
    Launcher,
    /// A bubble with a greeting.
    Greeting,
    /// The panel itself.
    Open,
}

/// Each by itself is enough; without any it comes up at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Triggers {
    /// Seconds on the page.
    pub after_s: Option<u32>,
    /// How far down the page was read, in per cent.
    pub scroll_percent: Option<u8>,
    /// The pointer leaves the page at its top.
    pub on_exit_intent: bool,
}

/// On a phone the panel fills the screen, so that one may want less of it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneShowing {
    AsOnDesktop,
    Own(Showing),
    Hidden,
}

/// At which side of the page the launcher stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    Left,
    Right,
}

/// Who stands at the top of the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    People(Vec<AgentId>),
    Team(TeamId),
    Custom { name: String, picture: Option<PictureId> },
}

impl Heading {
    /// The picture that was chosen for it; people's faces are theirs.
    pub const fn own_picture(&self) -> Option<PictureId> {
        match self {
            Self::Custom { picture, .. } => *picture,
            Self::People(_) | Self::Team(_) => None,
        }
    }
}

/// What is said about how soon an answer comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyTime {
    Unsaid,
    Typed {
        minutes: u32,
    },
    /// Worked out from the answers that were given.
    Measured,
}

impl Display {
    /// What this device gets to see; none for nothing.
    pub const fn showing_on(&self, device: Device) -> Option<Showing> {
        match (device, self.phone) {
            (Device::Desktop | Device::Tablet, _) | (Device::Phone, PhoneShowing::AsOnDesktop) => Some(self.desktop),
            (Device::Phone, PhoneShowing::Own(showing)) => Some(showing),
            (Device::Phone, PhoneShowing::Hidden) => None,
        }
    }
}

/// Why triggers cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTriggers {
    #[error("give at most {TRIGGER_AFTER_S_MAX} seconds")]
    Seconds,
    #[error("give a percentage from 1 to 100")]
    Percent,
}

impl Triggers {
    /// Checks the numbers.
    pub const fn checked(self) -> Result<Self, BadTriggers> {
        match self {
            Self { after_s: Some(seconds), .. } if TRIGGER_AFTER_S_MAX < seconds => Err(BadTriggers::Seconds),
            Self { scroll_percent: Some(0 | 101..), .. } => Err(BadTriggers::Percent),
            Self { .. } => Ok(self),
        }
    }
}

/// An opaque colour of the screen (sRGB), as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(u32);

/// A text that names no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give a colour as #rrggbb")]
pub struct NotAColour;

impl Colour {
    pub const WHITE: Self = Self(0x00ff_ffff);
    pub const BLACK: Self = Self(0);

    /// The colour with these red, green and blue parts.
    pub const fn from_rgb(rgb: u32) -> Self {
        Self(rgb & 0x00ff_ffff)
    }

    /// Red, green and blue, a byte each.
    pub const fn rgb(self) -> u32 {
        self.0
    }

    /// Reads `#rrggbb` or `#rgb`, with or without the `#`.
    pub fn parse(text: &str) -> Result<Self, NotAColour> {
        let digits = text.trim().strip_prefix('#').unwrap_or(text.trim());
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotAColour);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| NotAColour)?;
        match digits.len() {
            6 => Ok(Self(number)),
            // Each digit stands for itself twice (CSS Color 4, 5.2).
            3 => Ok(Self((number >> 8 & 0xf) * 0x11_0000 + (number >> 4 & 0xf) * 0x1100 + (number & 0xf) * 0x11)),
            _ => Err(NotAColour),
        }
    }

    /// White or black: whichever can be read better on this colour. One of them always reaches 4.5:1.
    pub fn ink(self) -> Self {
        if self.contrast(Self::BLACK) <= self.contrast(Self::WHITE) { Self::WHITE } else { Self::BLACK }
    }

    /// The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// WCAG 2.2, relative luminance.
    fn luminance(self) -> f64 {
        let part = |shift: u32| {
            let byte = u8::try_from(self.0 >> shift & 0xff).expect("a byte was masked out");
            let share = f64::from(byte) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.0722f64.mul_add(part(0), 0.2126f64.mul_add(part(16), 0.7152 * part(8)))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:06x}", self.0)
    }
}

/// An address of the web that a visitor may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(String);

/// A text that is no address of the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give an address that begins with https://")]
pub struct NotAWebAddress;

impl WebAddress {
    /// Reads an address; nothing but http and https, so that no link runs a script.
    pub fn parse(text: &str) -> Result<Self, NotAWebAddress> {
        let text = text.trim();
        let parsed = url::Url::parse(text).map_err(|_| NotAWebAddress)?;
        let is_web = matches!(parsed.scheme(), "https" | "http") && parsed.has_host();
        if !is_web || WEB_ADDRESS_CHARS_MAX < parsed.as_str().len() {
            return Err(NotAWebAddress);
        }
        Ok(Self(parsed.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_colour_is_read_as_people_write_it() {
        let cases = [
            ("#4f46e5", Ok(0x4f_46e5)),
            ("4F46E5", Ok(0x4f_46e5)),
            (" #abc ", Ok(0xaa_bbcc)),
            ("#0000", Err(NotAColour)),
            ("+fffff", Err(NotAColour)),
            ("red", Err(NotAColour)),
            ("", Err(NotAColour)),
            ("#12345é", Err(NotAColour)),
        ];
        for (text, expected) in cases {
            assert_eq!(Colour::parse(text).map(Colour::rgb), expected, "{text}");
        }
        assert_eq!(Colour::from_rgb(0x0a0b0c).to_string(), "#0a0b0c");
    }

    #[test]
    fn contrast_is_what_the_guidelines_say() {
        let hundredths = |one: Colour, two: Colour| (one.contrast(two) * 100.0).round();
        let close = |one: Colour, two: Colour, expected: f64| {
            assert!((hundredths(one, two) - expected).abs() < 1.5, "{one} {two}: {}", hundredths(one, two));
        };
        close(Colour::WHITE, Colour::BLACK, 2100.0);
        close(Colour::from_rgb(0x77_7777), Colour::WHITE, 448.0);
        close(Colour::from_rgb(0xff_0000), Colour::WHITE, 400.0);
        assert_eq!(Colour::from_rgb(0xff_ff00).ink(), Colour::BLACK);
        assert_eq!(Colour::from_rgb(0x4f_46e5).ink(), Colour::WHITE);
    }

    proptest! {
        #[test]
        fn the_ink_can_be_read_on_every_colour(rgb in 0u32..0x0100_0000) {
            let colour = Colour::from_rgb(rgb);
            prop_assert!(4.5 <= colour.contrast(colour.ink()), "{colour}");
        }
    }

    #[test]
    fn a_phone_may_get_less() {
        let showing = |how| Showing { how, triggers: Triggers::default() };
        let display = |phone| Display {
            desktop: showing(How::Open),
            phone,
            colour: Colour::BLACK,
            position: Position::Right,
            heading: Heading::Custom { name: "Support".into(), picture: None },
            meeting_link: None,
            reply_time: ReplyTime::Unsaid,
        };
        let how = |phone, device| display(phone).showing_on(device).map(|showing| showing.how);
        assert_eq!(how(PhoneShowing::Hidden, Device::Desktop), Some(How::Open));
        assert_eq!(how(PhoneShowing::Hidden, Device::Tablet), Some(How::Open));
        assert_eq!(how(PhoneShowing::Hidden, Device::Phone), None);
        assert_eq!(how(PhoneShowing::AsOnDesktop, Device::Phone), Some(How::Open));
        assert_eq!(how(PhoneShowing::Own(showing(How::Launcher)), Device::Phone), Some(How::Launcher));
    }

    #[test]
    fn triggers_have_sensible_numbers() {
        let seconds = |after_s| Triggers { after_s: Some(after_s), ..Triggers::default() }.checked().map(drop);
        let percent = |percent| Triggers { scroll_percent: Some(percent), ..Triggers::default() }.checked().map(drop);
        assert_eq!(seconds(0), Ok(()));
        assert_eq!(seconds(TRIGGER_AFTER_S_MAX + 1), Err(BadTriggers::Seconds));
        assert_eq!(percent(100), Ok(()));
        assert_eq!(percent(0), Err(BadTriggers::Percent));
        assert_eq!(percent(101), Err(BadTriggers::Percent));
    }

    #[test]
    fn a_link_leads_to_the_web_and_runs_nothing() {
        let cases = [
            ("https://meet.example/zoe", true),
            (" https://meet.example/zoe?a=b ", true),
            ("meet.example/zoe", false),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("https://", false),
        ];
        for (text, valid) in cases {
            assert_eq!(WebAddress::parse(text).is_ok(), valid, "{text}");
        }
    }
}
