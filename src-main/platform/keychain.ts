/** The operating system's own store of secrets, where a host can reach it. It seals what only this account here may open. */
export type Keychain = {
  /** Throws AppError `keychain-missing`, or `keychain-unprotected` where anybody could open what it seals. */
  seal(plain: string): Promise<Buffer>
  /**
   * `resealed` is the text sealed anew where the system asks for that. Throws AppError `keychain-missing`,
   * `keychain-unprotected`, `keychain-changed` or `keychain-busy`; nothing is changed by any of them.
   */
  open(sealed: Buffer): Promise<{ plain: string; resealed: Buffer | null }>
}
