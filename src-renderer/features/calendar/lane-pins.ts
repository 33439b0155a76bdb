import type { Draft, Found } from './lane-draft.ts'

/** A discrepancy is never thinner, so that it stays visible and can be hit at any zoom. */
export const pinWidth = 14
/** A pill of many pins grows no further than this; the next ones begin a new one. */
const widestPill = 60

const startOf = (found: Found): number => Math.min(...found.boxes.map((box) => box.x))
const endOf = (found: Found): number => Math.max(...found.boxes.map((box) => box.x + box.width))

function pillOf(members: readonly Found[], x: number, width: number): Draft {
  const boxes = members.flatMap((found) => found.boxes)
  const families = new Set(boxes.map((box) => box.family))
  const [family] = families
  const marks = [...new Set(members.map((found) => found.mark))]
  return {
    kind: 'pill',
    slot: 'both',
    state: 'found',
    x,
    width,
    cutStart: boxes.some((box) => box.cutStart),
    cutEnd: boxes.some((box) => box.cutEnd),
    pin: true,
    start: Math.min(...boxes.map((box) => box.start)),
    end: Math.max(...boxes.map((box) => box.end)),
    things: [...new Set(boxes.flatMap((box) => box.things))],
    marks,
    family: families.size === 1 ? (family ?? null) : null,
    accepted: boxes.every((box) => box.accepted),
    elsewhere: null,
    shared: null,
  }
}

/**
 * Puts pins that would touch into one numbered pill over both sides; what is wide enough stays as it is. A pair goes into
 * a pill as a whole, because clustering each side alone would tear its halves apart.
 */
export function clusterPins(all: readonly Found[]): Draft[] {
  const wide = all.filter((found) => !found.narrow).flatMap((found) => found.boxes)
  const pins = all.filter((found) => found.narrow).sort((a, b) => startOf(a) - startOf(b))
  const drawn: Draft[] = []
  let members: Found[] = []
  let end = 0
  const close = (before: number): void => {
    const first = members[0]
    if (!first) return
    const x = startOf(first)
    if (members.every((found) => found.mark === first.mark)) drawn.push(...members.flatMap((found) => found.boxes))
    else drawn.push(pillOf(members, x, Math.max(pinWidth, Math.min(end, before) - x)))
  }
  for (const pin of pins) {
    const x = startOf(pin)
    const first = members[0]
    const fits = first !== undefined && Math.max(end, endOf(pin)) - startOf(first) <= widestPill
    if (first && x < end + 1 && fits) {
      members.push(pin)
      end = Math.max(end, endOf(pin))
      continue
    }
    close(x - 1)
    members = [pin]
    end = endOf(pin)
  }
  close(Number.POSITIVE_INFINITY)
  return [...wide, ...drawn]
}
