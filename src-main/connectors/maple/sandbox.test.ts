import { expect, it, onTestFinished } from 'vitest'
import { type MapleSandboxOptions, type SandboxShift, startSandbox } from './sandbox.ts'

const shift = (n: number): SandboxShift => ({
  ownId: `s-${n}`,
  otherId: null,
  facility: 'north-1',
  start: `2026-11-21T${String(n).padStart(2, '0')}:00:00.000Z`,
  end: '2026-11-22T09:00:00.000Z',
  label: 'Shift',
  requirements: '',
  worker: null,
  version: '1',
})

type Body = { data: { id: string }[]; links?: { next?: string } }
const query = 'externalFacilityId=north-1&startDate=2026-11-21T00:00:00.000Z&endDate=2026-11-22T00:00:00.000Z'
const read = async (url: string): Promise<Body> => (await (await fetch(url)).json()) as Body

async function start(options: MapleSandboxOptions) {
  // As another process would get them: through JSON.
  const sandbox = await startSandbox(JSON.parse(JSON.stringify(options)) as MapleSandboxOptions)
  onTestFinished(() => sandbox.close())
  return sandbox
}

it('neither skips nor repeats a shift when shifts come and go between pages', async () => {
  const sandbox = await start({ shifts: [2, 4, 6, 8].map(shift), pageSize: 2 })
  const first = await read(`${sandbox.listUrl}?${query}`)
  sandbox.remove('s-2')
  sandbox.put(shift(1))
  sandbox.put(shift(5))
  const second = await read(first.links?.next ?? '')
  const third = await read(second.links?.next ?? '')
  expect([first, second, third].map(({ data }) => data.map(({ id }) => id))).toEqual([
    ['s-2', 's-4'],
    ['s-5', 's-6'],
    ['s-8'],
  ])
})

it('leaves an unlisted shift out of the list and returns it by Get, with its raw attributes', async () => {
  const sandbox = await start({ shifts: [{ ...shift(1), unlisted: true, raw: { shiftLabel: 7 } }, shift(2)] })
  expect((await read(`${sandbox.listUrl}?${query}`)).data.map(({ id }) => id)).toEqual(['s-2'])
  expect(await read(`${sandbox.getUrl}/s-1`)).toMatchObject({ data: { id: 's-1', attributes: { shiftLabel: 7 } } })
})

it('counts requests by endpoint and plays a fault as often as told', async () => {
  const sandbox = await start({ shifts: [shift(1)], auth: { header: 'X-Key', value: 'k' } })
  const status = async (url: string, value = 'k'): Promise<number> =>
    (await fetch(url, { headers: { 'x-key': value } })).status
  sandbox.setFault('http-500', { times: 1, endpoint: 'get' })
  const list = `${sandbox.listUrl}?${query}`
  const statuses = [
    await status(list),
    await status(`${sandbox.getUrl}/s-1`),
    await status(`${sandbox.getUrl}/s-1`),
    await status(list, 'wrong'),
    await status(`${sandbox.origin}/elsewhere`),
    await status(`${sandbox.listUrl}`),
  ]
  expect(statuses).toEqual([200, 500, 200, 401, 404, 400])
  expect(sandbox.requests).toEqual({ list: 2, get: 2, other: 1, unauthorized: 1 })
})

it('has no list address where it is started without a list', async () => {
  const sandbox = await start({ withList: false })
  expect(sandbox.listUrl).toBeNull()
  expect((await fetch(`${sandbox.origin}/shifts?${query}`)).status).toBe(404)
})

it('says when its port is taken', async () => {
  const sandbox = await start({})
  await expect(startSandbox({ port: Number(new URL(sandbox.origin).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

it.each(['slow-drip', 'hang'] as const)('plays %s until the client gives up', async (fault) => {
  const sandbox = await start({ shifts: [shift(2)] })
  sandbox.setFault(fault)
  await expect(
    fetch(`${sandbox.listUrl}?${query}`, { signal: AbortSignal.timeout(150) }).then((r) => r.text()),
  ).rejects.toThrow(/timeout/)
})
