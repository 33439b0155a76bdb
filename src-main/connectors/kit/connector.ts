import type { CheckStep, RuleCard, SecretValues, SettingField, SettingValues } from '#contract/connections'
import type { ConnectorId, RecordKey, ScopeKey } from '#contract/ids'
import type { RecordKind, Refusal, ScheduleRecord } from '#contract/records'
import type { Span } from '#contract/time'
import type { Clock } from '../../platform/clock.ts'
import type { VendorGate } from './vendor-gate.ts'
import type { VendorHttp } from './vendor-http.ts'

/** What a vendor's answer says about itself, held against what was asked (R5). */
export type Echo = { scopes: ScopeKey[] }

/** What the caller has kept of the last read under the same settings, scope and window. */
export type Recall = {
  /** The link that the answer whose text had this digest named; undefined where it is not kept. */
  answer(digest: string): { next: string | null } | undefined
  /** The number under which a record is kept whose text in an answer had this digest; null where none is. */
  element(digest: string): number | null
}

/** `kept` are the records that the caller has; `digests` and `dropped` are of each record told, in order. */
export type PageElements = { kept: number[]; digests: string[]; dropped: number[] }

/**
 * Where a page comes from: the digest of the answer's text, and the link to the next one. Of an answer that the caller has
 * as a whole no element was looked at.
 */
export type PageSource = { digest: string; next: string | null } & (
  | { recalled: true }
  | { recalled: false; elements: PageElements }
)

/**
 * One answer of a list call. `terminal` is the vendor's own sign that nothing follows; a list that ends
 * without a terminal page is incomplete. `dropped` counts unknown fields that were left out (R42).
 */
export type Page = {
  records: ScheduleRecord[]
  refused: Refusal[]
  terminal: boolean
  dropped: number
  /** Records left out because they lie outside the asked window. */
  outside?: number
  total?: number
  echo?: Echo
  /** Told where the caller asked with `recall`; what the caller has is not among the records. */
  source?: PageSource
}

/** The answer to one key asked. A failed call throws; it is never `not-found`. */
export type Found = { key: RecordKey; record: ScheduleRecord | 'not-found' | Refusal }

/** An open connection: settings and secrets in, an HTTP client bound to its hosts out. */
export type Session = {
  readonly settings: SettingValues
  readonly http: VendorHttp
  readonly clock: Clock
  readonly signal: AbortSignal
}

export type OpenContext = {
  settings: SettingValues
  secrets: SecretValues
  clock: Clock
  signal: AbortSignal
  /** Waits of the retry layer; tests shorten them. Defaults: base 1 s, cap 60 s, 4 attempts (R37). */
  retry?: { baseMs: number; capMs: number }
  /** Shared by all sessions of a stored connection; a draft that is only tested has none. */
  gate?: VendorGate
  /** Uniform in [0, 1): the jitter's source. */
  random: () => number
}

/** How one kind of record can be read. An ability that is not there is a key that is not there. */
export type Reads = {
  /**
   * Reads all records of the scope whose span meets the window. Throws AppError where it cannot go on;
   * what was yielded before stands, and the caller treats the read as incomplete. With `recall` an answer or a record
   * of it that the caller knows is not taken apart again; a connector may leave it unused.
   */
  list?(session: Session, scope: ScopeKey, window: Span, recall?: Recall): AsyncIterable<Page>
  /** Reads the keys one by one, in order. Throws AppError for a call that failed after its retries. */
  get?(session: Session, scope: ScopeKey, keys: readonly RecordKey[]): AsyncIterable<Found>
}

export type VendorCheck = {
  id: string
  title: string
  summary: string
  run(session: Session, scope: ScopeKey | null): AsyncIterable<CheckStep>
}

export type Connector = {
  id: ConnectorId
  name: string
  summary: string
  /** Raised when records come out shaped differently: the side then starts a new epoch. */
  version: number
  settings: readonly SettingField[]
  rules: readonly RuleCard[]
  checks: readonly VendorCheck[]
  /** Checks the settings beyond their schema and opens a session. Throws AppError `bad-input` with blame `settings`. */
  open(context: OpenContext): Session
  /** Tells each step while it runs; never throws for what the vendor did. */
  test(session: Session): AsyncIterable<CheckStep>
  /** Facility ids that a pairing can choose from. */
  discoverScopes(session: Session): Promise<{ value: string; label: string }[]>
  /** What these settings allow: a list URL left out takes `list` away. */
  reads(settings: SettingValues): Partial<Record<RecordKind, Reads>>
  /** What a person should know about how a side is read under these settings; empty where nothing. */
  readNote(settings: SettingValues): string
}

/** Types a connector where it is written. */
export const defineConnector = (connector: Connector): Connector => connector
