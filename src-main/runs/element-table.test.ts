import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeElementTable } from './element-table.ts'

const digestOf = (name: number | string): string => hash('sha256', `${name}`, 'binary')

it('finds every row that was added, and none that was not', () => {
  const rows = fc.uniqueArray(fc.nat({ max: 5_000 }), { maxLength: 400 })
  fc.assert(
    fc.property(rows, rows, (first, more) => {
      const table = makeElementTable()
      const known = new Map<number, number>()
      const add = (names: number[]): void => {
        for (const name of names) {
          if (known.has(name)) continue
          known.set(name, table.size())
          table.add(digestOf(name), name + 1, name % 7)
        }
      }
      add(first)
      for (const name of [...first, ...more]) expect(table.find(digestOf(name))).toBe(known.get(name) ?? null)
      add(more)
      for (const [name, row] of known) {
        expect([table.find(digestOf(name)), table.version(row), table.dropped(row)]).toEqual([row, name + 1, name % 7])
      }
      const copy = makeElementTable()
      copy.addFrom(table, 0, table.size())
      expect(copy.words(0, copy.size())).toEqual(table.words(0, table.size()))
    }),
  )
})

it('tells digests apart whose first bytes are equal', () => {
  const table = makeElementTable()
  const names = ['aaaaaaaaaaaa', 'aaaaaaaaaaab', 'aaaabaaaaaaa']
  names.forEach((name, at) => table.add(name, at + 1, 0))
  expect(names.map((name) => table.find(name))).toEqual([0, 1, 2])
  expect(table.find('aaaaaaaabaaa')).toBeNull()
})

it('finds a row without a digest by its number alone', () => {
  const table = makeElementTable()
  table.add('', 5, 2)
  expect([table.find(''), table.version(0), table.dropped(0)]).toEqual([null, 5, 2])
})
