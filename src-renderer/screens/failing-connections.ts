import type { ConnectionId } from '#contract/ids'
import type { PairingState } from '#contract/pairings'

/** The connections of these pairings whose newest read failed in one of them. */
export const failingConnections = (pairings: readonly PairingState[]): Set<ConnectionId> =>
  new Set(
    pairings.flatMap(({ pairing, left, right }) => [
      ...(left.lastFailure === null ? [] : [pairing.left.connectionId]),
      ...(right.lastFailure === null ? [] : [pairing.right.connectionId]),
    ]),
  )
