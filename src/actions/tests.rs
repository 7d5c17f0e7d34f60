//! What tests of deeds begin with: a workspace in memory whose time stands still until they move it.

use super::Context;
use super::agents::{InviteAgent, accept_invitation, invite_agent};
use super::identify::actor_of_agent;
use super::password::NewPassword;
use super::set_up_workspace::{SetUpPermission, SetUpWorkspace, set_up_workspace};
use super::show_events::feed_position;
use super::sign_in::Secret;
use crate::domain::actor::Actor;
use crate::domain::agent::{Locale, Role};
use crate::domain::email_address::EmailAddress;
use crate::domain::moment::Moment;
use crate::store::Store;
use crate::world::{Script, World};

/// The password of everybody in these tests.
pub(super) const PASSWORD: &str = "correct horse battery";

/// A workspace that is set up, gone with the test.
pub(super) struct House {
    pub(super) context: Context,
    pub(super) admin: Actor,
    pub(super) script: Script,
    _folder: tempfile::TempDir,
}

impl House {
    pub(super) fn founded() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::in_memory(folder.path()).expect("a store");
        // Monday 2026-11-23, eight o'clock.
        let (world, script) = World::scripted(Moment::from_millis(1_795_420_800_000));
        let context = Context { store, world, policy: std::sync::Arc::default() };
        let deed = SetUpWorkspace {
            workspace_name: "Example Ltd".into(),
            public_url: "https://desk.example".into(),
            mail_domain: "desk.example".into(),
            inbox_name: "Support".into(),
            admin_name: "Zoe".into(),
            admin_email: address("zoe@example.org"),
            admin_password: password(PASSWORD),
            locale: Locale::English,
            allowed_by: SetUpPermission::DataFolder,
        };
        let admin = set_up_workspace(&context, deed).expect("an empty house");
        let admin = actor_of_agent(&context, admin).expect("a store").expect("an administrator");
        Self { context, admin, script, _folder: folder }
    }

    /// Somebody who has come in.
    pub(super) fn colleague(&self, name: &str, role: Role) -> Actor {
        let email = address(&format!("{}@example.org", name.to_lowercase()));
        let deed = InviteAgent { name: name.into(), email, role };
        let invited = invite_agent(&self.context, &self.admin, deed).expect("an invitation");
        let secret = Secret(invited.link.split('#').nth(1).expect("a link has a token").to_owned());
        let came = accept_invitation(&self.context, &secret, name, &password(PASSWORD), Locale::Dutch);
        actor_of_agent(&self.context, came.expect("a sound link")).expect("a store").expect("somebody active")
    }

    /// The number of the newest event.
    pub(super) fn feed_position(&self) -> u64 {
        feed_position(&self.context).expect("a store")
    }
}

pub(super) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("a sound address")
}

pub(super) fn password(text: &str) -> NewPassword {
    NewPassword::parse("password", text).expect("long enough")
}
