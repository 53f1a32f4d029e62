//! The mock: requests go in and replies come out, without a socket.

mod code;
mod published;
mod world;
