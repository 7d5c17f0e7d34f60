//! A word on conversations, with a colour: the workspace has one list of them.

use super::ids::TagId;
use super::limit::TAG_CHARS_MAX;
use super::moment::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub id: TagId,
    /// In one line; no two tags have the same but for capitals.
    pub name: String,
    pub colour: TagColour,
    pub created_at: Moment,
}

/// Names, not values: each theme has its own shade that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagColour {
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Violet,
    Pink,
}

/// A name that no tag can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TagNameRefused {
    #[error("give the tag a name")]
    Empty,
    #[error("a tag has at most {TAG_CHARS_MAX} characters")]
    TooLong,
}

impl TagColour {
    pub const ALL: [Self; 9] = [
        Self::Grey,
        Self::Red,
        Self::Orange,
        Self::Yellow,
        Self::Green,
        Self::Teal,
        Self::Blue,
        Self::Violet,
        Self::Pink,
    ];

    /// A colour for a tag of which nobody has said one: they take turns.
    pub const fn nth(number: usize) -> Self {
        Self::ALL[number % Self::ALL.len()]
    }
}

impl Tag {
    /// A name in one line, without blanks around it.
    pub fn name_from(text: &str) -> Result<String, TagNameRefused> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
        match name.chars().count() {
            0 => Err(TagNameRefused::Empty),
            count if TAG_CHARS_MAX < count => Err(TagNameRefused::TooLong),
            _ => Ok(name),
        }
    }

    /// Whether two names would be taken for the same.
    pub fn is_named(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(Tag::name_from("  late \n delivery "), Ok("late delivery".to_owned()));
        assert_eq!(Tag::name_from(" \t"), Err(TagNameRefused::Empty));
        assert_eq!(Tag::name_from(&"ö".repeat(TAG_CHARS_MAX)).map(|name| name.chars().count()), Ok(TAG_CHARS_MAX));
        assert_eq!(Tag::name_from(&"ö".repeat(TAG_CHARS_MAX + 1)), Err(TagNameRefused::TooLong));
    }

    #[test]
    fn capitals_make_no_other_tag() {
        let tag = Tag {
            id: TagId::from_bits(1),
            name: "Größe".to_owned(),
            colour: TagColour::nth(10),
            created_at: Moment::from_millis(0),
        };
        assert!(tag.is_named("GRÖßE") && !tag.is_named("Grösse"));
        assert_eq!(tag.colour, TagColour::Red);
    }
}
