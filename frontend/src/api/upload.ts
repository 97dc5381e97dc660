/** Sending a file. The one request that is not a fetch: only this way the browser tells how far it has come. */
import { commonHeaders, neverArrived, refusalOf } from './client'

export interface UploadOptions {
  /** Kept when the same file is sent again, so that it arrives once. */
  key: string
  /** From 0 to 1. */
  onProgress: (part: number) => void
}

/** Sends a form; throws an ApiError as any other request does. */
export function upload(path: string, form: FormData, { key, onProgress }: UploadOptions): Promise<void> {
  const request = new XMLHttpRequest()
  request.open('POST', `/api/v1/${path}`)
  const headers = { Accept: 'application/json', 'Idempotency-Key': key, ...commonHeaders('POST') }
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0))
    request.addEventListener('error', () => reject(neverArrived('The connection was lost.')))
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return resolve()
      const { status, statusText, responseText } = request
      void refusalOf(new Response(responseText, { status, statusText })).then(reject)
    })
    request.send(form)
  })
}
