import { afterEach, expect, it } from 'vitest'
import { ZoneId } from '#contract/time'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'
import { momentWords } from '../core/blame/moment-words.ts'

let systems: TwoSystems
afterEach(() => systems.close())

/** What is said of the ids of the only discrepancy with this record. */
async function linksOf(key: string): Promise<string[]> {
  const { client } = systems.test
  const { rows } = await client.discrepancies.list({ filter: {}, order: 'time', offset: 0, limit: 10 })
  const [row, ...more] = rows.filter((one) => one.leftKey === key || one.rightKey === key)
  if (!row || more.length > 0) throw new Error(`${more.length + (row ? 1 : 0)} rows with ${key} where one was expected`)
  const { pairingId, fingerprint } = row
  const { links } = await client.discrepancies.detail({ pairingId, fingerprint })
  return links.map((one) => `${one.kind} ${one.side} ${one.key}: ${one.tell}`)
}

it('says nothing of a pair whose ids are right, nor of one whose other half was deleted', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  systems.right.put({ ...shiftOf(systems.right, 'rota-20'), label: 'Night ward' })
  systems.right.remove('rota-22')
  await systems.sync()
  expect(await linksOf('maple-20')).toEqual([])
  expect(await linksOf('maple-22')).toEqual([])
})

it('names an id that a record lost, and when', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  systems.right.put({ ...shiftOf(systems.right, 'rota-20'), otherId: null, label: 'Night ward' })
  await systems.sync()
  const at = (await systems.state()).right.sealedAt
  if (at === null) throw new Error('the right side was not read')
  const until = momentWords(at, ZoneId.parse('Europe/London'))
  expect(await linksOf('maple-20')).toEqual([
    `lost right rota-20: rota-20 at Northgate named maple-20 of Maple until ${until} and names nothing since. Enter maple-20 there again, so that both stay tied.`,
  ])
})

it('names an id that a record never had while the other names it', async () => {
  systems = await startTwoSystems()
  systems.right.put({ ...shiftOf(systems.right, 'rota-20'), otherId: null, label: 'Night ward' })
  await systems.sync()
  expect(await linksOf('maple-20')).toEqual([
    'lost right rota-20: maple-20 at Maple names rota-20 of Northgate, which names nothing back. Enter maple-20 at rota-20 in Northgate, so that both stay tied.',
  ])
})

it('names records of one system that carry the same id, and which of them is named back', async () => {
  systems = await startTwoSystems()
  systems.right.put({ ...shiftOf(systems.right, 'rota-20'), ownId: 'rota-99' })
  await systems.sync()
  expect(await linksOf('maple-20')).toEqual([
    'doubled right rota-20: rota-20 and rota-99 at Northgate both name maple-20 of Maple. maple-20 names rota-20 back: correct the id at rota-99.',
  ])
})

it('names a text that was filled in for many ids once, with how many carry it', async () => {
  systems = await startTwoSystems()
  for (let n = 10; n < 40; n += 1) {
    const worker = { id: `w-9${n}`, firstName: 'Quilla', lastName: `Invented-9${n}` }
    systems.right.put({ ...shiftOf(systems.right, 'rota-20'), worker, ownId: `rota-9${n}`, otherId: 'N/A' })
  }
  await systems.sync()
  const [doubled, ...others] = await linksOf('rota-910')
  expect(doubled).toContain('rota-928, rota-929 and 10 more at Northgate all name N/A of Maple.')
  expect(others).toEqual([expect.stringContaining('the newest complete read of Maple holds no N/A')])
})

it('names an id that the other system does not hold', async () => {
  systems = await startTwoSystems()
  const worker = { id: 'w-99', firstName: 'Quilla', lastName: 'Invented-99' }
  systems.left.put({ ...shiftOf(systems.left, 'maple-20'), worker, ownId: 'maple-99', otherId: 'rota-999' })
  await systems.sync()
  expect(await linksOf('maple-99')).toEqual([
    'foreign left maple-99: maple-99 at Maple names rota-999, but the newest complete read of Northgate holds no rota-999. Correct the id at Maple, or look for rota-999 in Northgate.',
  ])
})

it('names it also where the other side is the one that names', async () => {
  systems = await startTwoSystems()
  const worker = { id: 'w-99', firstName: 'Quilla', lastName: 'Invented-99' }
  systems.right.put({ ...shiftOf(systems.right, 'rota-20'), worker, ownId: 'rota-99', otherId: 'maple-999' })
  await systems.sync()
  expect(await linksOf('rota-99')).toEqual([
    'foreign right rota-99: rota-99 at Northgate names maple-999, but the newest complete read of Maple holds no maple-999. Correct the id at Northgate, or look for maple-999 in Maple.',
  ])
})

it('does not call an id foreign while the other system was not read completely', async () => {
  systems = await startTwoSystems()
  await systems.sync()
  const worker = { id: 'w-99', firstName: 'Quilla', lastName: 'Invented-99' }
  systems.left.put({ ...shiftOf(systems.left, 'maple-20'), worker, ownId: 'maple-99', otherId: 'rota-999' })
  systems.right.setFault('malformed-id', { fromPage: 2, times: 1 })
  await systems.sync()
  expect(await linksOf('maple-99')).toEqual([])
  systems.right.setFault(null)
  await systems.sync()
  expect(await linksOf('maple-99')).toHaveLength(1)
})

it('names ids that are crossed', async () => {
  systems = await startTwoSystems()
  const [one, two] = [shiftOf(systems.left, 'maple-20'), shiftOf(systems.left, 'maple-22')]
  systems.left.put({ ...one, otherId: 'rota-22', label: 'Night ward' })
  systems.left.put({ ...two, otherId: 'rota-20' })
  await systems.sync()
  expect(await linksOf('maple-20')).toEqual([
    'one-way left maple-20: maple-20 at Maple names rota-22 of Northgate, which names maple-22 instead. Find out which of both is right, and correct the id at the other.',
    'one-way right rota-20: rota-20 at Northgate names maple-20 of Maple, which names rota-22 instead. Find out which of both is right, and correct the id at the other.',
    'one-way left maple-22: maple-22 at Maple names rota-20 of Northgate, which names maple-20 instead. Find out which of both is right, and correct the id at the other.',
  ])
})
