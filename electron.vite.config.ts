import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** SHA-256 of the database driver's native files: the desktop application runs with these and no others. */
function nativeFiles(): Record<string, string> {
  const folder = at('node_modules/better-sqlite3/prebuilds')
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(`${folder}/${name}`))
      .digest('hex')
  return Object.fromEntries(readdirSync(folder).map((name) => [name, hash(name)]))
}

export default defineConfig({
  main: {
    define: { __NATIVE_FILES__: JSON.stringify(nativeFiles()) },
    build: {
      outDir: at('out/main'),
      rolldownOptions: {
        input: {
          electron: at('src-main/hosts/electron/main.ts'),
          'core-entry': at('src-main/hosts/electron/core-entry.ts'),
          node: at('src-main/hosts/node/main.ts'),
          'cache-worker': at('src-main/runs/cache-worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { bridge: at('src-preload/electron-bridge.ts') },
        // A sandboxed preload is CommonJS, whatever the package says.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
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
