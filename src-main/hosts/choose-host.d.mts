type Where = { env?: NodeJS.ProcessEnv; platform?: NodeJS.Platform }
export function electronProgram(root: string, where?: Where): string | null
export function whyNoWindow(root: string, where?: Where): string | null
export function notHere(start: {
  argv: readonly string[]
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  isRoot: boolean
}): string | null
/** All in milliseconds; what is left out is as in `fetch-electron.mjs`. */
type Limits = { beginsWithinMs?: number; stallsAfterMs?: number; judgedAfterMs?: number; lastsAtMostMs?: number }
export function chooseHost(
  root: string,
  input: Where & {
    argv: readonly string[]
    say: (line: string) => void
    isRoot?: boolean
    now?: number
    limits?: Limits
  },
): Promise<{ program: string; why?: undefined } | { program?: undefined; why: string }>
