//! From setting a device up to losing it.

use super::*;
use crate::actions::identify::{Credential, Identity, identify};
use crate::actions::sign_in::{BegunSession, Browser, SignIn, sign_in};
use crate::actions::tests::{House, PASSWORD};
use crate::domain::agent::Role;

fn secret(text: &str) -> Secret {
    Secret(text.to_owned())
}

fn enter(house: &House, code: Option<&str>) -> Result<BegunSession, ActionError> {
    let browser = Browser { user_agent: "test".into(), address: "127.0.0.1".into() };
    let deed = SignIn { email: "zoe@example.org".into(), password: secret(PASSWORD), code: code.map(secret), browser };
    sign_in(&house.context, deed)
}

fn identity(house: &House, begun: &BegunSession) -> Identity {
    let credential = Credential::Session(begun.secret.0.clone());
    identify(&house.context, &credential).expect("a store").expect("a session")
}

fn confirmed(house: &House, begun: &BegunSession) -> Confirmed {
    Confirmed::of(&identity(house, begun), house.context.world.now()).expect("it has just begun")
}

/// The code that the device shows now.
fn code_now(house: &House, agent: AgentId) -> String {
    let factor = house.context.store.read(|tx| tx.second_factor(agent)).expect("a store").expect("a factor");
    let secret = house.context.store.unseal_totp(&factor.sealed_secret).expect("our own key");
    secret.code_at(house.context.world.now())
}

fn set_up(house: &House) -> (Confirmed, NewRecoveryCodes) {
    let caller = confirmed(house, &enter(house, None).expect("a password is enough"));
    propose_second_factor(&house.context, &caller).expect("nothing is on");
    let code = secret(&code_now(house, caller.actor.agent));
    let codes = turn_on_second_factor(&house.context, &caller, &code).expect("the right code");
    house.script.pass(Duration::from_secs(60));
    (caller, codes)
}

#[test]
fn a_second_factor_is_asked_for_at_every_sign_in_and_a_code_works_once() {
    let house = House::founded();
    let before = enter(&house, None).expect("a password is enough");
    let (caller, codes) = set_up(&house);
    assert_eq!(codes.0.len(), RECOVERY_CODES);
    let credential = Credential::Session(before.secret.0);
    assert_eq!(identify(&house.context, &credential).expect("a store"), None, "other browsers come in anew");

    assert!(matches!(enter(&house, None), Err(ActionError::SecondFactorNeeded)));
    assert!(matches!(enter(&house, Some("000000")), Err(ActionError::WrongCode)));
    let code = code_now(&house, caller.actor.agent);
    assert!(enter(&house, Some(&code)).is_ok());
    assert!(matches!(enter(&house, Some(&code)), Err(ActionError::WrongCode)), "it was used");
    assert!(enter(&house, Some(&codes.0[0].to_lowercase())).is_ok());
    assert!(matches!(enter(&house, Some(&codes.0[0])), Err(ActionError::WrongCode)), "it was used");
    assert_eq!(recovery_codes_left(&house.context, caller.actor.agent).expect("a store"), RECOVERY_CODES - 1);

    let renewed = renew_recovery_codes(&house.context, &caller).expect("it is on");
    assert!(matches!(enter(&house, Some(&codes.0[1])), Err(ActionError::WrongCode)));
    assert!(enter(&house, Some(&renewed.0[1])).is_ok());
}

#[test]
fn many_wrong_codes_close_the_door_for_the_right_one_too() {
    let house = House::founded();
    let (caller, codes) = set_up(&house);
    for _ in 0..5 {
        assert!(matches!(enter(&house, Some("000000")), Err(ActionError::WrongCode)));
    }
    let code = code_now(&house, caller.actor.agent);
    for code in [code.as_str(), &codes.0[0]] {
        assert!(matches!(enter(&house, Some(code)), Err(ActionError::TooManyTries { .. })));
    }
    house.script.pass(Duration::from_secs(5 * 60));
    assert!(enter(&house, Some(&code_now(&house, caller.actor.agent))).is_ok());
}

#[test]
fn a_wrong_first_code_turns_nothing_on() {
    let house = House::founded();
    let caller = confirmed(&house, &enter(&house, None).expect("a password is enough"));
    propose_second_factor(&house.context, &caller).expect("nothing is on");
    for wrong in ["000000", "AAAA-BBBB-CCCC-DDDD", ""] {
        let refused = turn_on_second_factor(&house.context, &caller, &secret(wrong));
        assert!(matches!(refused, Err(ActionError::WrongCode)), "{wrong}");
    }
    assert!(enter(&house, None).is_ok());
}

#[test]
fn an_administrator_takes_it_away_from_somebody_who_lost_their_device() {
    let house = House::founded();
    let (zoe, _codes) = set_up(&house);
    let ida = house.colleague("Ida", Role::Agent);
    let not_allowed = Confirmed { actor: ida, session: zoe.session };
    assert!(matches!(
        reset_second_factor(&house.context, &not_allowed, zoe.actor.agent),
        Err(ActionError::NotPermitted)
    ));
    reset_second_factor(&house.context, &zoe, zoe.actor.agent).expect("allowed");
    assert!(enter(&house, None).is_ok());
    let again = reset_second_factor(&house.context, &zoe, zoe.actor.agent);
    assert!(matches!(again, Err(ActionError::Conflict { code: "second_factor_off", .. })));
}

#[test]
fn sensitive_deeds_ask_who_is_there_after_ten_minutes() {
    let house = House::founded();
    let begun = enter(&house, None).expect("a password is enough");
    let now = || house.context.world.now();
    house.script.pass(Duration::from_secs(10 * 60));
    let stale = identity(&house, &begun);
    assert!(matches!(Confirmed::of(&stale, now()), Err(ActionError::ProofNeeded)));
    let digest = crate::store::Store::digest(begun.secret.0.as_bytes());
    let session = house.context.store.read(|tx| tx.session(&digest)).expect("a store").expect("a session");
    let wrong = confirm_identity(&house.context, &session, &secret("wrong"), None);
    assert!(matches!(wrong, Err(ActionError::Invalid { field: "password", .. })));
    confirm_identity(&house.context, &session, &secret(PASSWORD), None).expect("the password");
    assert!(Confirmed::of(&identity(&house, &begun), now()).is_ok());
    let token = Identity { session: None, proved_at: None, ..identity(&house, &begun) };
    assert!(matches!(Confirmed::of(&token, now()), Err(ActionError::SessionNeeded)));
    assert!(token.demand_recent_proof(now()).is_ok(), "a script may look after colleagues");
}
