import { Button } from '@mantine/core'
import type { WorkspaceInfo } from '#contract/workspace'
import { canLock, unlockedByWords } from '../../format/unlock-words.ts'
import { CopyIcon } from '../../ui/copy-button.tsx'
import { Reason } from '../../ui/page.tsx'
import classes from './settings.module.css'

type WorkspacePartProps = {
  info: WorkspaceInfo
  /** Why it cannot be locked now; null where it can. */
  off: string | null
  locking: boolean
  onLock: () => void
}

/** Where everything is kept, how it is locked, and which Plumbline this is. */
export function WorkspacePart({ info, off, locking, onLock }: WorkspacePartProps) {
  const { folder, demo, host, unlock, version } = info
  return (
    <>
      <dl className={classes.facts}>
        <dt>Folder</dt>
        <dd className={classes.withCopy}>
          <code className={classes.code}>{folder}</code>
          <CopyIcon text={folder} label="Copy the folder" />
        </dd>
        <dt>Unlocked by</dt>
        <dd>{unlock && unlockedByWords(unlock)}</dd>
        <dt>Version</dt>
        <dd>
          Plumbline {version}
          {host === 'desktop' ? ', the desktop application' : ', in a browser'}
          {demo && '; demo: all people and shifts are invented'}
        </dd>
      </dl>
      {canLock(unlock) && (
        <div className={classes.line}>
          <Button variant="default" disabled={off !== null} loading={locking} onClick={onLock}>
            Lock
          </Button>
          <Reason text={off} />
        </div>
      )}
    </>
  )
}
