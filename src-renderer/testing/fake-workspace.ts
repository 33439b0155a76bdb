import type { DesktopPreferences } from '#contract/desktop'
import { defaultPreferences } from '#contract/desktop'
import { AppError, type ErrorCode } from '#contract/errors'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs } from '#contract/time'
import type { ChangeEvent, UnlockWay, WorkspaceInfo, WorkspaceState } from '#contract/workspace'
import { eventStream, stream } from './fake-stream.ts'

/** How a workspace in memory stands at first; any other scenario is an open one in a browser. */
const starts = {
  new: {},
  'new-desktop': { host: 'desktop' },
  'new-desktop-refused': { host: 'desktop', keychain: 'keychain-unprotected' },
  desktop: { host: 'desktop', unlock: 'keychain', recovery: false },
  locked: { recovery: true },
  waiting: { wrongs: 5 },
  'locked-keychain': { host: 'desktop', unlock: 'keychain', recovery: true },
  'keychain-missing': { host: 'desktop', unlock: 'keychain', recovery: true, keychain: 'keychain-missing' },
  'keychain-changed': { host: 'desktop', unlock: 'keychain', recovery: true, keychain: 'keychain-changed' },
  'keychain-busy': { host: 'desktop', unlock: 'keychain', recovery: false, keychain: 'keychain-busy' },
  'keychain-unprotected': { host: 'desktop', unlock: 'keychain', recovery: true, keychain: 'keychain-unprotected' },
} as const satisfies Record<string, Start>

type Start = {
  host?: WorkspaceInfo['host']
  unlock?: WorkspaceInfo['unlock']
  recovery?: boolean
  keychain?: ErrorCode
  wrongs?: number
}

export type WorkspaceScenario = keyof typeof starts

const startOf = (scenario: string): Start | undefined =>
  (starts as Readonly<Record<string, Start | undefined>>)[scenario]

/** Invented words; no checksum stands in them. */
const fakePhrase = 'anchor basket candle dolphin ember fabric garden harvest island jungle kitten ladder'

const keychainTell =
  'This computer’s keychain said no, as this scenario asks for. Nothing was changed. Put it right and try again, or use the recovery phrase.'

const refusal = (code: ErrorCode, tell = keychainTell): AppError => new AppError(code, { blame: 'settings', tell })

type FakeWorkspaceInput = {
  scenario: string
  now: Instant
  operator: () => string
  listeners: Set<(event: ChangeEvent) => void>
}

/** The workspace of a core in memory: its states, keys, recovery phrase and what is chosen for the application. */
export function fakeWorkspace({ scenario, now, operator, listeners }: FakeWorkspaceInput): {
  info: () => WorkspaceInfo
  workspace: CoreClient['workspace']
  desktop: CoreClient['desktop']
} {
  const start = startOf(scenario) ?? {}
  const host = start.host ?? 'browser'
  let unlock = start.unlock ?? 'passphrase'
  let recovery = start.recovery ?? scenario === 'usual'
  let wrongs = start.wrongs ?? 0
  let preferences: DesktopPreferences = defaultPreferences
  const lockedState = (wrongKey: boolean): WorkspaceState => ({
    state: 'locked',
    wrongKey,
    retryAt: wrongs < 5 ? null : fromMs(toMs(now) + 30_000 * 2 ** (wrongs - 5)),
  })
  const lost = (code: ErrorCode): WorkspaceState => ({
    state: 'failed',
    error: refusal(code).data,
    where: '/home/ada/plumbline',
    retry: true,
  })
  let state = startState()

  function startState(): WorkspaceState {
    if (scenario.startsWith('new')) return { state: 'new' }
    if (start.keychain) return lost(start.keychain)
    if (scenario.startsWith('locked') || scenario === 'waiting') return lockedState(wrongs > 0)
    if (scenario === 'viewing')
      return { state: 'viewing', why: 'Another Plumbline writes this workspace; this one shows what is stored.' }
    if (scenario !== 'failed') return { state: 'open' }
    const tell = 'The cache was written by a newer Plumbline. Start that version, or move the file away and sync again.'
    const error = { code: 'workspace-newer', blame: 'settings', tell } as const
    return { state: 'failed', error, where: '/home/ada/plumbline/cache.db', retry: false }
  }

  const info = (): WorkspaceInfo => ({
    state,
    folder: '/home/ada/plumbline',
    demo: scenario === 'usual',
    now,
    unlock: state.state === 'new' ? null : unlock,
    recovery: state.state === 'new' ? null : recovery,
    host,
    operator: operator(),
    version: '0.1.0',
  })
  const to = (changed: WorkspaceState): WorkspaceInfo => {
    state = changed
    for (const listener of listeners) listener({ topic: 'workspace' })
    return info()
  }
  const passphrase: UnlockWay = { kind: 'passphrase', refused: null }
  const keychain: UnlockWay = { kind: 'keychain', refused: start.keychain ? keychainTell : null }

  return {
    info,
    desktop: {
      show: async () => (host === 'desktop' ? preferences : null),
      save: async (input) => (preferences = input as DesktopPreferences),
    },
    workspace: {
      info: async () => info(),
      create: async ({ unlock: using }) => {
        unlock = using.kind
        recovery = false
        return to({ state: 'open' })
      },
      unlock: async ({ passphrase: typed }) => {
        await new Promise((resolve) => setTimeout(resolve, 400))
        if (start.keychain) return to(lost(start.keychain))
        if (unlock === 'keychain' || typed === 'open sesame') return to({ state: 'open' })
        wrongs++
        return to(lockedState(true))
      },
      lock: async () => to({ state: 'locked', wrongKey: false, retryAt: null }),
      resetDemo: async () => info(),
      ways: async () => {
        if (host === 'browser') return [passphrase, { kind: 'key-file', refused: null }]
        return start.keychain ? [passphrase, keychain] : [keychain, passphrase]
      },
      newRecovery: async () => ({ phrase: fakePhrase }),
      keepRecovery: async () => {
        recovery = true
        return to(state)
      },
      recover: async ({ phrase, unlock: using }) => {
        if (phrase !== fakePhrase)
          throw refusal('bad-input', 'This is not the phrase of this workspace. Nothing was changed. Check word 3.')
        unlock = using.kind
        recovery = true
        return to({ state: 'open' })
      },
      diagnostics: async () => stream(pieces()),
      changes: async (_input, options) => stream(eventStream(listeners, options?.signal)),
    },
  }
}

async function* pieces(): AsyncGenerator<string, void, void> {
  yield `${JSON.stringify({ about: 'Plumbline diagnostics, invented.', version: '0.1.0' }, null, 2)}\n`
  for (let line = 0; line < 1000; line++) yield `2026-11-21T10:00:00Z info page-read page=${line} records=20\n`
}
