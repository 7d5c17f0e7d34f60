//! Builds the agents' page and hands it to the binary.
//!
//! Three ways, in this order: `POSTROOM_ASSETS_DIR=<folder>` takes a folder that was built before;
//! `POSTROOM_ASSETS=stub` makes a page of one line, for editors and tests that need no page; otherwise
//! Node with npm builds `assets/` into the output folder of cargo.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

/// What the page is made of. Never `assets` itself: `node_modules` lies within.
const WATCHED: [&str; 13] = [
    "assets/src",
    "assets/widget",
    "assets/worker",
    "assets/locales",
    "assets/public",
    "assets/index.html",
    "assets/package.json",
    "assets/package-lock.json",
    "assets/build.mjs",
    "assets/vite.config.js",
    "assets/svelte.config.js",
    "assets/tsconfig.json",
    "build.rs",
];

fn main() {
    println!("cargo:rerun-if-env-changed=POSTROOM_ASSETS_DIR");
    println!("cargo:rerun-if-env-changed=POSTROOM_ASSETS");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where output goes"));
    let folder = if let Some(prebuilt) = env::var_os("POSTROOM_ASSETS_DIR") {
        take_prebuilt(Path::new(&prebuilt))
    } else if env::var_os("POSTROOM_ASSETS").is_some_and(|value| value == "stub") {
        make_stub(&out)
    } else {
        build(&root, &out)
    };
    println!("cargo:rustc-env=POSTROOM_DIST={}", folder.display());
}

fn take_prebuilt(folder: &Path) -> PathBuf {
    let folder = folder.canonicalize().unwrap_or_else(|error| {
        stop(&format!("POSTROOM_ASSETS_DIR names `{}`, which cannot be read: {error}", folder.display()))
    });
    if !folder.join("index.html").is_file() {
        stop(&format!("POSTROOM_ASSETS_DIR names `{}`, which holds no index.html", folder.display()));
    }
    println!("cargo:rerun-if-changed={}", folder.display());
    folder
}

fn make_stub(out: &Path) -> PathBuf {
    let folder = out.join("stub");
    let page = "<!doctype html><html lang=\"en\"><title>Postroom</title><p>This build has no page.</p></html>\n";
    let script = "/* This build has no chat. */\n";
    let files = [("index.html", page), ("panel.html", page), ("widget.js", script), ("widget-hubspot.js", script)];
    let written = fs::create_dir_all(&folder)
        .and_then(|()| files.iter().try_for_each(|(name, text)| fs::write(folder.join(name), text)));
    if let Err(error) = written {
        stop(&format!("cannot write `{}`: {error}", folder.display()));
    }
    folder
}

fn build(root: &Path, out: &Path) -> PathBuf {
    for path in WATCHED {
        println!("cargo:rerun-if-changed={path}");
    }
    let assets = root.join("assets");
    let folder = out.join("dist");
    // Two builds at once, of an editor and of a terminal, must not run npm into each other.
    let lock = fs::File::create(env::temp_dir().join(format!("postroom-assets-{:x}.lock", number_of(&assets))));
    let lock = lock.and_then(|file| file.lock().map(|()| file));
    let _lock = lock.unwrap_or_else(|error| stop(&format!("cannot lock the build of the page: {error}")));
    install_packages(&assets);
    let mut node = Command::new("node");
    node.arg("build.mjs").arg("--out").arg(&folder).current_dir(&assets);
    run(&mut node, "the build of the page failed");
    folder
}

/// Installs what the build needs, unless exactly that is installed. A developer's full install counts.
fn install_packages(assets: &Path) {
    let wanted = fs::read(assets.join("package-lock.json"))
        .unwrap_or_else(|error| stop(&format!("cannot read assets/package-lock.json: {error}")));
    let mark = assets.join("node_modules/.postroom-lock");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return;
    }
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]);
    if env::var_os("CARGO_NET_OFFLINE").is_some_and(|value| value == "true") {
        npm.arg("--offline");
    }
    npm.current_dir(assets);
    run(&mut npm, "npm could not install what the page is built with");
    fs::write(&mark, wanted).unwrap_or_else(|error| stop(&format!("cannot write `{}`: {error}", mark.display())));
}

fn run(command: &mut Command, failure: &str) {
    match command.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let words =
                [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
            stop(&format!("{failure}:\n{words}"));
        }
        Err(error) => stop(&format!(
            "{failure}: cannot start `{}`: {error}.\nInstall Node 20.19 or newer with npm, or set POSTROOM_ASSETS_DIR to a \
             folder that was built elsewhere, or POSTROOM_ASSETS=stub to build without a page.",
            command.get_program().display(),
        )),
    }
}

/// A number that names a path: FNV-1a, which is not to be trusted and need not be.
fn number_of(path: &Path) -> u64 {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |number, byte| (number ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn stop(message: &str) -> ! {
    eprintln!("\n{message}\n");
    exit(1);
}
