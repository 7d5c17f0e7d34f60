//! Files that a visitor attaches before the words are sent.

use std::collections::BTreeSet;

use super::identify::demand_open;
use crate::actions::uploads::prepared_upload;
use crate::actions::{ActionError, Context};
use crate::domain::ids::UploadId;
use crate::domain::limit::{CHAT_UPLOADS_MAX, VISITOR_UPLOAD_BYTES_MAX};
use crate::domain::upload::{Upload, UploadOwner, is_dangerous};
use crate::domain::visitor::VisitorActor;
use crate::store::Reading;

/// Keeps a file until it is sent or too old. What runs by itself when it is opened is refused, by its name or its bytes.
pub fn save_visitor_upload(
    context: &Context,
    actor: &VisitorActor,
    name: &str,
    bytes: &[u8],
) -> Result<Upload, ActionError> {
    if VISITOR_UPLOAD_BYTES_MAX < bytes.len() {
        let reason = format!("A file may have at most {} MiB.", VISITOR_UPLOAD_BYTES_MAX / 1024 / 1024);
        return Err(ActionError::invalid("file", reason));
    }
    let owner = UploadOwner::Visitor(actor.visitor);
    let (upload, prepared) = prepared_upload(context, owner, name, bytes)?;
    if is_dangerous(&upload.name, &upload.media_type) {
        return Err(ActionError::invalid("file", "Files of this kind are not taken."));
    }
    let channel = actor.channel;
    context.store.write(move |tx| {
        demand_open(tx, channel)?;
        tx.keep_blob(&prepared)?;
        tx.save_upload(&upload)?;
        Ok(upload.clone())
    })
}

/// The files that a message names, each of this visitor.
pub(super) fn own_uploads(
    tx: &Reading<'_>,
    actor: &VisitorActor,
    ids: &[UploadId],
) -> Result<Vec<Upload>, ActionError> {
    if CHAT_UPLOADS_MAX < ids.len() {
        return Err(ActionError::invalid("upload_ids", format!("A message takes at most {CHAT_UPLOADS_MAX} files.")));
    }
    let missing = || ActionError::invalid("upload_ids", "A file is not here any more. Attach it again.");
    let distinct: BTreeSet<_> = ids.iter().collect();
    distinct.into_iter().map(|id| tx.upload_of_visitor(actor.visitor, *id)?.ok_or_else(missing)).collect()
}
