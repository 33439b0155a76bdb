import { otherSide, type RecordKey, type SideName } from '#contract/ids'
import type { LinkFinding } from '#contract/matches'
import type { Instant, ZoneId } from '#contract/time'
import { listWords, momentWords } from '../blame/moment-words.ts'

/** A record as its links see it. */
export type LinkedRecord = {
  side: SideName
  key: RecordKey
  /** The id it names on the other side. */
  reference: RecordKey | null
  /** The last id it named before it named none, and when a read first showed that; null where it always named none, or still names one. */
  former: { reference: RecordKey; until: Instant } | null
  /** False where part of it could not be read: that it names nothing then says nothing. */
  readable: boolean
}

export type LinkInput = {
  /** The records the findings are about. */
  records: readonly LinkedRecord[]
  /** What these name, what names them, and what names the same; may hold the records themselves. */
  around: readonly LinkedRecord[]
  /** Keys of records that name an id which the other side was read completely for and does not hold, nor held with them before. */
  foreign: Readonly<Record<SideName, ReadonlySet<RecordKey>>>
  /** Whether records of that side name ids of the other at all: only then can one of them have lost its own. */
  naming: Readonly<Record<SideName, boolean>>
  systems: Readonly<Record<SideName, string>>
  /** The zone moments are told in. */
  zone: ZoneId
}

/** All records at hand by what is asked of them. */
type Known = Pick<LinkInput, 'systems' | 'zone'> & {
  find(side: SideName, key: RecordKey): LinkedRecord | null
  /** Records of that side that name this id of the other, by key. */
  whoName(side: SideName, key: RecordKey): readonly LinkedRecord[]
}

/** So many ids are named in a sentence; of the others only how many there are. */
const namedAtMost = 20

function keysOf(records: readonly LinkedRecord[]): string {
  const keys = records.slice(0, namedAtMost).map((one) => one.key)
  const more = records.length - keys.length
  return listWords(more > 0 ? [...keys, `${more} more`] : keys)
}

function gather({ records, around, systems, zone }: LinkInput): Known {
  const all = new Map([...around, ...records].map((one) => [`${one.side} ${one.key}`, one]))
  const sorted = [...all.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const naming = Map.groupBy(sorted, (one) => (one.reference === null ? null : `${one.side} ${one.reference}`))
  return {
    systems,
    zone,
    find: (side, key) => all.get(`${side} ${key}`) ?? null,
    whoName: (side, key) => naming.get(`${side} ${key}`) ?? [],
  }
}

function doubled(naming: readonly LinkedRecord[], named: RecordKey, known: Known): LinkFinding | null {
  const [first] = naming
  if (!first || naming.length < 2) return null
  const target = known.find(otherSide(first.side), named)
  const back = naming.find((one) => one.key === target?.reference)
  const [count, rest] = naming.length === 2 ? ['both', 'the other'] : ['all', 'the others']
  const act = back
    ? `${named} names ${back.key} back: correct the id at ${keysOf(naming.filter((one) => one !== back))}.`
    : `Only one of them can be the same: correct the id at ${rest}.`
  const [system, other] = [known.systems[first.side], known.systems[otherSide(first.side)]]
  const tell = `${keysOf(naming)} at ${system} ${count} name ${named} of ${other}. ${act}`
  return { kind: 'doubled', side: first.side, key: first.key, tell }
}

/** An id it named before, where what it named still stands and no other record took its place. */
function lostSince({ side, key, former }: LinkedRecord, known: Known): LinkFinding | null {
  if (former === null) return null
  const { reference, until } = former
  if (!known.find(otherSide(side), reference) || known.whoName(side, reference).length > 0) return null
  const [system, other] = [known.systems[side], known.systems[otherSide(side)]]
  const tell = `${key} at ${system} named ${reference} of ${other} until ${momentWords(until, known.zone)} and names nothing since. Enter ${reference} there again, so that both stay tied.`
  return { kind: 'lost', side, key, tell }
}

function neverNamed({ side, key }: LinkedRecord, by: LinkedRecord, { systems }: Known): LinkFinding {
  const tell = `${by.key} at ${systems[by.side]} names ${key} of ${systems[side]}, which names nothing back. Enter ${by.key} at ${key} in ${systems[side]}, so that both stay tied.`
  return { kind: 'lost', side, key, tell }
}

function oneWay(from: LinkedRecord, to: LinkedRecord, { systems }: Known): LinkFinding {
  const tell = `${from.key} at ${systems[from.side]} names ${to.key} of ${systems[to.side]}, which names ${to.reference} instead. Find out which of both is right, and correct the id at the other.`
  return { kind: 'one-way', side: from.side, key: from.key, tell }
}

function foreign({ side, key, reference }: LinkedRecord, { systems }: Known): LinkFinding {
  const [system, other] = [systems[side], systems[otherSide(side)]]
  const tell = `${key} at ${system} names ${reference}, but the newest complete read of ${other} holds no ${reference}. Correct the id at ${system}, or look for ${reference} in ${other}.`
  return { kind: 'foreign', side, key, tell }
}

/** What is wrong between a record and one that it names. */
function ofLink(from: LinkedRecord, to: LinkedRecord, input: LinkInput, known: Known): LinkFinding | null {
  if (to.reference === from.key) return null
  if (to.reference !== null) return oneWay(from, to, known)
  if (!to.readable || !input.naming[to.side]) return null
  return (to.former?.reference === from.key ? lostSince(to, known) : null) ?? neverNamed(to, from, known)
}

/**
 * What is wrong with the ids that tie these records to the other side, as sentences naming system, id and what to do.
 * Where one id is named twice, only that is said of it: whichever is right decides the rest.
 */
export function findLinkFindings(input: LinkInput): LinkFinding[] {
  const known = gather(input)
  const findings = new Map<string, LinkFinding>()
  const add = (finding: LinkFinding | null): void => {
    if (finding) findings.set(`${finding.kind} ${finding.side} ${finding.key}`, finding)
  }
  for (const record of input.records) {
    const { side, key, reference } = record
    const siblings = reference === null ? [] : known.whoName(side, reference)
    if (reference !== null) {
      const target = known.find(otherSide(side), reference)
      add(doubled(siblings, reference, known))
      if (target && siblings.length === 1) add(ofLink(record, target, input, known))
      // Several that name the same one are told of together above.
      const first = input.records.find((one) => one.side === side && one.reference === reference)
      if (first === record && input.foreign[side].has(key)) add(foreign(record, known))
    }
    const [by, ...others] = known.whoName(otherSide(side), key)
    if (by && others.length > 0) add(doubled([by, ...others], key, known))
    else if (by) add(ofLink(by, record, input, known))
    else if (record.readable) add(lostSince(record, known))
  }
  return [...findings.values()]
}
