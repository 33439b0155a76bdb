import { z } from 'zod'
import { type DiscrepancyFilter, DiscrepancyKind, DiscrepancyOrder, GroupBy } from '#contract/discrepancies'
import {
  ClusterId,
  ConnectionId,
  ConnectorId,
  FacilityId,
  Fingerprint,
  OperatorId,
  PairingId,
  ResourceKey,
  RunId,
} from '#contract/ids'
import { Instant, LocalDate, parseInstant } from '#contract/time'
import { settingsParts } from '../features/settings/settings-shape.ts'

/** A value of the address, which anybody can write: what does not parse falls back to nothing. */
export const soft = <Schema extends z.ZodType<string, string>>(schema: Schema) =>
  z.union([z.string(), z.number()]).transform(String).pipe(schema).optional().catch(undefined)

export const facility = soft(FacilityId)

const kindList = z
  .string()
  .max(200)
  .transform((text) => text.split(',').filter((kind) => DiscrepancyKind.safeParse(kind).success))
  .transform((kinds) => (kinds.length === 0 ? undefined : kinds.join(',')))

/** A real day or moment of the years in which anything is scheduled: nobody could turn a page beyond them. */
export const isReal = (text: string): boolean =>
  /^(19|20|21)/.test(text) && parseInstant(text.length === 10 ? `${text}T00:00:00Z` : text) !== null

const moment = soft(Instant.refine(isReal))

/** The moment in view: time travel looks at the newest compare up to it. Nothing is now. */
export const as = moment

export const CommonSearch = z.object({ facility, as })

export const DiscrepanciesSearch = z.object({
  facility,
  as,
  /** Kinds apart by commas. */
  kinds: kindList.optional().catch(undefined),
  text: soft(z.string().max(200)),
  /** The pairing whose rows alone are listed. */
  of: soft(PairingId),
  order: DiscrepancyOrder.optional().catch(undefined),
  /** The lane of the calendar whose rows are listed; `unbooked` for those nobody is booked for. */
  resource: soft(ResourceKey),
  unbooked: z.literal(true).optional().catch(undefined),
  /** The operator whose rows are listed; `nobody` for those given to nobody. */
  assigned: z.union([z.literal('nobody'), soft(OperatorId)]).catch(undefined),
  /** The span that rows meet; both or none. */
  from: moment,
  to: moment,
  /** By what the list is grouped: one line per group in place of rows. */
  group: GroupBy.optional().catch(undefined),
  /** The group whose rows are listed. */
  cluster: soft(ClusterId),
  /** Set where accepted ones are listed instead of open ones. */
  accepted: z.literal(true).optional().catch(undefined),
  /** The discrepancy in the detail, with its pairing and its place in the list when it was opened. */
  open: soft(Fingerprint),
  pairing: soft(PairingId),
  at: z.int().min(0).max(10_000_000).optional().catch(undefined),
})
export type DiscrepanciesSearch = z.infer<typeof DiscrepanciesSearch>

export const AlertsSearch = z.object({
  facility,
  /** The discrepancy in the detail, with its pairing and its place in the alerts when it was opened. */
  open: soft(Fingerprint),
  pairing: soft(PairingId),
  at: z.int().min(0).max(10_000_000).optional().catch(undefined),
})
export type AlertsSearch = z.infer<typeof AlertsSearch>

export const MatchesSearch = z.object({ facility, pairing: soft(PairingId) })

export const FacilitiesSearch = z.object({
  facility,
  /** The facility or pairing being edited; `new` for one to be added. */
  edit: soft(z.string().max(200)),
  pairing: soft(z.string().max(200)),
  /** The facility a new pairing is for. */
  at: soft(FacilityId),
})

export const ConnectionsSearch = z.object({
  facility,
  open: soft(ConnectionId),
  /** The connector of a new connection. */
  add: soft(ConnectorId),
  /** Set where only those are listed whose newest read failed. */
  failing: z.literal(true).optional().catch(undefined),
})

export const OverviewSearch = z.object({
  facility,
  /** Set where only facilities that need attention are listed. */
  attention: z.literal(true).optional().catch(undefined),
  /** Only facilities whose name holds it. */
  find: soft(z.string().max(100)),
})
export type OverviewSearch = z.infer<typeof OverviewSearch>

export const FollowUpsSearch = z.object({
  facility,
  /** Set where closed ones are listed too. */
  closed: z.literal(true).optional().catch(undefined),
  /** Set while a new one is written. */
  add: z.literal(true).optional().catch(undefined),
})

export const SettingsSearch = z.object({
  facility,
  find: soft(z.string().max(100)),
  /** The part to go to. */
  part: z.enum(settingsParts).optional().catch(undefined),
})

export const RunsSearch = z.object({
  facility,
  run: soft(RunId),
  /** Text looked for in the log. */
  find: soft(z.string().max(200)),
  /** Only runs that ended so, or that are under way. */
  state: z.enum(['under-way', 'done', 'short']).optional().catch(undefined),
  /** Only runs that started on this day, on the computer's own clock. */
  date: soft(LocalDate.refine(isReal)),
})
export type RunsSearch = z.infer<typeof RunsSearch>

/** What the address asks the core for, a group of one cause left aside. */
export function filterOf(search: DiscrepanciesSearch): DiscrepancyFilter {
  const { facility, kinds, text, of, accepted, resource, unbooked, assigned, from, to, as } = search
  const picked = pickedKinds(kinds)
  return {
    ...(facility === undefined ? {} : { facilityId: facility }),
    ...(picked.length === 0 ? {} : { kinds: picked }),
    ...(text === undefined ? {} : { text }),
    ...(of === undefined ? {} : { pairingId: of }),
    ...(unbooked === undefined ? {} : { resource: null }),
    ...(unbooked !== undefined || resource === undefined ? {} : { resource }),
    ...(from === undefined || to === undefined || to <= from ? {} : { within: { start: from, end: to } }),
    // What people decided says nothing about an earlier moment.
    ...(as !== undefined ? { asOf: as } : decidedOf({ accepted, assigned })),
  }
}

const decidedOf = ({ accepted, assigned }: Pick<DiscrepanciesSearch, 'accepted' | 'assigned'>): DiscrepancyFilter => ({
  ...(accepted === undefined ? {} : { accepted }),
  ...(assigned === undefined ? {} : { assignedTo: assigned === 'nobody' ? null : assigned }),
})

/** Nothing of a filter, to be put over an address. */
export const noFilter = {
  kinds: undefined,
  text: undefined,
  of: undefined,
  accepted: undefined,
  resource: undefined,
  unbooked: undefined,
  assigned: undefined,
  from: undefined,
  to: undefined,
  cluster: undefined,
} as const satisfies Partial<DiscrepanciesSearch>

/** Nothing of what is one facility's own, to be put over an address that goes on to another one. */
export const nothingOfFacility = {
  of: undefined,
  open: undefined,
  pairing: undefined,
  thing: undefined,
  at: undefined,
  lanes: undefined,
  resource: undefined,
  cluster: undefined,
} as const

/** The part of an address that asks for a filter, and nothing of what it does not say. */
export function searchOf(filter: DiscrepancyFilter): Partial<DiscrepanciesSearch> {
  const { facilityId, kinds = [], text, pairingId, accepted, resource, assignedTo, within, asOf } = filter
  return {
    ...(facilityId === undefined ? {} : { facility: facilityId }),
    ...(kinds.length === 0 ? {} : { kinds: kinds.join(',') }),
    ...(text === undefined ? {} : { text }),
    ...(pairingId === undefined ? {} : { of: pairingId }),
    ...(accepted ? { accepted } : {}),
    ...(resource === undefined ? {} : resource === null ? { unbooked: true as const } : { resource }),
    ...(assignedTo === undefined ? {} : { assigned: assignedTo ?? ('nobody' as const) }),
    ...(within === undefined ? {} : { from: within.start, to: within.end }),
    ...(asOf === undefined ? {} : { as: asOf }),
  }
}

/** The picked kinds of the address as a list. */
export const pickedKinds = (kinds: string | undefined): DiscrepancyKind[] =>
  (kinds ?? '')
    .split(',')
    .map((kind) => DiscrepancyKind.safeParse(kind))
    .flatMap((kind) => (kind.success ? [kind.data] : []))
