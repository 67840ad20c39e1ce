import type { MediaType } from '../../../shared/catalogue/item.ts';

const names: Readonly<Record<MediaType, string>> = { 'application/pdf': 'PDF', 'image/jpeg': 'JPG', 'image/png': 'PNG' };

/** PDF、JPG、PNG. */
export function typesText(types: readonly MediaType[]): string {
  return types.map((type) => names[type]).join(' / ');
}
