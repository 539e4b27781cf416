"""The Reconciliation Service API, version 0.2: what is asked, read and checked, and what is answered, as it says."""
