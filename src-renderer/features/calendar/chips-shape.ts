import type { KindLook } from '../../format/kind-words.ts'
import type { CalendarLayers } from './geometry-types.ts'
import { type FamilyCounts, familyLook, familyWords, type MarkFamily, markFamilies } from './mark-family.ts'

/** What can be hidden besides kinds. */
export const layerNames = ['in-sync', 'accepted'] as const
export type LayerName = (typeof layerNames)[number]

export type FamilyChip = { family: MarkFamily; words: string; look: KindLook; count: number; picked: boolean }

type ChipsInput = {
  /** All that is open in view, whatever is picked. */
  open: FamilyCounts
  picked: readonly MarkFamily[]
  systems: { left: string; right: string }
}

/** The families that occur in view or are picked, with how many discrepancies of each are open. */
export function familyChips({ open, picked, systems }: ChipsInput): FamilyChip[] {
  return markFamilies
    .map((family) => ({
      family,
      words: familyWords(family, systems),
      look: familyLook(family),
      count: open.get(family) ?? 0,
      picked: picked.includes(family),
    }))
    .filter(({ count, picked: isPicked }) => count > 0 || isPicked)
}

/** The names of a list in the address that are among the known ones. */
export const namesIn = <Name extends string>(known: readonly Name[], text: string | undefined): Name[] => {
  const asked = new Set((text ?? '').split(','))
  return known.filter((name) => asked.has(name))
}

/** The list with a name put in or taken out, as the address says it. */
export function toggled(names: readonly string[], name: string): string | undefined {
  const next = names.includes(name) ? names.filter((known) => known !== name) : [...names, name]
  return next.length === 0 ? undefined : next.join(',')
}

/** What is drawn: the picked families, or all where none is picked. */
export function layersOf(
  picked: readonly MarkFamily[],
  hidden: readonly LayerName[],
  side: 'left' | 'right' | undefined,
): CalendarLayers {
  return {
    inSync: !hidden.includes('in-sync'),
    accepted: !hidden.includes('accepted'),
    hidden: new Set(picked.length === 0 ? [] : markFamilies.filter((family) => !picked.includes(family))),
    sides: side ?? 'both',
  }
}
