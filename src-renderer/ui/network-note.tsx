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
 * stays on, as a try is how one learns that a system is back.
 */
export function NetworkNote({ sides = [] }: { sides?: readonly ReadSide[] }) {
  const network = useNetwork()
  if (!network) {
    return <Reason text="This needs the network, and this computer has none: systems outside of it cannot be read." />
  }
  const lost = sides.filter(({ lastFailure }) => lastFailure?.code === 'vendor-unreachable').map(({ system }) => system)
  return (
    <Reason text={lost.length === 0 ? null : `This needs the network: ${lost.join(' and ')} could not be reached.`} />
  )
}
