//! Tags as they are stored.

use serde::{Deserialize, Serialize};

use super::{Record, Unreadable};
use crate::domain::ids::TagId;
use crate::domain::moment::Moment;
use crate::domain::tag::{Tag, TagColour};

#[derive(Serialize, Deserialize)]
pub struct TagRecord {
    id: u128,
    name: String,
    colour: ColourRecord,
    created_at: u64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum ColourRecord {
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

impl Record for TagRecord {
    type Domain = Tag;
    const TABLE: &'static str = "tags";

    fn from_domain(tag: &Tag) -> Self {
        let Tag { id, name, colour, created_at } = tag;
        let colour = match colour {
            TagColour::Grey => ColourRecord::Grey,
            TagColour::Red => ColourRecord::Red,
            TagColour::Orange => ColourRecord::Orange,
            TagColour::Yellow => ColourRecord::Yellow,
            TagColour::Green => ColourRecord::Green,
            TagColour::Teal => ColourRecord::Teal,
            TagColour::Blue => ColourRecord::Blue,
            TagColour::Violet => ColourRecord::Violet,
            TagColour::Pink => ColourRecord::Pink,
        };
        Self { id: id.bits(), name: name.clone(), colour, created_at: created_at.millis() }
    }

    fn into_domain(self) -> Result<Tag, Unreadable> {
        let Self { id, name, colour, created_at } = self;
        let colour = match colour {
            ColourRecord::Grey => TagColour::Grey,
            ColourRecord::Red => TagColour::Red,
            ColourRecord::Orange => TagColour::Orange,
            ColourRecord::Yellow => TagColour::Yellow,
            ColourRecord::Green => TagColour::Green,
            ColourRecord::Teal => TagColour::Teal,
            ColourRecord::Blue => TagColour::Blue,
            ColourRecord::Violet => TagColour::Violet,
            ColourRecord::Pink => TagColour::Pink,
        };
        Ok(Tag { id: TagId::from_bits(id), name, colour, created_at: Moment::from_millis(created_at) })
    }
}
