//! The sources as the guard reads them: files, their code without comments, their functions.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of Rust.
pub struct SourceFile {
    /// From the root of the project, with `/`.
    pub path: String,
    pub text: String,
}

impl SourceFile {
    /// The floor that a file of the program stands on; nothing for tests and the build script.
    pub fn floor(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("src/")?;
        let end = rest.find(['/', '.']).unwrap_or(rest.len());
        Some(&rest[..end])
    }

    /// The lines that are not comments, with their numbers.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// All files of Rust that are ours.
pub fn all_sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("build.rs")];
    for folder in ["src", "tests"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.sort();
    paths.iter().map(|path| read(root, path)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let is_foreign = path.file_name().is_some_and(|name| name == "node_modules");
        if path.is_dir() && !is_foreign {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

fn read(root: &Path, path: &Path) -> SourceFile {
    let inside = path.strip_prefix(root).expect("it was found below the root");
    let text = fs::read_to_string(path).expect("a source can be read");
    SourceFile { path: inside.to_string_lossy().replace('\\', "/"), text }
}

/// One function with its body.
pub struct Function<'a> {
    pub name: &'a str,
    /// Where it begins, from 1.
    pub line: usize,
    pub lines: usize,
}

/// The functions of a file that rustfmt has formatted: one ends at a brace as far in as it began.
pub fn functions(text: &str) -> Vec<Function<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut functions = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = format!("{indent}}}");
        let rest = &lines[index..];
        // A declaration without a body, or a body on the same line, ends where its first statement does.
        let is_short = rest.iter().find_map(|line| match line.trim_end().chars().last() {
            Some(';' | '}') => Some(true),
            Some('{') => Some(false),
            Some(_) | None => None,
        });
        if is_short == Some(false) {
            let length = rest.iter().position(|line| *line == end).map_or(rest.len(), |last| last + 1);
            functions.push(Function { name, line: index + 1, lines: length });
        }
    }
    functions
}

fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["pub(super) ", "pub(crate) ", "pub ", "const ", "async "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = rest.strip_prefix("fn ")?;
    Some(&name[..name.find(['(', '<'])?])
}
