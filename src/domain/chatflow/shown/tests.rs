//! Who may start, and who may not.

use super::*;
use crate::domain::agent::Locale;
use crate::domain::chatflow::display::{How, Triggers};
use crate::domain::chatflow::texts::Texts;

const OPEN: OpenOrAway = OpenOrAway::Open;
const AWAY: OpenOrAway = OpenOrAway::Away { back_at: Some(Moment::from_millis(5)) };
const ASKING: WhenAway = WhenAway::TakeMessages { asks_email: true, says_return: true };
const SILENT: WhenAway = WhenAway::TakeMessages { asks_email: false, says_return: false };

fn shown(opening: OpenOrAway, away: WhenAway, email_capture: EmailCapture, consent: Consent) -> ShownFlow {
    ShownFlow {
        id: None,
        name: "Support".into(),
        inbox: InboxId::from_bits(1),
        kind: FlowKind::LiveChat,
        showing: Showing { how: How::Launcher, triggers: Triggers::default() },
        colour: Colour::BLACK,
        position: Position::Right,
        heading: ShownHeading { kind: HeadingKind::Custom, name: "Support".into(), faces: Vec::new(), picture: None },
        meeting_link: None,
        reply_minutes: None,
        opening,
        away,
        options: Options { email_capture, consent, ..Options::usual() },
        spoken: Texts::built_in(Locale::English).for_visitor("en"),
    }
}

#[test]
fn who_brings_what_is_asked_for_may_start() {
    use AddressGiven::{No, Yes};
    use Agreed::{Explicitly, Nothing};
    let refused = |why| Err(why);
    let cases = [
        (shown(OPEN, ASKING, EmailCapture::Never, Consent::None), No, Nothing, Ok(())),
        (shown(OPEN, WhenAway::Hide, EmailCapture::Never, Consent::None), No, Nothing, Ok(())),
        (shown(AWAY, WhenAway::Hide, EmailCapture::Never, Consent::None), Yes, Explicitly, refused(StartRefused::Away)),
        (shown(AWAY, ASKING, EmailCapture::Never, Consent::None), No, Nothing, refused(StartRefused::AddressNeeded)),
        (shown(AWAY, ASKING, EmailCapture::Never, Consent::None), Yes, Nothing, Ok(())),
        (shown(AWAY, SILENT, EmailCapture::Never, Consent::None), No, Nothing, Ok(())),
        (shown(OPEN, SILENT, EmailCapture::Required, Consent::None), No, Nothing, refused(StartRefused::AddressNeeded)),
        (shown(OPEN, SILENT, EmailCapture::AtOnce, Consent::None), No, Nothing, Ok(())),
        (shown(OPEN, SILENT, EmailCapture::Never, Consent::Implied), No, Nothing, Ok(())),
        (
            shown(OPEN, SILENT, EmailCapture::Never, Consent::Explicit),
            No,
            Nothing,
            refused(StartRefused::ConsentNeeded),
        ),
        (shown(OPEN, SILENT, EmailCapture::Never, Consent::Explicit), No, Explicitly, Ok(())),
    ];
    for (flow, address, agreed, expected) in cases {
        assert_eq!(flow.admit(Start { address, agreed }), expected, "{flow:?}");
    }
}

#[test]
fn the_return_is_told_only_where_it_is_to_be_said() {
    let back_at = |opening, away| shown(opening, away, EmailCapture::Never, Consent::None).back_at();
    assert_eq!(back_at(AWAY, ASKING), Some(Moment::from_millis(5)));
    assert_eq!(back_at(AWAY, SILENT), None);
    assert_eq!(back_at(OPEN, ASKING), None);
    assert_eq!(back_at(OpenOrAway::Away { back_at: None }, ASKING), None);
}
