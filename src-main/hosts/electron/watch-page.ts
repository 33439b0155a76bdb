import type { MessageBoxOptions } from 'electron'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'

/** What a person is asked or told beside the window; resolves with the place of the button that was chosen. */
export type Tell = (box: MessageBoxOptions) => Promise<{ response: number }>

export type WatchInput = {
  /** Loads the page anew. */
  reload(): void
  /** Ends the page's process, which is then told to `gone`: one that hangs does not hear of a reload. */
  end(): void
  quit(): void
  tell: Tell
  clock: Pick<Clock, 'monotonicMs'>
  logger: Logger
}

/** Pages that are loaded again by themselves within `withinMs`; after them a person decides. */
const mostReloads = 3
const withinMs = 5 * 60_000

const kept = 'Nothing that Plumbline has stored is lost, and what it is doing for you goes on.'

/** Keeps a window useful whose page crashed or hangs: the core is another process, so the page can be had again. */
export function watchPage({ reload, end, quit, tell, clock, logger }: WatchInput) {
  let ended: number[] = []
  let asking = false
  let wanted = false

  /** Never two boxes at a time, and nothing follows where the box itself fails. */
  const ask = async (box: MessageBoxOptions, chosen: (response: number) => void): Promise<void> => {
    if (asking) return
    asking = true
    try {
      chosen((await tell({ noLink: true, ...box })).response)
    } catch {
      logger.warn('box-not-shown')
    } finally {
      asking = false
    }
  }

  return {
    /** The page's process is gone, for a reason as Electron names it. */
    gone(reason: string): Promise<void> {
      if (wanted) {
        wanted = false
        reload()
        return Promise.resolve()
      }
      logger.error('page-ended', { reason })
      // A window that is closed ends its process, too.
      if (reason === 'clean-exit') return Promise.resolve()
      const now = clock.monotonicMs()
      ended = [...ended.filter((at) => now - at < withinMs), now]
      if (ended.length <= mostReloads) {
        reload()
        return ask(
          {
            type: 'warning',
            message: "Plumbline's page ended unexpectedly and was loaded again.",
            detail: `${kept} Filters that were not in the address, and text that was not sent, have to be entered again.`,
            buttons: ['OK'],
          },
          () => {},
        )
      }
      return ask(
        {
          type: 'error',
          message: "Plumbline's page keeps ending unexpectedly.",
          detail: `It was loaded ${mostReloads} times within five minutes and ended each time. ${kept} Load it again, or quit and start Plumbline again.`,
          buttons: ['Load it again', 'Quit'],
          defaultId: 0,
          cancelId: 0,
        },
        (response) => {
          if (response === 1) return quit()
          ended = []
          reload()
        },
      )
    },
    /** The page has not answered for a while. */
    hangs(): Promise<void> {
      logger.warn('page-hangs')
      return ask(
        {
          type: 'question',
          message: "Plumbline's page does not answer.",
          detail: `It may be busy with a long list. ${kept} Wait, or load the page again.`,
          buttons: ['Wait', 'Load it again'],
          defaultId: 0,
          cancelId: 0,
        },
        (response) => {
          if (response !== 1) return
          wanted = true
          end()
        },
      )
    },
  }
}
