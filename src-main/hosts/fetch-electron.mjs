// Fetches Electron's program for this computer into the packages of a root: `node fetch-electron.mjs ROOT [LIMITS]`. Run by
// the project's own Node, because Electron's installer needs a newer one than a computer may have. Exit code 0: it is
// there; otherwise the last line of the error output says why in a few words. A download that cannot succeed is given up.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [root, limits = '{}'] = process.argv.slice(2)
const { beginsWithinMs, stallsAfterMs, judgedAfterMs, lastsAtMostMs } = {
  // A server that can be reached answers well within it.
  beginsWithinMs: 3000,
  stallsAfterMs: 5000,
  // By then its pace tells whether it comes within a time that a person waits.
  judgedAfterMs: 10_000,
  lastsAtMostMs: 900_000,
  ...JSON.parse(limits),
}

const folder = join(root, 'node_modules', 'electron')
const installer = join(folder, 'install.js')
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
// The one of Electron's installer, wherever npm put it: other packages bring others.
const { downloadArtifact } = await import(pathToFileURL(createRequire(installer).resolve('@electron/get')).href)

const stop = new AbortController()
const giveUp = (why) => stop.abort(new Error(why))
let timer = setTimeout(() => giveUp('the server did not answer'), beginsWithinMs)
let beganAt = null
let shown = 0

function onProgress({ percent, total }) {
  clearTimeout(timer)
  timer = setTimeout(() => giveUp('the download stalled'), stallsAfterMs)
  beganAt ??= performance.now()
  const lasted = performance.now() - beganAt
  const wouldLast = total === null ? lasted : lasted / percent
  if (lasted > judgedAfterMs && wouldLast > lastsAtMostMs) giveUp('the download is too slow')
  const tenth = Math.floor(percent * 10)
  if (tenth <= shown) return
  shown = tenth
  const size = total === null ? '' : ` of ${Math.ceil(total / 1_048_576)} MB`
  process.stdout.write(`  ${tenth * 10} %${size}\n`)
}

/** Why it failed, without the address, which may hold what opens a mirror. */
function reasonOf(error) {
  if (stop.signal.aborted) return stop.signal.reason.message
  if (error.response) return `the server answered ${error.response.status}`
  if (/checksum/i.test(error.message)) return 'what came is not what Electron published'
  const code = error.cause?.code ?? error.code
  if (code !== undefined) return `the server could not be reached: ${code}`
  return error.message.split('\n')[0].replace(/\w+:\/\/\S+/g, '...')
}

/** Ends at once: an ordinary exit waits for a name look-up that is still under way, which may take half a minute. */
function fail(why) {
  writeSync(2, `${why}\n`)
  process.kill(process.pid, 'SIGKILL')
}

const { platform, arch } = process
const cacheRoot = process.env.electron_config_cache
try {
  await downloadArtifact({
    version: read('package.json').version,
    artifactName: 'electron',
    ...{ platform, arch, cacheRoot },
    checksums: read('checksums.json'),
    downloadOptions: {
      quiet: true,
      signal: stop.signal,
      getProgressCallback: async (progress) => onProgress(progress),
    },
  })
  clearTimeout(timer)
  // It finds what was downloaded in the same cache, checks it again and unpacks it; from no network, and for no other
  // computer, whatever else its settings say.
  const env = { ...process.env, ELECTRON_INSTALL_PLATFORM: platform, ELECTRON_INSTALL_ARCH: arch }
  for (const setting of ['force_no_cache', 'electron_use_remote_checksums', 'npm_config_electron_use_remote_checksums'])
    delete env[setting]
  const { status, stderr } = spawnSync(process.execPath, [installer], { env, encoding: 'utf8' })
  if (status !== 0) fail(/Error: (.+)/.exec(stderr)?.[1] ?? 'it could not be unpacked')
} catch (error) {
  clearTimeout(timer)
  fail(reasonOf(error))
}
