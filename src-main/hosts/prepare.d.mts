export class Sentence extends Error {}
export function projectNode(root: string): string
export function packagesDiffer(root: string): boolean
export function installPackages(root: string, say: (line: string) => void): Promise<void>
export function runNpm(
  root: string,
  args: string[],
  options?: { env?: NodeJS.ProcessEnv },
): Promise<{ code: number; output: string }>
export function run(
  command: string,
  args: string[],
  cwd: string,
  options?: { env?: NodeJS.ProcessEnv; shell?: boolean },
): Promise<{ code: number; output: string }>
export function sourcesMark(root: string): string
export function buildProgram(root: string, say: (line: string) => void): Promise<void>
