import type { Retention } from '#contract/retention'
import { countOf } from '../../format/count.ts'

/** The parts of the settings in their order. An address may name one. */
export const settingsParts = [
  'operators',
  'appearance',
  'desktop',
  'keep',
  'workspace',
  'recovery',
  'diagnostics',
  'keys',
] as const
export type SettingsPartId = (typeof settingsParts)[number]

export type SettingsPart = {
  id: SettingsPartId
  title: string
  /** What else somebody may call what stands in it. */
  words: string
}

/** The parts in which every word of the text occurs; case does not matter. */
export function foundParts<Part extends SettingsPart>(parts: readonly Part[], text: string): Part[] {
  const wanted = text.trim().toLowerCase().split(/\s+/)
  return parts.filter(({ title, words }) => {
    const said = `${title} ${words}`.toLowerCase()
    return wanted.every((word) => said.includes(word))
  })
}

/** A size on disk: `4.2 MB`, `812 KB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return countOf(bytes, 'byte')
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ${units[unit] ?? ''}`
}

/** What keeping for so many days means, before it is saved. */
export const keepWords = (days: number): string =>
  `What ended more than ${countOf(days, 'day')} ago is removed for good, every day and at each start: records, discrepancies, notes, follow-ups and reasons. What is still open or inside the compared days stays.`

/** What a purge at once would do, for the question before it. */
export const purgeWords = ({ days }: Pick<Retention, 'days'>): string =>
  `Everything that ended more than ${countOf(days, 'day')} ago goes, and cannot be brought back: records of both systems, their discrepancies, and the texts of notes, follow-ups and reasons. Time travel then reaches ${countOf(days, 'day')} back. What is open, the days being compared, and who decided what and when stay. Nothing is written to either system.`

const longestPreview = 40_000

/** The beginning of a long text, with how much more there is; a short one whole. */
export function previewOf(text: string): string {
  if (text.length <= longestPreview) return text
  const cut = text.lastIndexOf('\n', longestPreview)
  const shown = text.slice(0, cut === -1 ? longestPreview : cut)
  return `${shown}\n... and ${sizeWords(text.length - shown.length)} more in the file.`
}
