import { notifications } from '@mantine/notifications'
import type { DiscrepancyRow } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { errorOf } from '../format/error-words.ts'
import { rowText } from '../format/row-words.ts'

/** Puts rows on the clipboard, one line each, and says so; `unread` is for rows that could not be read for it. */
export function useCopyRows(now: Instant) {
  const copyRows = (copied: readonly DiscrepancyRow[]): void => {
    const lines = copied.map((row) => rowText(row, now)).join('\n')
    const message = copied.length === 1 ? 'Row copied' : `${copied.length} rows copied`
    void navigator.clipboard.writeText(lines).then(
      () => notifications.show({ message, autoClose: 1500, withCloseButton: false }),
      () => notifications.show({ message: 'Copying was not allowed.', color: 'red' }),
    )
  }
  const unread = (error: unknown): void =>
    void notifications.show({ title: 'Nothing was copied', message: errorOf(error).tell, color: 'red' })
  return { copyRows, unread }
}
