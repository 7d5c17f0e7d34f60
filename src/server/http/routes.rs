//! Every operation, once: what is registered here is what is served and what is documented.

use actix_web::web::ServiceConfig;
use utoipa::OpenApi;

use super::api::chatflows::{self, trial as chatflow_trial};
use super::api::contacts::{merging as contact_merging, notes as contact_notes};
use super::api::{
    about, agents, api_tokens, attachments, attention, availability, bot_images, bot_statistics, bots, channels, chat,
    comments, contacts, conversation_bots, conversation_changes, conversations, drafts, entries, image_senders,
    inboxes, jobs, ledger, live, mail_delivery, merging, messages, notices, outbox, password_resets, pictures,
    presence, profile, push, search, second_factor, sessions, setup, snippets, tags, teams, uploads, workspace,
    written_answers,
};
use super::health;
use super::visitor::{chats, config, live as visitor_live, sessions as visitor_sessions, uploads as visitor_uploads};
use crate::server::realtime::frame::FrameView;
use crate::server::realtime::whereabouts::{PassingFrame, Whereabouts};

macro_rules! operations {
    ($($module:ident::$handler:ident)*) => {
        #[derive(OpenApi)]
        #[openapi(
            info(
                title = "Postroom",
                description = "The API of a Postroom workspace: what its own page uses.",
                version = env!("CARGO_PKG_VERSION"),
                contact(name = "Postroom"),
                license(name = "Apache-2.0", identifier = "Apache-2.0"),
            ),
            paths($($module::$handler),*),
            components(schemas(FrameView, PassingFrame, Whereabouts)),
        )]
        pub(super) struct Document;

        /// Registers every operation.
        pub fn configure(config: &mut ServiceConfig) {
            $( config.service($module::$handler); )*
        }
    };
}

operations! {
    health::alive health::ready health::metrics
    setup::show setup::create
    sessions::create sessions::list sessions::end_current sessions::end_others sessions::end
    second_factor::confirm second_factor::show second_factor::propose second_factor::turn_on
    second_factor::renew second_factor::turn_off second_factor::reset
    password_resets::ask password_resets::look_up password_resets::complete
    api_tokens::list api_tokens::create api_tokens::revoke
    profile::me profile::change_me profile::change_my_password
    availability::choose_mine availability::choose availability::set_my_hours availability::set_hours
    pictures::set pictures::remove pictures::show pictures::keep_for_heading
    teams::list teams::create teams::change teams::remove
    agents::list agents::invite agents::change agents::reinvite agents::look_up agents::accept
    workspace::show workspace::change about::show about::onboarding
    outbox::list outbox::attempt outbox::cancel
    inboxes::list inboxes::create inboxes::change inboxes::add_address inboxes::remove_address
    chatflows::list chatflows::create chatflows::show chatflows::change chatflows::publish chatflows::place
    chatflows::copy chatflows::remove chatflows::restore chatflow_trial::attempt
    channels::list channels::create channels::change channels::remove channels::add_key
    chat::say chat::look chat::typing chat::show chat::accept chat::block
    config::show visitor_sessions::open visitor_sessions::clear visitor_sessions::turn_page
    chats::list chats::start chats::entries chats::say chats::seen chats::typing chats::give_email chats::rate chats::transcript chats::end
    visitor_uploads::create visitor_uploads::attachment visitor_live::socket visitor_live::poll
    conversations::list conversations::count conversations::show search::conversations
    conversation_changes::assign conversation_changes::close conversation_changes::reopen
    conversation_changes::snooze conversation_changes::wake conversation_changes::spam conversation_changes::not_spam
    conversation_changes::trash conversation_changes::restore conversation_changes::erase
    conversation_changes::move_to conversation_changes::tag conversation_changes::untag
    merging::merge merging::unmerge merging::split
    jobs::start jobs::show jobs::undo
    tags::list tags::create tags::change tags::remove
    attention::list attention::read attention::unread attention::follow attention::leave
    notices::list notices::read notices::preferences notices::save_preferences
    push::show push::subscribe push::unsubscribe
    entries::list
    attachments::body attachments::text attachments::raw attachments::attachment attachments::archive
    messages::start messages::reply messages::undo messages::retry messages::reschedule
    comments::create
    drafts::list drafts::of_conversation drafts::save_in_conversation drafts::discard_in_conversation
    drafts::save_new drafts::discard_new
    snippets::list snippets::create snippets::change snippets::remove
    image_senders::list image_senders::trust image_senders::distrust
    uploads::create uploads::content uploads::remove
    contacts::search contacts::show contacts::change contacts::conversations contacts::block contacts::company
    contact_notes::create contact_notes::change contact_notes::remove
    contact_merging::merge contact_merging::unmerge contact_merging::apart
    ledger::list ledger::show_raw ledger::process
    mail_delivery::show mail_delivery::change mail_delivery::show_dns mail_delivery::check_dns
    bots::templates bots::preview bot_images::create bot_images::show bot_statistics::show
    conversation_bots::show conversation_bots::take_over conversation_bots::routing
    written_answers::list written_answers::create written_answers::change written_answers::remove
    written_answers::find
    live::socket live::poll presence::say
}
