//! Calls servers of the team for bots, and tells the bots what came of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::actions::bot_webhooks::{BotCall, CallResult, record_call, take_due_calls};
use crate::domain::bot::StepId;
use crate::domain::moment::Moment;
use crate::domain::property::Property;
use crate::server::egress::{EgressAnswer, EgressClient, EgressFailure};
use crate::server::run_action::ActionRunner;
use crate::world::World;

/// Calls that are under way at the same time.
const CALLS_AT_ONCE_MAX: usize = 10;
/// Calls that are under way to one host at the same time.
const CALLS_PER_HOST_MAX: usize = 2;
/// It looks at least so often: a clock may jump.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(30);
/// It looks at most so often: every word of a chat wakes it.
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(100);
/// How long a call waits for its turn at a host that is busy with others of ours.
const TURN_WAIT: Duration = Duration::from_secs(15);

/// What the worker works with.
pub struct Webhooks {
    pub runner: ActionRunner,
    pub client: EgressClient,
    /// Empty where calls are not signed.
    pub secret: Arc<[u8]>,
    pub world: World,
    /// Says the number of the feed's newest event.
    pub committed: watch::Receiver<u64>,
    pub stop: CancellationToken,
}

impl Webhooks {
    /// Works until it is told to stop. What is under way then is made again at the next start.
    pub async fn run(mut self) {
        let mut under_way = JoinSet::new();
        let hosts = Hosts::default();
        loop {
            self.committed.mark_unchanged();
            let places = CALLS_AT_ONCE_MAX - under_way.len().min(CALLS_AT_ONCE_MAX);
            let mut wait = LOOK_AT_LEAST_EVERY;
            if 0 < places {
                match self.runner.run(move |context| take_due_calls(context, places)).await {
                    Ok((calls, next)) => {
                        wait = next.map_or(wait, |next| next.since(self.world.now()).min(wait));
                        for call in calls {
                            under_way.spawn(self.caller(&hosts).make(call));
                        }
                    }
                    Err(error) => {
                        tracing::error!(error = &error as &dyn std::error::Error, "Failed to take the calls of bots");
                    }
                }
            }
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_AT_MOST_EVERY) => {}
            }
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep(wait) => {}
                Some(_) = under_way.join_next() => {}
                changed = self.committed.changed() => if changed.is_err() { return },
            }
        }
    }

    fn caller(&self, hosts: &Hosts) -> Caller {
        Caller {
            runner: self.runner.clone(),
            client: self.client.clone(),
            secret: Arc::clone(&self.secret),
            now: self.world.now(),
            hosts: hosts.clone(),
        }
    }
}

/// How much room there is at each host; only hosts that the configuration names get in.
#[derive(Clone, Default)]
struct Hosts(Arc<Mutex<HashMap<String, Arc<Semaphore>>>>);

impl Hosts {
    fn room_at(&self, host: &str) -> Arc<Semaphore> {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A rule with a star lets any number of names in: those that nobody calls now are forgotten.
        hosts.retain(|_, room| Arc::strong_count(room) > 1);
        let room = || Arc::new(Semaphore::new(CALLS_PER_HOST_MAX));
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(room))
    }
}

/// Makes one call.
struct Caller {
    runner: ActionRunner,
    client: EgressClient,
    secret: Arc<[u8]>,
    now: Moment,
    hosts: Hosts,
}

impl Caller {
    async fn make(self, call: BotCall) {
        let (conversation, turn) = (call.conversation, call.turn);
        let result = match self.ask(&call).await {
            Ok(answer) => judge(&call, &answer),
            Err(failure) => {
                tracing::warn!(
                    conversation.id = %conversation,
                    error = &failure as &dyn std::error::Error,
                    "A bot could not call a server"
                );
                after(&failure)
            }
        };
        let record = move |context: &_| record_call(context, conversation, turn, result);
        if let Err(error) = self.runner.run(record).await {
            tracing::error!(error = &error as &dyn std::error::Error, "Failed to tell a bot what a server answered");
        }
    }

    async fn ask(&self, call: &BotCall) -> Result<EgressAnswer, EgressFailure> {
        let target = self.client.target(&call.url)?;
        let room = self.hosts.room_at(&target.host);
        let turn = tokio::time::timeout(TURN_WAIT, room.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(EgressFailure::TooSlow) };
        let body = body_of(call).to_string();
        self.client.post(&target, "application/json", &self.headers(call, &body), body.as_bytes()).await
    }

    /// As Standard Webhooks names them. The same call made again has the same id.
    fn headers(&self, call: &BotCall, body: &str) -> Vec<(&'static str, String)> {
        let id = format!("{}.{}", call.conversation, call.turn);
        let timestamp = (self.now.millis() / 1000).to_string();
        let mut headers = vec![("Accept", "application/json".to_owned())];
        headers.extend([("webhook-id", id.clone()), ("webhook-timestamp", timestamp.clone())]);
        if !self.secret.is_empty() {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &self.secret);
            let signed = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
            headers.push(("webhook-signature", format!("v1,{}", STANDARD.encode(signed))));
        }
        headers
    }
}

fn body_of(call: &BotCall) -> Value {
    let of = |is_meant: fn(&Property) -> Option<&str>| {
        let known =
            call.known.iter().filter_map(|(property, value)| Some((is_meant(property)?.to_owned(), json!(value))));
        known.collect::<serde_json::Map<_, _>>()
    };
    let contact = of(|property| match property {
        Property::Contact(key) => Some(key.as_str()),
        Property::Conversation(_) => None,
    });
    let conversation = of(|property| match property {
        Property::Conversation(key) => Some(key.as_str()),
        Property::Contact(_) => None,
    });
    let answers: serde_json::Map<_, _> =
        call.answers.iter().map(|(StepId(step), answer)| (step.to_string(), json!(answer))).collect();
    let StepId(step) = call.step;
    json!({
        "type": "bot.step",
        "conversation_id": call.conversation.to_string(),
        "chatflow_id": call.chatflow.to_string(),
        "step": step,
        "page": call.page,
        "contact": contact,
        "conversation": conversation,
        "answers": answers,
    })
}

/// What an answer means. Nobody is followed elsewhere: an answer that names another place is none.
fn judge(call: &BotCall, answer: &EgressAnswer) -> CallResult {
    match answer.status {
        200..=299 => fields_of(&call.kept, &answer.body).map_or(CallResult::Failed, CallResult::Answered),
        408 | 425 | 429 | 500..=599 => CallResult::TryAgain,
        _ => CallResult::Failed,
    }
}

fn after(failure: &EgressFailure) -> CallResult {
    match failure {
        EgressFailure::Unreachable | EgressFailure::TooSlow => CallResult::TryAgain,
        EgressFailure::Refused(_) | EgressFailure::NoAddress | EgressFailure::TooLarge | EgressFailure::NotHttp => {
            CallResult::Failed
        }
    }
}

/// The fields of an answer that are kept, `customer.name` by its path; none if it is no JSON though fields are wanted.
fn fields_of(kept: &[String], body: &[u8]) -> Option<BTreeMap<String, String>> {
    if kept.is_empty() {
        return Some(BTreeMap::new());
    }
    let answer: Value = serde_json::from_slice(body).ok()?;
    let field = |name: &String| {
        let mut found = &answer;
        for part in name.split('.') {
            found = found.get(part)?;
        }
        let text = match found {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(is_so) => is_so.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => return None,
        };
        Some((name.clone(), text))
    };
    Some(kept.iter().filter_map(field).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_taken_by_their_path_and_only_where_they_are_values() {
        let kept = ["plan", "customer.name", "seats", "is_paid", "list", "gone", "plan.deeper"].map(str::to_owned);
        let body = br#"{"plan": "gold", "customer": {"name": "Max"}, "seats": 12, "is_paid": true, "list": [1]}"#;
        let fields = fields_of(&kept, body).expect("JSON");
        let expected = [("customer.name", "Max"), ("is_paid", "true"), ("plan", "gold"), ("seats", "12")];
        let found: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, expected);
        assert_eq!(fields_of(&kept, b"<html>"), None);
        assert_eq!(fields_of(&[], b"<html>"), Some(BTreeMap::new()));
    }

    #[test]
    fn what_can_pass_is_tried_again_and_everything_else_has_failed() {
        let answer = |status| EgressAnswer { status, body: b"{}".to_vec() };
        let call = BotCall {
            conversation: crate::domain::ids::ConversationId::from_bits(1),
            chatflow: crate::domain::ids::ChatflowId::from_bits(2),
            step: StepId(3),
            turn: 4,
            url: String::new(),
            kept: Vec::new(),
            page: String::new(),
            known: BTreeMap::new(),
            answers: BTreeMap::new(),
        };
        for status in [408, 429, 500, 503] {
            assert_eq!(judge(&call, &answer(status)), CallResult::TryAgain, "{status}");
        }
        for status in [301, 302, 307, 400, 401, 404, 410] {
            assert_eq!(judge(&call, &answer(status)), CallResult::Failed, "{status}");
        }
        assert_eq!(judge(&call, &answer(204)), CallResult::Answered(BTreeMap::new()));
    }
}
