/** The product's mark: a weight on its line. */
export function PlumbMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 1v6" stroke="var(--accent)" strokeWidth="1.6" fill="none" />
      <path d="M4.5 7h7L8 15z" fill="var(--accent)" />
    </svg>
  )
}
