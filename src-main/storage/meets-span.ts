/**
 * SQL that is true where a row with `start_ms` and `end_ms` shares an instant with the span between two values (ms UTC);
 * a row without length counts as its start. `row` is its name in the statement, where it has one.
 */
export function meetsSpan({ from, to, row }: { from: string; to: string; row?: string }): string {
  const of = row === undefined ? '' : `${row}.`
  return `(${of}start_ms < ${to} AND (${of}end_ms > ${from} OR ${of}start_ms >= ${from}))`
}
