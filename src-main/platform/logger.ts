/** Allow-listed log values: ids, counts, codes and durations. Never names, bodies or a vendor's free text. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** Logs carry an event code and typed fields; one line each, newline-safe. */
export type Logger = {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** For tests and for parts that run before a log exists. */
export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} }

/** What a log may say of an unexpected error: its class and where it happened; messages can hold personal data and stay out. */
export function describeBug(thrown: unknown): LogFields {
  if (!(thrown instanceof Error)) return { error: typeof thrown, at: null }
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = (thrown as { code?: unknown }).code
  return {
    error: thrown.name,
    code: typeof code === 'string' ? code : null,
    at: frames
      .slice(0, 4)
      .map((line) => line.trim().replace(/\(?(?:file:\/\/)?[^()\s]*[\\/]([^\\/()]+)\)?$/, '$1'))
      .join(' < '),
  }
}
