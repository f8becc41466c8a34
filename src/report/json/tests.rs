//! What other people's programs rely on: the schema, and that a report keeps to it.
