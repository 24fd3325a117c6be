"""The gift ledger in chat: stock, requests, approval."""
