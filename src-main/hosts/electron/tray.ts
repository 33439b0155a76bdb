import { Menu, nativeImage, Tray } from 'electron'
import { type TrayStatus, trayWords } from './tray-words.ts'

type TrayInput = { icon: string; show(): void; syncNow(): void; lock(): void; quit(): void }

/** The icon beside the clock: how Plumbline stands, and the few things one does without its window. */
export function makeTray({ icon, show, syncNow, lock, quit }: TrayInput) {
  const tray = new Tray(nativeImage.createFromPath(icon).resize({ width: 22, height: 22 }))
  let told = ''
  function update(status: TrayStatus): void {
    const words = trayWords(status)
    const open = status.state === 'open'
    const next = `${words}|${status.state}`
    if (next === told) return
    told = next
    tray.setToolTip(`Plumbline: ${words}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: words, enabled: false },
        { type: 'separator' },
        { label: 'Open Plumbline', click: show },
        { label: 'Sync all now', enabled: open && !status.running, click: syncNow },
        { label: 'Lock now', enabled: open || status.state === 'viewing', click: lock },
        { type: 'separator' },
        { label: 'Quit', click: quit },
      ]),
    )
  }
  update({ state: 'opening', open: null, running: false })
  tray.on('click', show)
  return { show: update }
}
