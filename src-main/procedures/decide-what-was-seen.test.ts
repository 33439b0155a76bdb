import { describe, expect, it } from 'vitest'
import { CompareId } from '#contract/ids'
import { startAcceptBench } from '../../e2e/world/accepted-differences.ts'
import { meanwhile } from '../../e2e/world/seen-differences.ts'

describe('a decision holds for what a person saw', () => {
  it.each(meanwhile)('also where meanwhile $name', ({ play }) => play(), 30_000)

  it('so nothing is decided that was seen in another cache file, or in another pairing', async () => {
    const bench = await startAcceptBench()
    try {
      const { client } = bench.two.test
      const { pairingId, fingerprint, bornIn } = await bench.row()
      for (const other of [bornIn.replace(/^[^.]+/, 'other'), bornIn.replace(pairingId, 'other')]) {
        const rows = [{ pairingId, fingerprint, bornIn: CompareId.parse(other) }]
        const of = { by: 'fingerprint' as const, rows }
        const accepted = await client.discrepancies.accept({ of, reason: 'Agreed', until: null })
        expect(accepted).toEqual({ accepted: 0, changed: 1, stored: null })
      }
    } finally {
      await bench.two.close()
    }
  })

  it('but an acceptance is taken back whatever was seen of it', async () => {
    const bench = await startAcceptBench()
    try {
      const seen = await bench.row()
      bench.right({ label: 'Late' })
      await bench.two.sync()
      await bench.accept()
      const of = bench.select([seen])
      const reopened = await bench.two.test.client.discrepancies.reopen({ of })
      expect(reopened).toEqual({ reopened: 1 })
    } finally {
      await bench.two.close()
    }
  })
})
