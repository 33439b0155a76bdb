import { z } from 'zod'
import { ConnectionId, ConnectorId, Environment } from './ids.ts'
import { Instant } from './time.ts'

/** One field of a connector's settings, as data: the page draws the form from it and masks what is `secret`. */
export const SettingField = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  label: z.string(),
  help: z.string(),
  /** Where a person finds the value. */
  whereToGet: z.string().optional(),
  /** `lines` is one value per line, `headers` one `Name: value` per line. */
  kind: z.enum(['text', 'url', 'choice', 'switch', 'number', 'lines', 'headers']),
  /** Write-only: goes in, never comes out. */
  secret: z.boolean(),
  required: z.boolean(),
  choices: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
  initial: z.union([z.string(), z.boolean(), z.number()]).optional(),
  /** A change of it changes how records look, so the side starts a new epoch. */
  shapesRecords: z.boolean(),
  /** Says which value is a record's own id: after a change of it, the keys people decided about mean other records. */
  namesRecords: z.boolean().optional(),
  /** The vendor page or note behind it. */
  source: z.string().optional(),
})
export type SettingField = z.infer<typeof SettingField>

/** Values by field key, secrets left out. */
export const SettingValues = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]))
export type SettingValues = z.infer<typeof SettingValues>

/** Secrets by field key; crosses the contract inwards only. */
export const SecretValues = z.record(z.string(), z.string())
export type SecretValues = z.infer<typeof SecretValues>

/** One fact about a vendor that a person should know: token life, poll floor, limits, quirks. */
export const RuleCard = z.strictObject({ title: z.string(), text: z.string(), source: z.string() })
export type RuleCard = z.infer<typeof RuleCard>

export const ConnectorInfo = z.strictObject({
  id: ConnectorId,
  name: z.string(),
  summary: z.string(),
  settings: z.array(SettingField),
  rules: z.array(RuleCard),
  /** Named vendor checks that can be run on a connection. */
  checks: z.array(z.strictObject({ id: z.string(), title: z.string(), summary: z.string() })),
})
export type ConnectorInfo = z.infer<typeof ConnectorInfo>

export const StoredSecret = z.strictObject({ key: z.string(), storedAt: Instant })

export const Connection = z.strictObject({
  id: ConnectionId,
  connectorId: ConnectorId,
  name: z.string().min(1).max(80),
  environment: Environment,
  settings: SettingValues,
  secrets: z.array(StoredSecret),
  createdAt: Instant,
  changedAt: Instant,
})
export type Connection = z.infer<typeof Connection>

export const ConnectionDraft = z.strictObject({
  /** Absent for a new connection. */
  id: ConnectionId.optional(),
  connectorId: ConnectorId,
  name: z.string().min(1).max(80),
  environment: Environment,
  settings: SettingValues,
  /** Only those entered now; a secret left out keeps what is stored. */
  secrets: SecretValues,
})
export type ConnectionDraft = z.infer<typeof ConnectionDraft>

/** How much of a connection's daily requests are used, and whether it is left alone after failures in a row. */
export const ConnectionBudget = z.strictObject({
  connectionId: ConnectionId,
  requestsToday: z.int(),
  dailyLimit: z.int(),
  breaker: z.enum(['closed', 'open', 'probing']),
  openUntil: Instant.nullable(),
})
export type ConnectionBudget = z.infer<typeof ConnectionBudget>

/** One step of a connection test or of a vendor check, told while it runs. */
export const CheckStep = z.strictObject({
  id: z.string(),
  title: z.string(),
  state: z.enum(['running', 'passed', 'failed', 'warned', 'skipped']),
  /** What was seen and, where it did not pass, what to do. */
  tell: z.string(),
  ms: z.number().optional(),
})
export type CheckStep = z.infer<typeof CheckStep>
