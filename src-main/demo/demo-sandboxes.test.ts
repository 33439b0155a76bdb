import { afterEach, describe, expect, it } from 'vitest'
import { LocalDate } from '#contract/time'
import { type DemoSandboxes, type DemoSystem, startDemoSandboxes } from './demo-sandboxes.ts'
import { makeWorld } from './world.ts'

const day = LocalDate.parse('2026-11-21')
const world = makeWorld({ seed: 7, day })
const open: DemoSandboxes[] = []

async function start(): Promise<DemoSandboxes> {
  const sandboxes = await startDemoSandboxes({ world })
  open.push(sandboxes)
  return sandboxes
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandboxes) => sandboxes.close()))
})

/** Reads the list of one facility to its end, as any client would. */
async function listAll({ settings, secrets }: DemoSystem, scope: string): Promise<string[]> {
  const first = new URL(String(settings['listUrl']))
  const window = { startDate: '2026-11-01T00:00:00.000Z', endDate: '2027-01-01T00:00:00.000Z' }
  first.search = new URLSearchParams({ externalFacilityId: scope, ...window }).toString()
  const ids: string[] = []
  for (let next: string | null = first.href; next !== null; ) {
    const reply = await fetch(next, {
      headers: { [String(settings['authHeaderName'])]: secrets['authHeaderValue'] ?? '' },
    })
    expect(reply.status).toBe(200)
    const page = (await reply.json()) as { data: { id: string }[]; links?: { next?: string } }
    ids.push(...page.data.map(({ id }) => id))
    next = page.links?.next ?? null
  }
  return ids
}

describe('the demo systems', () => {
  it('serve the world over http, facility by facility, without what is left out of the lists', async () => {
    const { maple, partner } = await start()
    const listed = [world.maple, world.partner].map((all) => all.filter(({ unlisted }) => !unlisted))
    for (const { mapleScope, partnerScope } of world.facilities) {
      const expected = listed.map((all) =>
        all.filter(({ facility }) => facility === mapleScope || facility === partnerScope).map(({ ownId }) => ownId),
      )
      const seen = [await listAll(maple, mapleScope), await listAll(partner, partnerScope)]
      expect(seen.map((ids) => ids.toSorted())).toEqual(expected.map((ids) => ids.toSorted()))
    }
  })

  it('answer Get for a shift that the list leaves out', async () => {
    const { partner } = await start()
    const hidden = world.partner.find(({ unlisted }) => unlisted)
    const reply = await fetch(`${partner.settings['getUrl']}/${hidden?.ownId}`, {
      headers: { 'x-rota-key': partner.secrets['authHeaderValue'] ?? '' },
    })
    expect(((await reply.json()) as { data: { id: string } }).data.id).toBe(hidden?.ownId)
  })

  it('refuse a caller without the key, and have another key and port after each start', async () => {
    const [one, two] = [await start(), await start()]
    expect((await fetch(`${one.maple.settings['getUrl']}/any`)).status).toBe(401)
    expect(one.maple.secrets).not.toEqual(two.maple.secrets)
    expect(one.maple.secrets).not.toEqual(one.partner.secrets)
    expect(one.maple.settings['listUrl']).not.toBe(two.maple.settings['listUrl'])
  })

  it('take over another world while they run', async () => {
    const sandboxes = await start()
    const next = makeWorld({ seed: 8, day })
    sandboxes.plant(next)
    const scope = next.facilities[1]?.mapleScope ?? ''
    const expected = next.maple.filter(({ facility, unlisted }) => facility === scope && !unlisted)
    expect((await listAll(sandboxes.maple, scope)).toSorted()).toEqual(expected.map(({ ownId }) => ownId).toSorted())
  })
})
