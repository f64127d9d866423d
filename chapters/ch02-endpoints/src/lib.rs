//! Names and families: resolve, connect, listen, and what each option does.
