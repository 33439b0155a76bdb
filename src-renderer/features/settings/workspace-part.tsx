import { Button } from '@mantine/core'
import type { WorkspaceInfo } from '#contract/workspace'
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
  const { folder, demo, unlock, version } = info
  return (
    <>
      <dl className={classes.facts}>
        <dt>Folder</dt>
        <dd className={classes.withCopy}>
          <code className={classes.code}>{folder}</code>
          <CopyIcon text={folder} label="Copy the folder" />
        </dd>
        <dt>Unlocked by</dt>
        <dd>
          {unlock === 'key-file'
            ? 'A key file on this computer: whoever can sign in to your account here can open it.'
            : 'A passphrase, which nobody can bring back where it is lost.'}
        </dd>
        <dt>Version</dt>
        <dd>
          Plumbline {version}
          {demo && ', demo: all people and shifts are invented'}
        </dd>
      </dl>
      {unlock === 'passphrase' && (
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
