import { z } from 'zod'
import { type DiscrepancyFilter, DiscrepancyKind, DiscrepancyOrder } from '#contract/discrepancies'
import { ClusterId, ConnectionId, ConnectorId, FacilityId, Fingerprint, PairingId, RunId } from '#contract/ids'

/** A value of the address, which anybody can write: what does not parse falls back to nothing. */
const soft = <Schema extends z.ZodType<string, string>>(schema: Schema) =>
  z.union([z.string(), z.number()]).transform(String).pipe(schema).optional().catch(undefined)

const facility = soft(FacilityId)

const kindList = z
  .string()
  .max(200)
  .transform((text) => text.split(',').filter((kind) => DiscrepancyKind.safeParse(kind).success))
  .transform((kinds) => (kinds.length === 0 ? undefined : kinds.join(',')))

export const CommonSearch = z.object({ facility })

export const DiscrepanciesSearch = z.object({
  facility,
  /** Kinds apart by commas. */
  kinds: kindList.optional().catch(undefined),
  text: soft(z.string().max(200)),
  /** The pairing whose rows alone are listed. */
  of: soft(PairingId),
  order: DiscrepancyOrder.optional().catch(undefined),
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
})

export const RunsSearch = z.object({ facility, run: soft(RunId), find: soft(z.string().max(200)) })

/** What the address asks the core for, the group left aside. */
export function filterOf({ facility, kinds, text, of, accepted }: DiscrepanciesSearch): DiscrepancyFilter {
  const picked = pickedKinds(kinds)
  return {
    ...(facility === undefined ? {} : { facilityId: facility }),
    ...(picked.length === 0 ? {} : { kinds: picked }),
    ...(text === undefined ? {} : { text }),
    ...(of === undefined ? {} : { pairingId: of }),
    ...(accepted === undefined ? {} : { accepted }),
  }
}

/** The picked kinds of the address as a list. */
export const pickedKinds = (kinds: string | undefined): DiscrepancyKind[] =>
  (kinds ?? '')
    .split(',')
    .map((kind) => DiscrepancyKind.safeParse(kind))
    .flatMap((kind) => (kind.success ? [kind.data] : []))
