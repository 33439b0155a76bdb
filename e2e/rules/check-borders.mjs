// Checks the import directions of a root; `npm run borders` runs it over the program (borders.mjs).
import { cruise } from 'dependency-cruiser'
import { borders } from './dependency-cruiser.mjs'

const { options, ...ruleSet } = borders

/** Cruises the folders of a root and returns how many modules of ours were seen, and every violation as a line. */
export async function checkBorders(root, folders = ['src-preload', 'src-main', 'src-renderer']) {
  const { output } = await cruise(folders, { ...options, baseDir: root, ruleSet, validate: true, outputType: 'json' })
  const { modules, summary } = JSON.parse(output)
  const seen = modules.filter(({ source }) => source.startsWith('src-')).length
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
  return { seen, violations }
}
