//! The mock: requests go in and replies come out, without a socket.

mod authorization;
mod bounds;
mod clients;
mod code;
mod encrypted;
mod faults;
mod pages;
mod published;
mod registration;
mod sessions;
mod userinfo;
mod world;
