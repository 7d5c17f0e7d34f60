//! Delivers what is due, and says what came of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::smtp_client::{Parcel, SmtpClient, stops};
use crate::actions::mail_route::current_route;
use crate::actions::notice_mail::{DueNoticeMail, TakenNoticeMail, record_notice_mail, take_due_notice_mail};
use crate::actions::record_delivery::{RecordDelivery, record_delivery};
use crate::actions::take_due_delivery::{DueDelivery, TakenDelivery, take_due_delivery};
use crate::domain::delivery::Attempt;
use crate::domain::delivery_route::DeliveryRoute;
use crate::domain::moment::Moment;
use crate::domain::notice_mail::Fate;
use crate::server::run_action::ActionRunner;
use crate::telemetry::Metrics;
use crate::world::World;

/// Mails that are on their way at the same time.
const DELIVERIES_AT_ONCE_MAX: usize = 20;
/// The outbox looks at least so often: a clock may jump.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_secs(30);
/// After the store failed.
const RETRY_PAUSE: Duration = Duration::from_secs(1);

/// The worker with what it needs.
pub struct Outbox {
    pub runner: ActionRunner,
    pub client: SmtpClient,
    pub world: World,
    pub metrics: Arc<Metrics>,
    /// The number of the feed's newest event: something may be due that was not before.
    pub committed: watch::Receiver<u64>,
    pub stop: CancellationToken,
}

impl Outbox {
    /// Works until it is told to stop; then what is on its way is finished first.
    pub async fn run(mut self) {
        let places = Arc::new(Semaphore::new(DELIVERIES_AT_ONCE_MAX));
        let under_way = TaskTracker::new();
        while !self.stop.is_cancelled() {
            let place = tokio::select! {
                () = self.stop.cancelled() => break,
                place = Arc::clone(&places).acquire_owned() => place.expect("the places are never closed"),
            };
            self.committed.mark_unchanged();
            let taken = self.runner.run(|context| {
                // Notices are few, and somebody waits for a link.
                let notice = take_due_notice_mail(context)?;
                let delivery = match notice {
                    TakenNoticeMail::Due(_) => TakenDelivery::NothingDue { next: None },
                    TakenNoticeMail::NothingDue { .. } => take_due_delivery(context)?,
                };
                Ok((notice, delivery, current_route(context)?))
            });
            match taken.await {
                Ok((TakenNoticeMail::Due(due), _, route)) => {
                    let (runner, client) = (self.runner.clone(), self.client.clone());
                    under_way.spawn(async move {
                        deliver_notice_mail(&runner, &client, due, route).await;
                        drop(place);
                    });
                }
                Ok((TakenNoticeMail::NothingDue { .. }, TakenDelivery::Due(due), route)) => {
                    let (runner, client, metrics) =
                        (self.runner.clone(), self.client.clone(), Arc::clone(&self.metrics));
                    under_way.spawn(async move {
                        deliver(&runner, &client, &metrics, due, route).await;
                        drop(place);
                    });
                }
                Ok((TakenNoticeMail::NothingDue { next: notice }, TakenDelivery::NothingDue { next }, _)) => {
                    drop(place);
                    self.rest(notice.into_iter().chain(next).min()).await;
                }
                Err(error) => {
                    drop(place);
                    tracing::error!(error = &error as &dyn std::error::Error, "Failed to look into the outbox");
                    tokio::time::sleep(RETRY_PAUSE).await;
                }
            }
        }
        under_way.close();
        under_way.wait().await;
    }

    /// Until the next delivery is due or something new is written.
    async fn rest(&mut self, next: Option<Moment>) {
        let until_next = next.map_or(LOOK_AT_LEAST_EVERY, |next| next.since(self.world.now()));
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(until_next.min(LOOK_AT_LEAST_EVERY)) => {}
            changed = self.committed.changed() => if changed.is_err() {
                self.stop.cancelled().await;
            }
        }
    }
}

async fn deliver(
    runner: &ActionRunner,
    client: &SmtpClient,
    metrics: &Metrics,
    due: DueDelivery,
    route: DeliveryRoute,
) {
    let DueDelivery { id, envelope_from, recipients, bytes } = due;
    let parcel = Parcel { envelope_from: Some(envelope_from), bytes: bytes.into() };
    let stops = stops(&route, &recipients);
    for (index, recipients) in stops.iter().enumerate() {
        let results = client.deliver(&route, &parcel, recipients).await;
        for (_, attempt) in &results {
            match attempt {
                Attempt::Delivered { .. } => metrics.mails_sent.inc(),
                Attempt::Refused { .. } => metrics.mails_refused.inc(),
                Attempt::TryAgain { .. } => metrics.mails_to_try_again.inc(),
            };
        }
        record(runner, RecordDelivery { id, results, goes_on: index + 1 < stops.len() }).await;
    }
}

/// What a server has taken must be written down: until it is, the mail would be sent again.
async fn record(runner: &ActionRunner, report: RecordDelivery) {
    let id = report.id;
    loop {
        let deed = report.clone();
        match runner.run(move |context| record_delivery(context, deed)).await {
            Ok(()) => return,
            Err(crate::actions::ActionError::NotFound) => return,
            Err(error) => {
                tracing::error!(delivery.id = %id, error = &error as &dyn std::error::Error, "Failed to record delivery {id}");
                tokio::time::sleep(RETRY_PAUSE).await;
            }
        }
    }
}

/// A notice has one recipient; a server's refusal is written to the log, since nobody else would see it.
async fn deliver_notice_mail(runner: &ActionRunner, client: &SmtpClient, due: DueNoticeMail, route: DeliveryRoute) {
    let DueNoticeMail { id, to, bytes } = due;
    let parcel = Parcel { envelope_from: None, bytes: bytes.into() };
    let results = client.deliver(&route, &parcel, &[to]).await;
    let unheard = Attempt::TryAgain { words: "the server said nothing".to_owned() };
    let attempt = results.into_iter().next().map_or(unheard, |(_, attempt)| attempt);
    loop {
        let report = attempt.clone();
        match runner.run(move |context| record_notice_mail(context, id, report)).await {
            Ok(Fate::GivenUp) => {
                let words = words_of(&attempt);
                tracing::warn!(notice_mail.id = %id, "Gave up a notice mail: {words}");
                return;
            }
            Ok(Fate::Again | Fate::Delivered) | Err(crate::actions::ActionError::NotFound) => return,
            Err(error) => {
                tracing::error!(notice_mail.id = %id, error = &error as &dyn std::error::Error, "Failed to record notice {id}");
                tokio::time::sleep(RETRY_PAUSE).await;
            }
        }
    }
}

fn words_of(attempt: &Attempt) -> &str {
    match attempt {
        Attempt::Delivered { words } | Attempt::TryAgain { words } | Attempt::Refused { words } => words,
    }
}
