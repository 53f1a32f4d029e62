//! Key files in any form, recognised by content.
