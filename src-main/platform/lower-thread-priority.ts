import { setPriority } from 'node:os'

/**
 * Lets every other thread of this program go first where there are more busy threads than processor cores. Only Linux
 * knows a priority of one thread; elsewhere it would be the whole program's, so nothing is done there.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(10)
  } catch {
    // A sandbox may forbid it. Then the thread takes its turn like any other.
  }
}
