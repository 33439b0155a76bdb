import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// npx vite --config src-renderer/testing/vite.config.ts, then open /testing/dev.html: the page over a fake core.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [react()],
  server: { host: '127.0.0.1', port: 5199, strictPort: true },
  cacheDir: fileURLToPath(new URL('../../.cache/vite', import.meta.url)),
})
