/** What a file that could not be written or read is told as: a full disk has its own word. */
export const fileFailure = (thrown: unknown): 'disk-full' | 'storage-failed' =>
  (thrown as { code?: unknown } | null)?.code === 'ENOSPC' ? 'disk-full' : 'storage-failed'
