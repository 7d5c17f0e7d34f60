//! A file that was uploaded and is not sent yet.

use super::entry::{Attachment, BlobRef};
use super::ids::{AgentId, UploadId, VisitorId};
use super::moment::Moment;

/// A file that waits to go out with a message of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: UploadId,
    pub owner: UploadOwner,
    pub name: String,
    /// What the bytes are by their first bytes.
    pub media_type: String,
    pub blob: BlobRef,
    pub purpose: UploadPurpose,
    pub keeping: UploadKeeping,
    pub created_at: Moment,
}

/// What a file was given for. It cannot be used for anything else: what was meant for colleagues must not leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadPurpose {
    Message,
    Comment,
}

/// How long a file waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadKeeping {
    /// `UPLOAD_KEPT_H`: nobody knows whether it is still wanted.
    ForAWhile,
    /// As long as the draft that it belongs to.
    WithDraft,
}

/// Whose file it is: nobody else reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadOwner {
    Agent(AgentId),
    Visitor(VisitorId),
}

impl Upload {
    /// The file as a chat message lists it.
    pub fn as_attachment(&self) -> Attachment {
        Attachment {
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            content_id: None,
            is_inline: false,
            blob: self.blob,
        }
    }
}

/// Ends of names of files that run, or that hold something that runs, when somebody opens them.
pub const BLOCKED_EXTENSIONS: [&str; 34] = [
    "exe", "dll", "msi", "scr", "bat", "cmd", "com", "cpl", "pif", "js", "jse", "mjs", "vbs", "vbe", "wsf", "wsh",
    "hta", "lnk", "iso", "img", "jar", "ps1", "apk", "sh", "htm", "html", "xhtml", "svg", "xml", "swf", "reg", "url",
    "appx", "vhd",
];

/// What bytes say of themselves when they are such a file.
const BLOCKED_TYPES: [&str; 10] = [
    "application/vnd.microsoft.portable-executable",
    "application/x-executable",
    "application/x-msdownload",
    "application/x-mach-binary",
    "application/java",
    "application/wasm",
    "application/x-shockwave-flash",
    "text/html",
    "text/xml",
    "text/x-shellscript",
];

/// Whether a stranger's file is better not taken: by any of the ends of its name, or by its bytes.
pub fn is_dangerous(name: &str, media_type: &str) -> bool {
    let is_blocked = |end: &str| BLOCKED_EXTENSIONS.iter().any(|blocked| end.trim().eq_ignore_ascii_case(blocked));
    // Windows leaves out dots and spaces at the end of a name.
    let name = name.trim_end_matches(['.', ' ']);
    name.split('.').skip(1).any(is_blocked) || BLOCKED_TYPES.contains(&media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_not_taken_however_it_is_called() {
        let cases = [
            ("photo.png", "image/png", false),
            ("letter.v2.pdf", "application/pdf", false),
            ("setup.exe", "application/octet-stream", true),
            ("SETUP.EXE", "application/octet-stream", true),
            ("invoice.pdf.exe", "application/octet-stream", true),
            ("invoice.exe.pdf", "application/pdf", true),
            ("invoice.exe. .", "application/octet-stream", true),
            ("invoice.pdf", "application/vnd.microsoft.portable-executable", true),
            ("picture.svg", "application/octet-stream", true),
            ("notes", "text/plain", false),
        ];
        for (name, media_type, dangerous) in cases {
            assert_eq!(is_dangerous(name, media_type), dangerous, "{name} {media_type}");
        }
    }
}
