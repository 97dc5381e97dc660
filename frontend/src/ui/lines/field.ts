import type { InputField } from '../form/inputs'
import { bodyOf, draftOf, newLine, type DraftLine, type LineShape, type StoredLine } from './lines'
import LinesField from './LinesField.vue'

/** The field of a form that holds the lines of a document. There is always one to begin with. */
export function linesField(shape: LineShape, currency?: string): InputField {
  const first = () => [newLine(shape.items[0]!)]
  return {
    type: 'custom',
    name: 'lines',
    label: 'lines.title',
    component: LinesField,
    props: { shape, currency },
    empty: first,
    read: (stored) => {
      const lines = (stored as StoredLine[]).map((line) => draftOf(line, shape))
      return lines.length ? lines : first()
    },
    send: (lines) => bodyOf(lines as DraftLine[], shape),
    parts: true,
  }
}
