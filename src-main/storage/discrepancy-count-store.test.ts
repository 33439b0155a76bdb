import { it } from 'vitest'
import { playCountPrograms } from '../../e2e/world/count-programs.ts'

it('counts open discrepancies rightly after whatever writes, ends, accepts, groups or forgets them', () => {
  playCountPrograms(60)
})
