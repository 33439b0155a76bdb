import { describe, expect, it } from 'vitest'
import { AppError } from '#contract/errors'
import { walkPages } from './pager.ts'
import type { VendorHttp } from './vendor-http.ts'

const first = new URL('https://vendor.example/list?facility=1&from=a')

/** Walks a list whose pages are given by their next links; tells the addresses asked and how it ended. */
async function walk(links: Record<string, string | null>, pageCap?: number) {
  const asked: string[] = []
  const http: VendorHttp = {
    getJson: async (url) => {
      asked.push(url.href)
      return { status: 200, headers: {}, body: links[url.pathname + url.search] ?? null }
    },
  }
  const terminals: boolean[] = []
  try {
    const input = { http, first, read: ({ body }: { body: unknown }) => ({ page: null, next: body as string | null }) }
    for await (const { terminal } of walkPages({ ...input, ...(pageCap !== undefined && { pageCap }) }))
      terminals.push(terminal)
    return { asked: asked.length, terminals, tell: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.code).toBe('vendor-unexpected')
    expect(error.tell).not.toContain('facility=1')
    return { asked: asked.length, terminals, tell: error.tell }
  }
}

const start = '/list?facility=1&from=a'

describe('the pager', () => {
  it('follows absolute and relative links to the terminal page', async () => {
    const links = {
      [start]: 'https://vendor.example/list?page=2',
      '/list?page=2': '?page=3',
      '/list?page=3': '/list?page=4',
    }
    expect(await walk(links)).toEqual({ asked: 4, terminals: [false, false, false, true], tell: null })
  })

  it.each([
    ['the same link', { [start]: start }, 1],
    ['the same link written differently', { [start]: '/list?from=a&facility=1#next' }, 1],
    ['a loop of two', { [start]: '/list?page=2', '/list?page=2': start }, 2],
    ['a loop of three', { [start]: '/list?page=2', '/list?page=2': '/list?page=3', '/list?page=3': '/list?page=2' }, 3],
  ])('ends %s as a loop with no request too many', async (_, links, asked) => {
    const end = await walk(links)
    expect(end.tell).toMatch(/loop/)
    expect(end.asked).toBe(asked)
    expect(end.terminals).not.toContain(true)
  })

  it.each([
    'https://elsewhere.example/list?page=2',
    '//elsewhere.example/list',
    'https://vendor.example:8443/list?page=2',
    'https://vendor.example.elsewhere.example/list',
    'http://vendor.example/list?page=2',
  ])('does not follow %s to another host', async (link) => {
    const end = await walk({ [start]: link })
    expect(end.tell).toMatch(/other host|another host/)
    expect(end).toMatchObject({ asked: 1, terminals: [false] })
  })

  it.each(['http://', 'javascript:alert(1)', 'file:///etc/hosts'])('does not follow %s', async (link) => {
    expect(await walk({ [start]: link })).toMatchObject({
      asked: 1,
      terminals: [false],
      tell: expect.stringContaining('cannot be read'),
    })
  })

  it('stops at the page cap and says so', async () => {
    const links = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [n === 0 ? start : `/list?page=${n}`, `/list?page=${n + 1}`]),
    )
    const end = await walk(links, 5)
    expect(end).toMatchObject({ asked: 5, terminals: Array(5).fill(false) })
    expect(end.tell).toMatch(/page cap .*\(5\)/)
  })

  it('takes a list of exactly as many pages as the cap', async () => {
    expect(await walk({ [start]: '/list?page=2' }, 2)).toEqual({ asked: 2, terminals: [false, true], tell: null })
  })
})
