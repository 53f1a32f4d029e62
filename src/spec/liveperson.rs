//! What LivePerson's error codes mean.
