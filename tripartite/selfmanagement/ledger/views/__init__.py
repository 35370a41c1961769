"""Pages of the ledger: what everybody reads, what readers look through, what keepers write."""
