// Fetches Electron's program for this computer, once. Run by the project's own Node, because Electron's installer needs a
// newer one than a computer may have. Exit code 0: it is there. A download that does not begin or stalls is given up.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { downloadArtifact } from '@electron/get'

/** A server that can be reached answers well within it. */
const beginsWithinMs = 4000
const stallsAfterMs = 10_000

const require = createRequire(import.meta.url)
const folder = dirname(require.resolve('electron/package.json'))
const { version } = require('electron/package.json')

const stop = new AbortController()
let timer = setTimeout(() => stop.abort(new Error('the server did not answer')), beginsWithinMs)
let shown = 0

/** A line for each tenth, so that a person sees it move. */
const onProgress = ({ percent, total }) => {
  clearTimeout(timer)
  timer = setTimeout(() => stop.abort(new Error('the download stalled')), stallsAfterMs)
  const tenth = Math.floor(percent * 10)
  if (tenth <= shown) return
  shown = tenth
  const size = total === null ? '' : ` of ${Math.round(total / 1_048_576)} MB`
  process.stdout.write(`  ${tenth * 10} %${size}\n`)
}

try {
  // The installer then finds it in its own cache, checks it again and unpacks it.
  await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.env.npm_config_platform ?? process.platform,
    arch: process.env.npm_config_arch ?? process.arch,
    checksums: require('electron/checksums.json'),
    downloadOptions: {
      quiet: true,
      signal: stop.signal,
      getProgressCallback: async (progress) => onProgress(progress),
    },
  })
  clearTimeout(timer)
  const { status } = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  process.exit(status ?? 1)
} catch (error) {
  clearTimeout(timer)
  const why = stop.signal.aborted ? stop.signal.reason.message : (error?.cause?.code ?? error?.message ?? String(error))
  process.stderr.write(`${why}\n`)
  process.exit(1)
}
