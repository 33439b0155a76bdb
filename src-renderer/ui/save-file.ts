/** Saves as the browser does for any download: no host and no address take part. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser takes its own hold of the file once the click is through.
  setTimeout(() => URL.revokeObjectURL(link.href), 0)
}
