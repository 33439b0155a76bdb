/** The one-row table that every write transaction checks (R28); first migration of both files. */
export const fenceTableSql = `
CREATE TABLE fence (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL CHECK (number >= 0)
) STRICT;
INSERT INTO fence (id, number) VALUES (1, 0);
`
