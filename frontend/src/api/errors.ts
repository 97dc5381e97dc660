/** One refused request. Every refusal of the API has the same shape; a request that never arrived is given it too. */

export interface Problem {
  type: string
  errors: ProblemDetail[]
  meta?: Record<string, unknown>
  request_id?: string | null
}

export interface ProblemDetail {
  code: string
  detail: string
  attr: string | null
}

export interface FormErrors {
  /** Errors that belong to a field of the form, by the field's name. */
  fields: { name: string; message: string }[]
  /** What is left to say above the form. */
  banner: string[]
}

export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.errors[0]?.detail ?? `HTTP ${status}`)
  }

  get code(): string {
    return this.problem.errors[0]?.code ?? 'unknown'
  }

  get requestId(): string | null {
    return this.problem.request_id ?? null
  }

  get isOffline(): boolean {
    return this.status === 0
  }
}

export function isApiError(error: unknown, ...statuses: number[]): error is ApiError {
  return error instanceof ApiError && (statuses.length === 0 || statuses.includes(error.status))
}

/** Reads the body of a refused response; a body that is not ours (a proxy's page) becomes a problem without a field. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  if (body && typeof body === 'object' && Array.isArray((body as Problem).errors)) return body as Problem
  return {
    type: response.status < 500 ? 'client_error' : 'server_error',
    errors: [{ code: 'unknown', detail: response.statusText || `HTTP ${response.status}`, attr: null }],
    request_id: response.headers.get('X-Request-ID'),
  }
}

/**
 * Sorts a refusal by the fields of a form. A field name stands for its whole subtree unless the form has the deeper
 * name as well: `lines` takes `lines.0.quantity` where there is no field of that name.
 */
export function formErrors(error: unknown, fieldNames: readonly string[]): FormErrors {
  if (!isApiError(error)) return { fields: [], banner: [error instanceof Error ? error.message : String(error)] }
  const sorted: FormErrors = { fields: [], banner: [] }
  for (const { attr, detail } of error.problem.errors) {
    const name = attr && closestField(attr, fieldNames)
    if (name) sorted.fields.push({ name, message: detail })
    else sorted.banner.push(detail)
  }
  return sorted
}

function closestField(attr: string, fieldNames: readonly string[]): string | null {
  for (let path = attr; path; path = path.slice(0, Math.max(0, path.lastIndexOf('.')))) {
    if (fieldNames.includes(path)) return path
  }
  return null
}
