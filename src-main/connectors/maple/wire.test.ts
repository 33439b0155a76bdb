import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#contract/errors'
import { RecordKey, ScopeKey } from '#contract/ids'
import { Refusal, ScheduleRecord } from '#contract/records'
import { Instant } from '#contract/time'
import type { Session } from '../kit/connector.ts'
import { parseVendorJson } from '../kit/parse-vendor-json.ts'
import { skippingClock } from '../kit/skipping-clock.ts'
import { getAddress, getShift, listAddress, listShifts } from './client.ts'
import { normaliseShift } from './normalise.ts'
import getSample from './samples/get-shift.json' with { type: 'json' }
import firstPage from './samples/list-first-page.json' with { type: 'json' }
import lastPage from './samples/list-last-page.json' with { type: 'json' }

const scope = ScopeKey.parse('north-1')
const ids = { ownIdField: 'id', crossReferenceField: 'attributes.mapleShiftId' } as const
const window = { start: Instant.parse('2026-11-20T00:00:00.000Z'), end: Instant.parse('2026-12-20T00:00:00.000Z') }

const sessionFor = (body: unknown, status = 200): Session => ({
  settings: {
    getUrl: 'https://partner.example/shifts',
    listUrl: 'https://partner.example/shifts',
    facilityIds: 'north-1',
  },
  http: { getJson: async () => ({ status, headers: {}, body }) },
  clock: skippingClock(),
  signal: new AbortController().signal,
})

describe('a Maple answer', () => {
  it('becomes the records of the samples: ids, times, a version that is a number, an unassigned shift', () => {
    const results = [...firstPage.data, ...lastPage.data, getSample.data].map((item, index) =>
      normaliseShift(item, ids, scope, { endpoint: 'list', index, base: ['data', index] }),
    )
    expect(results).toMatchObject([
      {
        record: {
          key: 'NG-10432',
          vendorVersion: '3',
          resource: 'w-17',
          fields: { workerName: 'Quilla Demonstrator' },
        },
        dropped: 2,
      },
      {
        record: {
          key: 'NG-10433',
          references: [],
          vendorVersion: '1',
          resource: null,
          span: { start: '2026-11-22T06:30:00.000Z' },
          written: { start: '2026-11-22T06:30:00Z' },
          fields: { worker: null, workerName: null, requirements: null },
        },
      },
      {
        refused: {
          key: 'NG-10440',
          pointer: '/data/2/attributes/startTime',
          problem: 'is not a UTC time that ends in Z',
        },
      },
      { record: { key: 'NG-10432', references: [{ id: '2f0c6c4e-0000-4000-8000-000000000001' }] }, dropped: 0 },
    ])
  })

  it.each([
    [null],
    ['text'],
    [[]],
    [{}],
    [{ data: null }],
    [{ data: {} }],
    [{ data: [], links: 'x' }],
    [{ data: [], links: { next: 5 } }],
  ])('of the wrong shape (%j) ends the list by name', async (body) => {
    const reading = async (): Promise<void> => {
      for await (const page of listShifts(sessionFor(body), scope, window)) expect(page).toBeNull()
    }
    await expect(reading()).rejects.toMatchObject({
      code: 'vendor-unexpected',
      tell: expect.stringContaining('partner.example'),
    })
  })

  it('of any content at all gives records, located refusals or a named failure, and reaches no prototype', async () => {
    const nasty = fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'id',
      'attributes',
      'data',
      'links',
      'next',
      'toString',
    )
    const times = fc.constantFrom(
      '2026-11-21T22:00:00.000Z',
      '2026-11-22T06:00:00Z',
      '2026-11-22T06:00:00',
      'Z',
      '',
      '9999-99-99T99:99:99Z',
    )
    const loose = fc.oneof(
      fc.string(),
      fc.constantFrom('north-1', '__proto__', ''),
      fc.integer(),
      fc.constant(null),
      fc.jsonValue({ maxDepth: 3 }),
    )
    const nearly = fc.record(
      {
        id: loose,
        type: loose,
        attributes: fc.record(
          {
            mapleShiftId: loose,
            externalFacilityId: fc.oneof(fc.constant('north-1'), loose),
            startTime: fc.oneof(times, loose),
            endTime: fc.oneof(times, loose),
            shiftLabel: loose,
            workerRequirements: loose,
            assignedTo: fc.oneof(
              loose,
              fc.record({ externalUserId: loose, firstName: loose, lastName: loose }, { requiredKeys: [] }),
            ),
            version: loose,
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    )
    const item = fc.oneof(nearly, loose, fc.dictionary(nasty, fc.jsonValue({ maxDepth: 3 })))
    const answer = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ data: fc.array(item, { maxLength: 4 }), links: fc.constantFrom(undefined, null, {}) }),
      },
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 1, arbitrary: fc.record({ data: item }) },
    )
    await fc.assert(
      fc.asyncProperty(answer, async (value) => {
        const parsed = parseVendorJson(JSON.stringify(value), 64)
        const body = 'value' in parsed ? parsed.value : null
        const failing = (error: unknown): void => expect(error).toBeInstanceOf(AppError)
        const reading = async (): Promise<void> => {
          for await (const { records, refused } of listShifts(sessionFor(body), scope, window)) {
            for (const record of records) ScheduleRecord.parse(record)
            for (const refusal of refused) expect(Refusal.parse(refusal).pointer).toMatch(/^\/data\/\d+/)
          }
        }
        await reading().catch(failing)
        await getShift(sessionFor(body), scope, RecordKey.parse('a')).catch(failing)
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('Maple addresses', () => {
  it('carry facility and window, and keep the query they have', () => {
    const url = listAddress(new URL('https://partner.example/shifts?tenant=7'), 'a b', window)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: '7',
      externalFacilityId: 'a b',
      startDate: '2026-11-20T00:00:00.000Z',
      endDate: '2026-12-20T00:00:00.000Z',
    })
  })

  it.each([
    ['https://p.example/shifts', 'a/b?c', 'https://p.example/shifts/a%2Fb%3Fc'],
    ['https://p.example/shifts/', '7', 'https://p.example/shifts/7'],
    ['https://p.example', '7', 'https://p.example/7'],
    ['https://p.example/shift?id=', '7&x', 'https://p.example/shift?id=7%26x'],
    ['https://p.example/shifts?tenant=5', '7', 'https://p.example/shifts/7?tenant=5'],
    ['https://p.example/shifts', '50%', 'https://p.example/shifts/50%25'],
  ])('%s with id %s is %s', (base, id, whole) => {
    expect(getAddress(new URL(base), id)?.href).toBe(whole)
  })

  it('cannot be made of an id that would climb out of the path', async () => {
    expect(getAddress(new URL('https://p.example/shifts'), '..')).toBeNull()
    expect((await getShift(sessionFor({}), scope, RecordKey.parse('..'))).record).toMatchObject({
      key: '..',
      pointer: '',
    })
  })
})
