import type { z } from 'zod'
import { damagedError } from './storage-error.ts'

/** Parses JSON that we stored ourselves. Throws AppError `workspace-damaged` where it no longer has its shape. */
export function readStoredJson<Schema extends z.ZodType>(schema: Schema, text: string, what: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw damagedError('ledger.db', `${what} does not have its shape`, cause)
  }
}
