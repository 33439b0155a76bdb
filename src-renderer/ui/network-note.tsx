import { Tooltip } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { Reason } from './page.tsx'

/** A system by its name, with how the newest try to read it failed. */
type ReadSide = { system: string; lastFailure: { code: string } | null }

function onNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** False while this computer has no network at all; the page reaches its own core all the same. */
export const useNetwork = (): boolean => useSyncExternalStore(onNetwork, () => navigator.onLine)

/**
 * Beside a button that reads the systems: why that may fail now; nothing where nothing speaks against it. The button
 * stays on, as a try is how one learns that a system is back. `brief` where there is room for three words: the rest is
 * shown on them.
 */
export function NetworkNote({ sides = [], brief = false }: { sides?: readonly ReadSide[]; brief?: boolean }) {
  const text = noteOf(useNetwork(), sides)
  if (!brief || text === null) return <Reason text={text} />
  return (
    <Tooltip label={text} multiline w={280}>
      <span>
        <Reason text="Needs the network" />
        <span className="visually-hidden">: {text}</span>
      </span>
    </Tooltip>
  )
}

function noteOf(network: boolean, sides: readonly ReadSide[]): string | null {
  if (!network) return 'This needs the network, and this computer has none: systems outside of it cannot be read.'
  const lost = sides.filter(({ lastFailure }) => lastFailure?.code === 'vendor-unreachable').map(({ system }) => system)
  return lost.length === 0 ? null : `This needs the network: ${[...new Set(lost)].join(' and ')} could not be reached.`
}
