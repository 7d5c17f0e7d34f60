//! What the guard lets pass, by name and with a reason. This list may only shrink.

/// One fault that is allowed in one file.
pub struct Exception {
    pub path: &'static str,
    /// What the guard says, or how it begins.
    pub words: &'static str,
    pub reason: &'static str,
}

impl Exception {
    pub fn covers(&self, path: &str, words: &str) -> bool {
        path == self.path && words.starts_with(self.words)
    }
}

const STORE: &str = "`server` may not use `store`";

pub const EXCEPTIONS: &[Exception] = &[
    Exception { path: "src/server.rs", words: STORE, reason: "the store is opened here, once" },
    Exception {
        path: "src/server/http/error.rs",
        words: STORE,
        reason: "at the door each failure of the store becomes a status",
    },
    Exception {
        path: "src/server/smtp/session.rs",
        words: STORE,
        reason: "at the door each failure of the store becomes an SMTP reply",
    },
    Exception {
        path: "src/server/run_action.rs",
        words: STORE,
        reason: "a deed that finds no free thread fails as one that finds no free writer",
    },
    Exception {
        path: "src/server/http/cursor.rs",
        words: STORE,
        reason: "a cursor is a position of a list, in letters",
    },
    Exception {
        path: "src/server/http/api/conversations.rs",
        words: STORE,
        reason: "counts of a view are shown as the store keeps them",
    },
    Exception {
        path: "src/server/http/api/ledger.rs",
        words: STORE,
        reason: "the filter of the ledger's page is the filter of its table",
    },
    Exception {
        path: "src/store/seal.rs",
        words: "`store` may not name `rand::fill`",
        reason: "the key that seals secrets is made with the database, before there is a world",
    },
];
