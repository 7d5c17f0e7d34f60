//! The rules: values in, values out. No I/O, no clock, no chance, no wire, no records.

pub mod actor;
pub mod agent;
pub mod automatic_mail;
pub mod contact;
pub mod conversation;
pub mod delivery;
pub mod delivery_route;
pub mod dns_records;
pub mod email_address;
pub mod entry;
pub mod event;
pub mod ids;
pub mod inbox;
pub mod incoming_mail;
pub mod limit;
pub mod mail_ledger;
pub mod moment;
pub mod outgoing_mail;
pub mod recipients;
pub mod reply_address;
pub mod session;
pub mod subject;
pub mod threading;
pub mod upload;
pub mod view;
pub mod workspace;
