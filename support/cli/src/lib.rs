//! What every chapter's command line has in common.
