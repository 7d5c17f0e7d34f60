//! Files that an agent attaches before a message is sent.

use std::time::Duration;

use super::{ActionError, Context, media_type};
use crate::domain::actor::Actor;
use crate::domain::email_address::clean_display_name;
use crate::domain::ids::UploadId;
use crate::domain::limit::{UPLOAD_BYTES_MAX, UPLOAD_KEPT_H};
use crate::domain::upload::{Upload, UploadKeeping, UploadOwner, UploadPurpose};
use crate::store::PreparedBlob;

/// Uploads removed in one go: a long transaction would keep everybody waiting.
const FORGOTTEN_AT_ONCE: usize = 100;

/// Keeps a file until it is sent, taken away or too old.
pub fn save_upload(
    context: &Context,
    actor: &Actor,
    name: &str,
    purpose: UploadPurpose,
    bytes: &[u8],
) -> Result<Upload, ActionError> {
    if UPLOAD_BYTES_MAX < bytes.len() {
        let reason = format!("A file may have at most {} MiB.", UPLOAD_BYTES_MAX / 1024 / 1024);
        return Err(ActionError::invalid("file", reason));
    }
    let (upload, prepared) = prepared_upload(context, UploadOwner::Agent(actor.agent), name, bytes)?;
    let upload = Upload { purpose, ..upload };
    context.store.write(move |tx| {
        tx.keep_blob(&prepared)?;
        tx.save_upload(&upload)?;
        Ok(upload.clone())
    })
}

/// A file with what its bytes say of it, ready to be written.
pub(super) fn prepared_upload(
    context: &Context,
    owner: UploadOwner,
    name: &str,
    bytes: &[u8],
) -> Result<(Upload, PreparedBlob), ActionError> {
    if bytes.is_empty() {
        return Err(ActionError::invalid("file", "The file is empty."));
    }
    let media_type = media_type::of_bytes(bytes, mime_guess::from_path(name).first_or_octet_stream().as_ref());
    let name = clean_file_name(name);
    let prepared = context.store.prepare_blob(bytes)?;
    let upload = Upload {
        id: context.world.new_id(),
        owner,
        name: if name.is_empty() { media_type::name_for(&media_type, 1) } else { name },
        media_type,
        blob: prepared.blob,
        purpose: UploadPurpose::Message,
        keeping: UploadKeeping::ForAWhile,
        created_at: context.world.now(),
    };
    Ok((upload, prepared))
}

/// A file of the actor, with its bytes.
pub fn show_upload(context: &Context, actor: &Actor, id: UploadId) -> Result<(Upload, Vec<u8>), ActionError> {
    let upload = context.store.read(|tx| tx.upload_for(actor, id))?.ok_or(ActionError::NotFound)?;
    let bytes = context.store.read_blob(&upload.blob)?;
    Ok((upload, bytes))
}

/// Takes a file away again.
pub fn remove_upload(context: &Context, actor: &Actor, id: UploadId) -> Result<(), ActionError> {
    let actor = actor.clone();
    context.store.write(move |tx| {
        let upload = tx.upload_for(&actor, id)?.ok_or(ActionError::NotFound)?;
        tx.release_blob(&upload.blob)?;
        tx.remove_upload(id)?;
        Ok(())
    })
}

/// Removes files that waited too long; says how many.
pub fn forget_old_uploads(context: &Context) -> Result<usize, ActionError> {
    let limit = context.world.now() - Duration::from_secs(UPLOAD_KEPT_H * 3600);
    context.store.write(move |tx| {
        let old = tx.uploads_before(limit, FORGOTTEN_AT_ONCE)?;
        for upload in &old {
            tx.release_blob(&upload.blob)?;
            tx.remove_upload(upload.id)?;
        }
        Ok(old.len())
    })
}

/// The last part of a path, visible, in one line, without dots in front.
fn clean_file_name(name: &str) -> String {
    let name = clean_display_name(name.rsplit(['/', '\\']).next().unwrap_or(name));
    name.trim_start_matches('.').trim_end_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::clean_file_name;

    #[test]
    fn a_file_name_hides_nothing_and_leads_nowhere() {
        let cases = [
            ("letter.pdf", "letter.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Temp\\a.doc", "a.doc"),
            ("\u{200B}.htaccess", "htaccess"),
            ("invoice\u{202E}gpj.exe", "invoicegpj.exe"),
            ("a\r\nb", "a b"),
            ("...", ""),
        ];
        for (name, clean) in cases {
            assert_eq!(clean_file_name(name), clean, "{name:?}");
        }
    }
}
