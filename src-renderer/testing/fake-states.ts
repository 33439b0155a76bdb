import { ConnectionId, ScopeKey, SnapshotNumber } from '#contract/ids'
import { defaultPolicy, type PairingState, type SideState } from '#contract/pairings'
import { fromMs, type Instant, toMs } from '#contract/time'
import { fakeFacilities, fakePairingIds, leftSystem, rightSystem } from './fake-rows.ts'

const minutes = (now: Instant, count: number): Instant => fromMs(toMs(now) - count * 60_000)

function side(name: 'left' | 'right', now: Instant, change: Partial<SideState> = {}): SideState {
  return {
    side: name,
    system: name === 'left' ? leftSystem : rightSystem,
    readBy: 'list',
    note: '',
    snapshot: SnapshotNumber.parse(4),
    sealedAt: minutes(now, 4),
    outdatedAt: minutes(now, -104),
    records: 1240,
    coverage: 'complete',
    coverageReasons: [],
    lastFailure: null,
    ...change,
  }
}

const unread: Partial<SideState> = {
  snapshot: null,
  sealedAt: null,
  outdatedAt: null,
  records: null,
  coverage: null,
}

/** Both pairings: as they usually stand, never compared, or with a stale, a failing, a partial and an implausible side. */
export function fakePairings(now: Instant, how: 'usual' | 'never' | 'failing', open: number): PairingState[] {
  const failing = how === 'failing'
  return fakeFacilities.map((facility, place): PairingState => {
    const pairing = {
      id: fakePairingIds[place] ?? fakePairingIds[0],
      facilityId: facility.id,
      recipeId: 'shifts' as const,
      left: { connectionId: ConnectionId.parse('c-1'), scope: ScopeKey.parse(`ald-${place + 1}`) },
      right: { connectionId: ConnectionId.parse('c-2'), scope: ScopeKey.parse(`NG-${place + 1}`) },
      policy: place === 0 ? defaultPolicy : { ...defaultPolicy, schedule: null },
    }
    if (how === 'never') {
      const left = side('left', now, unread)
      return { pairing, facility, left, right: side('right', now, unread), compared: null, nextSyncAt: null }
    }
    const failed: Partial<SideState> = {
      sealedAt: minutes(now, 180),
      outdatedAt: minutes(now, 50),
      lastFailure: {
        at: minutes(now, 12),
        code: place === 0 ? 'vendor-refused-login' : 'implausible',
        tell:
          place === 0
            ? `${rightSystem} refused the sign-in (401). Check the key in Connections.`
            : `${rightSystem} answered with no shifts at all, though it had 1,240. Nothing was taken over.`,
        implausible:
          place === 0
            ? null
            : {
                snapshot: SnapshotNumber.parse(5),
                finding: 'The side came back empty.',
                before: 1240,
                now: 0,
                accepted: false,
              },
      },
    }
    const partial: Partial<SideState> = {
      coverage: 'partial',
      coverageReasons: ['The connection was cut on page 3 of 7.'],
    }
    return {
      pairing,
      facility,
      left: side('left', now, failing ? { ...partial, sealedAt: minutes(now, 180), outdatedAt: minutes(now, 50) } : {}),
      right: side('right', now, failing ? failed : {}),
      compared: {
        at: minutes(now, 4),
        window: { start: fromMs(toMs(now) - 7 * 86_400_000), end: fromMs(toMs(now) + 28 * 86_400_000) },
        open,
      },
      nextSyncAt: place === 0 ? minutes(now, -34) : null,
    }
  })
}
