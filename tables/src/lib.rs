//! Reads and checks reference tables.
