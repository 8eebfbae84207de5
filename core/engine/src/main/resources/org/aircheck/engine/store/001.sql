-- A session. Instants are microseconds since 1970-01-01T00:00:00Z. A statement ends with a semicolon at a line's end.

CREATE TABLE session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  source TEXT NOT NULL,
  protocol TEXT,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  started INTEGER NOT NULL,
  stopped INTEGER,
  version TEXT NOT NULL,
  options TEXT NOT NULL,
  outcome TEXT
) STRICT;

-- Addresses, each once. They are found by the first eight bytes of their SHA-256: signed addresses are long, and an index
-- over them would double the space.
CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  digest INTEGER NOT NULL
) STRICT;

CREATE INDEX resource_by_digest ON resource (digest);

-- Bodies, each content once. extension is that of the file media/<aa>/<sha256>.<extension>, or empty for a body whose
-- bytes are in the table content.
CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  length INTEGER NOT NULL,
  extension TEXT NOT NULL
) STRICT;

-- zlib streams (RFC 1950).
CREATE TABLE content (
  body INTEGER PRIMARY KEY REFERENCES body (id),
  deflated BLOB NOT NULL
) STRICT;

-- JSON that many rows have in common.
CREATE TABLE shared (
  id INTEGER PRIMARY KEY,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE track (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL
) STRICT;

CREATE TABLE kind (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

INSERT INTO kind (id, name) VALUES
  (1, 'MANIFEST'), (2, 'KEY'), (3, 'INITIALIZATION'), (4, 'SEGMENT'), (5, 'COMPANION'),
  (6, 'CLOCK');

-- One request each. A poll that brought nothing new is the most frequent row by far, so what is usual is NULL:
-- attempt NULL is the first, final NULL is resource. answered and done are microseconds after sent. The response headers
-- are headers (the same for all answers), validators (the same as long as the content is), date in seconds after sent, age.
CREATE TABLE exchange (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL REFERENCES kind (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  track INTEGER REFERENCES track (id),
  run INTEGER NOT NULL REFERENCES run (id),
  sent INTEGER NOT NULL,
  answered INTEGER,
  done INTEGER NOT NULL,
  status INTEGER,
  body INTEGER REFERENCES body (id),
  headers INTEGER REFERENCES shared (id),
  validators INTEGER REFERENCES shared (id),
  date INTEGER,
  age INTEGER,
  attempt INTEGER,
  range_offset INTEGER,
  range_length INTEGER,
  final INTEGER REFERENCES resource (id),
  redirects TEXT,
  error TEXT
) STRICT;

CREATE INDEX exchange_by_address ON exchange (kind, resource);

-- Addresses that redirects led to.
CREATE TABLE via (
  resource INTEGER NOT NULL REFERENCES resource (id),
  exchange INTEGER NOT NULL REFERENCES exchange (id),
  PRIMARY KEY (resource, exchange)
) WITHOUT ROWID, STRICT;

-- Keys, initialization sections and companion documents.
CREATE TABLE asset (
  id INTEGER PRIMARY KEY,
  track INTEGER REFERENCES track (id),
  kind INTEGER NOT NULL REFERENCES kind (id),
  resource INTEGER NOT NULL REFERENCES resource (id),
  range_offset INTEGER,
  range_length INTEGER,
  state TEXT NOT NULL,
  announced INTEGER NOT NULL,
  exchange INTEGER REFERENCES exchange (id)
) STRICT;

CREATE INDEX asset_by_address ON asset (resource);

-- map is the initialization section as announced, initialization the asset that holds it; key_assets is a JSON array.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  track INTEGER NOT NULL REFERENCES track (id),
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  state TEXT NOT NULL,
  resource INTEGER NOT NULL REFERENCES resource (id),
  range_offset INTEGER,
  range_length INTEGER,
  ticks INTEGER NOT NULL,
  timescale INTEGER NOT NULL,
  start_ticks INTEGER,
  start_timescale INTEGER,
  discontinuity_sequence INTEGER NOT NULL,
  discontinuity INTEGER NOT NULL,
  gap INTEGER NOT NULL,
  program_date_time TEXT,
  title TEXT,
  extras TEXT,
  map INTEGER REFERENCES shared (id),
  keys INTEGER REFERENCES shared (id),
  announced INTEGER NOT NULL,
  removed INTEGER,
  exchange INTEGER REFERENCES exchange (id),
  initialization INTEGER,
  key_assets TEXT
) STRICT;

CREATE INDEX segment_by_sequence ON segment (track, epoch, sequence);

CREATE INDEX segment_by_address ON segment (resource);

-- segments: how many are missing; where they are numbered by their times, first and last don't tell.
CREATE TABLE gap (
  id INTEGER PRIMARY KEY,
  track INTEGER REFERENCES track (id),
  epoch INTEGER NOT NULL,
  first INTEGER,
  last INTEGER,
  segments INTEGER NOT NULL,
  began INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
