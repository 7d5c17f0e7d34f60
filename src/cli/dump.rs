//! `postroom dump`: everything in the database as JSON lines.

use std::io::{BufWriter, Write};

use super::exit::Failure;
use crate::config::Config;
use crate::store::{DatabaseOptions, DumpError, Store};

/// Writes the dump to standard output.
pub fn dump(config: &Config) -> Result<(), Failure> {
    if !config.data.join("postroom.redb").is_file() {
        return Err(Failure::unavailable(format!("there is no database in `{}`", config.data.display())));
    }
    let store = Store::open(&config.data, &DatabaseOptions::default())?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    store.dump(&mut out).map_err(|error| match error {
        DumpError::Store(error) => error.into(),
        DumpError::Write(error) => Failure::io(format!("failed to write the dump: {error}")),
    })?;
    out.flush().map_err(|error| Failure::io(format!("failed to write the dump: {error}")))
}
