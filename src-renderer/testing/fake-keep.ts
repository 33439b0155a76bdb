import type { Operator } from '#contract/desk-work'
import { AppError } from '#contract/errors'
import { OperatorId } from '#contract/ids'
import type { CoreClient } from '#contract/procedures'
import type { PurgeResult, Retention } from '#contract/retention'
import { fromMs, type Instant, LocalDate, toMs } from '#contract/time'
import type { ChangeEvent, WorkspaceInfo } from '#contract/workspace'

type Tell = (topic: ChangeEvent['topic']) => void

/** Who works at a core in memory; `current` names who decides. */
export function fakeOperators({ info, tell }: { info: () => WorkspaceInfo; tell: Tell }): {
  operators: CoreClient['operators']
  current: () => Operator
  everyone: () => readonly Operator[]
} {
  let all: Operator[] = ['Ada Sample', 'Bo Mockingham', 'Cleo Placeholder'].map((name, place) => ({
    id: OperatorId.parse(`o-${place + 1}`),
    name,
    current: place === 0,
  }))
  const current = (): Operator =>
    all.find((known) => known.current) ?? { id: OperatorId.parse('o-1'), name: '', current: true }
  return {
    current,
    everyone: () => all,
    operators: {
      list: async () => all,
      save: async ({ id, name }) => {
        if (all.some((known) => known.name === name && known.id !== id))
          throw new AppError('in-use', { blame: 'settings', tell: `${name} works here already. Use another name.` })
        const saved: Operator = {
          id: OperatorId.parse(id ?? `o-${all.length + 1}`),
          name,
          current: all.some((known) => known.id === id && known.current),
        }
        all = id === undefined ? [...all, saved] : all.map((known) => (known.id === id ? saved : known))
        tell('desk')
        return saved
      },
      choose: async ({ id }) => {
        all = all.map((known) => ({ ...known, current: known.id === id }))
        tell('desk')
        return info()
      },
    },
  }
}

/** How long a core in memory keeps things; a purge takes a few seconds and the same figures away each time. */
export function fakeRetention({
  now,
  never,
  tell,
}: {
  now: Instant
  never: boolean
  tell: Tell
}): CoreClient['retention'] {
  const daysAgo = (days: number): Instant => fromMs(toMs(now) - days * 86_400_000)
  const purged = (at: Instant, days: number): PurgeResult => ({
    at,
    endedBefore: daysAgo(days),
    records: 1840,
    discrepancies: 212,
    compares: 96,
    texts: 7,
    tell: '1,840 records, 212 discrepancies, 96 compares and 7 texts are gone; time travel reaches 30 days back.',
  })
  let retention: Retention = {
    days: 30,
    last: never ? null : purged(daysAgo(1), 30),
    reachesBackTo: never ? null : daysAgo(30),
    sizes: { ledger: 1_482_752, cache: 48_234_496, backups: 4_448_256 },
    oldestItem: never ? null : LocalDate.parse(daysAgo(31).slice(0, 10)),
  }
  return {
    show: async () => retention,
    save: async ({ days }) => {
      retention = { ...retention, days }
      tell('desk')
      return retention
    },
    purge: async () => {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      const last = purged(now, retention.days)
      retention = { ...retention, last, reachesBackTo: daysAgo(retention.days) }
      tell('desk')
      return last
    },
  }
}
