import { AppError } from '#contract/errors'
import { type Desk, implementer } from './desk.ts'

/** What is chosen for the application itself; the host keeps it. */
export const desktopProcedures = (desk: Desk) => ({
  show: implementer.desktop.show.handler(() => desk.preferences?.show() ?? null),
  save: implementer.desktop.save.handler(({ input }) => {
    if (desk.preferences) return desk.preferences.save(input)
    throw new AppError('not-available-here', {
      blame: 'settings',
      tell: 'Notifications, the tray and locking after idle time belong to the desktop application. Open the workspace there to choose them.',
    })
  }),
})
