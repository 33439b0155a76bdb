import { z } from 'zod'
import type { SecretValues, SettingField, SettingValues } from '#contract/connections'
import { badSettings } from './vendor-failure.ts'

/** What is wrong with one field; `tell` is a sentence that starts with the field's label. */
export type SettingProblem = { key: string; label: string; tell: string }

export type HeaderLine = { name: string; value: string }

/** One value per line, empty lines left out. */
export const readLines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// Set by the client itself; taking them from settings would break or redirect the request.
const ownHeaders = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect'],
  ...['accept', 'accept-encoding', 'user-agent', 'proxy-authorization', 'proxy-connection'],
])

/** True for a header name that a person may set. */
export const isHeaderName = (name: string): boolean => headerName.test(name) && !ownHeaders.has(name.toLowerCase())

/** True for a header value that can be sent as it is: printable, no line break. */
export const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)

/** Reads `Name: value` lines; a text says which line is wrong, without repeating it: it may hold a secret. */
export function readHeaderLines(text: string): { headers: HeaderLine[] } | { problem: string } {
  const headers: HeaderLine[] = []
  for (const [at, line] of readLines(text).entries()) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim()
    const value = line.slice(colon + 1).trim()
    if (colon < 1 || value === '') return { problem: `line ${at + 1} is not written as Name: value` }
    if (!isHeaderName(name)) return { problem: `line ${at + 1} has a header name that cannot be set` }
    if (!isHeaderValue(value)) return { problem: `line ${at + 1} has characters that a header cannot carry` }
    headers.push({ name, value })
  }
  return { headers }
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
}

const needed = (text: string): boolean => text.trim() !== ''

function valueSchema(field: SettingField): z.ZodType<string | boolean | number> {
  const text = z.string('must be a text').max(20_000, 'is too long')
  const filled = field.required ? text.refine(needed, 'is needed') : text
  const optional = (inner: z.ZodType<string>): z.ZodType<string> =>
    field.required ? inner : z.union([z.literal(''), inner])
  switch (field.kind) {
    case 'switch':
      return z.boolean('must be on or off')
    case 'number':
      return z.number('must be a number').int('must be a whole number').min(1, 'must be at least 1')
    case 'url':
      return optional(
        filled.refine(
          (at) => !needed(at) || isWebAddress(at),
          'must be a web address that starts with https://, without user name or #',
        ),
      )
    case 'choice':
      return z
        .string()
        .refine(
          (one) => field.choices?.some((choice) => choice.value === one) ?? false,
          'must be one of the offered choices',
        )
    case 'headers':
      return filled.superRefine((lines, context) => {
        const read = readHeaderLines(lines)
        if ('problem' in read) context.addIssue({ code: 'custom', message: read.problem })
      })
    case 'lines':
    case 'text':
      return filled
  }
}

/** A strict schema of the fields' values: `secret` ones or the others. */
export function settingsSchema(fields: readonly SettingField[], which: 'settings' | 'secrets'): z.ZodObject {
  const chosen = fields.filter((field) => field.secret === (which === 'secrets'))
  return z.strictObject(
    Object.fromEntries(
      chosen.map((field) => [field.key, field.required ? valueSchema(field) : valueSchema(field).optional()]),
    ),
  )
}

/** The values with each field's initial value where none is set. */
export function withInitials(fields: readonly SettingField[], values: SettingValues): SettingValues {
  const initials = fields.flatMap((field) =>
    field.secret || field.initial === undefined ? [] : [[field.key, field.initial] as const],
  )
  return { ...Object.fromEntries(initials), ...values }
}

/** Every problem of a draft, located by field; empty where it can be used. Texts never repeat a value. */
export function checkSettings(
  fields: readonly SettingField[],
  { settings, secrets }: { settings: SettingValues; secrets: SecretValues },
): SettingProblem[] {
  const labels = new Map(fields.map((field) => [field.key, field.label]))
  const filled = withInitials(fields, settings)
  const problems = [
    settingsSchema(fields, 'settings').safeParse(filled),
    settingsSchema(fields, 'secrets').safeParse(secrets),
  ].flatMap((result) => result.error?.issues ?? [])
  return problems.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : null
    const key = unknown ?? String(issue.path[0] ?? '')
    // A name that no field has may itself be a secret that a program put in the wrong place.
    const label = labels.get(key) ?? 'A value under a name that no field has'
    const missing = filled[key] === undefined && secrets[key] === undefined
    const tell = unknown === null ? (missing ? 'is needed' : issue.message) : 'is not a setting of this connector'
    return { key, label, tell: `${label}: ${tell}.` }
  })
}

/** Throws AppError `bad-input` that names every field that cannot be used. */
export function requireSettings(
  fields: readonly SettingField[],
  values: { settings: SettingValues; secrets: SecretValues },
): void {
  const problems = checkSettings(fields, values)
  if (problems.length > 0)
    throw badSettings(`Correct the connection's settings. ${problems.map((one) => one.tell).join(' ')}`)
}
