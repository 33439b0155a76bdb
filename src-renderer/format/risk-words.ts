type Part = { name: string; factor: number; tell: string }

/** A factor or a score as it is shown: at most two digits after the point. */
export const rounded = (value: number): number => Math.round(value * 100) / 100

/** The factors of a risk, a line each: `kind × 5: somebody is booked twice.` */
export const riskWords = ({ parts }: { parts: readonly Part[] }): string =>
  parts.map(({ name, factor, tell }) => `${name} × ${rounded(factor)}: ${tell}`).join('\n')
