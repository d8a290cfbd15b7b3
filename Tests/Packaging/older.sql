-- Takes a journal back to the first version of its tables, as its first installation made them; the
-- entries, batches and receipts stay what they are. Schema.migrations has the way forward.
PRAGMA foreign_keys = OFF;
BEGIN;
DROP INDEX entries_by_kind;
DROP TABLE divergences;
DROP TABLE anchors;
ALTER TABLE headers DROP COLUMN is_continuity;
ALTER TABLE headers DROP COLUMN witnesses;
ALTER TABLE headers DROP COLUMN via;
PRAGMA user_version = 1;
COMMIT;
