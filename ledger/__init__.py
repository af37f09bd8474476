"""The ledger: every line that was ever written, in one order, decided and kept."""
