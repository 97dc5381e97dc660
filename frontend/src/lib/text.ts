/** `Ready for Sale` → `ready_for_sale`: the key under which a word of the server has its translation. */
export function slug(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

/** The codes of a pasted or scanned list: one per line, or separated by commas, semicolons or tabs. */
export function splitCodes(text: string): string[] {
  return text
    .split(/[\n\r,;\t]+/)
    .map((code) => code.trim())
    .filter(Boolean)
}
