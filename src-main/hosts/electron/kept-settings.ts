import ElectronStore from 'electron-store'
import type { z } from 'zod'
import { DesktopPreferences, defaultPreferences } from '#contract/desktop'
import { AppError } from '#contract/errors'
import { fileFailure } from '../../platform/file-failure.ts'
import type { PreferenceStore } from '../../platform/preference-store.ts'
import { KeptWindow, nothingKept } from './window-bounds.ts'

type Kept<Value> = { read(): Value; write(value: Value): void }

/** One value in a file of its own. What is damaged or of another version is taken for not there: nothing of it is dear. */
function keptIn<Value extends object>(
  folder: string,
  { name, schema, otherwise }: { name: string; schema: z.ZodType<Value>; otherwise: Value },
): Kept<Value> {
  const store = new ElectronStore<{ value?: unknown }>({ cwd: folder, name, clearInvalidConfig: true })
  return {
    read() {
      const parsed = schema.safeParse(store.get('value'))
      return parsed.success ? parsed.data : otherwise
    },
    write: (value) => store.set('value', value),
  }
}

/** The library answers pages on a channel of its own, as soon as it is used. Ours have one way to the core and no other (R16). */
export const channelOfStore = 'electron-store-get-data'

const notKept = (cause: unknown): AppError =>
  new AppError(fileFailure(cause), {
    blame: 'settings',
    tell: 'What you chose could not be kept, so it stays as it was. Check that the disk has room and that the folder of the workspace may be written by you, then try again.',
    cause,
  })

/** Window places and preferences of this computer's account, in `folder` (absolute). No secrets, no personal data. */
export function keptSettings(folder: string) {
  const preferences = keptIn(folder, {
    name: 'preferences',
    schema: DesktopPreferences,
    otherwise: defaultPreferences,
  })
  const window = keptIn(folder, { name: 'window', schema: KeptWindow, otherwise: nothingKept })
  return {
    window,
    preferences,
    /** The same as the core asks for them. */
    store: {
      show: () => Promise.resolve(preferences.read()),
      async save(value) {
        try {
          preferences.write(value)
        } catch (cause) {
          throw notKept(cause)
        }
        return preferences.read()
      },
    } satisfies PreferenceStore,
  }
}
