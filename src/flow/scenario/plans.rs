//! Which plans a row belongs to, with which response types. LivePerson's plan has those that its window asks for.

use super::Kind::{self, Code, IdToken, IdTokenToken};
use super::Plan::{self, LivePerson, OidcBasic, OidcImplicit};

type Plans = &'static [(Plan, &'static [Kind])];

const CODE: &[Kind] = &[Code];
const BOTH: &[Kind] = &[Code, IdToken];
const FRONT: &[Kind] = &[IdToken, IdTokenToken];

/// All plans and their response types.
pub(super) const ALL: Plans = &[(LivePerson, BOTH), (OidcBasic, CODE), (OidcImplicit, FRONT)];
/// The suite's plans.
pub(super) const SUITE: Plans = &[(OidcBasic, CODE), (OidcImplicit, FRONT)];
/// The suite's plans, where an access token comes of a login.
pub(super) const WITH_ACCESS_TOKEN: Plans = &[(OidcBasic, CODE), (OidcImplicit, &[IdTokenToken])];
/// The suite's plan Basic.
pub(super) const BASIC: Plans = &[(OidcBasic, CODE)];
/// The suite's plan Implicit.
pub(super) const IMPLICIT: Plans = &[(OidcImplicit, FRONT)];
/// The code flow, for LivePerson and for the suite.
pub(super) const CODE_FLOW: Plans = &[(LivePerson, CODE), (OidcBasic, CODE)];
/// LivePerson's plan.
pub(super) const LIVEPERSON: Plans = &[(LivePerson, BOTH)];
/// LivePerson's plan, the code flow alone.
pub(super) const LIVEPERSON_CODE: Plans = &[(LivePerson, CODE)];
/// LivePerson's plan, the implicit flow alone.
pub(super) const LIVEPERSON_IMPLICIT: Plans = &[(LivePerson, &[IdToken])];
