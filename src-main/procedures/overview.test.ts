import { afterEach, expect, it } from 'vitest'
import { ZoneId } from '#contract/time'
import { shiftOf, startTwoSystems, type TwoSystems } from '../../e2e/world/two-systems.ts'

let systems: TwoSystems
afterEach(() => systems.close())

it('shows per facility what is open, alerts, tasks, the most urgent row and the last runs, the one in need first', async () => {
  systems = await startTwoSystems()
  const { client } = systems.test
  const idle = await client.facilities.save({ name: 'Another House', zone: ZoneId.parse('Europe/London') })
  await systems.sync()
  systems.right.remove('rota-24')
  systems.left.put({ ...shiftOf(systems.left, 'maple-30'), label: 'Night' })
  await systems.sync()
  await client.followUps.add({ facilityId: systems.facilityId, about: null, text: 'Call the agency' })
  const { rows } = await client.discrepancies.list({ filter: {}, order: 'risk', offset: 0, limit: 10 })
  const [first] = rows
  if (!first) throw new Error('nothing is open')
  const [operator] = await client.operators.list({})
  const of = { by: 'fingerprint', rows: [first] } as const
  const { fingerprint, pairingId, bornIn } = of.rows[0]
  await client.discrepancies.assign({
    of: { by: 'fingerprint', rows: [{ fingerprint, pairingId, bornIn }] },
    to: operator?.id ?? null,
  })

  const { facilities, mine, followUps } = await client.overview.show({})
  expect({ mine, followUps }).toEqual({ mine: 1, followUps: 1 })
  expect(facilities).toMatchObject([
    {
      facilityId: systems.facilityId,
      counts: { total: 2, accepted: 0, byKind: { 'only-left': 1, differs: 1 } },
      alerts: { discrepancies: 2, doubleBooked: 0, systems: 0 },
      followUps: 1,
      worst: { row: { fingerprint, kind: 'only-left', assignee: 'Ada Invented' }, risk: { score: expect.any(Number) } },
      runs: [
        { state: 'done', open: 0 },
        { state: 'done', open: 2 },
      ],
    },
    { facilityId: idle.id, counts: { total: 0, accepted: 0, byKind: {} }, worst: null, runs: [] },
  ])
})
