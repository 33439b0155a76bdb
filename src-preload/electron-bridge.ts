import { ipcRenderer } from 'electron'
import { type BridgeMessage, bridgeChannels, type CoreNews } from './contract/bridge.ts'

// The only code between page and main process. Nothing is put on the page's window: a port cannot cross the context
// bridge, so it travels as a message, and everything else goes through that port.

const tell = (message: BridgeMessage, ports: readonly MessagePort[] = []): void =>
  window.postMessage(message, location.origin, [...ports])

addEventListener('message', ({ source, origin, data }: MessageEvent<BridgeMessage | null>) => {
  if (source !== window || origin !== location.origin || data?.plumbline !== 'connect') return
  ipcRenderer.send(bridgeChannels.connect, data.again)
})

ipcRenderer.on(bridgeChannels.port, ({ ports }) => tell({ plumbline: 'port' }, ports))

ipcRenderer.on(bridgeChannels.core, (_event, news: CoreNews) => tell({ plumbline: 'core', news }))
