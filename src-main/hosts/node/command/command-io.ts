/** Where a command reads and writes; tests hand in their own. */
export type CommandIo = {
  /**
   * Standard output; ends when the text was taken, so that a slow reader slows the command and not the memory. False
   * once nobody reads it any more. Rejects where it cannot be written, as on a full disk.
   */
  out(text: string): Promise<boolean>
  /** Error output: sentences for a person. */
  complain(line: string): void
  /** The terminal that a progress bar is drawn on; null where nobody looks. */
  terminal: NodeJS.WritableStream | null
  /** Asks without echo; null where there is no terminal to ask on. */
  askPassphrase: (() => Promise<string>) | null
  /** The first line of the standard input. */
  readPassphrase(): Promise<string>
  /** Aborted when the person presses Ctrl+C or the system asks the program to end. */
  signal: AbortSignal
}
