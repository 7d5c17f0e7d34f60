//! A visitor begins a conversation. However often and from however many tabs it is asked for, there is one.

use super::admit::admit;
use super::choose_flow::{ShownFlow, chosen_flow, demand_start};
use super::identify::demand_open;
use super::show::{ShownChat, ShownEntry, shown_chat, shown_words};
use super::uploads::own_uploads;
use crate::actions::bot_turn::{BotBegins, begin_bot, bot_speaks, tell_bot};
use crate::actions::chat_entry::{Telling, append};
use crate::actions::{ActionError, Context};
use crate::domain::channel::ChannelKind;
use crate::domain::chat::{Chat, clean_text};
use crate::domain::chatflow::FlowKind;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::email_address::EmailAddress;
use crate::domain::entry::{ChatAuthor, ChatMessage, Entry};
use crate::domain::event::Event;
use crate::domain::ids::{ChatflowId, ConversationId, EntryId, OperationId, UploadId};
use crate::domain::limit::{VISITOR_CONVERSATIONS_MAX, VISITOR_OPEN_MAX};
use crate::domain::moment::Moment;
use crate::domain::reply_address::reply_token;
use crate::domain::upload::Upload;
use crate::domain::visitor::{Consent, Visitor, VisitorActor, VisitorFacts};
use crate::store::Writing;
use crate::world::World;

/// Stands in an operation for the entry of a start in which the visitor has said nothing: no entry has this id.
const NO_ENTRY: EntryId = EntryId::from_bits(0);

/// The first words.
#[derive(Debug, Clone)]
pub struct StartChat {
    pub operation: OperationId,
    /// What the visitor saw; decided again here.
    pub chatflow: Option<ChatflowId>,
    /// Empty where a bot is to have the first word.
    pub text: String,
    /// The visitor's, by its IANA name; empty if the browser does not say it.
    pub time_zone: String,
    pub uploads: Vec<UploadId>,
    pub email: Option<EmailAddress>,
    pub place: Place,
    pub consent: Consent,
    pub facts: VisitorFacts,
}

/// Where the words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into the conversation that is open, if there is one.
    OpenOne,
    /// Into one of their own.
    NewOne,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidInChat {
    pub chat: ShownChat,
    /// None where a bot has the first word.
    pub entry: Option<ShownEntry>,
}

/// Begins a conversation, or goes on in the one that is open. The same operation again yields what it made.
pub fn start_chat(context: &Context, actor: &VisitorActor, deed: StartChat) -> Result<SaidInChat, ActionError> {
    let words = words_of(&deed.text, &deed.uploads)?;
    let secret = context.secrets()?.instance;
    let (actor, world) = (actor.clone(), context.world.clone());
    context.store.write(move |tx| {
        if let Some(said) = said_before(tx, &actor, deed.operation)? {
            return Ok(said);
        }
        let now = world.now();
        let channel = demand_open(tx, actor.channel)?;
        let flow = chosen_flow(tx, &channel, &deed.facts, now)?;
        let flow = flow.ok_or_else(|| ActionError::conflict("away", "Nobody takes messages here at this moment."))?;
        let (visitor, contact) = admit(tx, &world, &actor, now)?;
        let contact = claim(tx, &visitor, contact, deed.email.as_ref())?;
        let open = open_chats(tx, &actor)?;
        let (mut head, is_new) = match (deed.place, open.first()) {
            (Place::OpenOne, Some(open)) => (tx.any_conversation(*open)?.ok_or(ActionError::NotFound)?, false),
            (Place::NewOne, Some(_)) if VISITOR_OPEN_MAX <= open.len() => {
                let reason = "There are open conversations already. Go on in one of them.";
                return Err(ActionError::conflict("too_many_conversations", reason));
            }
            (Place::NewOne, _) | (Place::OpenOne, None) => {
                demand_start(&flow, &contact, deed.consent)?;
                (begin(tx, &world, &visitor, &contact, &flow, &deed.facts, &secret, now)?, true)
            }
        };
        let bot = bot_of(&flow, &deed).filter(|_| is_new);
        match (&words, bot) {
            (Some(text), None) => say(tx, &world, &actor, &mut head, text, &deed.uploads, deed.operation),
            (Some(text), Some(bot)) => {
                let said = Said { text, uploads: &deed.uploads, operation: deed.operation };
                let entry = keep_words(tx, &world, &actor, &mut head, said, Telling::Nobody)?;
                begin_bot(tx, &world, &mut head, BotBegins { first_words: text.clone(), ..bot })?;
                said_in(tx, head, Some(entry))
            }
            (None, Some(bot)) => {
                begin_bot(tx, &world, &mut head, bot)?;
                tx.save_operation_of_visitor(actor.visitor, deed.operation, (head.id, NO_ENTRY), now)?;
                said_in(tx, head, None)
            }
            // Two tabs that open at the same time both ask the bot to begin.
            (None, None) if !is_new && flow.has_bot() => said_in(tx, head, None),
            (None, None) => Err(ActionError::invalid("text", "Write something first.")),
        }
    })
}

/// The bot that has the first word in what begins now, if one has.
fn bot_of(flow: &ShownFlow, deed: &StartChat) -> Option<BotBegins> {
    match (&flow.kind, flow.id) {
        (FlowKind::Bot(script), Some(chatflow)) => Some(BotBegins {
            chatflow,
            script: script.clone(),
            page: deed.facts.page.url.clone(),
            time_zone: deed.time_zone.clone(),
            timeout_min: flow.options.session_timeout_min,
            first_words: String::new(),
        }),
        (FlowKind::Bot(_) | FlowKind::LiveChat, _) => None,
    }
}

/// Words as they are kept; none where there are only files.
pub(super) fn words_of(text: &str, uploads: &[UploadId]) -> Result<Option<String>, ActionError> {
    match clean_text(text) {
        Ok(text) => Ok(Some(text)),
        Err(crate::domain::chat::TextRefused::Empty) if !uploads.is_empty() => Ok(Some(String::new())),
        Err(crate::domain::chat::TextRefused::Empty) => Ok(None),
        Err(refused @ crate::domain::chat::TextRefused::TooLong) => {
            Err(ActionError::invalid("text", refused.to_string()))
        }
    }
}

/// What the same operation of this visitor has made.
pub(super) fn said_before(
    tx: &Writing<'_>,
    actor: &VisitorActor,
    operation: OperationId,
) -> Result<Option<SaidInChat>, ActionError> {
    let Some((conversation, entry)) = tx.operation_of_visitor(actor.visitor, operation)? else { return Ok(None) };
    let (head, chat) = tx.conversation_for_visitor(actor, conversation)?.ok_or(ActionError::NotFound)?;
    let entry = match tx.entry(conversation, entry)? {
        Some(entry) => shown_words(tx, entry)?,
        None => None,
    };
    Ok(Some(SaidInChat { chat: shown_chat(tx, head, chat)?, entry }))
}

/// Puts a visitor's words into a conversation of theirs, and lets its bot hear them.
pub(super) fn say(
    tx: &Writing<'_>,
    world: &World,
    actor: &VisitorActor,
    head: &mut Conversation,
    text: &str,
    uploads: &[UploadId],
    operation: OperationId,
) -> Result<SaidInChat, ActionError> {
    let telling = if bot_speaks(tx, head)? { Telling::Nobody } else { Telling::Colleagues };
    let entry = keep_words(tx, world, actor, head, Said { text, uploads, operation }, telling)?;
    tell_bot(tx, world, head, text)?;
    said_in(tx, head.clone(), Some(entry))
}

/// What a visitor says.
struct Said<'a> {
    text: &'a str,
    uploads: &'a [UploadId],
    operation: OperationId,
}

fn keep_words(
    tx: &Writing<'_>,
    world: &World,
    actor: &VisitorActor,
    head: &mut Conversation,
    said: Said<'_>,
    telling: Telling,
) -> Result<Entry, ActionError> {
    let uploads = own_uploads(tx, actor, said.uploads)?;
    for upload in &uploads {
        // The reference passes from the upload to the entry.
        tx.remove_upload(upload.id)?;
    }
    let message = ChatMessage {
        author: ChatAuthor::Visitor,
        text: said.text.to_owned(),
        attachments: uploads.iter().map(Upload::as_attachment).collect(),
        operation: Some(said.operation),
        prompt: None,
    };
    let (entry, _) = append(tx, world, head, message, telling)?;
    tx.save_operation_of_visitor(actor.visitor, said.operation, (head.id, entry.id), entry.at)?;
    Ok(entry)
}

/// The answer to whoever has said something: the chat as it stands after all that it led to.
fn said_in(tx: &Writing<'_>, head: Conversation, entry: Option<Entry>) -> Result<SaidInChat, ActionError> {
    let chat = tx.chat(head.id)?.ok_or(ActionError::NotFound)?;
    let entry = match entry {
        Some(entry) => shown_words(tx, entry)?,
        None => None,
    };
    Ok(SaidInChat { chat: shown_chat(tx, head, chat)?, entry })
}

/// The visitor's open conversations, newest first.
fn open_chats(tx: &Writing<'_>, actor: &VisitorActor) -> Result<Vec<ConversationId>, ActionError> {
    let mut open = Vec::new();
    for id in tx.conversations_of_visitor(actor.visitor, VISITOR_CONVERSATIONS_MAX)? {
        let Some((head, chat)) = tx.conversation_for_visitor(actor, id)? else { continue };
        if chat.is_under_way(&head.status) {
            open.push(id);
        }
    }
    Ok(open)
}

/// A typed address is a claim on the visitor's own contact. It leads to nobody else's.
pub(super) fn claim(
    tx: &Writing<'_>,
    visitor: &Visitor,
    mut contact: Contact,
    email: Option<&EmailAddress>,
) -> Result<Contact, ActionError> {
    let Some(email) = email else { return Ok(contact) };
    if visitor.is_signed_in() && !contact.addresses.is_empty() {
        return Ok(contact);
    }
    if contact.claimed_address.as_ref() != Some(email) {
        contact.claimed_address = Some(email.clone());
        tx.save_contact(&contact)?;
        tx.announce(Event::ContactChanged { contact: contact.id })?;
    }
    Ok(contact)
}

#[expect(clippy::too_many_arguments, reason = "a new conversation is made of all of these")]
fn begin(
    tx: &Writing<'_>,
    world: &World,
    visitor: &Visitor,
    contact: &Contact,
    flow: &ShownFlow,
    facts: &VisitorFacts,
    secret: &[u8; 32],
    now: Moment,
) -> Result<Conversation, ActionError> {
    let id: ConversationId = world.new_id();
    let head = Conversation::begin(id, flow.inbox, contact.id, ChannelKind::Chat, now);
    tx.save_conversation(&head)?;
    tx.save_chat(&Chat::begun(id, visitor, flow.id, facts.page.clone()))?;
    tx.save_signed_address(&reply_token(secret, id), id, None)?;
    tx.announce(Event::ConversationChanged { inbox: head.inbox, conversation: id })?;
    Ok(head)
}
