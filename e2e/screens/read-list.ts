import { expect, type Locator } from '@playwright/test'
import type { Actor } from './actor.ts'

/** A list that draws only the rows in view. */
type LongList<Row> = {
  grid: Locator
  /** Its rows that are drawn, each with its place in the list as `data-index`. */
  rows: Locator
  /** The one row that carries the mark. */
  marked: Locator
  /** What is drawn now, by its place in the list. */
  read(): Promise<Map<number, Row>>
}

type Listed = Pick<LongList<unknown>, 'grid' | 'rows' | 'marked'>

/** To the first row: by key with the mark on it, by mouse with the pointer on the list. */
export async function toTop({ page, hands, key }: Actor, { grid, rows, marked }: Listed): Promise<void> {
  if (hands === 'keyboard') {
    await grid.focus()
    await key('Home')
    await expect(marked).toHaveAttribute('data-index', '0')
  } else {
    await grid.hover()
    await page.mouse.wheel(0, -1_000_000)
  }
  await expect(rows.first()).toHaveAttribute('data-index', '0')
}

/** Goes on by about a page, and waits until the list has followed. */
async function onward({ page, hands, key }: Actor, { grid, rows, marked }: Listed): Promise<void> {
  const at = () => (hands === 'keyboard' ? grid.getAttribute('aria-activedescendant') : rows.last().getAttribute('id'))
  const before = await at()
  if (hands === 'keyboard') await key('PageDown')
  else await page.mouse.wheel(0, 400)
  await expect.poll(at).not.toBe(before)
  // The mark is told before the list has scrolled to it and drawn its row.
  if (hands === 'keyboard') await expect(marked).toBeInViewport()
}

/** By wheel: on from what is in view until this row is drawn, or the list has been gone through. */
export async function wheelTo(actor: Actor, list: Listed, row: Locator): Promise<void> {
  if ((await row.count()) === 0) await toTop(actor, list)
  const last = String(Number(await list.grid.getAttribute('aria-rowcount')) - 2)
  while ((await row.count()) === 0 && (await list.rows.last().getAttribute('data-index')) !== last) {
    await onward(actor, list)
  }
}

/** By key: the mark from the first row down to the first with this text. */
export async function stepTo(actor: Actor, list: Listed, text: string | RegExp): Promise<void> {
  const { grid, marked } = list
  await toTop(actor, list)
  const wanted = marked.filter({ hasText: text })
  const total = Number(await grid.getAttribute('aria-rowcount')) - 1
  for (let row = 1; row < total && (await wanted.count()) === 0; row++) {
    await actor.key('ArrowDown')
    await expect(marked).toHaveAttribute('data-index', String(row))
  }
  await expect(wanted).toHaveCount(1)
}

/** Every row in order, read while going through the list from its top the way this person does. */
export async function readList<Row>(actor: Actor, list: LongList<Row>): Promise<Row[]> {
  const total = Number(await list.grid.getAttribute('aria-rowcount')) - 1
  await toTop(actor, list)
  const all = await list.read()
  while (all.size < total) {
    await onward(actor, list)
    for (const [index, row] of await list.read()) all.set(index, row)
  }
  return Array.from({ length: total }, (_, index) => all.get(index)).filter((row) => row !== undefined)
}
