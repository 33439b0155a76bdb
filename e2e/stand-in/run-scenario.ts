import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export type ScenarioEnd = {
  /** True where all of the scenario held and the stand-in refused nothing. */
  held: boolean
  /** What it wrote, on either output. */
  said: string
}

type ScenarioInput = {
  /** The folder whose `out/` is run; this project's where absent. */
  root?: string
  /** As an installed program. */
  packaged?: boolean
  /** So long a step may take. */
  waitMs?: number
}

/** Runs a scenario of `scenarios/` in a process of its own, over an empty folder that goes afterwards. */
export async function runScenario(
  name: string,
  { root, packaged = false, waitMs }: ScenarioInput = {},
): Promise<ScenarioEnd> {
  const place = mkdtempSync(join(tmpdir(), `plumbline-${name}-`))
  const home = join(place, 'home')
  mkdirSync(home)
  try {
    const child = spawn(
      process.execPath,
      ['--import', here('./register.ts'), here(`./scenarios/${name}.ts`), join(place, 'workspace')],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          ...{ NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined, VITEST: undefined },
          ...{ HOME: home, USERPROFILE: home, LOCALAPPDATA: join(home, 'local') },
          ...{ XDG_CONFIG_HOME: join(home, 'config'), XDG_DATA_HOME: join(home, 'share') },
          ...(packaged ? { PLUMBLINE_PACKAGED: '1' } : {}),
          ...(root === undefined ? {} : { PLUMBLINE_ROOT: root }),
          ...(waitMs === undefined ? {} : { PLUMBLINE_WAIT_MS: String(waitMs) }),
        },
      },
    )
    let said = ''
    for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (text) => (said += text))
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { held: code === 0 && /^held$/m.test(said), said }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
