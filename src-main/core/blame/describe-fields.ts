import { assertNever } from '#contract/assert-never'
import type { FieldBlame, FieldDifference } from '#contract/discrepancies'
import { otherSide, type SideName } from '#contract/ids'
import type { Instant, ZoneId } from '#contract/time'
import { listWords, momentWords } from './moment-words.ts'

/** What a sentence needs besides the fact: the systems' own names, and the zone whose wall clock it speaks in. */
export type Naming = { systems: Readonly<Record<SideName, string>>; zone: ZoneId }

const nouns: Readonly<Record<string, string>> = {
  start: 'the start',
  end: 'the end',
  worker: 'the worker id',
  workerName: 'the worker’s name',
  label: 'the label',
  requirements: 'the requirements',
}

/** A worker's id and name move together; naming both would only lengthen the sentence. */
function fieldWords(names: readonly string[]): string {
  const both = names.includes('worker') && names.includes('workerName')
  const shown = both ? names.filter((name) => name !== 'workerName') : names
  return listWords(shown.map((name) => (both && name === 'worker' ? 'the worker' : (nouns[name] ?? `the ${name}`))))
}

const times = new Set(['start', 'end'])

/** Times are moved, anything else is changed. */
const verb = (names: readonly string[]): string => (names.every((name) => times.has(name)) ? 'moved' : 'changed')

/** The moments at which a side moved these fields; null as soon as one of them is not known. */
function moments(fields: readonly FieldDifference[], side: SideName): Instant[] | null {
  const known = fields.map((one) => (side === 'left' ? one.leftMovedAt : one.rightMovedAt))
  return known.every((at) => at !== undefined) ? [...new Set(known)].sort() : null
}

function clause(blame: FieldBlame, fields: readonly FieldDifference[], { systems, zone }: Naming, all: Instant[]) {
  const names = fields.map((one) => one.field)
  const what = fieldWords(names)
  const when = (side: SideName): string => {
    const at = moments(fields, side)
    const newest = at?.at(-1)
    if (!at || newest === undefined) return ''
    return `${at.length === 1 ? 'on' : 'last on'} ${momentWords(newest, zone, all)}`
  }
  const spaced = (text: string): string => (text === '' ? '' : ` ${text}`)
  switch (blame) {
    case 'left-moved':
    case 'right-moved': {
      const side = blame === 'left-moved' ? 'left' : 'right'
      return `${systems[side]} ${verb(names)} ${what}${spaced(when(side))}`
    }
    case 'both-moved': {
      const said = `both ${verb(names)} ${what}`
      const [left, right] = [when('left'), when('right')]
      if (left === '' || right === '') return `${said}, each differently`
      if (left === right) return `${said} ${left}, each differently`
      return `${said}, each differently: ${systems.left} ${left}, ${systems.right} ${right}`
    }
    case 'never-agreed':
      return `${systems.left} and ${systems.right} never agreed on ${what}, as far as Plumbline has read them`
    default:
      return assertNever(blame)
  }
}

const order: readonly FieldBlame[] = ['left-moved', 'right-moved', 'both-moved', 'never-agreed']

/**
 * One sentence for the fields of a pair in which the sides differ, grouped by who moved them; several moments of one
 * side are told by the newest ("last on"), and none where one of them is not known. Empty where nothing differs.
 */
export function describeFields(differences: readonly FieldDifference[], naming: Naming): string {
  const all = differences.flatMap((one) => [one.leftMovedAt, one.rightMovedAt]).filter((at) => at !== undefined)
  const moved = order.filter((blame) => differences.some((one) => one.blame === blame))
  const clauses = moved.map((blame) => {
    const fields = differences.filter((one) => one.blame === blame)
    return clause(blame, fields, naming, all)
  })
  const [only] = moved
  if (only === undefined) return ''
  if (moved.length === 1 && (only === 'left-moved' || only === 'right-moved')) {
    clauses.push(`${naming.systems[otherSide(only === 'left-moved' ? 'left' : 'right')]} is unchanged`)
  }
  const [first = '', ...rest] = clauses
  // A system's name is written as its people write it; only our own word starts with a capital.
  return `${[only === 'both-moved' ? `B${first.slice(1)}` : first, ...rest].join('; ')}.`
}
