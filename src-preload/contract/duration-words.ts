const minuteMs = 60_000

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`

/** `12 minutes`, `5 hours`, `3 days`: rounded down, so that nothing looks older or farther than it is by more than its unit. */
export function durationInWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minuteMs))
  if (minutes < 1) return 'less than a minute'
  const [count, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1440), 'day']
  return counted(count, unit)
}

/** `90 minutes`, `1 hour`, `5 hours`, `1 day`: never rounded, so in the largest unit of which it is a whole number. */
export function exactDurationInWords(minutes: number): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return counted(minutes / 1440, 'day')
  return minutes >= 60 && minutes % 60 === 0 ? counted(minutes / 60, 'hour') : counted(minutes, 'minute')
}
