/** A whole number with thousands set apart: `10,000`. */
export function countWords(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A count with its noun: `1 record`, `2,400 records`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countWords(count)} ${count === 1 ? one : many}`
}
