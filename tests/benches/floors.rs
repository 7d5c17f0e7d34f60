//! Servers that do the least that could be called the same job, in a process of their own: what
//! Postroom is compared with in the same run.
//!
//! The mail floor takes a mail, appends it to a file, syncs what waits together and answers then. The page
//! floor serialises 2 KB of JSON for each request.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};

use actix_web::{App, HttpResponse, HttpServer, web};
use serde_json::json;

/// The word that makes this program a floor.
pub const COMMAND: &str = "serve-floors";

/// The floors, running.
pub struct Floors {
    child: Child,
    pub mail: SocketAddr,
    pub page: SocketAddr,
}

impl Floors {
    pub fn start() -> Self {
        let program = std::env::current_exe().expect("a program knows where it is");
        let mut child = Command::new(program).arg(COMMAND).stdout(Stdio::piped()).spawn().expect("it runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where");
        let mut addresses = line.split_whitespace().map(|word| word.parse().expect("an address"));
        let (mail, page) = (addresses.next().expect("one"), addresses.next().expect("another"));
        Self { child, mail, page }
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Floors {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Serves both floors until it is killed.
pub fn serve() {
    let mail = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let page = TcpListener::bind("127.0.0.1:0").expect("a free port");
    println!("{} {}", mail.local_addr().expect("an address"), page.local_addr().expect("an address"));
    std::thread::spawn(move || serve_mail(&mail));
    let answer =
        || async { HttpResponse::Ok().json(json!({"items": vec!["forty bytes of a list that is not long"; 50]})) };
    let server = HttpServer::new(move || App::new().route("/", web::get().to(answer))).workers(2);
    let running = server.disable_signals().listen(page).expect("it listens").run();
    actix_web::rt::System::new().block_on(running).expect("it serves");
}

type Waiting = (Vec<u8>, Sender<()>);

fn serve_mail(listener: &TcpListener) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = std::fs::File::create(folder.path().join("mails")).expect("a file");
    let (queue, waiting) = channel();
    std::thread::spawn(move || sync_together(file, &waiting));
    for stream in listener.incoming().filter_map(Result::ok) {
        let queue = queue.clone();
        // A peer that goes away ends its dialogue, and nothing else.
        std::thread::spawn(move || drop(dialogue(stream, &queue)));
    }
}

/// Group commit: what waits shares one sync.
fn sync_together(mut file: std::fs::File, waiting: &Receiver<Waiting>) {
    while let Ok(first) = waiting.recv() {
        let group: Vec<Waiting> = std::iter::once(first).chain(waiting.try_iter()).collect();
        let bytes: Vec<u8> = group.iter().flat_map(|(mail, _)| mail).copied().collect();
        file.write_all(&bytes).and_then(|()| file.sync_data()).expect("the disk takes it");
        for (_, done) in group {
            // Whoever waited may have gone away; the mail is kept all the same.
            done.send(()).unwrap_or(());
        }
    }
}

fn dialogue(stream: TcpStream, queue: &Sender<Waiting>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    reader.get_mut().write_all(b"220 floor\r\n")?;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if !line.starts_with("DATA") {
            reader.get_mut().write_all(b"250 ok\r\n")?;
            continue;
        }
        reader.get_mut().write_all(b"354 go\r\n")?;
        let mut mail = Vec::new();
        while !mail.ends_with(b"\r\n.\r\n") {
            reader.read_until(b'\n', &mut mail)?;
        }
        let (done, kept) = channel();
        queue.send((mail, done)).map_err(std::io::Error::other)?;
        kept.recv().map_err(std::io::Error::other)?;
        reader.get_mut().write_all(b"250 kept\r\n")?;
    }
}
