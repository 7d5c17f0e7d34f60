//! Who types, both ways. It passes and is kept nowhere.

use crate::actions::visitor::show::place_of;
use crate::domain::ids::ConversationId;
use crate::domain::visitor::VisitorActor;
use crate::server::http::site::Site;
use crate::server::realtime::frame::visitor_typing;

/// Tells the agents who see a visitor's conversation that the visitor types.
pub async fn visitor_types(site: &Site, actor: &VisitorActor, conversation: ConversationId, is_typing: bool) {
    if !site.limits.visitor_typing.allows(actor.visitor) {
        return;
    }
    let actor = actor.clone();
    let place = site.runner.run(move |context| place_of(context, &actor, conversation)).await;
    if let Ok((inbox, conversation)) = place {
        site.feed.passing().pass(visitor_typing(inbox, conversation, is_typing));
    }
}
