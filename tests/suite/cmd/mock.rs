//! `lpauth mock`, in a world without sockets.
