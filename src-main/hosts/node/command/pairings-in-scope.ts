import type { DiscrepancyCounts } from '#contract/discrepancies'
import type { FacilityId } from '#contract/ids'
import type { PairingState } from '#contract/pairings'
import type { CoreClient } from '#contract/procedures'
import { WrongUse } from './command-options.ts'
import { type ExitCode, standing } from './exit-code.ts'

/** What a command is about: every pairing, or those of one facility. */
export type Scope = { facilityId?: FacilityId }

/** Finds the facility by name (case does not matter) or id. Throws WrongUse that lists those there are. */
export async function scopeOf(client: CoreClient, facility: string | undefined): Promise<Scope> {
  if (facility === undefined) return {}
  const all = await client.facilities.list({})
  const named = all.filter((one) => one.id === facility || one.name.toLowerCase() === facility.toLowerCase())
  const [found, second] = named
  if (found && !second) return { facilityId: found.id }
  if (second) {
    const ids = named.map((one) => one.id).join(', ')
    throw new WrongUse(`Several facilities are called "${facility}". Use one of their ids: ${ids}.`)
  }
  const names = all.map((one) => `"${one.name}"`).join(', ')
  throw new WrongUse(
    `There is no facility "${facility}" here. ${names === '' ? 'None is set up yet.' : `There are ${names}.`}`,
  )
}

export type Standing = { pairings: PairingState[]; counts: DiscrepancyCounts; exitCode: ExitCode }

/** How the pairings in scope stand. Filters of a list do not change it. */
export async function standingOf(client: CoreClient, scope: Scope): Promise<Standing> {
  const pairings = (await client.pairings.list({})).filter(
    (one) => scope.facilityId === undefined || one.facility.id === scope.facilityId,
  )
  const counts = await client.discrepancies.counts({ filter: scope })
  return { pairings, counts, exitCode: standing(pairings, counts) }
}

/** `Invented House, Alder and Northgate` */
export const pairingName = ({ facility, left, right }: PairingState): string =>
  `${facility.name}, ${left.system} and ${right.system}`
