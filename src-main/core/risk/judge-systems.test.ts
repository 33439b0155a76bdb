import { describe, expect, it } from 'vitest'
import { fromMs, Instant, toMs, ZoneId } from '#contract/time'
import { judgeSystems, outdatedFrom, type PairingStanding, type SideStanding } from './judge-systems.ts'

const zone = ZoneId.parse('Europe/London')
const now = Instant.parse('2026-07-21T12:30:00.000Z')
const minute = 60_000
const ago = (minutes: number): Instant => fromMs(toMs(now) - minutes * minute)

const side = (system: string, change: Partial<SideStanding> = {}): SideStanding => ({
  system,
  sealedAt: ago(30),
  outdatedAt: ago(-90),
  failing: null,
  partial: null,
  ...change,
})

const pairing = (change: Partial<PairingStanding> = {}): PairingStanding => ({
  facility: 'Invented House',
  zone,
  left: side('Alder'),
  right: side('Northgate'),
  failedRun: null,
  dueAt: ago(-30),
  newestRun: { endedAt: ago(30) },
  byHand: false,
  ...change,
})

const judged = (change: Partial<PairingStanding>) => judgeSystems(pairing(change), now)

describe('what a person should look after', () => {
  it('is nothing where both sides were read lately and whole', () => {
    expect(judged({})).toEqual([])
    expect(judged({ dueAt: null, byHand: true })).toEqual([])
  })

  it('is a side that fails, with how old the data shown is and what to do', () => {
    const failing = { since: ago(60), tell: 'Northgate did not answer. Check the network', heldBack: 'no' as const }
    expect(judged({ right: side('Northgate', { failing, sealedAt: ago(150) }) })).toEqual([
      {
        kind: 'failing',
        side: 'right',
        system: 'Northgate',
        since: ago(60),
        tell: 'Northgate was not read for Invented House since 2026-07-21 12:30 +01:00: Northgate did not answer. Check the network. What is shown of it was read on 2026-07-21 11:00 +01:00. Sync again once that is mended.',
      },
    ])
    const heldBack = { since: ago(60), tell: 'The read came back empty.', heldBack: 'waits' as const }
    expect(judged({ left: side('Alder', { failing: heldBack, sealedAt: null }) })[0]?.tell).toBe(
      'Alder was not read for Invented House since 2026-07-21 12:30 +01:00: The read came back empty. It was never read. If it is right, accept it in Facilities.',
    )
    const accepted = { ...heldBack, heldBack: 'accepted' as const }
    const failedRun = { since: ago(60), tell: 'Nothing was compared.' }
    expect(judged({ failedRun, left: side('Alder', { failing: accepted, outdatedAt: ago(60) }) })).toEqual([])
  })

  it('is a pairing whose runs fail although neither side does, and not one more line where a side says why', () => {
    const failedRun = { since: ago(45), tell: 'The disk is full. Make room and sync again.' }
    expect(judged({ failedRun })).toEqual([
      {
        kind: 'failing',
        side: null,
        system: 'Alder and Northgate',
        since: ago(45),
        tell: 'Syncs of Invented House between Alder and Northgate fail since 2026-07-21 12:45 +01:00: The disk is full. Make room and sync again.',
      },
    ])
    const failing = { since: ago(45), tell: 'It did not answer.', heldBack: 'no' as const }
    expect(judged({ failedRun, left: side('Alder', { failing }) }).map((one) => one.side)).toEqual(['left'])
  })

  it('is a read that became old', () => {
    const old = (minutes: number) => judged({ left: side('Alder', { sealedAt: ago(140), outdatedAt: ago(minutes) }) })
    expect(old(-1)).toEqual([])
    expect(old(0)).toEqual([
      {
        kind: 'stale',
        side: 'left',
        system: 'Alder',
        since: ago(0),
        tell: 'What is shown of Alder for Invented House is old: two syncs of its schedule brought nothing newer. What is shown of it was read on 2026-07-21 11:10 +01:00. Sync now.',
      },
    ])
    const byHand = judged({ byHand: true, dueAt: null, right: side('Northgate', { outdatedAt: ago(60) }) })
    expect(byHand[0]?.tell).toContain('is old: this pairing syncs by hand only.')
  })

  it('is one trouble and not three where a side is old because it fails or because nothing was started', () => {
    const failing = { since: ago(300), tell: 'It did not answer.', heldBack: 'no' as const }
    const old = { sealedAt: ago(600), outdatedAt: ago(480) }
    expect(judged({ left: side('Alder', { ...old, failing }) }).map(({ kind }) => kind)).toEqual(['failing'])
    const missed = judged({ left: side('Alder', old), right: side('Northgate', old), dueAt: ago(540) })
    expect(missed.map(({ kind }) => kind)).toEqual(['schedule-missed'])
    expect(judged({ left: side('Alder', old), newestRun: { endedAt: null } })).toEqual([])
  })

  it('is a partial read with its reasons', () => {
    const partial = { since: ago(90), reasons: ['page 3 was cut off', 'one record has no id'] }
    expect(judged({ right: side('Northgate', { partial }) })).toEqual([
      {
        kind: 'partial',
        side: 'right',
        system: 'Northgate',
        since: ago(90),
        tell: 'Northgate is read only in part for Invented House since 2026-07-21 12:00 +01:00: page 3 was cut off; one record has no id. What rests on records that were not read is marked "Not verified". Sync again; if it stays so, test the connection in Connections.',
      },
    ])
  })

  it('is a sync that was due more than ten minutes ago and did not start', () => {
    expect(judged({ dueAt: ago(9) })).toEqual([])
    expect(judged({ dueAt: ago(10), right: side('Northgate', { sealedAt: ago(70) }) })).toEqual([
      {
        kind: 'schedule-missed',
        side: null,
        system: 'Alder and Northgate',
        since: ago(10),
        tell: 'The sync of Invented House between Alder and Northgate was due on 2026-07-21 13:20 +01:00 and did not start: Plumbline was closed or locked, or could not store the run. What is shown was read on 2026-07-21 12:20 +01:00. Keep Plumbline open and unlocked, or sync now.',
      },
    ])
  })

  it('is no missed sync while an earlier run takes longer than that, nor in the moment after it', () => {
    const kinds = (endedAt: Instant | null) =>
      judged({ dueAt: ago(40), newestRun: { endedAt } }).map(({ kind, since }) => [kind, since])
    expect(kinds(null)).toEqual([])
    expect(kinds(ago(9))).toEqual([])
    expect(kinds(ago(10))).toEqual([['schedule-missed', ago(40)]])
    expect(judged({ dueAt: ago(40), newestRun: null })).toHaveLength(1)
  })
})

it('calls a read old ten minutes after the second sync that should have followed it, however uneven the schedule is, and after 25 hours without one', () => {
  const hours = [6, 14, 30, 54].map((hour) => fromMs(toMs(now) + hour * 60 * minute))
  const next = (after: Instant): Instant | null => hours.find((at) => at > after) ?? null
  expect(outdatedFrom(now, next)).toBe(fromMs(toMs(hours[1] ?? now) + 10 * minute))
  expect(outdatedFrom(hours[2] ?? now, next)).toBe(null)
  expect(outdatedFrom(now, null)).toBe(fromMs(toMs(now) + 25 * 60 * minute))
})
