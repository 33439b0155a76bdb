/** What a recovery puts aside in a workspace: `cache.db` as `cache-before-recovery-1.db`. */
export const asideName = (name: string, number: number): string =>
  name.replace(/(\.\w+)?$/, (extension) => `-before-recovery-${number}${extension}`)

/** Whether a file of a workspace was put aside by a recovery. */
export const isAside = (name: string): boolean => /-before-recovery-\d+(\.\w+)?(-wal|-shm)?$/.test(name)
