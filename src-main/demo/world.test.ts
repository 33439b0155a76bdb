import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recipes } from '#contract/recipes'
import { addDays, LocalDate, parseInstant, startOfDay, toMs, wallClock } from '#contract/time'
import type { DemoShift } from './agreed-schedule.ts'
import { facilities } from './cast.ts'
import type { GroundTruth } from './ground-truth.ts'
import { systematicFault } from './systematic-fault.ts'
import { makeWorld, type World } from './world.ts'

const day = LocalDate.parse('2026-11-21')
const world = makeWorld({ seed: 7, day })

/** The six compared values as they would be read off the wire; null where the record could not be read. */
function read({ start, end, label, requirements, worker, raw }: DemoShift): Record<string, string | null> | null {
  const sent = { startTime: start, endTime: end, shiftLabel: label, assignedTo: worker, ...raw }
  if (typeof sent.shiftLabel !== 'string' || typeof sent.assignedTo === 'string') return null
  return {
    start: parseInstant(String(sent.startTime)),
    end: parseInstant(String(sent.endTime)),
    worker: worker && worker.id,
    workerName: worker && `${worker.firstName} ${worker.lastName}`,
    label: sent.shiftLabel,
    requirements,
  }
}

/** Neither names the other, but the same worker is there at about the same time. */
const looksTheSame = (l: DemoShift, r: DemoShift): boolean =>
  l.otherId === null &&
  r.otherId === null &&
  l.worker !== null &&
  l.worker.id === r.worker?.id &&
  Math.abs(toMs(l.start) - toMs(r.start)) < 3_600_000

/** A second, plain comparison of both lists that knows nothing of what was planted. */
function comparePlainly({ maple, partner }: World): GroundTruth[] {
  const truths: GroundTruth[] = []
  for (const { letter, mapleScope, partnerScope } of facilities) {
    const left = maple.filter(({ facility }) => facility === mapleScope)
    const right = partner.filter(({ facility }) => facility === partnerScope)
    const add = (truth: Omit<GroundTruth, 'facility'>) => truths.push({ facility: letter, ...truth })
    for (const l of left) {
      const silent = right.find((other) => looksTheSame(l, other))
      const all = silent ? [silent] : right.filter(({ otherId }) => otherId === l.ownId)
      const [r, second] = all.filter(({ unlisted }) => !unlisted)
      const rightKeys = all.filter(({ unlisted }) => !unlisted).map(({ ownId }) => ownId)
      const matchedBy = l.unlisted || !r ? null : silent ? 'rule' : 'reference'
      const one = { reason: null, side: null, leftKey: l.ownId, rightKeys, fields: [], matchedBy } as const
      if (l.unlisted) {
        add({ ...one, kind: 'unverified', reason: 'listed-not-got', side: 'left', leftKey: null })
      } else if (!r) {
        if (all.length > 0) add({ ...one, kind: 'unverified', reason: 'listed-not-got', side: 'right' })
        else if (right.some(({ ownId }) => ownId === l.otherId)) {
          add({ ...one, kind: 'unverified', reason: 'linked-one-way', side: 'right' })
        } else add({ ...one, kind: 'only-left', side: 'right' })
      } else if (second) {
        add({ ...one, kind: 'duplicate', side: 'right' })
      } else {
        const [a, b] = [read(l), read(r)]
        if (!a || !b) {
          add({ ...one, kind: 'unverified', reason: 'refused-record', side: a ? 'right' : 'left' })
          continue
        }
        const fields = recipes.shifts.fields.map(({ name }) => name).filter((name) => a[name] !== b[name])
        if (fields.length > 0) add({ ...one, kind: 'differs', fields })
      }
    }
    for (const r of right) {
      if (r.unlisted || left.some((l) => l.ownId === r.otherId || looksTheSame(l, r))) continue
      const one = { side: 'left', leftKey: null, rightKeys: [r.ownId], fields: [], matchedBy: null } as const
      const named = left.some(({ otherId }) => otherId === r.ownId)
      add({
        ...one,
        ...(named
          ? ({ kind: 'unverified', reason: 'linked-one-way' } as const)
          : ({ kind: 'only-right', reason: null } as const)),
      })
    }
  }
  return truths
}

const placeOf = ({ facility, leftKey, rightKeys }: GroundTruth) => [facility, leftKey, ...rightKeys].join(' ')

const inOrder = (truths: readonly GroundTruth[]) =>
  truths
    .map((truth) => ({ ...truth, rightKeys: truth.rightKeys.toSorted() }))
    .toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)))

const truthsOf = ({ planted }: World): GroundTruth[] =>
  planted.map(({ story: _story, spans: _spans, ...truth }) => truth)

type Thing = { leftKey: string | null; rightKeys: string[]; copies: { worker: string; start: string; end: string }[] }

/** Every two shifts that take the same time of one worker, on whatever systems; the copies of one shift are one. */
function overlapsOf({ maple, partner }: World): GroundTruth[] {
  return facilities.flatMap(({ letter, mapleScope, partnerScope }) => {
    const things = new Map<string, Thing>()
    const add = (shift: DemoShift, side: 'left' | 'right') => {
      // One thing: named by either, or the same as far as anybody can see.
      const same = (l: DemoShift) => l.ownId === shift.otherId || l.otherId === shift.ownId || looksTheSame(l, shift)
      const name = side === 'left' ? shift.ownId : (maple.find(same)?.ownId ?? shift.ownId)
      const thing = things.get(name) ?? { leftKey: null, rightKeys: [], copies: [] }
      const values = read(shift)
      const worker = values?.['worker']
      if (side === 'left') thing.leftKey = shift.ownId
      else thing.rightKeys.push(shift.ownId)
      if (worker) thing.copies.push({ worker, start: values['start'] ?? '', end: values['end'] ?? '' })
      things.set(name, thing)
    }
    for (const shift of maple) if (shift.facility === mapleScope && !shift.unlisted) add(shift, 'left')
    for (const shift of partner) if (shift.facility === partnerScope && !shift.unlisted) add(shift, 'right')
    const meet = (one: Thing, other: Thing) =>
      one.copies.some((a) => other.copies.some((b) => a.worker === b.worker && a.start < b.end && b.start < a.end))
    const startOf = ({ copies }: Thing) => copies[0]?.start ?? ''
    const all = [...things.values()].toSorted((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
    return all.flatMap((one, index) =>
      all
        .slice(index + 1)
        .filter((other) => meet(one, other))
        .map((other): GroundTruth => {
          const rightKeys = [one, other].flatMap((thing) => thing.rightKeys)
          return {
            facility: letter,
            kind: 'overlap',
            reason: null,
            side: null,
            leftKey: one.leftKey,
            rightKeys,
            fields: [],
            matchedBy: null,
          }
        }),
    )
  })
}

describe('the demo world', () => {
  it('is the same world for the same seed and day, and another for another seed', () => {
    expect(makeWorld({ seed: 7, day })).toEqual(world)
    expect(makeWorld({ seed: 8, day }).maple).not.toEqual(world.maple)
  })

  it('holds about 1,200 shifts of about 60 workers in two facilities of different zones', () => {
    expect(world.maple.length).toBeGreaterThan(1_150)
    expect(world.maple.length).toBeLessThan(1_250)
    expect(Math.abs(world.partner.length - world.maple.length)).toBeLessThan(10)
    expect(world.workers).toHaveLength(60)
    expect(new Set(world.workers.map(({ firstName, lastName }) => `${firstName} ${lastName}`)).size).toBe(60)
    expect(new Set(world.facilities.map(({ zone }) => zone)).size).toBe(2)
    const unassigned = world.maple.filter(({ worker }) => worker === null).length
    expect(unassigned / world.maple.length).toBeGreaterThan(0.05)
    expect(unassigned / world.maple.length).toBeLessThan(0.25)
  })

  it('starts before the default window, crosses its edge and stays short of its end', () => {
    for (const { zone, mapleScope } of world.facilities) {
      const shifts = world.maple.filter(({ facility }) => facility === mapleScope)
      const from = startOfDay(addDays(day, -7), zone)
      expect(shifts.some(({ end }) => end <= from)).toBe(true)
      expect(shifts.some(({ start, end }) => start < from && from < end)).toBe(true)
      expect(shifts.every(({ start }) => start < startOfDay(addDays(day, 28), zone))).toBe(true)
    }
  })

  it('keeps every id on one system unique and well formed', () => {
    for (const shifts of [world.maple, world.partner]) {
      expect(new Set(shifts.map(({ ownId }) => ownId)).size).toBe(shifts.length)
    }
    expect(world.maple.every(({ ownId }) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(ownId))).toBe(true)
    expect(world.partner.every(({ ownId }) => /^(NG|HL)-\d{5}$/.test(ownId))).toBe(true)
  })

  it('follows the wall clock of the facility over a change to winter time', () => {
    const autumn = makeWorld({ seed: 3, day: LocalDate.parse('2026-10-20') })
    const nights = autumn.maple.filter(
      ({ facility, label }) => facility === 'mpl-fac-northgate' && /^Night/.test(label),
    )
    const zone = autumn.facilities[0]?.zone
    if (!zone) throw new Error('no facility')
    const hours = nights.map((night) => {
      expect(wallClock(night.start, zone).time).toBe('22:00')
      expect(wallClock(night.end, zone).time).toBe('07:30')
      return (toMs(night.end) - toMs(night.start)) / 3_600_000
    })
    expect(new Set(hours)).toEqual(new Set([9.5, 10.5]))
  })

  it('has a worker in two places only where that is planted, on whichever systems, and plants exactly what a plain comparison finds', () => {
    const seeds = fc.integer({ min: 0, max: 0x7fffffff })
    const days = fc.integer({ min: -200, max: 200 }).map((days) => addDays(day, days))
    fc.assert(
      fc.property(seeds, days, (seed, on) => {
        const one = makeWorld({ seed, day: on })
        expect(inOrder([...comparePlainly(one), ...overlapsOf(one)])).toEqual(inOrder(truthsOf(one)))
      }),
      { numRuns: 12 },
    )
  })
})

describe('what is planted', () => {
  it('is at least two of each kind, reason and field per facility, about 110 in total', () => {
    const kinds = ['only-left', 'only-right', 'differs', 'duplicate', 'overlap', 'unverified']
    for (const letter of ['a', 'b']) {
      const own = world.planted.filter(({ facility }) => facility === letter)
      for (const kind of kinds) expect(own.filter((truth) => truth.kind === kind).length).toBeGreaterThanOrEqual(2)
      for (const reason of ['refused-record', 'listed-not-got', 'linked-one-way']) {
        expect(own.filter((truth) => truth.reason === reason).length).toBeGreaterThanOrEqual(2)
      }
      for (const { name } of recipes.shifts.fields) {
        expect(own.filter(({ fields }) => fields.includes(name)).length).toBeGreaterThanOrEqual(2)
      }
    }
    expect(world.planted).toHaveLength(110)
  })

  it('has pairs without ids that only worker and time tell, and one fault that touches all of a kind since a day', () => {
    for (const letter of ['a', 'b']) {
      const own = world.planted.filter(({ facility, matchedBy }) => facility === letter && matchedBy === 'rule')
      expect(own.map(({ fields }) => fields.join())).toEqual(['end', 'end', 'label'])
    }
    const { label, facility } = systematicFault
    const fault = world.planted.filter(({ story }) => story === systematicFault.name)
    expect(fault).toHaveLength(18)
    expect(new Set(fault.map((one) => one.facility))).toEqual(new Set([facility]))
    const from = fault.map(({ spans }) => spans[0]?.start ?? '').toSorted()[0] ?? ''
    const touched = world.maple.filter((shift) => shift.label === label && shift.start >= from)
    expect(new Set(touched.map(({ ownId }) => ownId))).toEqual(new Set(fault.map(({ leftKey }) => leftKey)))
    expect(touched).toHaveLength(fault.length)
  })

  it("has the case of Maple's own page: open on Maple, booked at the partner", () => {
    const cases = world.planted.filter(({ story }) => story.startsWith('created on Maple, booked at the partner'))
    expect(cases).toHaveLength(6)
    for (const { leftKey, rightKeys, fields } of cases) {
      expect(world.maple.find(({ ownId }) => ownId === leftKey)?.worker).toBeNull()
      expect(world.partner.find(({ ownId }) => ownId === rightKeys[0])?.worker).not.toBeNull()
      expect(fields).toEqual(['worker', 'workerName'])
    }
  })

  it('leaves pairs that only look different out of the truth', () => {
    expect(world.lookalikes.length).toBe(14)
    const told = new Set(world.planted.flatMap(({ leftKey, rightKeys }) => [leftKey, ...rightKeys]))
    for (const { leftKey, rightKey } of world.lookalikes) {
      expect(told.has(leftKey)).toBe(false)
      expect(told.has(rightKey)).toBe(false)
      const [l, r] = [world.maple.find((s) => s.ownId === leftKey), world.partner.find((s) => s.ownId === rightKey)]
      expect(
        l && r && (r.raw || r.version !== l.version || r.worker?.email !== l.worker?.email || r.otherId === null),
      ).toBeTruthy()
    }
  })
})
