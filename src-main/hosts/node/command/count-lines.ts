import { DiscrepancyKind } from '#contract/discrepancies'
import { kindInWords } from '#contract/discrepancy-words'
import type { CoreClient } from '#contract/procedures'
import type { Standing } from './pairings-in-scope.ts'

const order: readonly DiscrepancyKind[] = ['overlap', ...DiscrepancyKind.options.filter((kind) => kind !== 'overlap')]

/** How many discrepancies are open of each kind, one line each, double bookings first. */
export async function countLines(client: CoreClient, { pairings, counts }: Standing): Promise<string> {
  if (counts.total === 0) return 'No discrepancy is open.\n'
  const open = new Map<string, number>()
  const each = await Promise.all(
    pairings.map(async ({ pairing, left, right }) => ({
      systems: { left: left.system, right: right.system },
      byKind: (await client.discrepancies.counts({ filter: { pairingId: pairing.id } })).byKind,
    })),
  )
  // By words and not by kind: "Missing in Northgate" of one facility is "Missing in Alder" of another.
  for (const kind of order) {
    for (const { systems, byKind } of each) {
      const words = kindInWords(kind, systems)
      const here = byKind[kind] ?? 0
      if (here > 0) open.set(words, (open.get(words) ?? 0) + here)
    }
  }
  const lines = [...open].map(([words, count]) => `${String(count).padStart(7)}  ${words}\n`)
  return `Open: ${counts.total}\n${lines.join('')}`
}
