import { fileURLToPath } from 'node:url'
import { checkBorders } from './check-borders.mjs'

/** Fewer than the program has ever had since its first issue: the tool has gone blind. */
const fewest = 60

const root = fileURLToPath(new URL('../..', import.meta.url))
const { seen, violations } = await checkBorders(root)
for (const violation of violations) process.stdout.write(`${violation}\n`)
process.stdout.write(`${seen} modules, ${violations.length} forbidden imports\n`)
if (seen < fewest)
  process.stdout.write(`Only ${seen} modules were seen, at least ${fewest} are there: the check is blind.\n`)
process.exit(violations.length > 0 || seen < fewest ? 1 : 0)
