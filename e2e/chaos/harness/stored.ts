import { connect } from './sqlite.js';

/** Counts how often each serial is stored. */
export function storedSerials(file: string): ReadonlyMap<string, number> {
  const database = connect(file, 5_000);
  try {
    const rows = database.prepare('SELECT serial, COUNT(*) AS times FROM payment GROUP BY serial').all([]);
    return new Map(
      (rows as { serial: string; times: number }[]).map(({ serial, times }) => [serial, Number(times)]),
    );
  } finally {
    database.close();
  }
}
