// `npm run bench [-- sizes]`: measures the core beside the bare costs of the same work and writes README.md beside this
// file. Every figure is a median of whole processes; a process fails where a compare does not find what was planted.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { entry } from '../hosted.ts'
import { worldAround } from './bench-world.ts'
import { goals, type Measured, type SizeResult, valueOf } from './goals.ts'
import { readmeText } from './readme-text.ts'
import { median } from './stopwatch.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..', '..')
const built = join(root, '.cache', 'bench')
const usualSizes = [10_000, 100_000]
/** How many whole processes a size is measured in: one of a million records takes as long as all smaller ones. */
const processesFor = (size: number): number => (size >= 500_000 ? 1 : 3)

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** The measured programs are built like the real one, because connectors are found when the program is built. */
async function buildPrograms(): Promise<void> {
  rmSync(built, { recursive: true, force: true })
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: built,
      target: 'node24',
      rolldownOptions: {
        input: {
          'store-run': join(here, 'store-run.ts'),
          'app-run': join(here, 'app-run.ts'),
          'cache-worker': join(root, 'src-main', 'runs', 'cache-worker.ts'),
        },
      },
    },
  })
}

async function startSystems(size: number, startMs: number): Promise<{ origin: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(here, 'serve-sides.ts'), String(size), String(startMs)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = (await once(child, 'message')) as [{ origin: string }]
  return { origin: message.origin, child }
}

async function runProgram(name: string, args: readonly string[], path = join(built, `${name}.js`)): Promise<Measured> {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${name} failed; what it printed says why`)
  return JSON.parse(printed) as Measured
}

const medians = (runs: readonly Measured[]): Measured =>
  Object.fromEntries(Object.keys(runs[0] ?? {}).map((key) => [key, median(runs.map((run) => run[key] ?? Number.NaN))]))

async function measureSize(size: number): Promise<SizeResult> {
  const { startMs } = worldAround(Date.now(), size)
  const { origin, child } = await startSystems(size, startMs)
  const runs: Measured[] = []
  const processes = processesFor(size)
  try {
    for (let n = 1; n <= processes; n += 1) {
      const store = await runProgram('store-run', [origin, String(size), String(startMs)])
      const app = await runProgram('app-run', [origin, join(built, 'cache-worker.js')])
      runs.push({ ...store, ...app })
      say(`${size} a side, process ${n} of ${processes}: ${JSON.stringify(runs.at(-1), rounded)}`)
    }
  } finally {
    child.kill()
  }
  const page = await runProgram('page-run', [String(size)], join(here, 'page-run.ts'))
  say(`${size} a side, the page: ${JSON.stringify(page, rounded)}`)
  runs.forEach((run, n) => (runs[n] = { ...run, ...page }))
  const ratios = Object.fromEntries(goals.map((goal) => [goal.id, median(runs.map((run) => valueOf(goal, run)))]))
  return { size, processes, measured: medians(runs), ratios }
}

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(4)) : value

async function main(): Promise<void> {
  const asked = process.argv.slice(2).map(Number)
  if (asked.some((size) => !Number.isInteger(size) || size < 1_000))
    throw new Error('a size is a whole number from 1000')
  const sizes = [...new Set(asked.length > 0 ? asked : usualSizes)].sort((a, b) => a - b)
  if (!existsSync(entry)) throw new Error('The program is not built. Run "npm run build" first.')
  await buildPrograms()
  const results: SizeResult[] = []
  for (const size of sizes) results.push(await measureSize(size))
  const text = readmeText(results)
  writeFileSync(join(here, 'README.md'), text)
  say(text)
}

await main()
