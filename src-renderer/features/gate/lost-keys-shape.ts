import type { ErrorCode } from '#contract/errors'
import type { WorkspaceInfo } from '#contract/workspace'

/** What keeps the keys of a workspace away, as the heading of its screen. */
export function lostKeysTitle(code: ErrorCode, host: WorkspaceInfo['host']): string {
  switch (code) {
    case 'keychain-missing':
      return host === 'desktop' ? 'The keychain does not answer' : 'This workspace opens in the desktop application'
    case 'keychain-changed':
      return 'The keychain holds another key'
    case 'keychain-busy':
      return 'The keychain cannot be used right now'
    case 'keychain-unprotected':
      return 'The keychain protects nothing'
    case 'workspace-key-missing':
      return 'The key file cannot be used'
    case 'workspace-wrong-key':
      return 'The key belongs to another workspace'
    default:
      return 'This workspace cannot be opened'
  }
}
