//! The doors and workers: HTTP, SMTP, the live feed, the outbox; started together, stopped together.

pub mod control;
pub mod dns;
pub mod egress;
pub mod http;
mod notify_systemd;
pub mod realtime;
pub mod run_action;
pub mod smtp;
pub mod tls;
pub mod web_push;
pub mod workers;

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::web::Data;
use anyhow::Context as _;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::actions::set_up_workspace::make_setup_token;
use crate::actions::show_events::feed_position;
use crate::actions::workspace::show_workspace;
use crate::actions::{Context, Policy};
use crate::config::{Config, DeliveryConfig, SecurityConfig};
use crate::domain::delivery_route::{DeliveryRoute, Relay, RelayCredentials, RelaySecurity};
use crate::domain::egress::EgressRules;
use crate::store::{DatabaseOptions, Store};
use crate::telemetry::Metrics;
use crate::world::World;
use dns::Dns;
use egress::EgressClient;
use http::api::about::Installation;
use http::rate_limit::RateLimits;
use http::site::Site;
use notify_systemd::{News, tell};
use realtime::LiveFeed;
use realtime::presence::Presence;
use realtime::visitors::Visitors;
use run_action::ActionRunner;
use smtp::SmtpServer;
use web_push::PushSender;
use workers::outbox::Outbox;
use workers::push::PushNews;
use workers::smtp_client::{ClientOptions, PrivateHosts, SmtpClient};
use workers::webhooks::Webhooks;

/// How long what is under way may go on after a stop was asked for.
const STOP_WAIT: Duration = Duration::from_secs(8);
/// Threads that answer HTTP; deeds have threads of their own.
const HTTP_WORKERS: usize = 2;

/// Opens the data folder as the configuration says.
pub fn open(config: &Config) -> anyhow::Result<Context> {
    let options = DatabaseOptions { cache_bytes: config.store.cache_mb * 1024 * 1024 };
    let store = Store::open(&config.data, &options)?;
    Ok(Context { store, world: World::real(), policy: Arc::new(policy(config)) })
}

/// Serves until a signal says stop.
pub fn serve(config: &Config) -> anyhow::Result<()> {
    let context = open(config)?;
    let workers = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let served = workers.block_on(serve_with(config, context));
    workers.shutdown_timeout(Duration::from_secs(1));
    served
}

async fn serve_with(config: &Config, context: Context) -> anyhow::Result<()> {
    let http_listener = bind(config.http.address, "the page")?;
    let smtp_listener = bind(config.smtp.address, "mail")?;
    let http_address = http_listener.local_addr()?;
    let smtp_address = smtp_listener.local_addr()?;

    let (stop, under_way) = (CancellationToken::new(), TaskTracker::new());
    let metrics = Arc::new(Metrics::default());
    let dns = Dns::new(&config.dns.servers);
    let position = feed_position(&context)?;
    let (newest, committed) = watch::channel(position);
    context.store.observe_feed(Box::new(move |position| {
        newest.send_replace(position);
    }));
    let runner = ActionRunner::new(context.clone());
    let visitors = Visitors::default();
    let feed = LiveFeed::new(position, visitors.clone());
    let presence = Presence::default();
    under_way.spawn(realtime::feed_reader::follow(
        feed.clone(),
        presence.clone(),
        runner.clone(),
        committed.clone(),
        stop.clone(),
    ));

    let public_url = show_workspace(&context)?.map(|workspace| workspace.public_url).unwrap_or_default();
    let hostname = hostname(config, &public_url);
    let commits = committed.clone();
    let client = SmtpClient::new(dns.clone(), client_options(config, &hostname));
    let (world, outbox_metrics) = (context.world.clone(), Arc::clone(&metrics));
    let outbox =
        Outbox { runner: runner.clone(), client, world, metrics: outbox_metrics, committed, stop: stop.clone() };
    under_way.spawn(outbox.run());
    keep(&under_way, &context, &runner, &visitors, &presence, commits.clone(), &stop);
    under_way.spawn(webhooks(config, &runner, &dns, &context, commits.clone(), &stop)?.run());
    let push = push_sender(config, &runner, &dns, &context)?;
    under_way.spawn(push_news(&push, &presence, commits, &stop).run());
    let smtp = SmtpServer::new(config, hostname, runner.clone(), dns.clone(), metrics.smtp.clone())?;
    under_way.spawn(smtp.serve(tokio::net::TcpListener::from_std(smtp_listener)?, stop.clone()));

    under_way.spawn(control::serve(control::open(&config.data)?, runner.clone(), stop.clone()));

    let site = Data::new(Site {
        runner,
        feed,
        presence,
        visitors,
        limits: RateLimits::new(&config.chat),
        trusted_proxies: config.http.trusted_proxies.clone(),
        public_url: Arc::new(RwLock::new(public_url)),
        metrics,
        dns,
        undo_s: config.accounts.undo_s,
        push,
        world: context.world.clone(),
        installation: installation(config),
    });
    let http = serve_http(config, site, http_listener, stop.clone())?;
    let http_handle = http.handle();
    let http_done = tokio::spawn(http);
    greet(&context, http_address, smtp_address)?;
    tell(News::Ready);

    stop_signal().await?;
    wind_down(&stop, &under_way, &http_handle).await;
    http_done.abort();
    Ok(())
}

/// What administrators are told of this installation.
fn installation(config: &Config) -> Installation {
    let dns_servers = config.dns.servers.iter().map(ToString::to_string).collect();
    let webhook_hosts = config.bots.webhook_hosts.iter().map(ToString::to_string).collect();
    let push_hosts = config.notices.push_hosts.iter().map(ToString::to_string).collect();
    Installation { data: config.data.clone(), dns_servers, webhook_hosts, push_hosts }
}

/// Lets what is under way come to its end, for as long as a stop may take.
async fn wind_down(stop: &CancellationToken, under_way: &TaskTracker, http_handle: &actix_web::dev::ServerHandle) {
    tell(News::Stopping);
    tracing::info!("Stopping");
    stop.cancel();
    under_way.close();
    let finished = tokio::time::timeout(STOP_WAIT, async {
        http_handle.stop(true).await;
        under_way.wait().await;
    });
    if finished.await.is_err() {
        tracing::warn!(
            "Something was still under way after {} seconds and is left to the next start",
            STOP_WAIT.as_secs()
        );
        http_handle.stop(false).await;
    }
}

/// Starts what looks after the house: what is old is forgotten, what visitors and colleagues
/// have not seen follows by mail.
fn keep(
    under_way: &TaskTracker,
    context: &Context,
    runner: &ActionRunner,
    visitors: &Visitors,
    presence: &Presence,
    committed: watch::Receiver<u64>,
    stop: &CancellationToken,
) {
    let patience = Duration::from_secs(context.policy.news_after_s);
    let world = context.world.clone();
    under_way.spawn(workers::news::tell_those_away(runner.clone(), world, presence.clone(), patience, stop.clone()));
    under_way.spawn(workers::jobs::work_off(runner.clone(), stop.clone()));
    under_way.spawn(workers::bots::end_bots(runner.clone(), stop.clone()));
    let timers = workers::timers::keep_time(runner.clone(), context.world.clone(), committed.clone(), stop.clone());
    under_way.spawn(timers);
    let world = context.world.clone();
    under_way.spawn(workers::continuity::follow_visitors(runner.clone(), world.clone(), committed, stop.clone()));
    under_way.spawn(workers::housekeeping::keep_house(runner.clone(), visitors.clone(), world, stop.clone()));
}

fn serve_http(
    config: &Config,
    site: Data<Site>,
    listener: TcpListener,
    stop: CancellationToken,
) -> anyhow::Result<actix_web::dev::Server> {
    let stop = Data::new(stop);
    let server = HttpServer::new(move || http::app(site.clone(), stop.clone()))
        .workers(HTTP_WORKERS)
        .disable_signals()
        .shutdown_timeout(STOP_WAIT.as_secs())
        .client_request_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(30));
    let server = match tls::certificate(&config.http.tls_certificate, &config.http.tls_key)? {
        Some(certificate) => server.listen_rustls_0_23(listener, certificate.server_config(&[b"http/1.1"]))?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

/// Says where to go; on an empty data folder, with the link that sets it up.
fn greet(context: &Context, http: SocketAddr, smtp: SocketAddr) -> anyhow::Result<()> {
    let workspace = show_workspace(context)?;
    match (&workspace, make_setup_token(context)?) {
        (None, Some(token)) => {
            println!("Postroom is empty. Set it up here, once:\n\n    http://{http}/setup#{token}\n");
        }
        (Some(workspace), _) => {
            println!("Postroom serves {} at {} (http://{http})", workspace.name, workspace.public_url)
        }
        (None, None) => {}
    }
    println!("Mail is taken at {smtp}");
    Ok(())
}

fn bind(address: SocketAddr, what: &str) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind(address).with_context(|| {
        format!("cannot listen on {address} for {what}: is another server there, or is the port below 1024?")
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn policy(config: &Config) -> Policy {
    let relay = &config.mail.relay;
    let fixed_route = match config.mail.delivery {
        DeliveryConfig::Page => None,
        DeliveryConfig::Direct => Some(DeliveryRoute::Direct),
        DeliveryConfig::Relay => Some(DeliveryRoute::Relay(Relay {
            host: relay.host.clone(),
            port: relay.port,
            security: match relay.security {
                SecurityConfig::Starttls => RelaySecurity::StartTls,
                SecurityConfig::Implicit => RelaySecurity::Implicit,
                SecurityConfig::None => RelaySecurity::None,
            },
            credentials: (!relay.username.is_empty())
                .then(|| RelayCredentials { username: relay.username.clone(), password: relay.password.clone() }),
        })),
    };
    let mail_host = (!config.smtp.hostname.is_empty()).then(|| config.smtp.hostname.clone());
    Policy {
        undo_s: config.accounts.undo_s,
        news_after_s: config.accounts.news_after_s,
        mail_host,
        fixed_route,
        egress: egress(config),
    }
}

/// Who makes the calls of bots.
fn webhooks(
    config: &Config,
    runner: &ActionRunner,
    dns: &Dns,
    context: &Context,
    committed: watch::Receiver<u64>,
    stop: &CancellationToken,
) -> anyhow::Result<Webhooks> {
    Ok(Webhooks {
        runner: runner.clone(),
        client: EgressClient::new(dns.clone(), egress(config), &config.bots.webhook_authorities)?,
        secret: Arc::from(config.bots.webhook_secret.as_bytes()),
        world: context.world.clone(),
        committed,
        stop: stop.clone(),
    })
}

/// Who sends pushes.
fn push_sender(config: &Config, runner: &ActionRunner, dns: &Dns, context: &Context) -> anyhow::Result<PushSender> {
    let notices = &config.notices;
    let rules = EgressRules { hosts: notices.push_hosts.clone(), networks: notices.push_networks.clone() };
    let client = EgressClient::new(dns.clone(), rules, &notices.push_authorities)?;
    Ok(PushSender { runner: runner.clone(), client, world: context.world.clone() })
}

/// Who looks for what is to be pushed.
fn push_news(
    sender: &PushSender,
    presence: &Presence,
    committed: watch::Receiver<u64>,
    stop: &CancellationToken,
) -> PushNews {
    PushNews { sender: sender.clone(), presence: presence.clone(), committed, stop: stop.clone() }
}

/// Whom bots may call.
fn egress(config: &Config) -> EgressRules {
    EgressRules { hosts: config.bots.webhook_hosts.clone(), networks: config.bots.webhook_networks.clone() }
}

fn client_options(config: &Config, hostname: &str) -> ClientOptions {
    ClientOptions {
        hostname: hostname.to_owned(),
        port: config.mail.direct.port,
        private_hosts: if config.mail.direct.allow_private { PrivateHosts::Allowed } else { PrivateHosts::Refused },
        extra_root: None,
    }
}

/// The configured name, else the host of the page, else what every machine is called.
fn hostname(config: &Config, public_url: &str) -> String {
    if !config.smtp.hostname.is_empty() {
        return config.smtp.hostname.clone();
    }
    let host = public_url.split("//").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or_default();
    if host.is_empty() { "localhost".to_owned() } else { host.to_owned() }
}

async fn stop_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
