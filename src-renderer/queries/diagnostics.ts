import type { Instant } from '#contract/time'
import { core } from '../link/core.ts'
import { pageNow } from '../link/page-clock.ts'

/** The text for support as the core puts it together now, whole; `now` is the core's instant at its start. */
export async function readDiagnostics(signal: AbortSignal): Promise<{ now: Instant; text: string }> {
  const now = pageNow()
  const parts: string[] = []
  for await (const part of await core().workspace.diagnostics({}, { signal })) parts.push(part)
  return { now, text: parts.join('') }
}
