//! A world for tests: a fixed clock, seeded dice, files in memory, canned HTTP, a captured terminal, a scripted person.

use lpauth::edge::browser::Browser;
use lpauth::edge::clock::Clock;
use lpauth::edge::files::{Access, Draft, Files, Stamps};
use lpauth::edge::http::{Http, Limits};
use lpauth::edge::person::Person;
use lpauth::edge::serve::{Handler, Life, Options, Running, Servers};
use lpauth::edge::stream::Bytes;
use lpauth::edge::terminal::{Busy, Connection, LiveList, Meter, Stream, Terminal};
use lpauth::edge::{Edge, Failure};
use lpauth::model::http::{Answer, Hop, Reply, Request, Timing};
use lpauth::model::time::Timestamp;
use rand::SeedableRng;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, SystemTime};
use url::Url;

/// The time all tests live at: 2026-01-01T00:00:00Z.
pub(crate) const NOW: i64 = 1_767_225_600;

/// A world, and everything that was done to it.
#[derive(Clone)]
pub(crate) struct World {
    state: Rc<RefCell<State>>,
}

struct State {
    now: i64,
    waited: u64,
    seed: u64,
    files: BTreeMap<PathBuf, (Vec<u8>, Access)>,
    answers: BTreeMap<String, Answer>,
    requests: Vec<String>,
    keyboard: Option<VecDeque<String>>,
    prompts: Vec<String>,
    stdin: Vec<u8>,
    stdout: String,
    stderr: String,
    clipboard: Option<String>,
    has_clipboard: bool,
    interruption: Arc<AtomicUsize>,
    room: Option<usize>,
    full: std::io::ErrorKind,
    connection: Connection,
    environment: BTreeMap<String, String>,
    changes: usize,
    watched: Vec<PathBuf>,
    servers: BTreeMap<String, Handler>,
    names: BTreeMap<String, String>,
    visits: VecDeque<Visit>,
    browser: Option<Surf>,
    opened: Vec<Url>,
}

/// What the person does with the page that the browser opens.
type Surf = Rc<dyn Fn(&World, &Url)>;

/// What happens while a server waits for its end.
type Visit = Box<dyn FnOnce(&World)>;

/// What a run of lpauth left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) exit: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl World {
    /// Returns a world without files, network, terminal or person.
    pub(crate) fn new() -> World {
        let connection = Connection { input: false, output: false, error: false, width: None };
        let state = State {
            now: NOW,
            waited: 0,
            seed: 7,
            files: BTreeMap::new(),
            answers: BTreeMap::new(),
            requests: Vec::new(),
            keyboard: None,
            prompts: Vec::new(),
            stdin: Vec::new(),
            stdout: String::new(),
            stderr: String::new(),
            clipboard: None,
            has_clipboard: true,
            interruption: Arc::default(),
            room: None,
            full: std::io::ErrorKind::StorageFull,
            connection,
            environment: BTreeMap::new(),
            changes: 0,
            watched: Vec::new(),
            servers: BTreeMap::new(),
            names: BTreeMap::new(),
            visits: VecDeque::new(),
            browser: None,
            opened: Vec::new(),
        };
        World { state: Rc::new(RefCell::new(state)) }
    }

    /// Sets the clock.
    pub(crate) fn at(self, now: i64) -> World {
        self.state.borrow_mut().now = now;
        self
    }

    /// Puts a file into the world; relative paths stand in the working directory.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> World {
        self.state.borrow_mut().files.insert(PathBuf::from(path), (content.as_ref().to_vec(), Access::Shared));
        self
    }

    /// Makes `url` answer 200 with this body.
    pub(crate) fn serves(self, url: &str, media_type: &str, body: &str) -> World {
        self.answers(url, 200, media_type, body)
    }

    /// Makes `url` answer with this status and body.
    pub(crate) fn answers(self, url: &str, status: u16, media_type: &str, body: &str) -> World {
        let parsed = url::Url::parse(url).unwrap();
        let answer = Answer {
            url: parsed.clone(),
            status,
            headers: vec![("content-type".to_owned(), media_type.to_owned())],
            body: body.as_bytes().to_vec(),
        };
        self.state.borrow_mut().answers.insert(parsed.to_string(), answer);
        self
    }

    /// Makes `url` send requests on to another address, which answers already.
    pub(crate) fn sends_on(self, url: &str, to: &str) -> World {
        let headers = vec![("location".to_owned(), to.to_owned())];
        let answer = Answer { url: url::Url::parse(url).unwrap(), status: 302, headers, body: Vec::new() };
        self.state.borrow_mut().answers.insert(url.to_owned(), answer);
        self
    }

    /// Puts a person at a terminal who gives these answers in order.
    pub(crate) fn person(self, answers: &[&str]) -> World {
        {
            let mut state = self.state.borrow_mut();
            state.keyboard = Some(answers.iter().map(|answer| (*answer).to_owned()).collect());
            state.connection = Connection { input: true, output: true, error: true, width: Some(100) };
        }
        self
    }

    /// Has somebody at the keyboard in place of a pipe.
    pub(crate) fn typed(self) -> World {
        self.state.borrow_mut().connection.input = true;
        self
    }

    /// Shows standard output on a terminal of this width.
    pub(crate) fn terminal(self, width: usize) -> World {
        {
            let connection = &mut self.state.borrow_mut().connection;
            (connection.output, connection.width) = (true, Some(width));
        }
        self
    }

    /// Takes the clipboard away.
    pub(crate) fn without_clipboard(self) -> World {
        self.state.borrow_mut().has_clipboard = false;
        self
    }

    /// Leaves room for so many bytes on standard output, and says why there is no more.
    pub(crate) fn room(self, bytes: usize, full: std::io::ErrorKind) -> World {
        {
            let mut state = self.state.borrow_mut();
            (state.room, state.full) = (Some(bytes), full);
        }
        self
    }

    /// Lets somebody have pressed Ctrl-C.
    pub(crate) fn interrupted(self) -> World {
        self.state.borrow().interruption.store(2, std::sync::atomic::Ordering::SeqCst);
        self
    }

    /// Feeds standard input.
    pub(crate) fn stdin(self, text: impl AsRef<[u8]>) -> World {
        self.state.borrow_mut().stdin = text.as_ref().to_vec();
        self
    }

    /// Sets an environment variable.
    pub(crate) fn variable(self, name: &str, value: &str) -> World {
        self.state.borrow_mut().environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Lets files change this many times before waiting for a change ends.
    pub(crate) fn changes(self, times: usize) -> World {
        self.state.borrow_mut().changes = times;
        self
    }

    /// Lets this happen while a server waits for its end. The end comes when nothing is left to happen.
    pub(crate) fn meanwhile(self, visit: impl FnOnce(&World) + 'static) -> World {
        self.state.borrow_mut().visits.push_back(Box::new(visit));
        self
    }

    /// Lets the next thing happen; returns whether there was any.
    pub(crate) fn go_on(&self) -> bool {
        let visit = self.state.borrow_mut().visits.pop_front();
        visit.is_some_and(|visit| {
            visit(self);
            true
        })
    }

    /// Lets requests to one origin reach the server at another, as a tunnel does.
    pub(crate) fn tunnel(&self, from: &str, to: &str) {
        self.state.borrow_mut().names.insert(from.to_owned(), to.to_owned());
    }

    /// Lets randomness come from this number.
    pub(crate) fn seed(&self, seed: u64) {
        self.state.borrow_mut().seed = seed;
    }

    /// Takes what was printed so far: standard error, then standard output.
    pub(crate) fn printed(&self) -> String {
        let mut state = self.state.borrow_mut();
        std::mem::take(&mut state.stderr) + &std::mem::take(&mut state.stdout)
    }

    /// Gives the person a browser, and says what they do with a page that it opens.
    pub(crate) fn browser(self, surf: impl Fn(&World, &Url) + 'static) -> World {
        self.state.borrow_mut().browser = Some(Rc::new(surf));
        self
    }

    /// Returns the pages that the browser was to open.
    pub(crate) fn opened(&self) -> Vec<Url> {
        self.state.borrow().opened.clone()
    }

    /// Returns the origins of the servers at work.
    pub(crate) fn servers(&self) -> Vec<String> {
        self.state.borrow().servers.keys().cloned().collect()
    }

    /// Returns the standard error so far; it is empty after a run.
    pub(crate) fn stderr(&self) -> String {
        self.state.borrow().stderr.clone()
    }

    /// Writes a file while something is at work.
    pub(crate) fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        self.state.borrow_mut().files.insert(PathBuf::from(path), (content.as_ref().to_vec(), Access::Shared));
    }

    /// Sends a request, and returns the answer; redirects are not followed.
    pub(crate) fn ask(&self, request: &Request) -> Answer {
        self.clone().hop(request, &Limits::default()).unwrap().answer.unwrap()
    }

    /// Runs `lpauth` with these arguments, split at white space.
    pub(crate) fn run(&self, line: &str) -> Run {
        self.run_args(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs `lpauth` with exactly these arguments.
    pub(crate) fn run_args(&self, arguments: &[&str]) -> Run {
        let arguments = std::iter::once("lpauth").chain(arguments.iter().copied()).map(Into::into);
        let exit = lpauth::cli::code(arguments.collect::<Vec<_>>(), &mut self.edge());
        let mut state = self.state.borrow_mut();
        Run { exit, stdout: std::mem::take(&mut state.stdout), stderr: std::mem::take(&mut state.stderr) }
    }

    /// Returns the content of a file as text.
    pub(crate) fn read(&self, path: &str) -> String {
        let state = self.state.borrow();
        let (bytes, _) = state.files.get(Path::new(path)).unwrap_or_else(|| panic!("no file {path}"));
        String::from_utf8(bytes.clone()).unwrap()
    }

    /// Returns who may read a file.
    pub(crate) fn access(&self, path: &str) -> Access {
        self.state.borrow().files.get(Path::new(path)).unwrap_or_else(|| panic!("no file {path}")).1
    }

    /// Returns the names of all files.
    pub(crate) fn files(&self) -> Vec<String> {
        self.state.borrow().files.keys().map(|path| path.display().to_string()).collect()
    }

    /// Returns the files that are watched.
    pub(crate) fn watched(&self) -> Vec<String> {
        self.state.borrow().watched.iter().map(|path| path.display().to_string()).collect()
    }

    /// Returns the URLs that were asked for.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.state.borrow().requests.clone()
    }

    /// Returns the prompts that were shown.
    pub(crate) fn prompts(&self) -> Vec<String> {
        self.state.borrow().prompts.clone()
    }

    /// Returns what was put on the clipboard.
    pub(crate) fn clipboard(&self) -> Option<String> {
        self.state.borrow().clipboard.clone()
    }

    /// Returns the world as lpauth sees it.
    pub(crate) fn edge(&self) -> Edge {
        let state = self.state.borrow();
        Edge {
            clock: Box::new(self.clone()),
            dice: Box::new(rand::rngs::StdRng::seed_from_u64(state.seed)),
            files: Box::new(self.clone()),
            http: Box::new(self.clone()),
            servers: Box::new(self.clone()),
            browser: Box::new(self.clone()),
            person: Box::new(self.clone()),
            terminal: Box::new(self.clone()),
            environment: state.environment.clone(),
            directory: PathBuf::from("/home/ada"),
        }
    }

    fn server(&self, url: &Url) -> Option<Handler> {
        let state = self.state.borrow();
        let origin = url.origin().ascii_serialization();
        state.servers.get(state.names.get(&origin).unwrap_or(&origin)).cloned()
    }

    fn answer(&mut self, prompt: &str) -> Result<String, Failure> {
        let mut state = self.state.borrow_mut();
        state.prompts.push(prompt.to_owned());
        let keyboard = state.keyboard.as_mut().unwrap_or_else(|| panic!("“{prompt}” was asked, but nobody is there"));
        keyboard.pop_front().ok_or_else(|| Failure::usage(format!("nobody answered “{prompt}”")))
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        let state = self.state.borrow();
        Timestamp(state.now + i64::try_from(state.waited / 1000).unwrap())
    }

    fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::fixed(jiff::tz::offset(1))
    }

    fn milliseconds(&self) -> u64 {
        self.state.borrow().waited
    }

    // Nothing takes any time here, and waiting is over at once.
    fn wait(&self, milliseconds: u64) {
        self.state.borrow_mut().waited += milliseconds;
    }
}

impl Files for World {
    fn read(&mut self, path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
        let state = self.state.borrow();
        let missing = || {
            let hint = "look at the name, and at the directory that you are in";
            Failure::input(format!("there is no file {}", path.display())).hint(hint)
        };
        let (bytes, _) = state.files.get(path).ok_or_else(missing)?;
        if bytes.len() as u64 > limit {
            return Err(Failure::input(format!("{} is larger than {limit} bytes", path.display())));
        }
        Ok(bytes.clone())
    }

    fn open(&mut self, path: &Path) -> Result<Bytes, Failure> {
        let bytes = Files::read(self, path, u64::MAX)?;
        Ok(Box::new(std::io::Cursor::new(bytes)))
    }

    fn length(&mut self, path: &Path) -> Option<u64> {
        Some(self.state.borrow().files.get(path)?.0.len() as u64)
    }

    fn write(&mut self, path: &Path, bytes: &[u8], access: Access, overwrite: bool) -> Result<(), Failure> {
        let mut state = self.state.borrow_mut();
        if state.files.contains_key(path) && !overwrite {
            return Err(Failure::input(format!("{} exists already", path.display()))
                .hint("choose another --out, or pass --force to replace it"));
        }
        state.files.insert(path.to_owned(), (bytes.to_vec(), access));
        Ok(())
    }

    fn create(&mut self, path: &Path, access: Access, overwrite: bool) -> Result<Box<dyn Draft>, Failure> {
        let (world, path) = (self.clone(), path.to_owned());
        Ok(Box::new(Page { world, path, access, overwrite, bytes: Vec::new() }))
    }

    fn is_same(&mut self, one: &Path, other: &Path) -> bool {
        let plain = |path: &Path| path.strip_prefix(".").map_or_else(|_| path.to_owned(), Path::to_owned);
        plain(one) == plain(other)
    }

    fn list(&mut self, directory: &Path) -> Result<Vec<PathBuf>, Failure> {
        let state = self.state.borrow();
        Ok(state.files.keys().filter(|path| path.starts_with(directory)).cloned().collect())
    }

    fn make_directory(&mut self, _path: &Path) -> Result<(), Failure> {
        Ok(())
    }

    fn exists(&mut self, path: &Path) -> bool {
        self.state.borrow().files.contains_key(path) || self.is_directory(path)
    }

    fn is_directory(&mut self, path: &Path) -> bool {
        self.state.borrow().files.keys().any(|file| file != path && file.starts_with(path))
    }

    fn stamps(&mut self, paths: &[PathBuf]) -> Stamps {
        let mut state = self.state.borrow_mut();
        state.watched = paths.to_vec();
        // What is written makes the time.
        let sum =
            |bytes: &[u8]| bytes.iter().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
        let time = |bytes: &[u8]| SystemTime::UNIX_EPOCH + Duration::from_secs(sum(bytes).into());
        let stamp = |(bytes, _): &(Vec<u8>, Access)| (Some(time(bytes)), bytes.len() as u64);
        Stamps::of(paths.iter().map(|path| state.files.get(path).map(stamp)).collect())
    }

    fn wait_for_change(&mut self, _paths: &[PathBuf], _since: &Stamps) -> bool {
        let mut state = self.state.borrow_mut();
        let left = state.changes > 0;
        state.changes = state.changes.saturating_sub(1);
        left
    }
}

/// A file of this world that is being written.
struct Page {
    world: World,
    path: PathBuf,
    access: Access,
    overwrite: bool,
    bytes: Vec<u8>,
}

impl std::io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Draft for Page {
    fn keep(self: Box<Self>) -> Result<(), Failure> {
        let Page { mut world, path, access, overwrite, bytes } = *self;
        Files::write(&mut world, &path, &bytes, access, overwrite)
    }
}

impl Http for World {
    fn hop(&mut self, request: &Request, limits: &Limits) -> Result<Hop, Failure> {
        self.state.borrow_mut().requests.push(request.url.to_string());
        let began = Clock::now(self).0 * 1000;
        let server = self.server(&request.url);
        let (answer, total) = match server {
            // The state is free meanwhile: a handler may look at the world.
            Some(handler) => served(request, handler(request, self.now()), self.now(), limits)?,
            None => {
                let nobody = || {
                    let hint = "is this the right address, and can this machine reach it?";
                    Failure::network(format!("{} cannot be reached: nobody answers there", request.url)).hint(hint)
                };
                (self.state.borrow().answers.get(request.url.as_str()).cloned().ok_or_else(nobody)?, 0)
            }
        };
        let timing = Timing { first_byte: total, total, ..Timing::default() };
        Ok(Hop { began, answer: Some(answer), timing, ..Hop::to(request.clone()) })
    }
}

/// What reaches a client of a server's reply, and after how many milliseconds.
fn served(request: &Request, reply: Reply, now: Timestamp, limits: &Limits) -> Result<(Answer, u64), Failure> {
    let url = request.url.clone();
    if u128::from(reply.delay) >= limits.time.as_millis() {
        return Err(Failure::network(format!("{url} did not answer within {} seconds", limits.time.as_secs())));
    }
    if reply.cut.is_some_and(|cut| cut < reply.body.len()) {
        return Err(Failure::network(format!("{url} cannot be reached: the answer broke off")));
    }
    let mut headers = reply.headers;
    let sets_date = headers.iter().any(|(name, _)| name == "date");
    headers.extend(now.http_date().filter(|_| !sets_date).map(|date| ("date".to_owned(), date)));
    headers.push(("content-length".to_owned(), reply.body.len().to_string()));
    Ok((Answer { url, status: reply.status, headers, body: reply.body }, reply.delay))
}

/// The port of the first server that asks for any that is free; the next has the next.
const FIRST_PORT: u16 = 40_001;

impl Servers for World {
    fn start(&mut self, options: &Options, handler: Handler) -> Result<Running, Failure> {
        let scheme = if options.tls.is_some() { "https" } else { "http" };
        let origin = |port: u16| format!("{scheme}://{}", std::net::SocketAddr::new(options.bind, port));
        let mut state = self.state.borrow_mut();
        let taken = |port: u16| state.servers.keys().any(|origin| origin.ends_with(&format!(":{port}")));
        let port = match options.port {
            0 => (FIRST_PORT..).find(|port| !taken(*port)).unwrap(),
            port if taken(port) => return Err(Failure::network(format!("port {port} is taken already"))),
            port => port,
        };
        let origin = origin(port);
        state.servers.insert(origin.clone(), handler);
        let url = Url::parse(&origin).unwrap();
        Ok(Running::new(url, Box::new(Lifetime { world: self.clone(), origin })))
    }
}

/// The life of a server in this world: over when nothing is left to happen, or when it is dropped.
struct Lifetime {
    world: World,
    origin: String,
}

impl Life for Lifetime {
    fn wait(&mut self, most: Option<Duration>) -> bool {
        loop {
            if !self.world.go_on() {
                return true;
            }
            if most.is_some() {
                return false;
            }
        }
    }
}

impl Drop for Lifetime {
    fn drop(&mut self) {
        self.world.state.borrow_mut().servers.remove(&self.origin);
    }
}

impl Browser for World {
    fn open(&mut self, url: &Url) -> Result<(), Failure> {
        self.state.borrow_mut().opened.push(url.clone());
        let surf = self.state.borrow().browser.clone();
        surf.map(|surf| surf(self, url)).ok_or_else(|| Failure::input("no browser can be started here"))
    }
}

impl Person for World {
    fn present(&self) -> bool {
        self.state.borrow().keyboard.is_some()
    }

    fn text(&mut self, prompt: &str, default: &str) -> Result<String, Failure> {
        let answer = self.answer(prompt)?;
        Ok(if answer.is_empty() { default.to_owned() } else { answer })
    }

    fn confirm(&mut self, prompt: &str, default: bool) -> Result<bool, Failure> {
        let answer = self.answer(prompt)?;
        Ok(if answer.is_empty() { default } else { answer.starts_with('y') })
    }

    fn choose(&mut self, prompt: &str, items: &[String], default: usize) -> Result<usize, Failure> {
        let answer = self.answer(prompt)?;
        if answer.is_empty() {
            return Ok(default);
        }
        Ok(items.iter().position(|item| item.starts_with(&answer)).unwrap_or_else(|| panic!("no item {answer}")))
    }

    fn secret(&mut self, prompt: &str, _twice: bool) -> Result<String, Failure> {
        self.answer(prompt)
    }
}

impl Terminal for World {
    fn connection(&self) -> Connection {
        self.state.borrow().connection
    }

    fn write(&mut self, stream: Stream, text: &str) -> Result<(), Failure> {
        let mut state = self.state.borrow_mut();
        match stream {
            Stream::Out => state.stdout.push_str(text),
            Stream::Err => state.stderr.push_str(text),
        }
        Ok(())
    }

    fn read(&mut self, limit: u64) -> Result<Vec<u8>, Failure> {
        let bytes = std::mem::take(&mut self.state.borrow_mut().stdin);
        if bytes.len() as u64 > limit {
            return Err(Failure::input(format!("standard input is longer than {limit} bytes")));
        }
        Ok(bytes)
    }

    fn input(&mut self) -> Bytes {
        Box::new(std::io::Cursor::new(std::mem::take(&mut self.state.borrow_mut().stdin)))
    }

    fn output(&mut self) -> std::io::Result<Box<dyn std::io::Write>> {
        Ok(Box::new(Outlet(self.clone())))
    }

    fn interruption(&mut self) -> Arc<AtomicUsize> {
        self.state.borrow().interruption.clone()
    }

    fn meter(&mut self, _bytes: Option<u64>) -> Box<dyn Meter> {
        Box::new(Quiet)
    }

    fn busy(&mut self, _message: &str) -> Box<dyn Busy> {
        Box::new(Quiet)
    }

    fn list(&mut self) -> Box<dyn LiveList> {
        Box::new(Quiet)
    }

    fn copy(&mut self, text: &str) -> Result<(), Failure> {
        let mut state = self.state.borrow_mut();
        if !state.has_clipboard {
            return Err(Failure::input("no clipboard could be reached"));
        }
        state.clipboard = Some(text.to_owned());
        Ok(())
    }
}

struct Quiet;

impl Busy for Quiet {}

impl Meter for Quiet {
    fn at(&mut self, _bytes: u64, _lines: u64, _bad: u64) {}
}

/// Standard output of this world, as far as there is room in it.
struct Outlet(World);

impl std::io::Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut state = self.0.state.borrow_mut();
        let fits = state.room.map_or(bytes.len(), |room| room.saturating_sub(state.stdout.len()).min(bytes.len()));
        if fits == 0 && !bytes.is_empty() {
            return Err(state.full.into());
        }
        state.stdout.push_str(std::str::from_utf8(&bytes[..fits]).unwrap());
        Ok(fits)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl LiveList for Quiet {
    fn started(&mut self, _name: &str) {}

    fn finished(&mut self, _name: &str, _line: &str) {}
}
