/** What one browser remembers for one person. Storage may be full or forbidden; then nothing is remembered. */

const PREFIX = 'fettle.'

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // Remembering is a convenience: the screen works without it.
  }
}

export function recall<T>(name: string, fallback: T): T {
  try {
    const stored = localStorage.getItem(PREFIX + name)
    return stored === null ? fallback : (JSON.parse(stored) as T)
  } catch {
    return fallback
  }
}
