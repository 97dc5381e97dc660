/** Photos of phones are larger than what is kept: they are made smaller here, before they travel. */

/** As the server takes them. */
export const MOST_BYTES = 5 * 1024 * 1024
const MOST_PIXELS = 12_000_000
const QUALITY = 0.85

/** The file itself, or of a picture that is too large a smaller JPEG; what cannot be drawn here the server judges. */
export async function fitting(file: File): Promise<File> {
  if (file.size <= MOST_BYTES || !file.type.startsWith('image/')) return file
  try {
    return await smaller(file)
  } catch {
    return file
  }
}

async function smaller(file: File): Promise<File> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (picture.width * picture.height)))
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale))
  const pen = canvas.getContext('2d')!
  // A JPEG knows no transparency: what was clear becomes paper, not black.
  pen.fillStyle = 'white'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  const drawn = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
  return new File([drawn], file.name.replace(/\.\w+$/, '') + '.jpg', { type: drawn.type })
}
