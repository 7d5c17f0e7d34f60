//! Tells systemd when the doors are open and when they close (sd_notify(3)).

use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::Path;

/// What a service manager is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Ready,
    Stopping,
}

/// Tells whoever started the process and wants to know.
pub fn tell(news: News) {
    let Some(socket) = std::env::var_os("NOTIFY_SOCKET") else { return };
    let words = match news {
        News::Ready => "READY=1",
        News::Stopping => "STOPPING=1",
    };
    if let Err(error) = send(Path::new(&socket), words) {
        tracing::warn!(error = &error as &dyn std::error::Error, "Failed to tell the service manager {words}");
    }
}

fn send(socket: &Path, words: &str) -> std::io::Result<()> {
    let address = match socket.as_os_str().as_encoded_bytes() {
        // An abstract socket has a name in place of a path, and the name may not begin with the sign itself.
        [b'@', name @ ..] => SocketAddr::from_abstract_name(name)?,
        _ => SocketAddr::from_pathname(socket)?,
    };
    UnixDatagram::unbound()?.send_to_addr(words.as_bytes(), &address)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_manager_hears_what_it_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("notify");
        let manager = UnixDatagram::bind(&path).expect("a socket");
        send(&path, "READY=1").expect("somebody listens");
        let mut heard = [0; 16];
        let length = manager.recv(&mut heard).expect("a datagram");
        assert_eq!(&heard[..length], b"READY=1");
    }

    #[test]
    fn a_service_manager_that_is_gone_is_an_error_and_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(send(&folder.path().join("gone"), "READY=1").is_err());
    }
}
