/** A file that is sent in parts, so that a lost network costs one part and not the file. Light: the pages load it too. */

/** Size of a part: eleven seconds of slow 4G (0.75 Mbit/s up). */
export const partBytes = 1_000_000;
/** The largest file an item may ask for has 20 MB. */
export const mostParts = 20;

/** Where each part begins and ends. */
export function partsOf(bytes: number): { readonly from: number; readonly to: number }[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, index) => ({
    from: index * partBytes,
    to: Math.min((index + 1) * partBytes, bytes),
  }));
}
