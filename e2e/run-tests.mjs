// What `npm test` starts. Plain JavaScript without packages, for Node 20: installs where needed, runs every check and
// prints one table; the last line is always `N passed, N failed`. `heavy` runs the long variants as well.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { whyNoWindow } from '../src-main/hosts/choose-host.mjs'
import { buildProgram, installPackages, runNpm, Sentence } from '../src-main/hosts/prepare.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const heavy = process.argv.includes('heavy')
// No test fetches Electron's program, whatever it starts.
const ELECTRON_SKIP_BINARY_DOWNLOAD = '1'
const env = { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD, ...(heavy ? { PLUMBLINE_HEAVY: '1' } : {}), NO_COLOR: '1' }
const say = (line) => process.stdout.write(`${line}\n`)
const report = (name) => join(root, '.cache', `${name}-report.json`)

/** A step of one verdict: it counts as one test. */
const single = (script) => async () => {
  const { code, output } = await runNpm(root, ['run', '--silent', script], { env })
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output }
}

/** A step that runs many tests and writes a report; a run that ended badly or ran nothing is a failure whatever it counted. */
const counted = (name, command, count, failures) => async () => {
  rmSync(report(name), { force: true })
  const { code, output } = await command()
  let [counts, failed] = [{ passed: 0, failed: 0, skipped: 0 }, []]
  try {
    const read = JSON.parse(readFileSync(report(name), 'utf8'))
    counts = count(read)
    failed = failures(read)
  } catch {
    return { passed: 0, failed: 1, output: `${output}\nNo report was written.` }
  }
  const unexplained = counts.failed === 0 && (code !== 0 || counts.passed === 0)
  // What failed stands first: a long output is often cut after its first lines.
  return { ...counts, failed: unexplained ? 1 : counts.failed, output: [...failed, output].join('\n') }
}

/** The tests of a vitest report that failed, each with what it said. */
const failedUnits = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${relative(root, name)} > ${fullName}\n${failureMessages.join('\n')}\n`),
  )

/** The tests of a Playwright report that failed, each with what it said. */
const failedSpecs = ({ suites = [], specs: own = [] }) => [
  ...own.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const said = results.flatMap(({ errors }) => errors.map(({ message }) => message))
        return `[${projectName}] ${file} > ${title}\n${said.join('\n')}\n`
      }),
  ),
  ...suites.flatMap(failedSpecs),
]

const vitest = counted(
  'unit',
  () =>
    runNpm(
      root,
      [
        'run',
        '--silent',
        'test:unit',
        '--',
        '--reporter=dot',
        '--reporter=json',
        `--outputFile.json=${report('unit')}`,
      ],
      { env },
    ),
  ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  }),
  failedUnits,
)

const endToEnd = counted(
  'e2e',
  () => runNpm(root, ['run', '--silent', 'test:e2e'], { env: { ...env, PLUMBLINE_E2E_JSON: report('e2e') } }),
  ({ stats: { expected, unexpected, flaky, skipped } }) => ({ passed: expected, failed: unexpected + flaky, skipped }),
  failedSpecs,
)

async function build() {
  try {
    await buildProgram(root, () => {})
    return { passed: 1, failed: 0, output: '' }
  } catch (error) {
    if (!(error instanceof Sentence)) throw error
    return { passed: 0, failed: 1, output: error.message }
  }
}

const specs = join(root, 'e2e', 'specs')
const hasSpecs = () =>
  existsSync(specs) && readdirSync(specs, { recursive: true }).some((name) => /\.spec\.ts$/.test(name))

const table = []

async function step(name, work) {
  const began = performance.now()
  const result = await work()
  const seconds = (performance.now() - began) / 1000
  table.push({ name, seconds, skipped: 0, ...result })
  say(`${result.failed > 0 ? 'FAILED' : 'ok    '}  ${name} (${seconds.toFixed(1)} s)`)
  if (result.failed > 0) say(`\n${result.output.trim()}\n`)
  // What a long run measured, with the seed that repeats it.
  else for (const [figures] of (result.output ?? '').matchAll(/\w+ figures: .+$/gm)) say(`        ${figures}`)
}

async function main() {
  await installPackages(root, say)
  mkdirSync(join(root, '.cache'), { recursive: true })
  // Two cores: two lanes of about the same length, then the tests, which use both by themselves.
  const lane = async (...steps) => {
    for (const [name, work] of steps) await step(name, work)
  }
  await Promise.all([
    lane(['types', single('typecheck')], ['format', single('format:check')]),
    lane(['build', build], ['lint', single('lint')], ['import directions', single('borders')]),
  ])
  await step(heavy ? 'unit tests, heavy' : 'unit tests', vitest)
  if (hasSpecs()) await step(heavy ? 'end to end, heavy' : 'end to end', endToEnd)
  else say('        end to end: there are no specs yet')
}

function sumUp() {
  const sum = (key) => table.reduce((total, row) => total + row[key], 0)
  const width = Math.max(...table.map(({ name }) => name.length), 4)
  say(`\n${'step'.padEnd(width)}  seconds  passed  failed  skipped`)
  for (const { name, seconds, passed, failed, skipped } of table) {
    const cells = [seconds.toFixed(1).padStart(7), passed, failed, skipped].map((cell, index) =>
      String(cell).padStart(index === 3 ? 7 : 6),
    )
    say(`${name.padEnd(width)}  ${cells.join('  ')}`)
  }
  // It wants a screen, on which windows come and go: a person starts it.
  const noWindow = whyNoWindow(root)
  const window = noWindow === null ? '"npm run test:electron" runs the specs in it' : `not run, because ${noWindow}`
  say(`desktop window: ${window}`)
  const [passed, failed] = [sum('passed'), sum('failed')]
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
  say(`\n${passed} passed, ${passed === 0 && failed === 0 ? 1 : failed} failed`)
}

try {
  await main()
} catch (error) {
  say(`\n${error instanceof Sentence ? error.message.trim() : (error?.stack ?? error)}`)
  table.push({ name: 'getting ready', seconds: 0, passed: 0, failed: 1, skipped: 0 })
}
sumUp()
