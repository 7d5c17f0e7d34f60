//! The second factor: an agent sets it up, proves it, renews the codes on paper, turns it off; an
//! administrator takes it away from somebody who has lost their device.

use std::time::Duration;

use super::identify::Confirmed;
use super::mail_ledger::demand_administrator;
use super::notice_mail::{NewNoticeMail, new_notice_mail, queue_notice_mail};
use super::notice_words::{Happening, notice_words};
use super::password;
use super::sign_in::Secret;
use super::{ActionError, Context};
use crate::domain::agent::{Agent, FactorUse};
use crate::domain::email_address::Mailbox;
use crate::domain::event::Event;
use crate::domain::ids::AgentId;
use crate::domain::limit::{NOTICE_USEFUL_H, RECOVERY_CODES};
use crate::domain::notice_mail::NoticeMail;
use crate::domain::second_factor::{
    FactorStanding, RecoveryCodes, SecondFactor, Shown, TotpSecret, Tries, Verdict, is_code, without_gaps,
};
use crate::domain::session::Session;

/// 80 bits: nobody guesses them, and people can still type them.
const RECOVERY_BYTES: usize = 10;

/// What a device is to take up.
#[derive(Debug, Clone)]
pub struct ProposedFactor {
    /// For typing.
    pub letters: String,
    /// For a picture.
    pub address: String,
}

/// Codes for the day on which the device is lost; shown this once.
#[derive(Debug, Clone)]
pub struct NewRecoveryCodes(pub Vec<String>);

/// Makes a secret for a device. Nothing is asked for before a code of it was typed.
pub fn propose_second_factor(context: &Context, caller: &Confirmed) -> Result<ProposedFactor, ActionError> {
    let secret = TotpSecret(context.world.secret());
    let sealed_secret = context.store.seal_totp(&secret);
    let id = caller.actor.agent;
    let (agent, workspace) = context.store.write(move |tx| {
        let agent = tx.agent(id)?.ok_or(ActionError::NotFound)?;
        if matches!(agent.second_factor, FactorUse::On) {
            return Err(ActionError::conflict("second_factor_on", "Turn it off before you set up another device."));
        }
        tx.save_second_factor(&SecondFactor {
            agent: id,
            standing: FactorStanding::Proposed,
            sealed_secret: sealed_secret.clone(),
            used_step: None,
            recovery: RecoveryCodes::default(),
            tries: Tries::default(),
        })?;
        Ok((agent, tx.workspace()?.ok_or(ActionError::NotSetUp)?))
    })?;
    let address = secret.address(&format!("Postroom {}", workspace.name), agent.email.as_str());
    Ok(ProposedFactor { letters: secret.in_letters(), address })
}

/// Turns it on by a first code: from now on every sign-in asks for one.
pub fn turn_on_second_factor(
    context: &Context,
    caller: &Confirmed,
    code: &Secret,
) -> Result<NewRecoveryCodes, ActionError> {
    let (codes, recovery) = new_recovery_codes(context);
    let proof = Proof::of(context, caller.actor.agent, &code.0)?;
    let Some(proof) = proof.filter(|proof| matches!(proof.shown, Shown::Code(_))) else {
        return Err(ActionError::WrongCode);
    };
    let (id, kept) = (caller.actor.agent, caller.session);
    let notice = notice_to(context, id, Happening::SecondFactorOn)?;
    let (now, proof) = (context.world.now(), std::sync::Arc::new(proof));
    let verdict = context.store.write(move |tx| {
        let factor = tx.second_factor(id)?.ok_or(ActionError::NotFound)?;
        let (mut factor, verdict) = proof.look(factor, now);
        if verdict == Verdict::Right {
            factor.standing = FactorStanding::On { since: now };
            factor.recovery = recovery.clone();
            let agent = tx.agent(id)?.ok_or(ActionError::NotFound)?;
            tx.save_agent(&Agent { second_factor: FactorUse::On, ..agent })?;
            // Whoever came in without it comes in anew.
            tx.remove_other_sessions(id, Some(kept))?;
            queue_notice_mail(tx, &notice)?;
            tx.announce(Event::AgentChanged { agent: id })?;
        }
        tx.save_second_factor(&factor)?;
        Ok::<_, ActionError>(verdict)
    })?;
    as_refusal(context, verdict)?;
    Ok(codes)
}

/// Makes new codes; those before open nothing any more.
pub fn renew_recovery_codes(context: &Context, caller: &Confirmed) -> Result<NewRecoveryCodes, ActionError> {
    let (codes, recovery) = new_recovery_codes(context);
    let id = caller.actor.agent;
    context.store.write(move |tx| {
        let factor = tx.second_factor(id)?.filter(is_on).ok_or(ActionError::NotFound)?;
        tx.save_second_factor(&SecondFactor { recovery: recovery.clone(), ..factor })?;
        Ok::<_, ActionError>(())
    })?;
    Ok(codes)
}

/// How many codes on paper are left.
pub fn recovery_codes_left(context: &Context, agent: AgentId) -> Result<usize, ActionError> {
    let factor = context.store.read(|tx| tx.second_factor(agent))?;
    Ok(factor.filter(is_on).map_or(0, |factor| factor.recovery.hashes.len()))
}

/// Turns the caller's own off.
pub fn turn_off_second_factor(context: &Context, caller: &Confirmed) -> Result<(), ActionError> {
    take_away(context, caller.actor.agent, Happening::SecondFactorOff)
}

/// Takes it away from a colleague who has lost their device; they are told by mail.
pub fn reset_second_factor(context: &Context, caller: &Confirmed, whose: AgentId) -> Result<(), ActionError> {
    demand_administrator(&caller.actor)?;
    take_away(context, whose, Happening::SecondFactorReset)
}

/// Asks for the second proof of an agent who has one; what was shown is used up.
pub(super) fn demand_second_factor(
    context: &Context,
    agent: AgentId,
    shown: Option<&Secret>,
) -> Result<(), ActionError> {
    let factor = context.store.read(|tx| tx.second_factor(agent))?;
    if !factor.as_ref().is_some_and(is_on) {
        return Ok(());
    }
    let Some(typed) = shown.filter(|typed| !typed.0.trim().is_empty()) else {
        return Err(ActionError::SecondFactorNeeded);
    };
    let proof = Proof::of(context, agent, &typed.0)?.ok_or(ActionError::WrongCode)?;
    let (now, proof) = (context.world.now(), std::sync::Arc::new(proof));
    let verdict = context.store.write(move |tx| {
        let factor = tx.second_factor(agent)?.filter(is_on).ok_or(ActionError::NotFound)?;
        let (factor, verdict) = proof.look(factor, now);
        // A wrong code is no refusal of the deed: it must count.
        tx.save_second_factor(&factor)?;
        Ok::<_, ActionError>(verdict)
    })?;
    as_refusal(context, verdict)
}

/// Proves once more who is at the screen: password and, where there is one, second factor.
pub fn confirm_identity(
    context: &Context,
    session: &Session,
    typed: &Secret,
    code: Option<&Secret>,
) -> Result<(), ActionError> {
    let phc = context.store.read(|tx| tx.password(session.agent))?;
    if !password::matches(&typed.0, phc.as_deref()) {
        return Err(ActionError::invalid("password", "This is not your password."));
    }
    demand_second_factor(context, session.agent, code)?;
    let (now, digest) = (context.world.now(), session.digest);
    context.store.write(move |tx| {
        let session = tx.session(&digest)?.ok_or(ActionError::NotFound)?;
        tx.save_session(&Session { proved_at: now, ..session })?;
        Ok(())
    })
}

/// What was typed, made ready outside of the transaction that looks at it: hashing takes time.
struct Proof {
    secret: TotpSecret,
    /// What the secret was taken from: another one meanwhile makes the proof worthless.
    sealed_secret: Vec<u8>,
    salt: [u8; 16],
    shown: Shown,
}

impl Proof {
    fn of(context: &Context, agent: AgentId, typed: &str) -> Result<Option<Self>, ActionError> {
        let Some(factor) = context.store.read(|tx| tx.second_factor(agent))? else { return Ok(None) };
        let secret = context.store.unseal_totp(&factor.sealed_secret)?;
        let typed = without_gaps(typed);
        let salt = factor.recovery.salt;
        let shown =
            if is_code(&typed) { Shown::Code(typed) } else { Shown::Recovery(password::quick_hash(&typed, &salt)) };
        Ok(Some(Self { secret, sealed_secret: factor.sealed_secret, salt, shown }))
    }

    fn look(&self, mut factor: SecondFactor, now: crate::domain::moment::Moment) -> (SecondFactor, Verdict) {
        if factor.sealed_secret != self.sealed_secret || factor.recovery.salt != self.salt {
            return (factor, Verdict::Wrong);
        }
        let verdict = factor.check(&self.secret, &self.shown, now);
        (factor, verdict)
    }
}

fn as_refusal(context: &Context, verdict: Verdict) -> Result<(), ActionError> {
    match verdict {
        Verdict::Right => Ok(()),
        Verdict::Wrong => Err(ActionError::WrongCode),
        Verdict::TooManyTries { until } => {
            Err(ActionError::TooManyTries { retry_after_s: until.since(context.world.now()).as_secs() + 1 })
        }
    }
}

fn is_on(factor: &SecondFactor) -> bool {
    matches!(factor.standing, FactorStanding::On { .. })
}

fn new_recovery_codes(context: &Context) -> (NewRecoveryCodes, RecoveryCodes) {
    let salt = context.world.secret();
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| data_encoding::BASE32_NOPAD.encode(&context.world.secret::<RECOVERY_BYTES>()))
        .collect();
    let hashes = codes.iter().map(|code| password::quick_hash(code, &salt)).collect();
    let shown = codes.iter().map(|code| format!("{}-{}-{}-{}", &code[..4], &code[4..8], &code[8..12], &code[12..]));
    (NewRecoveryCodes(shown.collect()), RecoveryCodes { salt, hashes })
}

fn take_away(context: &Context, whose: AgentId, happening: Happening) -> Result<(), ActionError> {
    let notice = notice_to(context, whose, happening)?;
    context.store.write(move |tx| {
        let agent = tx.agent(whose)?.ok_or(ActionError::NotFound)?;
        if agent.second_factor == FactorUse::Off {
            return Err(ActionError::conflict("second_factor_off", "There is none."));
        }
        tx.remove_second_factor(whose)?;
        tx.save_agent(&Agent { second_factor: FactorUse::Off, ..agent })?;
        queue_notice_mail(tx, &notice)?;
        tx.announce(Event::AgentChanged { agent: whose })?;
        Ok(())
    })
}

/// A warning to somebody that their account has changed.
pub(super) fn notice_to(context: &Context, agent: AgentId, happening: Happening) -> Result<NoticeMail, ActionError> {
    let agent = context.store.read(|tx| tx.agent(agent))?.ok_or(ActionError::NotFound)?;
    let workspace = context.store.read(|tx| tx.workspace())?.ok_or(ActionError::NotSetUp)?;
    let (subject, text) = notice_words(agent.locale, happening, &workspace, &agent.name);
    let useful_for = Duration::from_secs(NOTICE_USEFUL_H * 3600);
    let to = Mailbox::new(&agent.name, agent.email);
    Ok(new_notice_mail(context, NewNoticeMail { to, subject, text, useful_for }))
}

#[cfg(test)]
mod tests;
