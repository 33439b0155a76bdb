import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// The preload bridge and the Electron entry join when the Electron host does; until then the Node host is the only one.
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      rolldownOptions: {
        input: {
          node: at('src-main/hosts/node/main.ts'),
          'cache-worker': at('src-main/runs/cache-worker.ts'),
        },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      minify: true,
      rolldownOptions: {
        input: at('src-renderer/index.html'),
        output: {
          // Screens load by themselves, so the schemas stand in a chunk of their own that runs before the page's entry.
          // zod and what tells it not to probe `Function` go into one that runs before both.
          codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|zod-jitless/ }] },
        },
      },
    },
  },
})
