import type { ErrorData } from '#contract/errors'
import { CopyWords } from '../../ui/copy-button.tsx'

type CopyForSupportProps = { version: string; error: ErrorData; where: string }

/** Copies what whoever helps has to know; there is nothing secret in it. */
export function CopyForSupport({ version, error, where }: CopyForSupportProps) {
  return (
    <CopyWords
      label="Copy for support"
      text={`Plumbline ${version}\n${error.code} (${error.blame})\n${error.tell}\n${where}`}
    />
  )
}
