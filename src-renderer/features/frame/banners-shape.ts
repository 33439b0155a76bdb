import type { WorkspaceInfo } from '#contract/workspace'

const stillReadable = 'What you see was read before and can still be read here, but nothing can be started or changed'

/** What is said over what was last read while the core is away. `why` is empty where nobody said. */
export function goneWords(host: WorkspaceInfo['host'], why: string): string {
  if (host === 'browser')
    return `Plumbline does not answer; the page keeps trying. ${stillReadable}. If its terminal window is closed, start Plumbline again.`
  const said =
    why === '' ? 'The part of Plumbline that reads and compares does not answer; it is being looked for.' : why
  return `${said} ${stillReadable} until it is back.`
}

/** `lasting`: it stands until a phrase is kept, as the key can be lost without anybody's doing. */
export type PhraseNotice = { words: string; lasting: boolean }

/** What may happen where no recovery phrase is kept; null where one is, or where there is nothing to forget or lose. */
export function phraseNotice(info: Pick<WorkspaceInfo, 'unlock' | 'recovery' | 'demo'>): PhraseNotice | null {
  if (info.recovery !== false || info.demo) return null
  if (info.unlock === 'passphrase')
    return { words: 'Whoever forgets the passphrase loses what was decided here.', lasting: false }
  if (info.unlock === 'keychain')
    return { words: 'If the keychain of this computer is lost, so is what was decided here.', lasting: true }
  return null
}
